"""Every count, row and figure of a messy table against a recount in plain Python."""

from __future__ import annotations

import datetime as dt
import math
import random
import statistics
from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import pytest

from rnnviz.cli.inspect_report import reading_report
from rnnviz.i18n import translator
from rnnviz.series.findings import EXAMPLE_ROWS
from rnnviz.series.read import read_series

HOUR = dt.timedelta(hours=1)
SPOILED = {"missing": ["", "NA", "--"], "not_numbers": ["warm", "1x2"], "sentinels": ["-9999"],
           "impossible": ["71.3", "-120"]}  # fmt: skip
Row = tuple[dt.datetime | None, float | None, str | None]  # stamp, °C, or what is wrong


def messy(random_: random.Random) -> tuple[bytes, list[Row]]:
    start = dt.datetime(2023, 3, 1) + HOUR * random_.randrange(5000)
    per_hour = random_.choice([1, 1, 2, 6])
    jitter = random_.choice([0, 0, 0, 1])  # minutes: no step is usual then
    rows: list[Row] = []
    celsius = 10.0
    for i in range(random_.randrange(60, 400) * per_hour):
        celsius = round(min(35.0, max(-25.0, celsius + random_.uniform(-1, 1))), 1)
        late = dt.timedelta(minutes=random_.randrange(4) * jitter)
        rows.append((start + HOUR / per_hour * i + late, celsius, None))
    if random_.random() < 0.5:  # a sensor that is stuck
        at = random_.randrange(len(rows) // 2)
        for i in range(at, min(len(rows), at + random_.randrange(10, 50) * per_hour)):
            rows[i] = (rows[i][0], 7.7, None)
    for _ in range(random_.choice([0, 1, 4])):  # a figure on its own
        at = random_.randrange(len(rows))
        celsius = rows[at][1] or 0.0
        rows[at] = (rows[at][0], celsius + (-25 if celsius > 5 else 25), None)
    for _ in range(random_.randrange(4)):
        at = random_.randrange(1, len(rows) - 20)
        del rows[at : at + random_.choice([1, 2, 3, 4, 12])]
    for _ in range(random_.randrange(12)):  # repeated rows, some with another figure
        at, to = random_.randrange(len(rows)), random_.randrange(len(rows))
        stamp, value, _ = rows[at]
        assert value is not None
        rows.insert(to, (stamp, value + random_.choice([0, 0, 2.5]), None))
    for _ in range(random_.randrange(20)):
        at, what = random_.randrange(len(rows)), random_.choice([*SPOILED, "unread_times"])
        stamp, value, wrong = rows[at]
        if wrong is None:
            rows[at] = (None, value, what) if what == "unread_times" else (stamp, None, what)
    if random_.random() < 0.3:
        random_.shuffle(rows)
    lines = ["time,temp (°C)"]
    for stamp, value, wrong in rows:
        shown = f"{value:.1f}" if value is not None else random_.choice(SPOILED[wrong or ""])
        lines.append(f"{stamp or 'yesterday'},{shown}")
    return "\n".join(lines).encode(), rows


def recount(rows: list[Row]) -> dict[str, object]:
    """What the findings must say: code → (count, rows), and the figures of the hourly series."""
    facts: dict[str, object] = {}

    def say(code: str, lines: list[int], count: int | None = None) -> None:
        if lines or count:
            facts[code] = (len(lines) if count is None else count, lines[:EXAMPLE_ROWS])

    for code in (*SPOILED, "unread_times"):
        say(code, [i + 2 for i, row in enumerate(rows) if row[2] == code])
    used = [(t, v, i + 2) for i, (t, v, wrong) in enumerate(rows) if t and v is not None]
    say("unordered", [b[2] for a, b in pairwise(used) if b[0] < a[0]])
    groups: dict[dt.datetime, list[tuple[float, int]]] = defaultdict(list)
    for t, v, line in sorted(used, key=lambda row: row[0]):
        groups[t].append((v, line))
    same = [g[1:] for g in groups.values() if len({v for v, _ in g}) == 1]
    other = [g[1:] for g in groups.values() if len({v for v, _ in g}) > 1]
    say("duplicates", [line for group in same for _, line in group])
    say("conflicting_duplicates", [line for group in other for _, line in group])
    stamps = sorted(groups)
    means = {t: float(np.mean([v for v, _ in groups[t]])) for t in stamps}
    alone = [
        b
        for a, b, c in zip(stamps, stamps[1:], stamps[2:], strict=False)
        if max(b - a, c - b) <= HOUR
        and min(abs(means[b] - means[a]), abs(means[b] - means[c])) >= 12
        and (means[b] > means[a]) == (means[b] > means[c])
    ]
    say("spikes", [groups[t][0][1] for t in alone])
    steps = [b - a for a, b in pairwise(stamps)]
    usual, often = Counter(steps).most_common(1)[0]
    if often < 0.5 * len(steps):  # the middle one, rounded
        round_steps = [dt.timedelta(minutes=m) for m in (1, 5, 10, 15, 20, 30, 60, 120)]
        middle = statistics.median(steps) / HOUR
        usual = min(round_steps, key=lambda step: abs(math.log(step / HOUR / middle)))
    off = [groups[b][0][1] for a, b in pairwise(stamps) if b - a != usual]
    if usual < HOUR:
        say("averaged", [], len(stamps))
        if often < 0.9 * len(steps):
            say("irregular", off)
    else:
        say("irregular", off if often < 0.8 * len(steps) else [])
        say("off_the_hour", [groups[t][0][1] for t in stamps if t.minute])
    hours: dict[dt.datetime, list[float]] = defaultdict(list)
    for t in stamps:
        hours[t.replace(minute=0)].append(means[t])
    first, last = min(hours), max(hours)
    series = [hours.get(first + HOUR * k) for k in range((last - first) // HOUR + 1)]
    values = [float(np.mean(v)) if v else None for v in series]
    holes, begin = [], None
    for k, value in enumerate(values):
        if value is None and begin is None:
            begin = k
        elif value is not None and begin is not None:
            holes.append((begin, k))
            begin = None
    for a, b in holes:
        if b - a <= 3:
            left, right = values[a - 1], values[b]
            for k in range(a, b):
                values[k] = left + (right - left) * (k - a + 1) / (b - a + 1)
    holes.sort(key=lambda hole: hole[0] - hole[1])
    after = [min(t for t in stamps if t >= first + HOUR * b) for _, b in holes]
    say("gaps", [groups[t][0][1] for t in after])
    frozen, length = [], 1
    for k, (a, b) in enumerate(pairwise([*values, None])):
        same_again = a is not None and b is not None and abs(a - b) < 1e-9
        if not same_again and length >= 24:
            frozen.append(first + HOUR * (k - length + 1))
        length = length + 1 if same_again else 1
    say("frozen", [groups[min(t for t in stamps if t >= hour)][0][1] for hour in frozen])
    known = [value for value in values if value is not None]
    if len(known) < 14 * 24:
        say("short", [], len(known))
    facts["figures"] = (len(rows), len(groups), first.isoformat(), last.isoformat())
    facts["degrees"] = (min(known), sum(known) / len(known), max(known))
    facts["holes"] = [b - a for a, b in holes]
    return facts


@pytest.mark.parametrize("seed", range(40))
def test_the_recount_agrees(seed):
    data, rows = messy(random.Random(seed))
    reading = read_series(data, "messy.csv")
    report = reading_report(reading, translator("en"))
    facts = recount(rows)
    figures = tuple(report[name] for name in ("rows_read", "rows_used", "start", "end"))
    assert figures == facts.pop("figures")
    degrees = [report[name] for name in ("min_c", "mean_c", "max_c")]
    np.testing.assert_allclose(degrees, facts.pop("degrees"), atol=2e-3)
    holes = facts.pop("holes")
    for finding in reading.findings:
        if finding.code == "gaps":
            told = [finding.params[name] for name in ("hours", "longest", "filled")]
            assert told == [sum(holes), holes[0], sum(hole <= 3 for hole in holes)]
    said = {f["code"]: (f["count"], f["rows"]) for f in report["findings"]}
    assert said == facts
