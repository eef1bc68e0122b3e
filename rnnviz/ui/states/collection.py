"""From a state back to words: where a unit fires, what it follows, and which moments are alike."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from rnnviz.explain.collection import (
    CollectionStates,
    Occurrence,
    cosines,
    similar,
    strongest,
    word_ratings,
)
from rnnviz.explain.unit_profile import (
    CLOSELY,
    FEW,
    PARTLY,
    UnitProfile,
    WordMean,
    features,
    unit_profile,
    units_alike,
)
from rnnviz.explain.verdict import probability_of
from rnnviz.figures.palette import negative, positive
from rnnviz.i18n import Translator
from rnnviz.inference.classify import Reading, vocabulary_of
from rnnviz.models.shipped import load_shipped
from rnnviz.ui.components.occurrence_list import ShownOccurrence, occurrence_list
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.shell.view import View
from rnnviz.ui.states.collection_source import ReviewSource, collection_source
from rnnviz.ui.states.networks import unit_choice
from rnnviz.ui.widgets.number_field import number_field

AROUND = 9  # words shown on each side of a place
PLACES = 5  # of each kind


def show_collection(t: Translator, view: View, reading: Reading) -> None:
    """The panel, for the chosen unit and step of the chosen layer."""
    layer = min(view.layer, len(reading.trace.layers)) - 1
    st.subheader(t("collection.title"))
    st.markdown(t("collection.how"))
    unit_choice(t, view, reading.trace)
    source = collection_source(t, reading.model, layer)
    if not len(source.collection):
        st.info(t("collection.empty"), icon=":material/edit_note:")
        return
    _show_unit(t, view, reading, layer, source)
    _show_step(t, view, reading, layer, source)


# The collections themselves are not hashed: their identity stands for them. Per session, because
# a user's own reviews are among them.
@st.cache_resource(max_entries=2, show_spinner=False, scope="session")
def _features(
    identity: tuple[str, ...], model: str, _collection: CollectionStates
) -> dict[str, NDArray[np.float64]]:
    checkpoint = load_shipped(model)
    once, back = np.unique(_collection.ids, return_inverse=True)
    ratings = word_ratings(checkpoint.model, once)[back]
    return features(_collection, vocabulary_of(checkpoint), ratings, checkpoint.info.language)


@st.cache_resource(max_entries=32, show_spinner=False, scope="session")
def _profile(
    identity: tuple[str, ...], model: str, unit: int, _collection: CollectionStates
) -> tuple[UnitProfile, int]:
    """The unit's profile, and how many units follow its best feature closely."""
    given = _features(identity, model, _collection)
    profile = unit_profile(_collection, unit, given, vocabulary_of(load_shipped(model)))
    return profile, units_alike(_collection, given[profile.correlations[0].feature], CLOSELY)


def _show_unit(
    t: Translator, view: View, reading: Reading, layer: int, source: ReviewSource
) -> None:
    """Where one unit is highest and lowest in the collection, and what it seems to follow."""
    states = reading.trace.layers[layer].h[1:]
    units = states.shape[1]
    liveliest = int(np.ptp(states, axis=0).argmax()) + 1
    unit = view.unit if 1 <= view.unit <= units else liveliest
    st.markdown(f"#### {t('collection.unit_title', unit=unit)}")
    st.caption(t("collection.unit_help"))
    collection = source.collection
    profile, alike = _profile(source.identity, reading.model, unit - 1, collection)
    _story(t, profile, unit, units, alike)
    values = collection.unit(unit - 1)
    for column, (kind, sign) in zip(st.columns(2), (("high", 1), ("low", -1)), strict=True):
        with column:
            st.markdown(f"**{t(f'collection.{kind}_title')}**")
            places = strongest(collection, unit - 1, PLACES, sign)
            _list(t, source, places, values, f"collection.{kind}", t(f"collection.{kind}_title"))
    st.caption(t("collection.shades"))
    with st.expander(t("collection.numbers_title"), icon=":material/query_stats:"):
        _numbers(t, profile)


def _story(t: Translator, profile: UnitProfile, unit: int, units: int, alike: int) -> None:
    """In plain words, and no more than the numbers bear."""
    if profile.reviews < FEW:
        st.markdown(t("collection.few", count=profile.reviews, least=FEW))
        return
    best = profile.correlations[0]
    values = {
        "unit": unit,
        "feature": t(f"collection.feature.{best.feature}"),
        "r": t.number(best.r),
        "share": t.percent(best.r**2),
        "together": t.percent(profile.r2_held_out),
    }
    sentences = [t(f"collection.story_{profile.strength}", **values)]
    if profile.strength != "nothing":
        sentences.append(t("collection.rises" if best.r > 0 else "collection.falls"))
        if best.feature == "verdict":
            sentences.append(t("collection.by_construction"))
    if alike > 1 and profile.strength == "closely":
        sentences.append(t("collection.alike", alike=alike, units=units))
    sentences.append(t("collection.keeps", keeps=t.number(profile.autocorrelation)))
    sentences.append(t("collection.caution"))
    st.markdown(" ".join(sentences))


