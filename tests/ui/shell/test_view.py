from hypothesis import given
from hypothesis import strategies as st

from rnnviz.i18n import LANGUAGES
from rnnviz.lessons.hold import GATES
from rnnviz.lessons.path import STEPS, write_done
from rnnviz.lessons.rungs import RUNGS
from rnnviz.models.shipped import SHIPPED
from rnnviz.ui.shell.view import (
    ALIASES,
    DEFAULTS,
    MAX_LINK_TEXT,
    MAX_TEXT,
    RULES,
    TOPICS,
    View,
    parse_view,
    view_params,
)

anything = st.dictionaries(st.sampled_from([*RULES, *ALIASES, "other"]), st.text(max_size=60))
views = st.builds(
    View,
    lang=st.sampled_from(sorted(LANGUAGES)),
    model=st.sampled_from(["", *SHIPPED]),
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
    states_layers=st.integers(1, 4),
    states_pad=st.sampled_from(["none", "before", "after"]),
    rung=st.sampled_from(RUNGS),
    size=st.sampled_from(["2-2-2", "4-3-2", "8-4-4"]),
    build_seed=st.integers(0, 999),
    w=st.sampled_from(["", "i00_55", "c1_-999.e00ff3_1.h01_0"]),
    order=st.sampled_from(["", "21", "4312"]),
    net=st.sampled_from(["rnn-1-1-10000-100-128", "lstm-4-2-3-1-1024"]),
    gates_cell=st.sampled_from(sorted(GATES)),
    hold=st.sampled_from(["", "z1", "r0.z1.i0.f1.o1"]),
    both_cell=st.sampled_from(["rnn", "lstm"]),
    both_layers=st.integers(1, 2),
    both_pad=st.sampled_from(["none", "padded", "packed"]),
)


def test_every_default_is_a_value_that_a_link_may_hold():
    assert {name: rule.parse(str(DEFAULTS[name])) for name, rule in RULES.items()} == DEFAULTS


@given(anything)
def test_whatever_the_url_says_the_view_is_valid(params):
    view = parse_view(params)
    for name, rule in RULES.items():
        value = getattr(view, name)
        assert type(value) is type(DEFAULTS[name])
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
    assert parse_view({**odd, "rung": "../x", "build_seed": "1000"}) == View()


def test_a_link_of_version_0_1_to_the_last_rung_opens_as_many_layers():
    assert parse_view({"rung": "stack", "levels": "3"}).rung8_layers == 3
    assert parse_view({"rung": "stack", "levels": "3", "stacked": "2"}).rung8_layers == 2
    assert parse_view({"rung": "code", "levels": "3"}).rung8_layers == 2


@given(views)
def test_an_old_name_of_a_parameter_opens_the_same_view(view):
    old = {new: old for old, new in ALIASES.items()}
    assert parse_view({old.get(k, k): v for k, v in view_params(view).items()}) == view


def test_the_new_name_of_a_parameter_has_the_last_word():
    assert parse_view({"stack": "2", "layers": "3"}).layers == 3


def test_a_long_text_is_bounded_and_stays_out_of_the_link():
    view = View().with_changes(text="x" * (MAX_TEXT + 5))
    assert len(view.text) == MAX_TEXT
    assert "text" not in view_params(view)
    assert "text" in view_params(View(text="x" * MAX_LINK_TEXT))


def test_what_cannot_be_sent_is_taken_out_of_a_text():
    assert parse_view({"text": "a\x00b\ud800c\x7f\n"}).text == "ab?c\n"
