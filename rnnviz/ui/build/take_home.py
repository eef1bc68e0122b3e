"""A rung's program: as files to take home, to read, and what it prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from rnnviz.lessons.script import notebook, python_script
from rnnviz.ui.build.lesson import Lesson


def take_home(
    lesson: Lesson,
    rung: str,
    name: str,
    blocks: Sequence[tuple[str, str]],
    comments: Mapping[str, str],
    prints: str,
) -> None:
    """``blocks`` and ``comments`` as in ``rnnviz.lessons.script``; ``name``: of the files."""
    t = lesson.t
    script = python_script(blocks, comments)
    files = {
        "script": (script, f"{name}.py", "text/x-python"),
        "notebook": (notebook(blocks, comments), f"{name}.ipynb", "application/x-ipynb+json"),
    }
    with st.container(horizontal=True, gap="small"):
        for kind, (text, file, mime) in files.items():
            st.download_button(
                t(f"build.code.{kind}"),
                text.encode(),
                file,
                mime,
                key=f"build.{rung}.{kind}",
                icon=":material/download:",
                on_click="ignore",
            )
    st.markdown(t("build.code.how"))
    st.code(script, language="python", height=560)
    st.markdown(t("build.code.prints"))
    st.code(prints, language=None)
