"""Links that people made with version 0.1.0 open the same view, with the same numbers.

``tests/data/v0.1.0/links.json``: what these links showed in version 0.1.0, every number in the
order of the page (but one that is a word by now: "the other word"). Where a network speaks, the
numbers are those of the networks trained anew for 0.2, and of the panels that came with them;
where Build reads a part of a text, it reads the telling words now and not the first; the formula of
rung 4 is a line of text now, so that its -1 comes first; what is drawn only when it is opened (the
three views side by side and the table of who is better on Reviews) is not among them; beside the
probability after a word stands its logit; where a text is short, the fading of its gradient is told
once and not twice; the rows of Embeddings stand in the order of the text; Judge ends with the
choices of a backtest, and Runs says how much is kept; the share of known words on Reviews is told
where it is not all of them;
Home asks of a short text about half of its words, and States' question names the layers.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from test_pages import open_page

from rnnviz.ui.shell.view import ALIASES

OLD = Path(__file__).parents[1] / "data" / "v0.1.0"
LINKS = json.loads((OLD / "links.json").read_text("utf-8"))
# As the clocks of a place show it, written as version 0.1.0 did or as English does; and an ending
# that version did not read; and the parts of a figure that words link to.
LATER = re.compile(
    r"\.bz2|\(#part-\w+\)|\d{4}-\d\d-\d\d \d\d:\d\d|\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d"
)
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)*")


def numbers_on(at: AppTest) -> str:
    shown = [*at.markdown, *at.caption, *at.metric, *at.latex, *at.code]
    words = (LATER.sub("", str(part.value)) for part in shown)
    return " ".join(number for said in words for number in NUMBER.findall(said))


@pytest.mark.parametrize("link", LINKS, ids=lambda link: f"{link['page']}?{link['query']}")
def test_a_link_of_version_0_1_shows_the_numbers_of_then(link, tmp_path, monkeypatch):
    if "ws=" in link["query"]:  # a run that version 0.1.0 kept
        monkeypatch.setenv("RNNVIZ_DATA", str(shutil.copytree(OLD, tmp_path / "data")))
        st.cache_resource.clear()  # an earlier test may have opened another record
    at = open_page(link["page"], **dict(parse_qsl(link["query"])))
    assert numbers_on(at) == link["numbers"]
    assert not set(ALIASES) & set(at.query_params), "the address goes on under the new names"


def test_the_links_name_every_parameter_that_has_a_new_name():
    named = {name for link in LINKS for name, _ in parse_qsl(link["query"])}
    assert named >= set(ALIASES) - {"stacked"}  # which version 0.1.0 did not know
