"""The guided path on the pages: a step is done by doing it, and the address remembers."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import TEXTS, open_page, read_text, words_on

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.inference.classify import vocabulary_of
from rnnviz.lessons.path import STEPS, step, steps_on
from rnnviz.models.shipped import load_shipped
from rnnviz.ui.build.rung_steps import DEEDS
from rnnviz.ui.shell.navigation import PAGES
from rnnviz.ui.shell.view import PART_OF, RULES, TOPICS

EN = translator("en")
NAMES = [entry.name for entry in PAGES]
OWN = "A quiet film about a clockmaker. I loved the ending."
EVERYTHING = "".join(s.code for s in steps_on(NAMES))


def done(at: AppTest) -> set[str]:
    """Ids of the steps that the address says are done, the text of one's own left out."""
    codes = dict(at.query_params).get("done", "")
    codes = "".join(codes)
    return {s.id for s in STEPS if s.code in codes and s.id != "own"}


def has_own_text(at: AppTest) -> bool:
    return step("own").code in "".join(dict(at.query_params).get("done", ""))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_shows_the_way_and_can_hide_it(name, language):
    t = translator(language)
    total = len(steps_on(NAMES))
    at = open_page(name, lang=language, done=step("unk").code)
    shown = [bar.proto.text for bar in at.get("progress") if bar.proto.text]
    expected = 2 if name == "summary" else 1
    assert shown == [t("path.progress", done=expected, total=total)]
    at.button(key=f"rnnviz.path.hide.{expected}").click().run()
    assert not at.get("progress")
    assert "off" in at.query_params["guide"]


def test_opening_pages_by_a_link_is_not_doing():
    for name in set(NAMES) - {"summary"}:
        at = open_page(name, cap="30", length="5", keep="tail", rung="past", w="", step="2")
        assert done(at) == set()


def test_a_text_of_ones_own_counts_and_an_example_does_not():
    at = open_page("home", text="?!")
    assert not has_own_text(at)
    at.menu_button(key="rnnviz.examples").set_value("irony").run()
    assert not has_own_text(at)
    read_text(at, OWN)
    assert has_own_text(at)
    # Neither do the rare words that a button adds to an example.
    at = open_page("tokens", topic="pieces", model="rnn")
    at.button(key="bpe.rare").click().run()
    assert not has_own_text(at)
    assert "bpe" in done(at)
    # Opened by a link, it is somebody else's text.
    assert not has_own_text(open_page("home", text=OWN))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_why_a_word_is_unknown(language):
    t, model = translator(language), {"en": "best", "vi": "vi"}[language]
    vocabulary = vocabulary_of(load_shipped(model))
    rare = vocabulary.words[500]
    text = f"{vocabulary.words[2]} {rare} zzqx"
    at = open_page("tokens", text=text, lang=language, model=model, cap="100")
    said = " ".join(caption.value for caption in at.caption)
    assert t("tokens.unk_rare", word=rare, id="500", last="99") in said
    most = t.number(len(vocabulary), 0)
    assert t("tokens.unk_never", word="zzqx", most=most) in said
    assert (t("tokens.syllables") in said) == (language == "vi")


@pytest.mark.parametrize(
    ("choice", "values"),
    [("cap", {"cap": "10"}), ("cut", {"length": "2", "pad": "none"}), ("pad", {"length": "300"})],
)
def test_it_is_said_which_choice_moves_the_verdict(choice, values):
    at = open_page("tokens", text="wonderful and moving, then a dull end", model="rnn", **values)
    said = EN(f"cost.most.{choice}", count=5, share="").split(":")[0]
    assert any(said in caption.value for caption in at.caption)


def test_the_cap_is_done_when_a_word_becomes_unknown():
    at = open_page("tokens", text="a good film", model="rnn")
    at.select_slider(key="tokens.cap").set_value(3_000).run()
    assert done(at) == set()  # moved, but every word is still known
    at.select_slider(key="tokens.cap").set_value(10).run()
    assert done(at) == {"unk"}
    at.select_slider(key="tokens.cap").set_value(10_000).run()
    assert done(at) == {"unk"}
    assert not at.exception


def test_cutting_is_done_when_length_and_side_were_moved():
    at = open_page("tokens", model="rnn")
    at.slider(key="tokens.length").set_value(12).run()
    assert done(at) == set()
    next(b for b in at.get("button_group") if b.key == "tokens.keep").set_value("tail").run()
    assert done(at) == {"cut"}
    assert not at.exception