def _numbers(t: Translator, profile: UnitProfile) -> None:
    """The correlations and the telling words behind the story."""
    st.markdown(
        t("collection.numbers_how", partly=t.number(PARTLY, 1), closely=t.number(CLOSELY, 1))
    )
    st.dataframe(
        pd.DataFrame(
            {
                t("collection.col_feature"): [
                    t(f"collection.feature.{f.feature}") for f in profile.correlations
                ],
                t("collection.col_r"): [f.r for f in profile.correlations],
                t("collection.col_half", half=1): [f.halves[0] for f in profile.correlations],
                t("collection.col_half", half=2): [f.halves[1] for f in profile.correlations],
            }
        ).round(2),
        hide_index=True,
        key="collection.correlations",
    )
    for column, (kind, words) in zip(
        st.columns(2), (("high", profile.high), ("low", profile.low)), strict=True
    ):
        with column:
            st.markdown(f"**{t(f'collection.words_{kind}', mean=t.number(profile.mean))}**")
            st.dataframe(_word_table(t, words), hide_index=True, key=f"collection.words_{kind}")


def _word_table(t: Translator, words: tuple[WordMean, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            t("collection.col_word"): [w.word for w in words],
            t("collection.col_count"): [w.count for w in words],
            t("collection.col_after"): [round(w.value, 2) for w in words],
            t("collection.col_change"): [round(w.change, 2) for w in words],
        }
    )


def _show_step(
    t: Translator, view: View, reading: Reading, layer: int, source: ReviewSource
) -> None:
    """The moments in the collection whose state is most like the one after the chosen step."""
    trace = reading.trace
    step = view.step if 1 <= view.step <= trace.steps else trace.steps
    st.markdown(f"#### {t('collection.step_title')}")
    number_field(
        t,
        t("collection.step"),
        1,
        trace.steps,
        step,
        key="rnnviz.collection_step",
        help_text=t("collection.step_help"),
        width=180,
        on_change=lambda step: change_view(step=step),
    )
    st.markdown(t("collection.step_how"))
    around = trace.labels[max(step - 1 - AROUND, 0) : step]
    st.text("… " * (step - 1 > AROUND) + " ".join(around) + " ◂")
    state = trace.layers[layer].h[step]
    collection = source.collection
    places = similar(collection, state, PLACES, without=reading.encoding.text)
    if not places:
        st.info(t("collection.empty"), icon=":material/edit_note:")
        return
    _list(
        t,
        source,
        places,
        cosines(collection, state),
        "collection.similar",
        t("collection.step_title"),
        digits=3,
    )
    if places[0].value < 0.5:
        st.caption(t("collection.far"))


def _list(
    t: Translator,
    source: ReviewSource,
    places: list[Occurrence],
    values: np.ndarray,
    key: str,
    label: str,
    digits: int = 2,
) -> None:
    collection = source.collection

    def open_review(index: int) -> None:
        place = places[index]
        change_view(text=collection.texts[place.review], step=place.step + 1)

    mode = theme_mode()
    occurrence_list(
        [_shown(t, source, place, values, digits) for place in places],
        colours=(negative(mode), positive(mode)),
        label=label,
        open_label=t("collection.open"),
        key=key,
        on_open=open_review,
    )


def _shown(
    t: Translator, source: ReviewSource, place: Occurrence, values: np.ndarray, digits: int
) -> ShownOccurrence:
    """A place with the words around it, each in the shade of its own value."""
    collection = source.collection
    here = collection.review(place.review)
    text, spans = collection.texts[place.review], collection.spans[here]
    own, last = values[here], len(spans) - 1
    first, end = max(place.step - AROUND, 0), min(place.step + AROUND, last)
    parts: list[tuple[str, float | None, bool]] = []
    if first > 0:
        parts.append(("… ", None, False))
    # Punctuation that touches the first and the last word belongs to the picture.
    before = text[: int(spans[first][0])]
    position = len(before) - len(before.rpartition(" ")[2][-3:])
    for i in range(first, end + 1):
        start, stop = int(spans[i][0]), int(spans[i][1])
        if start > position:
            # A text that was cut in the middle: its two ends do not stand side by side.
            gap = text[position:start]
            parts.append((gap if len(gap) <= 20 else " […] ", None, False))
        if stop > position:
            parts.append((text[max(start, position) : stop], float(own[i]), i == place.step))
        position = max(position, stop)
    closing = text[position:].partition(" ")[0][:3] if end == last else " …"
    parts.append((closing, None, False))
    probability = probability_of(collection.logits[here][-1])
    note = t(
        "collection.note" if not source.own else "collection.note_own",
        number=t.number(collection.source[place.review] + 1, 0),
        step=place.step + 1,
        p=t.percent(probability),
    )
    return ShownOccurrence(t.number(place.value, digits), tuple(parts), note)
