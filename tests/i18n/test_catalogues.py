from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.errors import RnnvizError
from rnnviz.i18n import (
    LANGUAGES,
    SEPARATORS,
    STEP_WORDS,
    UnknownKeyError,
    catalogue,
    catalogue_files,
    translator,
)
from rnnviz.i18n.plurals import categories, has_forms
from rnnviz.models.specs import CELL_KINDS
from rnnviz.ui.build.rung14_after import LINKS
from rnnviz.ui.shell.navigation import PAGES

CARD = ("card", "about")  # what Home says of a page
ROOT = Path(__file__).resolve().parents[2]
EN = catalogue("en")
OTHERS = [language for language in LANGUAGES if language != "en"]
CHOICES = ("clipping", "dropout", "rate", "batch", "overfit")  # of the rung about learning
# The field's own terms, formulas and bare placeholders may read the same in two languages.
SAME = {
    *("reason.integrated_gradients", "whatif.neighbour", "compare.side"),
    *("embeddings.hover", "reviews.flip_mark", "states.unit", "tokens.axis_units"),
    *("tokens.col_word", "tokens.col_id", "tokens.tip"),
    *("learning.seed", "learning.epoch", "learning.loss"),
    *("check.first.input", "check.first.past", "check.first.bias"),
    *("weather.axis_celsius", "weather.axis_epoch", "weather.col_mae", "weather.col_rmse"),
    *("weather.axis_hours", "weather.week_hour", "weather.baseline.persistence"),
    *(
        "weather.baseline.seasonal_naive",
        "weather.low_high",
        "weather.coverage_season",
        "weather.will_train",
        "weather.contrast.rate.name",
        "weather.ask.first",
        "weather.stations.run_each",
    ),
    *(f"weather.set.{name}.label" for name in ("cell", "rate", "loss", "seed")),
    *(f"weather.set.loss.{name}" for name in ("huber", "mae", "mse")),
    *("build.unit", "build.curve_rnn", "build.past.range_squashed", "build.byhand.rate"),
    *("build.byhand.gradient", "build.count.vocabulary", "build.count.embed"),
    *("build.count.hidden", "build.count.shape"),
    *("build.tasks.tensor", "build.tasks.shape", "build.after.attention"),
    *("build.batches.lit_pad", "build.batches.lit_end", "build.batches.step"),
    *(f"build.learning.{name}.name" for name in CHOICES),
    *(f"build.learning.{name}.x" for name in (*CHOICES[1:], "units", "scaling", "padding")),
    *("weather.download.notebook", "reviews.hover_logit"),
    *("build.learning.detach.name", "build.learning.forcing.name", "build.learning.overfit.y"),
    *("build.learning.overfit.validation", "build.learning.forcing.celsius"),
    *(f"build.learning.detach.k{steps}" for steps in (2, 4, 8, 24)),
    *("build.learning.batch.b16", "build.learning.batch.b128", "build.learning.units.h1"),
    *(f"build.after.link.{name}" for name in LINKS if name != "transformer"),
}


TERM = re.compile(r"\]\(#part-([\w-]+)\)")


def placeholders(message: str) -> set[str]:
    """What fills a message, but for the words for a step: languages need others of them."""
    fields = {field for _, field, _, _ in string.Formatter().parse(message) if field is not None}
    return {field for field in fields if field.lower() not in STEP_WORDS}


@pytest.mark.parametrize("language", OTHERS)
def test_languages_have_the_same_keys_and_placeholders(language):
    other = catalogue(language)
    assert set(other) == set(EN)
    for key, message in EN.items():
        if "%{" not in message:  # plotly's own templates are not filled by us
            assert placeholders(other[key]) == placeholders(message), key


@pytest.mark.parametrize("language", OTHERS)
def test_languages_have_the_same_terms_of_figures(language):
    """What a link in the text lights, ``[tanh](#part-tanh)``; a term may be said more than once."""
    other = catalogue(language)
    for key, message in EN.items():
        assert set(TERM.findall(other[key])) == set(TERM.findall(message)), key


