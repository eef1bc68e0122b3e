"""The box for a file of the user's: one of any name, for what is in a file is told by its bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st


def upload_box(
    label: str,
    *,
    key: str,
    megabytes: int,
    on_change: Callable[..., None],
    args: tuple[Any, ...] = (),
    help: str | None = None,
) -> None:
    """The file is in the session's state under ``key`` when ``on_change`` is called.

    No ``type``: with one, Streamlit refuses a name without an ending by an English error in place
    of the box, and a browser greys out the files of those who call theirs .log or .asc. What cannot
    be read is refused by our readers, with a reason. ``label`` or ``help`` says what can be.
    """
    st.file_uploader(
        label, key=key, on_change=on_change, args=args, max_upload_size=megabytes, help=help
    )
