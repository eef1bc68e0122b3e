"""A table classified: the user's columns stay, verdicts stand behind, labels are compared."""

from __future__ import annotations

import csv
import io

import pytest

from rnnviz.errors import RnnvizError
from rnnviz.inference.batch import agreement, classify_table, save_classified, write_classified
from rnnviz.models.shipped import load_shipped
from rnnviz.text.gold import find_gold
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
    ],
)
def test_labels_are_known_by_name_and_content_and_compared(small, values, right):
    texts = [GOOD, BAD, "???"]
    lines = [f'"{text}",{value}\n' for text, value in zip(texts, values, strict=True)]
    table = read_reviews(("review,my sentiment\n" + "".join(lines)).encode(), "x.csv")
    place = find_gold(table.titles(), table.rows, 0)
    assert place == 1
    agreed = agreement(table.values(1), classify_table(table, 0, small).labels)
    assert agreed is not None
    assert (agreed.right, agreed.labelled) == (right, sum(map(bool, values)))
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
