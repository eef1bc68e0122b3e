"""Load a forecaster that was trained with rnnviz, repeat its test numbers, and forecast on.

Needs only numpy, torch and safetensors. Keep this file beside ``run.json``,
``model.safetensors`` and ``series.safetensors``, then:

``python repeat_run.py`` repeats the test numbers; ``python repeat_run.py newer.csv`` goes on with a
newer file and forecasts the 24 steps after its end, each with a band that is to hold nine in ten
(or, with ``--level 50``, 80 or 95 at the end, so many in a hundred) and follows the latest errors.
Of that file it reads the column ``time`` (ISO 8601, the clock of the run's file, or with an offset
from UTC where the run knows its zone) and the column ``temperature_c`` (°C, decimal points), or
else the first two; rows of one step are averaged. A run that reads other columns, too, is gone on
with by rnnviz itself.
"""

import csv
import json
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import torch
from safetensors.numpy import load_file as load_numbers
from safetensors.torch import load_file as load_weights
from torch import nn

AHEAD, MOST = 24, 1000  # steps forecast beyond a newer file; roll-outs behind its band
LEVEL = 90  # percent of the truths that the band is to hold
if sys.argv[-2:-1] == ["--level"]:
    LEVEL = int(sys.argv[-1]) if sys.argv[-1] in ("50", "80", "90", "95") else 0
    if LEVEL == 0:
        sys.exit("--level takes 50, 80, 90 or 95.")
    sys.argv = sys.argv[:-2]
given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
if given is not None and not given.exists():
    sys.exit(f"{given}: there is no such file or folder.")
FOLDER = given if given is not None and given.is_dir() else Path(__file__).resolve().parent
for name in ("run.json", "model.safetensors", "series.safetensors"):
    if not (FOLDER / name).is_file():
        sys.exit(f"{name} is not in {FOLDER}: unpack the whole .zip, or name its folder.")
run = json.loads((FOLDER / "run.json").read_text(encoding="utf-8"))
spec, shape = run["spec"], run["spec"]["model"]
numbers = load_numbers(FOLDER / "series.safetensors")
celsius = numbers["celsius"]  # one value a step, NaN: a hole
others = [numbers[f"input:{name}"] for name in shape.get("others", [])]  # read beside it
if others and given is not None and given.is_file():
    sys.exit(f"This run reads other columns, too. Use: rnnviz forecast RUN --data {given.name}")
window, horizon, steps = shape["window"], shape["horizon"], len(celsius)


class Forecaster(nn.Module):
    """Reads the last values, forecasts the change from the last one."""

    def __init__(self) -> None:
        super().__init__()
        cell = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[shape["cell"]]
        inputs = 1 + len(others) + (4 if shape["calendar"] else 0)
        self.rnn = cell(inputs, shape["hidden_size"], shape["num_layers"], batch_first=True)
        self.head = nn.Linear(shape["hidden_size"], horizon)
        self.linear_part = None
        if shape.get("linear_part"):
            values = 1 + len(others)
            self.linear_part = nn.Linear(window * values + inputs - values, horizon)

    def forward(self, xs: torch.Tensor) -> torch.Tensor:
        """(batch, window, inputs) -> (batch, horizon), scaled."""
        output, _ = self.rnn(xs)
        change: torch.Tensor = self.head(output[:, -1])
        if self.linear_part is not None:  # reads every value, and the calendar of the last step
            values = 1 + len(others)
            read = torch.cat([xs[:, :, :values].flatten(1), xs[:, -1, values:]], 1)
            change = change + self.linear_part(read)
        return xs[:, -1, :1] + change


# The same split in time: the last share of the steps is the test, the one before it validation.
test_begin = steps - round(spec["test"] * steps)
train_end = test_begin - round(spec["validation"] * steps)


def spread_of(column: np.ndarray) -> tuple[float, float]:
    """Mean and standard deviation of the training part."""
    seen = column[:train_end]
    seen = seen[~np.isnan(seen)].astype(np.float64)
    return (seen.mean(), seen.std()) if len(seen) else (0.0, 0.0)


mean, std = spread_of(celsius)
std = max(std, 1e-3)

step = shape.get("step", "1h")  # 10min, 1h, 1d, 1mo
unit = {"min": "m", "h": "h", "d": "D", "mo": "M"}[step.lstrip("0123456789")]
count = int("".join(filter(str.isdigit, step)))
first = np.array(run["start"], f"datetime64[{unit}]")
seconds = count * {"m": 60, "h": 3600, "D": 86_400, "M": 2_629_800}[unit]


# The clock of the series: UTC, or standard time of the zone; none where nobody knows.
zone, in_utc, by_clock = run.get("zone", ""), run["utc"], seconds < 86_400
place: timezone | ZoneInfo | None = None
if zone[:1] in ("+", "-"):
    far = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
    place = timezone(far if zone[0] == "+" else -far)
elif zone or in_utc:
    place = ZoneInfo(zone) if zone not in ("", "UTC") else UTC


