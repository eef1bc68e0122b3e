"""The States page under AppTest: what is sent to the stepper for every choice."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from rnnviz.explain.what_if import align
from rnnviz.i18n import LANGUAGES, translator
from rnnviz.inference.untrained import untrained_stack
from rnnviz.models.specs import CELL_KINDS
from rnnviz.ui.states.kept_version import step_beside
from rnnviz.ui.widgets.stepper import stepper_settings

ROOT = Path(__file__).resolve().parents[3]


def open_states(**params: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in params.items():
        at.query_params[key] = value
    at.switch_page("pages/states.py").run()
    assert not at.exception, [e.value for e in at.exception]
    return at


def payload_of(at: AppTest) -> dict:
    """The header of the payload that the page sends."""
    (payload,) = payloads_of(at)
    return payload


def payloads_of(at: AppTest) -> list[dict]:
    """The headers of all payloads, in the order of the page."""
    blobs = [element.proto.bytes for element in at.get("bidi_component") if element.proto.bytes]
    sizes = [int.from_bytes(blob[16:20], "little") for blob in blobs]
    return [json.loads(blob[20 : 20 + size]) for blob, size in zip(blobs, sizes, strict=True)]


@pytest.mark.parametrize("model", ["best", "gru"])
@pytest.mark.parametrize("depth", ["1", "4"])
def test_a_stack_has_the_layers_asked_for(model, depth):
    at = open_states(text="a good film", watch="stack", states_layers=depth, model=model)
    (trace,) = payload_of(at)["traces"]
    assert len(trace["layers"]) == int(depth)
    assert trace["cell"] == ("lstm" if model == "best" else model)


def test_three_networks_read_the_same_steps():
    traces = payload_of(
        open_states(text="a good film", watch="three", states_pad="before", length="5")
    )
    assert [trace["cell"] for trace in traces["traces"]] == ["rnn", "lstm", "gru"]
    for trace in traces["traces"]:
        assert trace["labels"] == ["<pad>", "<pad>", "a", "good", "film"]
        assert trace["ids"][:2] == [0, 0]


def test_a_text_too_long_to_fill_up_is_left_alone_and_said_to_be():
    at = open_states(text="a good film", states_pad="after", length="3", model="rnn")
    assert payload_of(at)["traces"][0]["labels"] == ["a", "good", "film"]
    expected = translator("en")("stepper.watch.pad_full", count=3, length=3)
    assert expected in [caption.value for caption in at.caption]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_version_that_was_kept_stands_below_with_the_same_order_of_units(language):
    t = translator(language)
    texts = {"text": "This film is not bad at all", "was": "This film is bad", "model": "gru"}
    at = open_states(**texts, lang=language)
    now, before = (payload["traces"][0] for payload in payloads_of(at))
    assert before["labels"] == ["this", "film", "is", "bad"]
    assert now["labels"][:4] == ["this", "film", "is", "not"]
    assert [one["order"] for one in before["layers"]] == [one["order"] for one in now["layers"]]
    parting = t("compare.parting", before="is", word="not")
    assert any(parting in said.value for said in at.markdown)
    at.button(key="rnnviz.states.compare.forget").click().run()
    assert len(payloads_of(at)) == 1
    assert "was" not in at.query_params


def test_the_text_itself_is_no_other_version():
    at = open_states(text="a good film", was="a good film")
    assert len(payloads_of(at)) == 1


@given(st.lists(st.sampled_from("abcd"), min_size=1), st.lists(st.sampled_from("abcd"), min_size=1))
def test_both_versions_stand_at_the_same_word(words_a, words_b):
    alignment = align(words_a, words_b)
    steps = [step_beside(alignment, step) for step in range(1, len(words_b) + 1)]
    assert steps == sorted(steps)
    assert all(1 <= step <= len(words_a) for step in steps)
    pairs = {there: here for here, there in alignment if here is not None and there is not None}
    for step, found in enumerate(steps, start=1):
        if step - 1 in pairs:
            assert found == pairs[step - 1] + 1


@pytest.fixture
def taken(monkeypatch) -> dict:
    """What the download buttons of a page would give, by their keys."""
    files: dict = {}
    monkeypatch.setattr(
        "streamlit.download_button", lambda _label, data, *, key, **_: files.update({key: data})
    )
    return files


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("choices", "notes"),
    [
        ({}, []),
        ({"watch": "stack"}, ["stack_note"]),
        ({"watch": "three", "states_pad": "before", "length": "5"}, ["three_note", "pad_why"]),
        ({"watch": "stack", "states_pad": "after", "length": "3"}, ["stack_note", "pad_full"]),
    ],
)
def test_the_file_to_take_along_says_what_the_page_says(taken, language, choices, notes):
    t = translator(language)
    at = open_states(text="a good film", lang=language, **choices)
    page = taken["rnnviz.stepper.take"]
    shown = [note.value for note in (*at.caption, *at.info)]
    for name in ("stack_note", "three_note", "pad_why", "pad_full"):
        note = t(f"stepper.watch.{name}", count=3, length=3)
        said = html.escape(re.sub(r"[`*]", "", note))
        there = re.sub(r"</?(code|strong)>", "", page)
        assert (note in shown) == (said in there) == (name in notes), name


def test_a_stack_is_the_same_every_time_and_leaves_the_seed_alone():
    import torch

    torch.manual_seed(1)
    first = torch.rand(1)
    torch.manual_seed(1)
    untrained_stack.cache_clear()
    weights = untrained_stack("gru", 2, 10).rnn.weight_hh_l1.detach().clone()
    assert torch.equal(torch.rand(1), first)
    untrained_stack.cache_clear()
    assert torch.equal(untrained_stack("gru", 2, 10).rnn.weight_hh_l1, weights)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stepper_has_words_for_every_gate(language):
    words = stepper_settings(translator(language))["words"]
    for name, kind in CELL_KINDS.items():
        if len(kind.gates) > 1:
            assert set(words["gates"][name]) == set(kind.gates)
            assert set(kind.gates) <= set(words["quantity"])


@pytest.mark.parametrize("watch", ["three", "stack"])
def test_another_choice_of_networks_stays_at_the_step(watch):
    at = open_states(
        text="slow and bad at first but then a beautiful ending", step="6", model="rnn"
    )
    next(b for b in at.get("button_group") if b.key == "rnnviz.watch").set_value(watch).run()
    assert at.query_params["watch"] == watch
    assert at.query_params["step"] == "6"
