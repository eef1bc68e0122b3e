"""What a user may decide about reading a file of temperatures. Nothing here needs pandas."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator

Unit = Literal["°C", "°F", "K", "0.1 °C"]
Marked = Literal["keep", "drop"]
UNITS: tuple[Unit, ...] = get_args(Unit)
StepName = Literal["own", "1h", "3h", "6h", "1d", "7d", "1mo"]
STEPS: tuple[StepName, ...] = get_args(StepName)
Take = Literal["mean", "min", "max"]
TAKES: tuple[Take, ...] = get_args(Take)
MOST_INPUTS = 8  # other columns read beside the temperature


class ReadOptions(BaseModel):
    """What the user decided instead of the reader; None leaves it to the reader.

    ``step``: from one value of the series to the next. ``own``: as in the file, however fine; None:
    the same, but hours at least. ``take``: what becomes of the rows of one step.
    ``fill_hours``: holes up to this long are interpolated; longer ones split the series.
    ``marked``: what becomes of figures with a mark of quality behind them (``-29.6*``).
    ``drop_spikes``: leave out single rows far from the rows before and after them.
    ``standard_time``: where the file's clock follows summer time, take it back to one without;
    None: keep it and ask.
    ``zone``: where the clock of the file stands, or for stamps in UTC where they were measured; as
    ``zone_of`` reads it.
    ``until``: rows from this day on are left out.
    ``first_date``: of the first row, where the file leaves out the year or the date.
    ``inputs``: names of other columns to read beside the temperature, none unasked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    time_column: str | None = None
    temperature_column: str | None = None
    unit: Unit | None = None
    station: str | None = None
    day_first: bool | None = None
    step: StepName | None = None
    take: Take = "mean"
    fill_hours: int = Field(default=3, ge=0, le=48)
    marked: Marked | None = None
    drop_spikes: bool = False
    standard_time: bool | None = None
    zone: Annotated[str, Field(max_length=60)] | None = None
    until: datetime.date | None = Field(
        default=None, ge=datetime.date(1700, 1, 1), le=datetime.date(2200, 12, 31)
    )
    first_date: datetime.date | None = Field(
        default=None, ge=datetime.date(1700, 1, 1), le=datetime.date(2200, 12, 31)
    )
    inputs: tuple[Annotated[str, Field(max_length=220)], ...] = Field(
        default=(), max_length=MOST_INPUTS
    )

    @field_validator("zone")
    @classmethod
    def _a_zone(cls, zone: str | None) -> str | None:
        from rnnviz.series.zone import zone_of

        return None if zone is None else zone_of(zone)

    @field_validator("inputs")
    @classmethod
    def _once_each(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(names))