def test_a_text_that_is_cut_already_counts_at_the_first_switch_of_sides():
    at = open_page("tokens", model="rnn", text="a good film with a bad end " * 6)
    next(b for b in at.get("button_group") if b.key == "tokens.keep").set_value("tail").run()
    assert done(at) == {"cut"}


def test_padding_is_done_when_there_is_room_for_it():
    at = open_page("tokens", topic="pad", text="a good film", model="rnn")
    at.slider(key="tokens.length").set_value(40).run()
    assert "pad" in done(at)
    assert not at.exception


def test_adding_rare_words_shows_bpe():
    at = open_page("tokens", topic="pieces", text="a good film", model="rnn")
    at.button(key="bpe.rare").click().run()
    assert "bpe" in done(at)
    assert not at.exception


def test_training_is_done_on_the_click_and_the_seed_repeats_it():
    at = open_page("embeddings", text="a good film", model="rnn")
    before = words_on(at)
    at.button(key="learning.go").click().run()
    assert "train" in done(at)
    first = words_on(at)
    assert first != before
    at.number_input(key="learning.seed").set_value(3).run()
    at.button(key="learning.go").click().run()
    assert words_on(at) != first
    at.number_input(key="learning.seed").set_value(0).run()
    at.button(key="learning.go").click().run()
    assert words_on(at) == first


def test_a_link_opens_the_small_embedding_as_it_was_trained():
    at = open_page("embeddings", text="a good good film film", model="rnn")
    at.number_input(key="learning.seed").set_value(7)
    at.toggle(key="learning.own").set_value(True).run()
    at.button(key="learning.go").click().run()
    link = {name: "".join(value) for name, value in dict(at.query_params).items()}
    assert link["trained"] == "7-own"
    opened = open_page("embeddings", **link)
    assert opened.number_input(key="learning.seed").value == 7
    assert opened.toggle(key="learning.own").value
    assert words_on(opened) == words_on(at)
    tables = [[frame.value for frame in page.dataframe] for page in (opened, at)]
    assert len(tables[0]) == len(tables[1]) == 3  # neighbours before and after, distances
    assert all(one.equals(other) for one, other in zip(*tables, strict=True))
    assert "train" not in done(open_page("embeddings", trained="7-own"))


@pytest.mark.parametrize("kind", ["symbols", "emoji", "markdown", "long text"])
@pytest.mark.parametrize("topic", TOPICS[1:])
def test_every_part_of_the_tokens_page_takes_any_text(topic, kind):
    assert not open_page("tokens", topic=topic, text=TEXTS[kind], model="rnn").exception


@pytest.mark.parametrize("kind", TEXTS)
def test_training_takes_any_text(kind):
    at = open_page("embeddings", text=TEXTS[kind], model="rnn")
    at.toggle(key="learning.own").set_value(True).run()
    at.button(key="learning.go").click().run()
    assert not at.exception


def test_another_neighbour_counts():
    at = open_page("embeddings", text="a wonderful boring film", model="rnn")
    chooser = at.selectbox(key="embeddings.word")
    other = next(o for o in chooser.options if o != chooser.format_func(chooser.value))
    chooser.select(other).run()
    assert "neighbour" in done(at)


def test_turning_the_verdict_counts():
    at = open_page("reviews", text="a wonderful film, I loved it", model="rnn")
    assert done(at) == set()
    read_text(at, "a terrible film, I hated it")
    assert done(at) == {"flip"}


def number(at: AppTest, name: str):
    return next(n for n in at.number_input if str(n.key).startswith(f"check.{name}."))


def choose(at: AppTest, name: str):
    return next(r for r in at.radio if str(r.key).startswith(f"check.{name}"))


def test_a_check_with_a_number_says_at_once_whether_and_why():
    at = open_page("home", text="one two three four five six seven eight nine ten eleven twelve")
    number(at, "cut").set_value(3).run()
    assert [w.value for w in at.warning][-1].startswith(f"**{EN('check.wrong')}**")
    assert "check.cut" not in done(at)
    number(at, "cut").set_value(2).run()
    assert EN("check.cut.why", answer="2") in at.success[0].value
    assert "check.cut" in done(at)
    # A short text is asked about a smaller network; a word that fits is not said to be "them".
    read_text(at, "one two three four five six seven")
    number(at, "cut").set_value(3).run()
    assert EN("check.cut.why", answer="3") in at.success[0].value
    read_text(at, "one")
    number(at, "cut").set_value(0).run()
    assert EN("check.cut.why_none") in at.success[0].value
    # Another text is another question.
    read_text(at, " ".join(["film"] * 30))
    assert number(at, "cut").value is None
    assert not at.success


