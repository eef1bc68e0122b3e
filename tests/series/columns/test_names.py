"""The words of every language are recognised as what they stand for, added ones too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rnnviz.series.columns.names import (
    CLOCK_NAME,
    CONCEPTS,
    DATE_PARTS,
    TIME_NAME,
    UTC_NAME,
    compile_names,
    date_parts,
    is_other_quantity,
    names_coordinate,
    names_dew_point,
    names_humidity,
    names_outdoors,
    names_place,
    names_temperature,
    names_unit,
    part_of,
    says_nothing,
    temperature_score,
    word_table,
)

LANGUAGES = word_table()["languages"]
PLAIN = temperature_score("temperature")


def against_air(word: str) -> bool:
    score = temperature_score(f"temperature {word}")
    return score is None or score < PLAIN


RECOGNISED: dict[str, Callable[[str], object]] = {
    "time": TIME_NAME.search,
    "clock": CLOCK_NAME.search,
    "utc": UTC_NAME.search,
    "temperature": names_temperature,
    "code": names_temperature,
    "weak": lambda word: temperature_score(word) == 4.0,
    "other": against_air,
    "dew": names_dew_point,
    "humidity": names_humidity,
    "setpoint": lambda word: temperature_score(f"temperature {word}") < PLAIN - 4,
    "air": lambda word: temperature_score(f"temperature {word}") > PLAIN,
    "mean": lambda word: temperature_score(f"temperature {word}") > PLAIN,
    "mark": lambda word: temperature_score(f"temperature_{word}") is None,
    "quantity": is_other_quantity,
    "untelling": says_nothing,
    "unit": names_unit,
    "place": names_place,
    "coordinate": names_coordinate,
    "outdoors": names_outdoors,
    **{part: lambda word, part=part: part_of(word) == part for part in DATE_PARTS},
}


def test_every_concept_is_tested():
    assert set(RECOGNISED) == {*CONCEPTS, *DATE_PARTS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_language_are_recognised_as_what_they_stand_for(language):
    compiled = compile_names(word_table())
    for where, concepts in LANGUAGES[language].items():
        for concept, words in concepts.items():
            for word in words:
                assert RECOGNISED[concept](word), (concept, word)
                assert RECOGNISED[concept](word.capitalize()), (concept, word)
                if where == "anywhere":
                    assert compiled[concept].search(f"q{word}q"), (concept, word)


@pytest.fixture
def table():
    return word_table()


@pytest.mark.parametrize("concept", CONCEPTS)
def test_a_plain_word_added_under_a_language_is_recognised(table, concept):
    words = {"anywhere": {concept: ["zqa.v+"]}, "alone": {concept: ["zqe"]}}
    before = compile_names(table)[concept]
    table["languages"]["xx"] = words
    after = compile_names(table)[concept]
    for name in ("Zqa.V+", "the_zqa.v+s", "zqe", "ZQE"):
        assert before.search(name) is None or concept in {"place", "untelling"}
        assert after.search(name)
    assert not after.search("azqez")
    assert not after.search("zqaxvv")  # a plain word is no pattern


@pytest.mark.parametrize("part", DATE_PARTS)
def test_a_part_of_a_date_added_under_a_language_is_recognised(table, part):
    table["languages"]["vi"]["alone"].setdefault(part, []).append("Zqe")
    assert date_parts(table)[part] - date_parts(word_table())[part] == {"zqe"}


@pytest.mark.parametrize("slip", [("anywere", "time"), ("anywhere", "tme")])
def test_a_slip_of_the_pen_is_refused(table, slip):
    where, concept = slip
    table["languages"]["xx"] = {where: {concept: ["zqe"]}}
    with pytest.raises(ValueError, match=slip[0] if where == "anywere" else concept):
        compile_names(table)


def test_words_with_vowels_above_their_letters_are_parts_of_a_date():
    assert [part_of(name) for name in ("ปี", "เดือน", "วัน")] == ["year", "month", "day"]