def ahead_of_utc(moments: np.ndarray) -> np.ndarray:
    """Seconds that clocks at the place are ahead of UTC, at moments in UTC."""
    if not isinstance(place, ZoneInfo):
        far = place.utcoffset(None) if place else None
        return np.full(len(moments), int(far.total_seconds()) if far else 0)
    found = []
    for moment in moments.astype("datetime64[s]").astype(int):
        here = datetime.fromtimestamp(int(moment), UTC).astimezone(place)
        found.append(int((here.utcoffset() or timedelta()).total_seconds()))
    return np.array(found)


year = np.array(["2020-01-01", "2020-07-01"], "datetime64[s]")
clock_ahead = 0 if in_utc else int(ahead_of_utc(year).min())


def local(stamps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Local time at stamps of the series, and its offset from UTC in seconds."""
    stamps = stamps.astype("datetime64[s]")
    offset = ahead_of_utc(stamps - np.timedelta64(clock_ahead, "s"))
    return stamps + (offset - clock_ahead).astype("timedelta64[s]"), offset


def network_inputs(values: np.ndarray) -> torch.Tensor:
    """(steps,) °C from the first step of the series on -> (steps, inputs), scaled."""
    columns = [((values - mean) / std).astype(np.float32)[:, None]]
    for other in others:
        middle, spread = spread_of(other)
        off = (other.astype(np.float64) - middle) / (spread or 1.0)
        columns.append(off.astype(np.float32)[:, None])
    if shape["calendar"]:
        stamps = (first + np.arange(len(values)) * count).astype("datetime64[m]")
        if zone and by_clock:
            stamps = local(stamps)[0].astype("datetime64[m]")
        hour = (stamps - stamps.astype("datetime64[D]")).astype(int) / 60
        day = (stamps.astype("datetime64[D]") - stamps.astype("datetime64[Y]")).astype(int) + 1
        for angle in (2 * np.pi * hour / 24, 2 * np.pi * (day + hour / 24) / 365.25):
            columns += [np.sin(angle)[:, None], np.cos(angle)[:, None]]
    return torch.from_numpy(np.concatenate(columns, axis=1).astype(np.float32))


def whole_windows(values: np.ndarray, length: int) -> np.ndarray:
    """Where windows of this length begin that have no hole."""
    missing = np.isnan(np.stack([values, *(other[: len(values)] for other in others)])).any(axis=0)
    holes = np.concatenate([[0], np.cumsum(missing)])
    return np.flatnonzero(holes[length:] == holes[: len(values) - length + 1])


inputs = network_inputs(celsius)

# Every window of the test part without a hole.
every = whole_windows(celsius, window + horizon)
starts = every[every + window >= test_begin]
truth = celsius[starts[:, None] + window + np.arange(horizon)].astype(np.float64)

model = Forecaster()
model.load_state_dict(load_weights(FOLDER / "model.safetensors"))
model.eval()
read = inputs.unfold(0, window, 1).transpose(1, 2)
with torch.no_grad():
    scaled = torch.cat([model(read[part]) for part in torch.from_numpy(starts).split(8192)])
forecast = scaled.numpy().astype(np.float64) * std + mean

mae = np.abs(forecast - truth).mean()
rmse = np.sqrt(((forecast - truth) ** 2).mean())
last = np.abs(celsius[starts + window - 1, None] - truth).mean()
wanted = run["result"]["test"]["mae"]
print(f"test MAE {mae:.4f} C, RMSE {rmse:.4f} C; same as the last value: MAE {last:.4f} C")
print(f"rnnviz said {wanted:.4f} C: {'equal' if abs(mae - wanted) < 1e-3 else 'DIFFERENT'}")


def on_the_clock(when: datetime) -> np.datetime64:
    """A time of a newer file as the series counts it; without an offset it is the file's own."""
    if when.tzinfo is None and place is not None and not in_utc:
        when = when.replace(tzinfo=place)
    if when.tzinfo is not None and place is not None:
        when = when.astimezone(UTC) + timedelta(seconds=clock_ahead)
    return np.datetime64(when.replace(tzinfo=None))


def newer_values(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """The places (counted from the series' first step) and values of a newer file, one a step."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    names = [name.strip() for name in rows[0]] if rows else []
    at, of = (names.index(n) if n in names else k for k, n in enumerate(("time", "temperature_c")))
    sums: dict[int, list[float]] = {}
    for line, row in enumerate(rows[1:], start=2):
        if len(row) <= max(at, of) or not row[of].strip():
            continue
        try:
            stamp = on_the_clock(datetime.fromisoformat(row[at].strip().replace("Z", "+00:00")))
            place = int((stamp.astype(f"datetime64[{unit}]") - first).astype(int) // count)
            sums.setdefault(place, []).append(float(row[of]))
        except ValueError:
            sys.exit(f"{path}, line {line}: not a time like 2024-05-08 21:00 and a number.")
    if not sums or max(sums) < steps:
        sys.exit(f"{path}: nothing in it is newer than the run's series.")
    places = np.array(sorted(sums))
    return places, np.array([np.mean(sums[place]) for place in places], np.float32)


def roll_out(values: np.ndarray, begins: np.ndarray, ahead: int) -> np.ndarray:
    """Forecasts from windows that begin there, reading own forecasts on: (windows, ahead) °C."""
    marks = network_inputs(np.concatenate([values, np.full(ahead + horizon, mean)]))
    xs = network_inputs(values).unfold(0, window, 1).transpose(1, 2)[torch.from_numpy(begins)]
    made: list[torch.Tensor] = []
    with torch.no_grad():
        while len(made) * horizon < ahead:
            made.append(model(xs))
            after = begins + window + (len(made) - 1) * horizon
            new = marks[torch.from_numpy(after[:, None] + np.arange(horizon))].clone()
            new[..., 0] = made[-1]
            xs = torch.cat([xs, new], dim=1)[:, -window:]
    scaled: np.ndarray = torch.cat(made, dim=1)[:, :ahead].numpy()
    return np.asarray(scaled.astype(np.float64) * std + mean)


def band(known: np.ndarray, off: np.ndarray, tested: int, recent: int) -> np.ndarray:
    """Half the width at the end of the series, (ahead,): the quantile of the latest errors.

    Which quantile follows hits and misses since ``tested``, by step ahead (adaptive conformal
    inference). ``known``: the first step of each roll-out; ``off``: its absolute errors.
    """
    outside = 1 - LEVEL / 100
    share, told, renewed, since = np.full(AHEAD, outside), 0, -recent, known[known >= tested]
    errors, widths = off[known >= tested], np.empty((len(since) + 1, AHEAD))
    for at, now in enumerate([*since, len(longer)]):
        if at < len(since) and now < renewed + max(1, recent // 21):
            widths[at] = widths[at - 1]
            continue
        renewed, last = int(now), int(np.searchsorted(known, now - AHEAD, side="right"))
        begin = min(int(np.searchsorted(known, now - AHEAD - recent)), last - 100)
        pool = np.sort(off[max(0, begin) : last], axis=0)
        come = int(np.searchsorted(since, now - AHEAD, side="right"))
        for missed in errors[told:come] > widths[told:come]:
            share = np.clip(share + (outside - missed) / max(len(pool), 100), 0, 1)
        told = max(told, come)
        rank = np.ceil((len(pool) + 1) * (1 - share) - 1e-9).astype(int)
        widths[at] = pool[np.clip(rank, 1, len(pool)) - 1, np.arange(AHEAD)]
    return np.asarray(widths[-1])


if given is not None and given.is_file():
    places, values = newer_values(given)
    longer = np.full(max(steps, int(places[-1]) + 1), np.nan, np.float32)
    longer[:steps] = celsius
    common = places[(places >= 0) & (places < steps)]
    apart = np.abs(values[np.isin(places, common)] - celsius[common])
    differ = int((apart > 0.1001).sum())
    print(f"{len(common)} values in both files, {differ} differ by more than 0.1 C")
    if differ > max(2, 0.05 * len(common)):
        print("THE FILES CONTRADICT EACH OTHER: is it the same place, column, unit and clock?")
    longer[places[places >= steps]] = values[places >= steps]
    if np.isnan(longer[-window:]).any():
        sys.exit(f"The last {window} values are not complete: nothing can be forecast from them.")
    # The band: errors of roll-outs whose truth has come, from the latest before the test part on.
    known = whole_windows(longer, window + AHEAD) + window  # the first step of each
    tested = int(starts[0]) + window
    recent = max(1, round(21 * 86_400 / seconds))
    come = known[known + AHEAD <= tested]
    if len(come) == 0 or known[-1] < tested:
        sys.exit(f"The run's series is too short to say how far off {AHEAD} steps ahead would be.")
    first_used = min(come[-min(len(come), 100)], tested - AHEAD - recent)
    known = known[known >= first_used]
    known = known[:: -(-len(known) // MOST)]
    came = longer[known[:, None] + np.arange(AHEAD)].astype(np.float64)
    width = band(known, np.abs(roll_out(longer, known - window, AHEAD) - came), tested, recent)
    ahead = roll_out(longer, np.array([len(longer) - window]), AHEAD)[0]
    print("time,temperature_c,low_c,high_c")
    for k, (value, half) in enumerate(zip(ahead, width, strict=True)):
        when = str(first + (len(longer) + k) * count)
        if place is not None and by_clock:
            (there,), (offset,) = local(np.array([when], "datetime64[s]"))
            minutes = abs(int(offset)) // 60
            sign = "-" if offset < 0 else "+"
            when = f"{there}{sign}{minutes // 60:02d}:{minutes % 60:02d}"
        print(f"{when},{value:.2f},{value - half:.2f},{value + half:.2f}")
