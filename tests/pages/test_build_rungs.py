"""Every rung of the Build page on odd sentences, sizes, numbers and links."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import TEXTS, open_page, words_on

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.lessons.counts import NetSizes, total
from rnnviz.lessons.edits import word_tag
from rnnviz.lessons.learning import COMMAND, CONTRASTS, saved_contrast
from rnnviz.lessons.rungs import RUNGS
from rnnviz.lessons.tasks import TASKS
from rnnviz.ui.build.rungs import RUNG_PANELS

EXTREME = "a0_-999.b1_999.c0_999.h00_999.h01_-999.h11_999.i00_999.i01_-999.o00_999.o01_0"


def badges(at: AppTest) -> list[str]:
    return [m.value for m in at.markdown if "badge[" in m.value]


def test_every_rung_has_a_panel_and_every_panel_a_rung():
    assert tuple(RUNG_PANELS) == RUNGS


@pytest.mark.parametrize("rung", RUNGS)
def test_a_rung_takes_any_sentence_size_and_number(rung):
    t = translator("vi")
    for text, size, w in (
        (TEXTS["one word"], "8-4-4", EXTREME),
        (TEXTS["markdown"], "2-2-2", ""),
        (TEXTS["long word"], "5-2-3", f"e{word_tag('b' * 5000)}0_5"),
    ):
        at = open_page("build", lang="vi", rung=rung, text=text, size=size, w=w, rung7_layers="3")
        assert at.header[0].value.endswith(t(f"build.{rung}.title"))
        shown = words_on(at)
        assert "http://x.y" not in shown
        for badge in badges(at):
            assert t("build.checking") not in badge
            assert t("build.differs", error="") not in badge


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_vectors_before_and_after_shuffling_are_not_cut(language):
    t = translator(language)
    at = open_page("build", lang=language, rung="shared", size="8-4-4")
    table = at.dataframe[0]
    widths = json.loads(table.proto.columns)
    for name in (t("build.shared.now"), t("build.shared.then"), t("build.shared.word")):
        assert widths[name]["width"] >= 6 * table.value[name].str.len().max()


@pytest.mark.parametrize(
    "rung", ["byhand", "count", "code", "stack", "gates", "both", "batches", "after"]
)
def test_torch_agrees_where_a_badge_says_so(rung):
    at = open_page(
        "build", rung=rung, build_seed="17", w=EXTREME, net="lstm-2-2-300-5-7", rung7_layers="2"
    )
    found = badges(at)
    assert len(found) == (2 if rung == "byhand" else 1)
    assert all("green-badge" in badge for badge in found)


@pytest.mark.parametrize(
    "choices",
    [
        {"rung": "gates", "gates_cell": "gru", "hold": "r0.z1"},
        {"rung": "gates", "gates_cell": "lstm", "hold": "i1.f0.o1", "step": "1"},
        {"rung": "both", "both_cell": "lstm", "both_layers": "2", "both_pad": "packed"},
        {"rung": "both", "both_layers": "2", "both_pad": "padded"},
    ],
)
def test_torch_agrees_with_gates_held_and_with_both_directions(choices):
    at = open_page("build", lang="vi", text="not bad", size="8-4-4", w=EXTREME, **choices)
    assert [badge for badge in badges(at) if "green-badge" in badge] == badges(at) != []


def test_a_gate_by_hand_keeps_the_first_word_and_reaches_the_link():
    at = open_page("build", rung="gates", gates_cell="gru", text="not bad at all")
    own = at.metric[1].value
    switch(at, "build.hold.z", "1")
    assert at.query_params["hold"] == "z1"
    assert [metric.value for metric in at.metric[1:]] == [own, "100.0%"]
    assert own != "100.0%"
    switch(at, "build.hold.z", "own")
    assert "hold" not in at.query_params


def switch(at: AppTest, key: str, value: object) -> None:
    next(b for b in at.get("button_group") if b.key == key).set_value(value).run()


def test_new_numbers_drop_the_changes_and_reach_the_link():
    at = open_page("build", rung="byhand", w="i00_55", build_seed="3")
    at.button(key="build.new_numbers").click().run()
    assert at.query_params["build_seed"] == "4"
    assert "w" not in at.query_params


def test_a_swap_is_part_of_the_link_and_can_be_taken_back():
    at = open_page("build", text="not bad at all")
    in_order = "not · bad · at · all"
    assert in_order in [text.value for text in at.text]
    at.selectbox(key="build.swap.1").set_value(2).run()
    at.button(key="build.concat.swap").click().run()
    assert at.query_params["order"] == "3214"
    assert in_order not in [text.value for text in at.text]  # the picture has another order
    assert any("`[" in m.value for m in at.markdown)
    at.button(key="build.back").click().run()
    assert "order" not in at.query_params


def test_the_sizes_of_the_example_can_be_counted():
    at = open_page("build", rung="count", text="not bad at all", size="4-2-3")
    at.button(key="build.count.mine").click().run()
    assert at.query_params["net"] == "rnn-1-1-6-2-3"
    # 6·2 for the embedding, 3·2 + 3·3 + 2·3 for the layer, 2·3 + 2 for the head
    assert at.metric[0].value == "41"


def test_the_curve_beside_the_mlp_is_of_the_cell_that_was_chosen():
    at = open_page("build", rung="count", net="lstm-2-2-100-5-7")
    data = json.loads(at.get("plotly_chart")[0].proto.spec)["data"]
    curves = {curve.get("name"): curve["y"] for curve in data}
    net = NetSizes("lstm", 2, 2, 100, 5, 7)
    assert set(curves["LSTM"]) == {total(net) - 100 * 5}


@pytest.mark.parametrize("task", TASKS)
def test_every_task_is_shown_with_its_lines(task):
    at = open_page("build", rung="tasks", task=task, lang="vi", text="phim không dở")
    assert [badge for badge in badges(at) if "green-badge" in badge]
    assert "loss.backward()" in at.code[0].value


@pytest.mark.parametrize("contrast", CONTRASTS)
def test_every_contrast_shows_its_spread_its_count_and_its_command(contrast):
    at = open_page("build", rung="learning", contrast=contrast)
    shown = words_on(at)
    assert f"of {saved_contrast(contrast).seeds}**" in shown
    assert COMMAND.format(name=contrast) in [code.value for code in at.code]


def test_another_state_may_ask_and_one_that_is_gone_is_the_last():
    at = open_page("build", rung="after", query="1", text="not bad at all")
    assert next(b for b in at.get("button_group") if b.key == "build.choice.query").value == 1
    at = open_page("build", rung="after", query="8", text="not bad at all")
    assert next(b for b in at.get("button_group") if b.key == "build.choice.query").value == 4
