"""What the name of a column says: time, part of a date, temperature of the air, or something else.

The words of many languages, and the short codes of weather services, are in ``names.toml``, which
says how to add some. Nothing here looks at values.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_suffix(".toml")
DATE_PARTS = ("year", "month", "day", "doy", "hour", "minute")
CONCEPTS = (
    *("time", "clock", "utc", "temperature", "code", "weak", "other", "air", "mean", "mark"),
    *(
        "setpoint",
        "dew",
        "humidity",
        "quantity",
        "untelling",
        "unit",
        "place",
        "coordinate",
        "outdoors",
    ),
)
# Joined with other words: airtemp, TempOut.
_TEMPERATURE_WORD = re.compile(r"t[eé]?mp(?:[eé]?rat[^\W\d_]{2,3})?", re.IGNORECASE)
_PLACE_WEIGHT = 7.0  # less than a plain temperature, more than one of something else
_T_OF = re.compile(r"t[. _]+(.+)", re.IGNORECASE)  # T. esterna
_SETPOINT_WEIGHT = 7.0  # a room that was measured is nearer than what was wished for outdoors
_FRAME = "(^|[^a-z]){}([^a-z]|$)"  # around a word that stands alone, unless the file says another


def word_table() -> dict[str, Any]:
    """``names.toml`` as it is."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def compile_names(table: Mapping[str, Any]) -> dict[str, re.Pattern[str]]:
    """For each of ``CONCEPTS`` the expression that finds it in a name.

    Raises ``ValueError`` where the table has words for anything else.
    """
    _refuse_unknown(table)
    return {concept: re.compile(_expression(table, concept), re.IGNORECASE) for concept in CONCEPTS}


def date_parts(table: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """The whole names of columns for each of ``DATE_PARTS``, in small letters and nothing else."""
    return {part: frozenset(map(_bare, _words(table, "alone", part))) for part in DATE_PARTS}


def _expression(table: Mapping[str, Any], concept: str) -> str:
    patterns = table["patterns"]
    ways = [*patterns["anywhere"].get(concept, ()), *_plain(_words(table, "anywhere", concept))]
    alone = [*patterns["alone"].get(concept, ()), *_plain(_words(table, "alone", concept))]
    if alone:
        ways.append(table["frames"].get(concept, _FRAME).replace("{}", f"(?:{'|'.join(alone)})"))
    return "|".join(ways)


def _words(table: Mapping[str, Any], where: str, concept: str) -> Iterator[str]:
    for words in table["languages"].values():
        yield from words.get(where, {}).get(concept, ())


def _plain(words: Iterable[str]) -> list[str]:
    """Words as expressions, once each, the longest first: "humide" is not only "hum"."""
    return [re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word))]


def _bare(word: str) -> str:
    """Small letters and figures; the vowels above Thai letters are not counted among them."""
    return re.sub(r"[\W_]", "", word.lower())


def _refuse_unknown(table: Mapping[str, Any]) -> None:
    """A slip of the pen would go unnoticed otherwise."""
    groups = [table["patterns"], *table["languages"].values()]
    places = {place for words in groups for place in words} - {"anywhere", "alone"}
    concepts = {concept for words in groups for place in words.values() for concept in place}
    concepts = (concepts | set(table["frames"])) - {*CONCEPTS, *DATE_PARTS}
    if places or concepts:
        raise ValueError(f"names.toml: {sorted(places | concepts)} is nothing names are read by")


_TABLE = word_table()
_NAMES = compile_names(_TABLE)
PARTS = date_parts(_TABLE)
TIME_NAME, UTC_NAME, CLOCK_NAME = (_NAMES[concept] for concept in ("time", "utc", "clock"))
_TEMPERATURE, _CODE, _WEAK, _OTHER, _AIR, _MEAN = (
    _NAMES[concept] for concept in ("temperature", "code", "weak", "other", "air", "mean")
)
_SETPOINT, _DEW, _HUMIDITY = (_NAMES[concept] for concept in ("setpoint", "dew", "humidity"))
_UNTELLING, _MARK, _UNIT_NAME, _PLACE, _COORDINATE, _OUTDOORS, _QUANTITY = (
    _NAMES[concept]
    for concept in ("untelling", "mark", "unit", "place", "coordinate", "outdoors", "quantity")
)