@pytest.mark.parametrize(
    ("page", "part", "name"),
    [
        ("tokens", "pad", "pad"),
        ("build", "shared", "order"),
        ("build", "past", "range"),
        ("build", "formula", "first"),
        ("build", "code", "output"),
        ("build", "stack", "stack"),
        ("build", "tasks", "task"),
        ("build", "learning", "scale"),
        ("reviews", "", "causal"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_check_with_choices(page, part, name, language):
    from rnnviz.lessons.questions import CHECKS

    params = {PART_OF[page]: part} if part else {}
    at = open_page(page, lang=language, model="rnn", **params)
    wrong = next(o for o in CHECKS[name].options if o != CHECKS[name].right)
    choose(at, name).set_value(wrong).run()
    assert not at.success
    assert f"check.{name}" not in done(at)
    choose(at, name).set_value(CHECKS[name].right).run()
    assert at.success
    assert f"check.{name}" in done(at)


@pytest.mark.parametrize(
    ("page", "part", "name", "answer"),
    [
        ("tokens", "ids", "ids", 40),
        ("embeddings", "", "embedding", 3 * 32),
        ("build", "concat", "concat", 8 * 3 * 2),
        ("build", "count", "count", 10 * 20 + 20 * 20 + 2 * 20),
        ("build", "batches", "packed", 3),
        ("build", "after", "attention", 144),
        ("states", "", "states", 24),
    ],
)
def test_a_check_with_a_number_knows_the_answer(page, part, name, answer):
    params = {PART_OF[page]: part} if part else {}
    at = open_page(page, model="rnn", text="a good film", **params)
    number(at, name).set_value(answer).run()
    assert at.success, [w.value for w in at.warning]
    assert f"check.{name}" in done(at)


def test_an_unknown_word_has_the_row_that_the_network_reads_for_it():
    at = open_page("embeddings", model="rnn", text="a [grzmblx](y) film grzmblx")
    told = [caption.value for caption in at.caption if "`<unk>`" in caption.value]
    assert len(told) == 1
    assert "“grzmblx”" in told[0]
    assert "film" not in told[0]
    rows = [json.loads(chart.proto.spec)["data"][0]["y"] for chart in at.get("plotly_chart")[:2]]
    assert [row.split()[0] for row in rows[0]][:2] == ["a", "‹unk›"]  # as in the text
    assert rows[0] == rows[1]


def test_a_word_that_comes_twice_enters_the_network_twice():
    at = open_page("embeddings", model="rnn", text="a film, a good film")
    number(at, "embedding").set_value(5 * 32).run()
    assert at.success


def test_every_rung_has_a_deed_that_the_view_knows():
    rungs = {s.part for s in STEPS if s.page == "build"}
    assert rungs == set(DEEDS)
    assert all(name in RULES for names in DEEDS.values() for name in names)


def test_a_rung_is_done_by_changing_something_on_it():
    at = open_page("build", rung="count", text="a good film")
    assert done(at) == set()
    at.number_input(key="build.net.hidden").set_value(7).run()
    assert done(at) == {"build.count"}


def switch(at: AppTest, key: str, value: object) -> None:
    next(b for b in at.get("button_group") if b.key == key).set_value(value).run()


def test_the_last_rung_has_layers_of_its_own_and_a_third_one_has_to_be_added():
    at = open_page("build", rung="code", rung7_layers="3", text="a good film")
    switch(at, "build.rung", "stack")
    assert "build.stack" not in done(at)
    assert "rung8_layers" not in at.query_params
    switch(at, "build.choice.rung8_layers", 3)
    assert "build.stack" in done(at)
    # Taking one away is not adding one.
    at = open_page("build", rung="stack", rung8_layers="3", text="a good film")
    switch(at, "build.choice.rung8_layers", 2)
    assert "build.stack" not in done(at)
    switch(at, "build.choice.rung8_layers", 3)
    assert "build.stack" in done(at)


def test_the_summary_links_back_and_says_what_is_open():
    at = open_page("summary", done=step("own").code, guide="off")
    shown = words_on(at)
    following = next(s for s in steps_on(NAMES) if s.id != "own")
    assert EN("summary.open", title=EN(f"path.{following.id}.title")) in shown
    for point in ("why", "tokens", "embedding", "classify"):
        assert EN(f"point.{point}.takeaway") in shown


def test_with_everything_done_the_box_says_so():
    assert EN("path.finished") in words_on(open_page("tokens", done=EVERYTHING, model="rnn"))


@pytest.mark.parametrize("raw", ["zzz", "ba", "<b>", "a" * 500, "٣"])
def test_nonsense_progress_in_a_link_is_no_progress(raw):
    assert done(open_page("home", done=raw)) == set()
