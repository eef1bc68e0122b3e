"""A file of reviews on the page: nothing of the user's is lost, and a visit elsewhere is none."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import open_page, words_on

from rnnviz.errors import RnnvizError
from rnnviz.i18n import LANGUAGES, translator
from rnnviz.ui.reviews import file_reading
from rnnviz.ui.reviews.file_result import csv_of

EN = translator("en")
GOOD, BAD = "A wonderful, beautiful film.", "The worst film, boring and awful."
LABELLED = f'review,label,kind\n"{GOOD}",neg,1\n"{BAD}",neg,0\n"=1+1 fine",,1\n'.encode()


def uploaded(data: bytes, name: str = "mine.csv", **params: str) -> AppTest:
    at = open_page("reviews", text="good film", model="rnn", **params)
    return upload(at, data, name)


def upload(at: AppTest, data: bytes, name: str = "mine.csv") -> AppTest:
    at.file_uploader[0].set_value((name, data, "text/csv")).run()
    assert not at.exception, [e.value for e in at.exception]
    return at


def control(at: AppTest, kind: str, name: str):
    found = [c for c in at.get(kind) if (c.key or "").startswith(f"rnnviz.batch.{name}.")]
    assert len(found) <= 1
    return found[0] if found else None


def classify(at: AppTest) -> AppTest:
    at.button(key="rnnviz.batches.classify").click().run()
    assert not at.exception, [e.value for e in at.exception]
    return at


def result(at: AppTest):
    return csv_of(at.session_state["rnnviz.batch.result"].found).decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_users_labels_stay_and_are_compared(language):
    t = translator(language)
    at = classify(uploaded(LABELLED, lang=language))
    rows = result(at).splitlines()
    assert rows[0] == "\ufeffreview,label,kind,rnnviz_label,rnnviz_probability,rnnviz_doubtful"
    assert [row.split('"')[-1].split(",")[1] for row in rows[1:3]] == ["neg", "neg"]
    assert rows[3].startswith("'=1+1 fine,,1,")
    told = words_on(at)
    share = t.percent(0.5, 1)
    assert t("reviewfile.agree", column="label", right="1", labelled="2", share=share) in told
    assert t("reviewfile.defused", count="1") in told
    # Another column, or none.
    assert len(at.table) == 1
    control(at, "selectbox", "gold").set_value(2).run()
    assert "“kind”" in words_on(at)
    control(at, "selectbox", "gold").set_value(None).run()
    assert "“kind”" not in words_on(at)
    assert len(at.table) == 0


def test_another_page_takes_nothing_away_and_a_button_does():
    t = translator("en")
    at = classify(uploaded(LABELLED))
    before = result(at)
    at.switch_page("pages/tokens.py").run()
    at.switch_page("pages/reviews.py").run()
    assert not at.exception
    assert result(at) == before
    assert t("reviewfile.loaded", name="mine\\.csv", rows="3", columns="3") in words_on(at)
    assert t("reviewfile.defused", count="1") in words_on(at)  # the result is shown again
    at.button(key="rnnviz.batches.remove").click().run()
    assert not at.exception
    assert "mine" not in words_on(at)
    assert "rnnviz.batch.result" not in at.session_state


def test_without_a_header_no_review_is_lost_and_the_user_has_the_last_word():
    t = translator("en")
    at = uploaded(f'"{GOOD}",5\n"{BAD}",1\n'.encode())
    assert t("reviewfile.classify", count="2") in [b.label for b in at.button]
    assert "column 1, column 2" in words_on(at)
    control(at, "toggle", "header").set_value(True).run()
    assert not at.exception
    assert t("reviewfile.classify", count="1") in [b.label for b in at.button]
    # What was set for one file is not meant for the next.
    upload(at, LABELLED, "other.csv")
    assert control(at, "toggle", "header").value is True
    upload(at, f'"{GOOD}",5\n"{BAD}",1\n'.encode(), "third.csv")
    assert control(at, "toggle", "header").value is False
    assert "column 1, column 2" in words_on(at)


def test_a_table_without_texts_is_not_classified_unasked():
    t = translator("en")
    at = uploaded(b"id,price\n1,20\n2,30\n")
    error = t("errors.table_no_text", name="mine\\.csv", columns="id, price")
    assert [e.value for e in at.error] == [error]
    assert "rnnviz.batches.classify" not in [b.key for b in at.button]
    control(at, "selectbox", "column").set_value(1).run()
    assert not at.error
    classify(at)


def test_a_bad_file_says_why_and_the_next_one_is_read():
    t = translator("en")
    at = uploaded(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    assert [e.value for e in at.error] == [t("errors.table_binary", name="mine\\.csv")]
    upload(at, LABELLED)
    assert not at.error


def test_a_file_that_meets_a_limit_ends_in_a_sentence(monkeypatch):
    at = uploaded(LABELLED)

    def limited(task, data, name, options):
        raise RnnvizError("upload_too_slow", name=name, seconds=14)

    monkeypatch.setattr("rnnviz.sandbox.pool.POOL.ask", limited)
    upload(at, LABELLED, "large.csv")
    said = EN("errors.upload_too_slow", name="large\\.csv", seconds=14)
    assert [part.value for part in at.error] == [said]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_counts_and_shows_the_doubtful_and_the_surest_mistakes(language):
    t = translator(language)
    close = "A dull film, but the songs are lovely and the cast is fine."
    data = f'review,stars\n"{GOOD}",1\n"{BAD}",1\n"{close}",3\n"{GOOD}",5\n***,4\n'
    at = uploaded(data.encode(), lang=language)
    control(at, "checkbox", "words").check().run()
    classify(at)
    figures = {part.label: part.value for part in at.metric}
    found = at.session_state["rnnviz.batch.result"].found
    doubtful = [k for k, answer in enumerate(found.answers) if answer.doubtful]
    assert figures[t("reviewfile.count.doubtful")] == str(len(doubtful))
    assert figures[t("reviewfile.count.unreadable")] == "1"
    mistakes, every = (part.value for part in at.dataframe)
    assert [*every[t("reviewfile.row")][: len(doubtful)]] == [k + 1 for k in doubtful]
    # Ratings: 3 is not compared, and what has no word to read is not right.
    told = words_on(at)
    assert t("reviewfile.rated_5") in told
    share = t.percent(0.5, 1)
    assert t("reviewfile.agree", column="stars", right="2", labelled="4", share=share) in told
    assert [*mistakes[t("reviewfile.row")]] == [1]
    assert "wonderful (+)" in mistakes[t("reviewfile.words")][0]
    assert "rnnviz_words" in result(at).splitlines()[0]


def test_a_large_file_is_read_beside_the_page_stopped_and_continued(monkeypatch):
    monkeypatch.setattr(file_reading, "AT_ONCE", 2)
    rows = 4000
    at = classify(uploaded(b"review\n" + f"{GOOD * 20}\n".encode() * rows))
    assert at.button(key="rnnviz.batches.classify").disabled
    at.button(key="rnnviz.batches.stop").click().run()
    job = at.session_state["rnnviz.batch.job"].reading
    job.wait(60)
    at.run()
    assert EN("reviewfile.stopped", done=EN.number(len(job.answers), 0), rows="4,000") in words_on(
        at
    )
    at.button(key="rnnviz.batches.go_on").click().run()
    end = time.monotonic() + 120
    while "rnnviz.batches.stop" in [button.key for button in at.button]:
        assert time.monotonic() < end
        at.session_state["rnnviz.batch.job"].reading.wait(1)
        at.run()
    assert not at.exception, [e.value for e in at.exception]
    assert "rnnviz.batches.go_on" not in [button.key for button in at.button]
    assert result(at).count("positive") == rows


def test_a_file_in_another_language_is_noticed_and_the_model_offered():
    data = "review\nPhim rất hay và cảm động\nMón ăn dở, phục vụ chậm\n".encode()
    at = uploaded(data)
    assert EN("language.file_vi") in words_on(at)
    at.button(key="rnnviz.batches.language_offer").click().run()
    assert EN("language.file_vi") not in words_on(at)
    classify(at)
    assert at.session_state["rnnviz.batch.result"].wish.model == "vi"


@pytest.mark.parametrize(
    ("data", "code", "params"),
    [
        (b"", "table_empty", {}),
        (b"label\n1\n0\n", "table_no_text", {"columns": "label"}),
    ],
)
def test_a_file_without_a_review_says_so(data, code, params):
    at = uploaded(data)
    assert [e.value for e in at.error] == [EN(f"errors.{code}", name="mine\\.csv", **params)]


def test_one_row_of_markup_is_shown_as_it_is():
    at = classify(uploaded(b'<b>name</b>,review\n<i>x</i>,"<script>bad</script> $x$ **awful**"\n'))
    assert [row for row in at.dataframe[0].value["<b>name</b>"]] == ["<i>x</i>"]
    assert "<script>" not in words_on(at)
