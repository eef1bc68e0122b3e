from hypothesis import given
from hypothesis import strategies as st

from rnnviz.lessons.path import STEPS, write_done
from rnnviz.lessons.rungs import RUNGS
from rnnviz.ui.shell.view import (
    MAX_LINK_TEXT,
    MAX_TEXT,
    TABLE,
    TOPICS,
    View,
    parse_view,
    view_params,
)

anything = st.dictionaries(st.sampled_from([*TABLE, "other"]), st.text(max_size=60))
views = st.builds(
    View,
    lang=st.sampled_from(["en", "vi"]),
    model=st.sampled_from(["best", "rnn", "gru", "lstm"]),
    text=st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), max_size=80),
    step=st.integers(0, 4000),
    layer=st.integers(1, 4),
    unit=st.integers(0, 1024),
    cap=st.integers(2, 200_000),
    length=st.integers(1, 400),
    keep=st.sampled_from(["head", "tail", "both"]),
    pad=st.sampled_from(["none", "before", "after"]),
    guide=st.sampled_from(["on", "off"]),
    topic=st.sampled_from(TOPICS),
    trained=st.sampled_from(["", "0", "12-own"]),
    done=st.sets(st.sampled_from([step.code for step in STEPS])).map(write_done),
    watch=st.sampled_from(["one", "three", "stack"]),
    depth=st.integers(1, 4),
    fill=st.sampled_from(["none", "before", "after"]),
    rung=st.sampled_from(RUNGS),
    size=st.sampled_from(["2-2-2", "4-3-2", "8-4-4"]),
    draw=st.integers(0, 999),
    w=st.sampled_from(["", "i00_55", "c1_-999.e00ff3_1.h01_0"]),
    order=st.sampled_from(["", "21", "4312"]),
    net=st.sampled_from(["rnn-1-1-10000-100-128", "lstm-4-2-3-1-1024"]),
)


def test_the_table_and_the_view_name_the_same_things_with_the_same_defaults():
    assert {name: rule.default for name, rule in TABLE.items()} == vars(View())


@given(anything)
def test_whatever_the_url_says_the_view_is_valid(params):
    view = parse_view(params)
    for name, rule in TABLE.items():
        value = getattr(view, name)
        assert type(value) is type(rule.default)
        assert rule.parse(str(value)) == value


@given(views)
def test_a_link_opens_the_same_view(view):
    assert parse_view(view_params(view)) == view


def test_only_what_differs_goes_into_the_link():
    assert view_params(View()) == {}
    assert view_params(View(lang="vi", step=3)) == {"lang": "vi", "step": "3"}


def test_hostile_numbers_are_the_default():
    for raw in ("-1", "1e3", "٣", "1_0", "99999999999999999999", " 5", "5.0", "", "4001"):
        assert parse_view({"step": raw}).step == 0


def test_odd_words_of_the_build_page_are_the_default():
    odd = {"size": "9-3-2", "w": "i00_55;", "order": "2113", "net": "rnn-1-1-10000-100-0"}
    assert parse_view({**odd, "rung": "../x", "draw": "1000"}) == View()


def test_a_link_of_version_0_1_to_the_last_rung_opens_as_many_layers():
    assert parse_view({"rung": "stack", "levels": "3"}).stacked == 3
    assert parse_view({"rung": "stack", "levels": "3", "stacked": "2"}).stacked == 2
    assert parse_view({"rung": "code", "levels": "3"}).stacked == 2


def test_a_long_text_is_bounded_and_stays_out_of_the_link():
    view = View().with_changes(text="x" * (MAX_TEXT + 5))
    assert len(view.text) == MAX_TEXT
    assert "text" not in view_params(view)
    assert "text" in view_params(View(text="x" * MAX_LINK_TEXT))


def test_what_cannot_be_sent_is_taken_out_of_a_text():
    assert parse_view({"text": "a\x00b\ud800c\x7f\n"}).text == "ab?c\n"
