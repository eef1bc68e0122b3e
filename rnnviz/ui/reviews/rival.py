"""Below the verdict: what a bag of words and pairs says of the text, and who is better where."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from rnnviz.explain.verdict import probability_of
from rnnviz.i18n import Translator
from rnnviz.inference.classify import Reading
from rnnviz.inference.rival import quality_of, rival_logit
from rnnviz.models.shipped import LANGUAGE_OF


def show_rival(t: Translator, reading: Reading) -> None:
    """One line on the rival's verdict, and a table behind a button."""
    language = LANGUAGE_OF[reading.model]
    logit = rival_logit(reading.encoding.text, language)
    probability = probability_of(abs(logit))
    side = t("reviews.positive" if logit >= 0 else "reviews.negative").lower()
    same = (logit >= 0) == reading.path.positive
    said = t("rival.says", side=side, probability=t.percent(probability, 1))
    st.markdown(f"{said} {t('rival.agrees' if same else 'rival.disagrees')}")
    asked = st.popover(
        t("rival.who"), type="tertiary", width="content", key="rival.who", on_change="rerun"
    )
    if asked.open:
        with asked:
            _table(t, reading)


def _table(t: Translator, reading: Reading) -> None:
    counts, lines = quality_of(LANGUAGE_OF[reading.model])

    def shown(figure: tuple[float, float]) -> str:
        right, error = figure
        return f"{t.percent(right, 1)} (ECE {t.percent(error, 1)})"

    st.table(
        pd.DataFrame(
            [
                {
                    t("rival.model"): t(
                        "rival.linear" if one.name == "linear" else f"models.{one.name}"
                    ),
                    t("rival.reviews"): shown(one.reviews),
                    t("rival.sentences"): shown(one.sentences),
                    t("rival.pairs"): t.percent(one.pairs),
                }
                for one in lines
            ]
        ).set_index(t("rival.model"))
    )
    numbers = {key: t.number(counts[key], 0) for key in ("reviews", "sentences", "pairs")}
    st.caption(t("rival.how", **numbers))