@pytest.mark.parametrize("language", OTHERS)
def test_languages_are_split_into_the_same_files(language):
    def subjects(of: str) -> list[str]:
        return [path.name.removeprefix(of) for path in catalogue_files(of)]

    assert subjects(language) == subjects("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_empty_or_left_over(language):
    for key, message in catalogue(language).items():
        assert message.strip() == message, key
        assert message, key
        assert "TODO" not in message, key


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated(language):
    same = {key for key, message in catalogue(language).items() if message == EN[key]}
    assert same - SAME == set()


COUNTED = (
    "values rows words steps reviews hours units layers epochs days tokens ids columns lines places"
)
COUNTED += " runs stations stamps temperatures minutes seconds tables directions sentences are have"
# Never one: what is fixed, what is a choice of two or more, what is shown from two on.
ALWAYS_MANY = {
    *("reviews.cut", "stepper.units", "runs.compare_title", "path.progress"),
    *("build.past.range_how", "check.concat.hint", "learning.done", "embeddings.vectors_how"),
    "embeddings.read_as_unk",
    *("embeddings.moods", "embeddings.map_share", "embeddings.map_how", "tokens.coverage_mark"),
    *("embeddings.some_words", "findings.several_stations.message", "findings.frozen.message"),
    "findings.looks_set.message",
    "weather.trials.how",
    *("weather.stations.choice_how", "weather.stations.progress"),
    *(f"memory.story_{kind}" for kind in ("vanishing", "steady", "exploding")),
    *("collection.load_how", "collection.first", "collection.alike", "reviewfile.how"),
    *("errors.table_too_long", "errors.table_too_long_here", "errors.table_too_wide"),
    *("build.batches.first", "build.batches.packed_how", "build.batches.one_class_said"),
    *("build.learning.how", "build.learning.counted"),
    *("check.attention.question", "check.packed.question", "check.packed.hint"),
    *(
        "errors.series_too_wide",
        *(f"weather.every.{kind}_many" for kind in ("d", "h", "min", "s")),
    ),
}


def test_no_message_says_one_of_many():
    """A number before a noun asks for its plural form: ``{count} {count:row|rows}``."""
    bare = re.compile(r"#(\*\*)? (\w+ )?(" + "|".join(COUNTED.split()) + r")\b")
    found = set()
    for key, message in EN.items():
        if "%{" not in message and not key.startswith("streamlit."):  # those are not ours
            parts = string.Formatter().parse(message)
            text = ((words, "" if "|" in (spec or "") else "#") for words, _, spec, _ in parts)
            if bare.search("".join(part for pair in text for part in pair)):
                found.add(key)
    assert found == ALWAYS_MANY


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_counted_word_has_a_form_for_every_plural_category(language):
    for key, message in catalogue(language).items():
        if has_forms(message):
            for _, field, spec, _ in string.Formatter().parse(message):
                if field and "|" in (spec or ""):
                    assert len(spec.split("|")) == len(categories(language)), key


@given(st.integers(0, 10**7))
def test_words_follow_their_number_however_it_was_written(count):
    t = translator("en")
    for written in (count, t.number(count, 0)):
        said = t("findings.missing.message", count=written)
        assert said == f"{written} {'row has' if count == 1 else 'rows have'} no temperature."
    assert translator("vi")("findings.missing.message", count=count).startswith(f"{count} ")


def test_a_plural_goes_by_how_the_number_is_written():
    t = translator("en")
    assert t("errors.run_open_end", window=1).startswith("The last value of the file is")
    assert t("errors.run_open_end", window=5).startswith("The last 5 values of the file are")
    assert t("findings.missing.message", count="1.0") == "1.0 rows have no temperature."
    assert t("findings.missing.message", count="<1") == "<1 rows have no temperature."


MOMENT = datetime(2013, 9, 8, 21, 5)


@pytest.mark.parametrize(
    ("language", "date", "moment", "month", "day"),
    [
        ("en", "8 Sept 2013", "8 Sept 2013, 21:05", "Sept 2013", "8 Sept"),
        ("vi", "8/9/2013", "21:05 8/9/2013", "9/2013", "8/9"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(language, date, moment, month, day):
    t = translator(language)
    for when in (MOMENT, np.datetime64("2013-09-08T21:05"), pd.Timestamp(MOMENT)):
        assert (t.date(when), t.moment(when), t.month(when), t.day(when)) == (
            *(date, moment, month, day),
        )
    assert t.moment(MOMENT.replace(second=7)) == moment.replace("21:05", "21:05:07")


@given(st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31)))
def test_vietnamese_dates_hold_no_english_month(when):
    written = [getattr(translator("vi"), kind)(when) for kind in ("date", "moment", "month", "day")]
    assert not re.search("[A-Za-z]", " ".join(written))
    assert str(when.day) in written[0].split("/")


def calls() -> Iterator[tuple[str, str]]:
    """``(function name, first argument)`` of every call with a literal first argument."""
    for path in [ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "rnnviz").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(first)), *_]):
                    yield name, first


