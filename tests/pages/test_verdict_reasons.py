"""Why a verdict, what if, and two versions: what people do on Reviews, and what a link keeps."""

from __future__ import annotations

import pytest
from test_pages import open_page, words_on

from rnnviz.explain.verdict import probability_of
from rnnviz.i18n import LANGUAGES, translator
from rnnviz.ui.shell.view import GRAINS, WHY

TEXT = "A dull plot, but the songs are lovely."


def view_of(at):
    return at.session_state["rnnviz.view"]


def press(at, key):
    at.button(key=key).click().run()
    assert not at.exception, [e.value for e in at.exception]
    return at


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("why", WHY)
def test_every_view_says_what_it_is(why, language):
    at = open_page("reviews", text=TEXT, model="gru", why=why, lang=language)
    assert translator(language)(f"reason.{why}_is") in words_on(at)


def test_integrated_gradients_wait_until_somebody_looks(monkeypatch):
    from rnnviz.ui.reviews import attributions

    asked = []
    real = attributions.integrated_gradients
    monkeypatch.setattr(
        attributions, "integrated_gradients", lambda *given: asked.append(1) or real(*given)
    )
    open_page("reviews", text=TEXT + " Twice.", model="rnn")
    assert not asked
    open_page("reviews", text=TEXT + " Twice.", model="rnn", why="integrated_gradients")
    assert asked


@pytest.mark.parametrize("grain", GRAINS)
def test_words_phrases_and_sentences_can_be_left_out(grain):
    at = open_page("reviews", text=TEXT + " I smiled.", model="rnn", grain=grain)
    assert view_of(at).grain == grain


def test_the_share_of_known_words_is_told_where_a_word_is_unknown():
    label = translator("en")("reviews.known")
    told = open_page("reviews", text=TEXT + " Zzyzx.", model="gru")
    assert label in [metric.label for metric in told.metric]
    assert label not in [metric.label for metric in open_page("reviews", text=TEXT).metric]


def test_what_if_stands_before_the_explanations_of_the_colours():
    at = open_page("reviews", text=TEXT, model="gru")
    said = words_on(at)
    order = [
        said.index(translator("en")(key)) for key in ("whatif.choose", "reason.leave_one_out_is")
    ]
    assert order == sorted(order)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_curve_shows_the_probability_or_the_logit(language):
    t = translator(language)
    at = open_page("reviews", text=TEXT, model="gru", step="2", lang=language)
    assert t("reviews.logit_is") not in words_on(at)
    at = open_page("reviews", text=TEXT, model="gru", step="2", lang=language, curve="logit")
    assert t("reviews.logit_is") in words_on(at)
    said = next(each for each in words_on(at).splitlines() if "(logit " in each)
    logit = float(said.split("(logit ")[1].split(")")[0].replace("−", "-").replace(",", "."))
    percent = float(said.split("**")[3].rstrip("%").replace(",", "."))
    assert percent == pytest.approx(100 * probability_of(logit), abs=0.3)


def test_a_word_taken_out_leaves_a_and_b_and_comes_back_with_a():
    at = open_page("reviews", text=TEXT, model="gru", step="2")
    press(at, "rnnviz.whatif.delete")
    assert view_of(at).text == "A plot, but the songs are lovely."
    assert view_of(at).was == TEXT
    t = translator("en")
    assert t("compare.title") in [heading.value for heading in at.subheader]
    press(at, "rnnviz.compare.back")
    assert (view_of(at).text, view_of(at).was) == (TEXT, "")


def test_a_word_is_replaced_by_one_of_the_user():
    at = open_page("reviews", text=TEXT, model="gru", step="2")
    at.text_input(key="rnnviz.whatif.other").set_value("bright and funny").run()
    assert view_of(at).text == "A bright and funny plot, but the songs are lovely."


def test_a_link_carries_both_versions():
    at = open_page("reviews", text="good film", was="bad film", model="gru")
    labels = {metric.label for metric in at.metric}
    t = translator("en")
    assert {t("compare.verdict_a"), t("compare.verdict_b")} <= labels
    press(at, "rnnviz.compare.keep_b")
    assert view_of(at).was == "good film"


def test_the_smallest_change_turns_the_verdict_when_it_is_made():
    at = open_page("reviews", text="A dull film.", model="gru")
    t = translator("en")
    before = at.metric[0].value
    press(at, "rnnviz.smallest")
    press(at, "rnnviz.smallest.try")
    label = t("reviews.verdict", model=t("models.gru"))
    after = next(metric.value for metric in at.metric if metric.label == label)
    assert {before, after} == {t("reviews.positive"), t("reviews.negative")}


def test_taking_out_the_word_that_decides_is_a_step_of_the_path():
    at = open_page("reviews", text="It is not dull", model="gru", was="It is not dull")
    assert "H" not in view_of(at).done
    at = open_page("reviews", text="dull", was="not dull", model="best")
    verdicts = [metric.value for metric in at.metric if metric.label.startswith(("A,", "B,"))]
    turned = len({value.split(",")[0] for value in verdicts}) == 2
    assert ("H" in view_of(at).done) == turned


def test_one_word_cannot_be_taken_out_of_a_text_of_one_word():
    at = open_page("reviews", text="good", model="rnn", step="1")
    assert at.button(key="rnnviz.whatif.delete").disabled


@pytest.mark.parametrize("text", ["zzqx vvkl", "<b>x</b>", "word " * 3000, "a 😀 b"])
def test_odd_texts_end_in_a_page(text):
    for why in WHY:
        open_page("reviews", text=text, model="rnn", why=why, was="good")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rival_has_a_say(language):
    at = open_page("reviews", lang=language)
    side = translator(language)("reviews.positive").lower()
    other = translator(language)("reviews.negative").lower()
    said = words_on(at)
    assert any(
        translator(language)("rival.says", side=one, probability="").split(":")[0] in said
        for one in (side, other)
    )
