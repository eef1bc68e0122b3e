"""A table classified: the user's columns stay, verdicts stand behind, labels are compared."""

from __future__ import annotations

import csv
import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.errors import RnnvizError
from rnnviz.inference.answers import Answer
from rnnviz.inference.batch import (
    ClassifiedTable,
    Extras,
    classify_table,
    save_classified,
    write_classified,
)
from rnnviz.inference.file_summary import agreement, doubtful_first, wilson, words_of
from rnnviz.models.shipped import load_shipped
from rnnviz.text.gold import RATINGS, find_gold, rated_labels, scale_of
from rnnviz.text.review_table import find_text_column, read_reviews

GOOD, BAD = "A wonderful, beautiful film.", "The worst film, boring and awful."


@pytest.fixture(scope="module")
def small():
    return load_shipped("rnn")


def classified(data: str, small):
    table = read_reviews(data.encode(), "x.csv")
    return classify_table(table, find_text_column(table), small)


def as_rows(found) -> tuple[list[list[str]], int]:
    buffer = io.StringIO(newline="")
    defused = write_classified(buffer, found)
    return list(csv.reader(io.StringIO(buffer.getvalue(), newline=""))), defused


def test_the_users_columns_stay_even_where_they_are_called_like_ours(small):
    data = f'label,label,probability,rnnviz_label,review\nx,negative,7,mine,"{GOOD}"\n'
    rows, defused = as_rows(classified(data, small))
    ours = ["rnnviz_label_2", "rnnviz_probability"]
    assert rows[0] == ["label", "label", "probability", "rnnviz_label", "review", *ours]
    assert rows[1][:6] == ["x", "negative", "7", "mine", GOOD, "positive"]
    assert (float(rows[1][6]) > 0.5, defused) == (True, 0)


def test_line_breaks_and_blanks_come_back_and_formulas_are_defused(small):
    data = f'id,review,note\n-1.5,"{GOOD}","=1+1"\n2,***,"line\nbreak"\n'
    found = classified(data, small)
    rows, defused = as_rows(found)
    assert [row[2] for row in rows] == ["note", "'=1+1", "line\nbreak"]
    assert rows[1][0] == "-1.5"
    assert rows[2][3:] == ["unreadable", ""]
    assert defused == 1
    assert found.counts() == {"positive": 1, "unreadable": 1}


@pytest.mark.parametrize(
    ("values", "right"),
    [
        (["positive", "negative", ""], 2),
        (["POS", "pos", "neg"], 1),
        (["1", "0", "0"], 2),
        (["1", "-1", "1"], 2),
        (["Tích cực", "tiêu cực", ""], 2),
        (["tich cuc", "tieu cuc", "trung tính"], 2),
    ],
)
def test_labels_are_known_by_name_and_content_and_compared(small, values, right):
    texts = [GOOD, BAD, "???"]
    lines = [f'"{text}",{value}\n' for text, value in zip(texts, values, strict=True)]
    table = read_reviews(("review,my sentiment\n" + "".join(lines)).encode(), "x.csv")
    place = find_gold(table.titles(), table.rows, 0)
    assert place == 1
    agreed = agreement(table.values(1), classify_table(table, 0, small).answers)
    assert agreed is not None
    labelled = sum(value not in ("", "trung tính") for value in values)
    assert (agreed.right, agreed.labelled) == (right, labelled)
    assert sum(agreed.table.values()) == agreed.labelled


@pytest.mark.parametrize(
    "column",
    [["label", "5", "1"], ["label", "1", "0", "-1"], ["label", "", ""], ["liked", "1", "0"]],
)
def test_other_columns_are_not_taken_for_labels(column):
    rows = [["a fine film", value] for value in column[1:]]
    assert find_gold(["review", column[0]], rows, 0) is None


def test_the_user_has_the_last_word_about_labels():
    rows = [["fine", "1", "x", "0"], ["bad", "0", "y", "1"]]
    names = ["review", "label", "class", "liked"]
    assert find_gold(names, rows, 0) == 1
    assert find_gold(names, rows, 0, "liked") == 3
    assert find_gold(names, rows, 0, "none") is None
    for wanted, code in (("class", "table_no_gold"), ("nothing", "table_no_column")):
        with pytest.raises(RnnvizError) as error:
            find_gold(names, rows, 0, wanted)
        assert error.value.code == code


