"""What a user may decide about reading a file of temperatures. Nothing here needs pandas."""

from __future__ import annotations

import datetime
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Unit = Literal["°C", "°F", "K", "0.1 °C"]
Marked = Literal["keep", "drop"]
UNITS: tuple[Unit, ...] = get_args(Unit)


class ReadOptions(BaseModel):
    """What the user decided instead of the reader; None leaves it to the reader.

    ``fill_hours``: holes up to this long are interpolated; longer ones split the series.
    ``marked``: what becomes of figures with a mark of quality behind them (``-29.6*``).
    ``drop_spikes``: leave out single rows far from the rows before and after them.
    ``standard_time``: the file's clock follows summer time; take it back to one without.
    ``first_date``: of the first row, where the file leaves out the year or the date.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    time_column: str | None = None
    temperature_column: str | None = None
    unit: Unit | None = None
    station: str | None = None
    day_first: bool | None = None
    fill_hours: int = Field(default=3, ge=0, le=48)
    marked: Marked | None = None
    drop_spikes: bool = False
    standard_time: bool = False
    first_date: datetime.date | None = Field(
        default=None, ge=datetime.date(1700, 1, 1), le=datetime.date(2200, 12, 31)
    )
