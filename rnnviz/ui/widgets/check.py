"""A check of understanding on a page: predict, then see at once whether and why."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.lessons.questions import CHECKS
from rnnviz.ui.components.scroll_up import bring_into_view
from rnnviz.ui.shell.guided_path import complete_step
from rnnviz.ui.shell.state import question_is_asked_for
from rnnviz.ui.widgets.number_field import ANY_NUMBER


def show_check(t: Translator, name: str, answer: int | None = None, **values: object) -> None:
    """The check called ``name``. ``answer``: the right number, where the check asks for one.

    ``values`` fill the sentences and come from what is on the screen; when they change, the
    question is a new one and the old answer is forgotten.
    """
    check = CHECKS[name]
    # The numbers are part of the key: another text, another question, an empty field.
    key = "check." + ".".join([name, *(str(value) for value in values.values())])[:120]
    shown = {n: t.number(v, 0) if isinstance(v, int) else v for n, v in values.items()}
    with st.container(border=True, key=f"check.box.{name}"):
        if question_is_asked_for():
            bring_into_view(key=f"check.bring.{name}")
        st.markdown(
            f":material/quiz: **{t('check.title')}** {t(f'check.{name}.question', **shown)}"
        )
        given = _number(t, key) if check.is_number else _choice(t, key, name, check.options, shown)
        if given is None:
            return
        right = answer if check.is_number else check.right
        if given == right:
            number = {} if answer is None else {"answer": t.number(answer, 0)}
            none = f"check.{name}.why_none"  # of which nothing can be said in the plural
            why = none if answer == 0 and t.has(none) else f"check.{name}.why"
            st.success(
                f"**{t('check.right')}** {t(why, **shown, **number)}",
                icon=":material/check_circle:",
            )
            complete_step(f"check.{name}")
        else:
            st.warning(
                f"**{t('check.wrong')}** {t(f'check.{name}.hint', **shown)}",
                icon=":material/lightbulb:",
            )


def _number(t: Translator, key: str) -> float | None:
    """Any number: one that cannot be right is an answer too, and not brought to another."""
    return st.number_input(
        t("check.number"),
        value=None,
        step=1.0,
        format=ANY_NUMBER,
        key=key,
        placeholder=t("check.placeholder"),
        width=300,
    )


def _choice(
    t: Translator, key: str, name: str, options: tuple[str, ...], shown: Mapping[str, object]
) -> str | None:
    return st.radio(
        t("check.choose"),
        options,
        format_func=lambda option: t(f"check.{name}.{option}", **shown),
        index=None,
        key=key,
        label_visibility="collapsed",
    )