def temperature_score(name: str, told: str = "") -> float | None:
    """How clearly a name speaks of the air's temperature; None where it does not speak of one.

    ``told``: what the lines before or below the header say about the column.
    """
    if _MARK.search(name):
        return None
    if not (name.strip() and (names_temperature(name) or _TEMPERATURE.search(told))):
        if is_place_outdoors(name):
            return _PLACE_WEIGHT
        return 4.0 if _WEAK.match(name) else None
    others = {found.lower() for found in _matches(_OTHER, f"{_spoken(name)} {told}")}
    beside = _TEMPERATURE_WORD.sub(" ", _spoken(name))
    of_air = bool(_AIR.search(beside) or _OUTDOORS.search(beside))
    wished_for = _SETPOINT_WEIGHT * bool(_SETPOINT.search(beside))
    return 10.0 - 4 * len(others) - wished_for + of_air + 0.5 * bool(_MEAN.search(name))


def names_temperature(name: str) -> bool:
    """Whether a name speaks of a temperature, of whatever."""
    plain = name.strip().strip("_")
    if _TEMPERATURE.search(name) or _CODE.match(plain):
        return True
    short = _T_OF.match(plain)
    return short is not None and bool(_AIR.search(short[1]) or _OUTDOORS.search(short[1]))


def is_place_outdoors(name: str) -> bool:
    """Whether a name is that of a place outdoors and nothing else: ``outdoor`` beside ``cpu_temp``.

    ``out`` goes with ``in``, of whatever.
    """
    plain = name.strip().strip("_").lower()
    return plain != "out" and (plain == "ambient" or bool(_OUTDOORS.fullmatch(plain)))


def is_place_indoors(name: str) -> bool:
    """Whether a name is nothing but a word for another place than outdoors: ``inside``, ``attic``.

    Beside ``outside`` it is a temperature as well; alone it could be anything.
    """
    return bool(_OTHER.fullmatch(name.strip().strip("_"))) and not is_other_quantity(name)


def is_mark(name: str) -> bool:
    """Whether a column marks the quality or the source of others: ``qc``, ``flag``, ``count``."""
    return _MARK.search(name) is not None


def names_unit(name: str) -> bool:
    """Whether a column tells the unit of each row: ``Units of Measure``, ``UnidadMedida``."""
    return _UNIT_NAME.search(_spoken(name)) is not None


def says_nothing(name: str) -> bool:
    """Whether a name could be anything: ``value``, ``column 2``."""
    return _UNTELLING.match(name.strip().strip("_")) is not None


def names_place(name: str) -> bool:
    """Whether a column tells which place or device measured: ``station``, ``device_id``."""
    return not names_temperature(name) and _PLACE.search(_spoken(name.strip())) is not None


def names_coordinate(name: str) -> bool:
    """Whether a column is one coordinate of a place: two of them make a place of a grid."""
    return _COORDINATE.fullmatch(name.strip()) is not None


def names_dew_point(name: str) -> bool:
    """Whether a column is the dew point by its name."""
    return _DEW.search(name) is not None


def names_humidity(name: str) -> bool:
    """Whether a column is the relative humidity by its name."""
    return _HUMIDITY.search(name) is not None


def names_outdoors(name: str) -> bool:
    """Whether a device is outdoors by its name."""
    return _OUTDOORS.search(name) is not None


def is_other_quantity(name: str) -> bool:
    """Whether a name speaks of something else that is measured."""
    return _QUANTITY.search(name) is not None


def part_of(name: str) -> str | None:
    """Which part of a date a column holds by its name: year, month, day, doy, hour, minute."""
    low = name.lower()
    if re.search(r"year.*month.*day", low) and "yyyy" in low:
        return "year"  # the Australian Bureau spreads one sentence over five headers
    if low.startswith("mi format"):
        return "minute"
    plain = _bare(re.sub(r"\(.*\)|\[.*\]", "", low))
    for zone in ("utc", "lst", "local", "gmt"):
        plain = plain.removesuffix(zone)
    return next((part for part, names in PARTS.items() if plain in names), None)


def _spoken(name: str) -> str:
    """``HourlyDewPointTemperature`` in words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def _matches(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match[0] for match in pattern.finditer(text)]
