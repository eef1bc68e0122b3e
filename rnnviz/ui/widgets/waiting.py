"""Why runs do not get on, said beside their progress."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.runs.records import Run
from rnnviz.ui.shell import workspace

QUIET = 10.0  # seconds; a worker is heard of every second


def why_it_waits(t: Translator, runs: Sequence[Run]) -> None:
    """A sentence where those that have not ended wait for machines that do not answer."""
    unfinished = [run for run in runs if run.unfinished]
    if not unfinished:
        return
    trouble = workspace.launcher().trouble
    silent = max(run.silent for run in unfinished)
    if trouble:
        st.warning(t(f"weather.{trouble}"), icon=":material/cloud_off:")
    elif silent > QUIET:
        words = t("weather.silent", seconds=t.number(silent, 0))
        st.warning(words, icon=":material/cloud_off:")