def test_a_result_appears_whole_or_not_at_all(small, tmp_path):
    found = classified(f'review\n"{GOOD}"\n', small)
    save_classified(tmp_path / "out.csv", found)
    with pytest.raises(RnnvizError) as error:
        save_classified(tmp_path / "none" / "out.csv", found)
    assert error.value.code == "output_unwritable"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize(
    ("name", "values", "meant"),
    [
        ("stars", ["5", "1", "3", ""], ["positive", "negative", None, None]),
        ("Rating", ["4.5", "2", "2,5"], ["positive", "negative", None]),
        ("điểm", ["10", "1", "5", "7"], ["positive", "negative", None, "positive"]),
        ("score", ["4/5", "1/5"], ["positive", "negative"]),
        ("overall_rating", ["4/10", "2/10", "4/10"], ["negative"] * 3),
    ],
)
def test_ratings_are_labels_where_the_column_is_called_so(name, values, meant):
    rows = [["fine film", value] for value in values]
    assert rated_labels(values) == meant
    assert scale_of(values) in RATINGS
    assert find_gold(["review", name], rows, 0) == 1
    assert find_gold(["review", "number"], rows, 0) is None  # nothing says what it counts
    assert find_gold(["review", "number"], rows, 0, "number") == 1


@pytest.mark.parametrize(
    "values", [["1", "2"], ["5", "5"], ["0", "5"], ["1", "11"], ["1", "x", "5"], ["", ""]]
)
def test_other_figures_are_no_ratings(values):
    assert rated_labels(values) is None


def test_two_labels_come_before_ratings():
    rows = [["fine", "5", "neg"], ["bad", "1", "pos"]]
    assert find_gold(["review", "stars", "label"], rows, 0) == 2


def test_extra_columns_say_what_is_doubtful_and_which_words_mattered(small):
    data = f'rnnviz_words,review\nmine,"{GOOD}"\n,"{BAD}"\n,?!\n'
    table = read_reviews(data.encode(), "x.csv")
    rows, _ = as_rows(classify_table(table, 1, small, extras=Extras(True, True)))
    assert rows[0][2:] == [
        "rnnviz_label", "rnnviz_probability", "rnnviz_doubtful", "rnnviz_words_2"
    ]  # fmt: skip
    assert rows[1][:2] == ["mine", GOOD]
    assert "wonderful (+)" in rows[1][-1]
    assert rows[2][4] == "false"
    assert rows[2][-1].count("(") == 3
    assert rows[3][2:] == ["unreadable", "", "", ""]


PROBABILITIES = st.one_of(st.just(math.nan), st.floats(0, 1))


@given(st.lists(st.tuples(PROBABILITIES, st.sampled_from(["pos", "neg", ""])), min_size=1))
def test_the_summary_of_any_verdicts_adds_up(pairs):
    answers = [Answer(probability) for probability, _ in pairs]
    order = doubtful_first(answers)
    assert sorted(order) == list(range(len(answers)))
    doubtful = [answers[k].doubtful for k in order]
    assert doubtful == sorted(doubtful, reverse=True)
    agreed = agreement([label for _, label in pairs], answers)
    if agreed is None:
        assert not any(label for _, label in pairs)
        return
    assert sum(agreed.table.values()) == agreed.labelled == sum(bool(label) for _, label in pairs)
    low, high = agreed.interval
    assert 0 <= low <= agreed.share <= high <= 1
    sure = [abs(answers[k].probability - 0.5) for k in agreed.worst]
    assert sure == sorted(sure, reverse=True)
    assert all(pairs[k][1] != answers[k].label[:3] for k in agreed.worst)


def test_wilsons_interval_is_the_one_of_the_books():
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)  # Newcombe 1998
    assert wilson(0, 20) == pytest.approx((0, 0.1611), abs=1e-4)


def test_a_table_that_was_stopped_has_the_rows_that_were_read(small):
    table = read_reviews(f'review\n"{GOOD}"\n"{BAD}"\n'.encode(), "x.csv")
    found = ClassifiedTable(table, classify_table(table, 0, small).answers[:1])
    assert not found.whole
    assert [row[0] for row in found.rows()] == ["review", GOOD]
    assert "wonderful" in words_of(found, 0, [0], small)[0]