def used_keys() -> set[str]:
    """Keys that stand as literals in calls ``t("…")``."""
    return {first for name, first in calls() if name == "t"}


def test_every_key_in_the_code_is_in_the_catalogue():
    assert len(used_keys()) > 50
    assert used_keys() - set(EN) == set()


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_every_page_has_words(entry):
    wanted = {f"{entry.name}.{of}" for of in ("nav", "help", "title", "intro")}
    if entry.section != "start":
        wanted |= {f"home.{of}.{entry.name}" for of in CARD}
    assert wanted - set(EN) == set()


@pytest.mark.parametrize("cell", CELL_KINDS)
def test_every_cell_has_words(cell):
    gates = CELL_KINDS[cell].gates
    wanted = {f"build.count.{cell}"}
    wanted |= {f"stepper.{of}.{gate}" for gate in gates for of in ("quantity", "gate")}
    if len(gates) == 1:
        wanted.remove(f"stepper.gate.{gates[0]}")  # a card with one gate has no name for it
    assert wanted - set(EN) == set()


def raised_codes() -> set[str]:
    return {first for name, first in calls() if name.endswith("Error") and first.isidentifier()}


def test_every_error_code_has_words():
    codes = {code for code in raised_codes() if code.islower()}
    assert len(codes) > 15
    assert {f"errors.{code}" for code in codes} - set(EN) == set()


def test_an_unknown_key_is_our_mistake_and_names_close_ones():
    with pytest.raises(UnknownKeyError, match=r"reviews\.title"):
        translator("en")("reviews.titel")


def test_an_unknown_error_code_still_speaks_the_language():
    message = translator("vi").error(RnnvizError("never_heard"))
    assert "never_heard" in message
    assert message != translator("en").error(RnnvizError("never_heard"))


def test_every_language_has_its_separators():
    assert set(SEPARATORS) == set(LANGUAGES)
    assert all(len(set(marks)) == 2 for marks in SEPARATORS.values())


def test_numbers_are_written_as_the_language_writes_them():
    assert translator("en").number(1234.5) == "1,234.50"
    assert translator("vi").number(1234.5) == "1.234,50"
    assert translator("en").number(-0.001) == "0.00"
    assert translator("vi").percent(0.876, 1) == "87,6%"


@given(st.floats(0, 1))
def test_an_uncertain_share_is_never_shown_as_certain(share):
    shown = translator("en").percent(share)
    if shown == "0%":
        assert share == 0
    if shown == "100%":
        assert share == 1


def test_minus_and_powers_are_written_as_in_a_book():
    assert translator("vi").number(-1234.5) == "−1.234,50"
    assert translator("en").power(1.1e-16) == "1.1·10⁻¹⁶"
    assert translator("vi").power(-2.5e12) == "−2,5·10¹²"
    assert translator("vi").power(0.0) == "0"
