"""One network for several stations: what it computes, what it learns from, who takes part."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from rnnviz.errors import RnnvizError
from rnnviz.models.forecaster import Forecaster
from rnnviz.models.specs import CELL_KINDS, ForecasterSpec
from rnnviz.models.station_forecaster import SIZE, StationForecaster, for_station
from rnnviz.series.several import SeveralSeries
from rnnviz.series.types import RegularSeries
from rnnviz.training.loop import EpochDone, Finished, LoopSpec
from rnnviz.training.several import models_of, prepare_pool, train_pool
from rnnviz.training.specs import WeatherTraining
from rnnviz.training.station_plan import load_parts, plan, save_parts
from rnnviz.training.weather import forecasts, prepare_series, train_weather

SPEC = WeatherTraining(
    model=ForecasterSpec(hidden_size=6, window=4, horizon=2, calendar=True),
    loop=LoopSpec(epochs=2, learning_rate=0.01),
)
BEGIN = np.datetime64("2024-02-10T00", "h")


def hourly(seed: int, count: int = 1000, begin: int = 0) -> RegularSeries:
    dice = np.random.default_rng(seed)
    hours = np.arange(count)
    values = 3 * seed + 5 * np.sin(2 * np.pi * hours / 24) + np.cumsum(dice.normal(0, 0.3, count))
    return RegularSeries(BEGIN + begin, values.astype(np.float32), True)


def several(**stations: RegularSeries) -> SeveralSeries:
    return SeveralSeries(stations, {}, {}, next(iter(stations)))


THREE = several(a=hourly(1), b=hourly(2, 900, 50), c=hourly(3, 980, 20))


def some_windows(spec: ForecasterSpec, size: int = 7) -> torch.Tensor:
    torch.manual_seed(3)
    numbers = torch.arange(size).remainder(3).float()[:, None, None]
    return torch.cat(
        [torch.randn(size, spec.window, spec.inputs), numbers.expand(-1, spec.window, 1)], dim=2
    )


@pytest.mark.parametrize("cell", CELL_KINDS)
@pytest.mark.parametrize("layers", [1, 2])
def test_forecast_and_gradients_are_those_of_plain_torch(cell: str, layers: int):
    spec = ForecasterSpec(cell=cell, hidden_size=5, num_layers=layers, window=4, horizon=2)
    torch.manual_seed(0)
    model = StationForecaster(spec, 3)
    model.forecaster.head.weight.data.normal_()
    xs = some_windows(spec)
    plain = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[cell](
        spec.inputs + SIZE, 5, layers, batch_first=True
    )
    plain.load_state_dict(model.forecaster.rnn.state_dict())
    table = model.embedding.weight.detach().clone().requires_grad_()
    vectors = table[xs[:, 0, -1].long()]  # (batch, SIZE)
    whole = torch.cat([xs[..., :-1], vectors[:, None].repeat(1, spec.window, 1)], dim=2)
    head = model.forecaster.head
    expected = xs[:, -1, :1] + nn.functional.linear(plain(whole)[0][:, -1], head.weight, head.bias)
    forecast = model(xs)
    torch.testing.assert_close(forecast, expected)
    forecast.square().mean().backward()
    mine = {name: each.grad.clone() for name, each in model.forecaster.rnn.named_parameters()}
    expected.square().mean().backward()
    torch.testing.assert_close(model.embedding.weight.grad, table.grad)
    for name, each in plain.named_parameters():
        torch.testing.assert_close(mine[name], each.grad)


@pytest.mark.parametrize("cell", CELL_KINDS)
def test_for_one_station_an_ordinary_forecaster_computes_the_same(cell: str):
    spec = ForecasterSpec(
        cell=cell, hidden_size=5, num_layers=2, window=4, horizon=2, linear_part=True
    )
    torch.manual_seed(0)
    model = StationForecaster(spec, 3)
    for layer in (model.forecaster.head, model.forecaster.linear_part):
        layer.weight.data.normal_()
    xs = some_windows(spec)
    for number in range(3):
        own = Forecaster(spec)
        own.load_state_dict(for_station(model.state_dict(), number))
        mine = xs[xs[:, 0, -1] == number]
        torch.testing.assert_close(own(mine[..., :-1]), model(mine))


def test_all_stations_are_split_at_the_same_instants():
    planned = plan(THREE, SPEC)
    found = []
    for part in planned.parts.values():
        ready = prepare_series(part.series, part.spec)
        first = ready.parts.test[0] + SPEC.model.window
        found.append((part.series.stamp(ready.parts.train_end), part.series.stamp(int(first))))
    assert len(set(found)) == 1
    assert found[0] == (BEGIN + 800, BEGIN + 900)


def test_a_station_as_long_as_the_file_is_trained_as_by_itself():
    alone = prepare_series(hourly(1), SPEC)
    among = prepare_series(THREE.series["a"], plan(THREE, SPEC).parts["a"].spec)
    assert np.array_equal(alone.parts.train, among.parts.train)
    assert np.array_equal(alone.parts.test, among.parts.test)
    assert alone.scale == among.scale


def weights_after(found: SeveralSeries) -> dict[str, torch.Tensor]:
    pool = prepare_pool(plan(found, SPEC).parts, SPEC)
    return next(e.weights for e in train_pool(pool, SPEC) if isinstance(e, Finished))


def test_nothing_after_the_instant_is_learned_from_at_any_station():
    changed = {}
    for name, series in THREE.series.items():
        values = series.values.copy()
        values[series.stamps.to_numpy() >= BEGIN + 900] += 40  # the test part of each
        changed[name] = replace(series, values=values)
    before, after = weights_after(THREE), weights_after(several(**changed))
    assert before.keys() == after.keys()
    for name, value in before.items():
        assert torch.equal(value, after[name]), name


def test_each_station_is_scaled_by_its_own_training_part():
    pool = prepare_pool(plan(THREE, SPEC).parts, SPEC)
    for name, ready in pool.ready.items():
        seen = ready.task.series.values[: ready.parts.train_end].astype(np.float64)
        assert ready.scale.mean == pytest.approx(seen.mean()), name
        assert ready.scale.std == pytest.approx(seen.std()), name


def test_training_windows_never_reach_from_one_station_into_the_next():
    pool = prepare_pool(plan(THREE, SPEC).parts, SPEC)
    read, ahead = (side[pool.starts] for side in pool.windows)
    assert len(pool.starts) == sum(len(ready.parts.train) for ready in pool.ready.values())
    assert (read[:, :, -1] == read[:, :1, -1]).all()
    begin = 0
    for ready in pool.ready.values():
        own_read, own_ahead = (side[ready.parts.train] for side in ready.windows)
        part = slice(begin, begin + len(own_read))
        assert torch.equal(read[part][..., :-1], own_read)
        assert torch.equal(ahead[part], own_ahead)
        begin += len(own_read)


def test_it_learns_goes_on_after_an_epoch_and_tells_the_stations_apart():
    spec = SPEC.model_copy(update={"loop": LoopSpec(epochs=4, learning_rate=0.01)})
    pool = prepare_pool(plan(THREE, spec).parts, spec)
    events = list(train_pool(pool, spec))
    end = events[-1]
    assert isinstance(end, Finished)
    vectors = end.weights["embedding.weight"]
    assert torch.pdist(vectors).min() > 1e-3
    models = models_of(end.weights, pool.ready)
    mae = np.mean(
        [
            np.abs(
                forecasts(one, models[name], one.parts.test) - one.task.truth(one.parts.test)
            ).mean()
            for name, one in pool.ready.items()
        ]
    )
    last = np.mean(
        [
            np.abs(one.task.read(one.parts.test)[:, -1:] - one.task.truth(one.parts.test)).mean()
            for one in pool.ready.values()
        ]
    )
    assert mae < 0.9 * last
    halfway = prepare_pool(plan(THREE, spec).parts, spec)
    state = None
    for event in train_pool(halfway, spec):
        if isinstance(event, EpochDone) and event.epoch == 2:
            state = event.snapshot()
            break
    again = prepare_pool(plan(THREE, spec).parts, spec)
    resumed = list(train_pool(again, spec, state))[-1]
    for name, value in end.weights.items():
        assert torch.equal(value, resumed.weights[name]), name


def test_who_has_too_few_values_is_left_out():
    short = replace(hourly(4, 120), start=BEGIN)  # nothing of it is in the test part
    holes = hourly(5).values.copy()
    holes[:600] = np.nan
    found = several(a=hourly(1), b=hourly(2), short=short, holes=replace(hourly(5), values=holes))
    planned = plan(found, SPEC)
    assert list(planned.parts) == ["a", "b"]
    assert planned.left_out == {"short": "few", "holes": "few"}
    with pytest.raises(RnnvizError) as error:
        plan(several(a=hourly(1), short=short), SPEC)
    assert error.value.code == "stations_too_few"


def test_the_group_is_that_of_the_stations_and_settings():
    planned = plan(THREE, SPEC)
    turned = SeveralSeries(dict(reversed(THREE.series.items())), {}, {}, "a")
    assert plan(turned, SPEC).group == planned.group
    assert plan(THREE, SPEC.model_copy(update={"seed": 1})).group != planned.group
    among = planned.among("b", "all")
    assert (among.station, among.learned, among.stations) == ("b", "all", ("a", "b", "c"))


def test_what_it_learns_from_is_read_back_as_it_was_written(tmp_path):
    inputs = {"humidity": np.linspace(0, 1, 1000, dtype=np.float32)}
    found = several(a=replace(hourly(1), inputs=inputs), b=replace(hourly(2), inputs=inputs))
    parts = plan(found, SPEC).parts
    save_parts(tmp_path / "stations.safetensors", parts)
    back = load_parts(tmp_path / "stations.safetensors")
    assert list(back) == list(parts)
    for name, part in parts.items():
        assert back[name].spec == part.spec
        assert np.array_equal(back[name].series.values, part.series.values)
        assert np.array_equal(back[name].series.inputs["humidity"], inputs["humidity"])
        assert (back[name].series.start, back[name].series.utc) == (part.series.start, True)
    (tmp_path / "stations.safetensors").write_bytes(b"nothing")
    with pytest.raises(RnnvizError):
        load_parts(tmp_path / "stations.safetensors")


def test_a_series_by_itself_learns_as_it_did():
    spec = plan(THREE, SPEC).parts["a"].spec
    alone = prepare_series(hourly(1), SPEC)
    among = prepare_series(hourly(1), spec)
    one, other = (list(train_weather(ready, SPEC))[-1].weights for ready in (alone, among))
    assert all(torch.equal(one[name], other[name]) for name in one)
