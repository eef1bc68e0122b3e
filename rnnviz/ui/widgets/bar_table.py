"""Tables with a bar beside a number that is written as the language writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

BAR = " "  # the bar's column has no heading: the number beside it is named


def show_bars(
    columns: Mapping[str, Sequence[str]], at: str, values: Sequence[float], key: str
) -> None:
    """A table of texts with a column of bars before the column ``at``, which says ``values``.

    ``values`` are between 0 and 1. Streamlit's own bars write their number the English way.
    """
    table = pd.DataFrame(dict(columns))
    table.insert(list(columns).index(at), BAR, values)
    bar = st.column_config.ProgressColumn(min_value=0.0, max_value=1.0, format=" ", width="small")
    st.dataframe(table, hide_index=True, key=key, column_config={BAR: bar})
