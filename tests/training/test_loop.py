"""The loop: it learns, averages, stops early, and refuses to go on with what is no number."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from rnnviz.training.loop import BatchDone, EpochDone, Finished, LoopSpec, fit


def line(spec: LoopSpec, scores=None, broken=False):
    """Fit y = 2x + 1; ``scores`` overrides what each epoch is worth."""
    torch.manual_seed(0)
    model = nn.Linear(1, 1)
    x = torch.linspace(-1, 1, 32)[:, None]
    given = iter(scores) if scores else None

    def batches(epoch):
        return ((x[i : i + 8], 2 * x[i : i + 8] + 1) for i in range(0, 32, 8))

    def loss_of(batch):
        loss = (model(batch[0]) - batch[1]).square().mean()
        return loss * float("nan") if broken else loss

    def evaluate(judged):
        with torch.no_grad():
            error = (judged(x) - 2 * x - 1).square().mean().item()
        return {"score": next(given) if given else -error}

    return model, list(fit(model, batches, 4, loss_of, evaluate, spec))


def test_it_finds_the_line_and_tells_every_step():
    model, events = line(LoopSpec(epochs=80, learning_rate=0.1))
    assert model.weight.item() == pytest.approx(2, abs=0.05)
    assert model.bias.item() == pytest.approx(1, abs=0.05)
    batches = [e for e in events if isinstance(e, BatchDone)]
    assert [(e.epoch, e.step) for e in batches[:5]] == [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1)]
    assert len(batches) == 320
    assert isinstance(events[-1], Finished)


def test_the_best_epoch_is_kept_not_the_last():
    model, events = line(LoopSpec(epochs=4), scores=[0.1, 0.9, 0.3, 0.2])
    end = events[-1]
    assert (end.best_epoch, end.scores["score"], end.stopped_early) == (2, 0.9, False)
    assert torch.equal(model.weight, end.weights["weight"])
    # Later epochs moved on; the kept weights did not move with them.
    last = [e for e in events if isinstance(e, EpochDone)][-1]
    assert not torch.equal(last.weights["weight"], torch.zeros(1))
    assert [e.better for e in events if isinstance(e, EpochDone)] == [True, True, False, False]


def test_patience_stops_and_says_so():
    _, events = line(LoopSpec(epochs=50, patience=2), scores=[1, 3, 2, 2, 9])
    assert sum(isinstance(e, EpochDone) for e in events) == 4
    assert events[-1].stopped_early
    assert events[-1].best_epoch == 2


def test_the_average_lags_behind_the_weights_it_follows():
    plain, _ = line(LoopSpec(epochs=3, learning_rate=0.05, schedule="constant"))
    averaged, _ = line(LoopSpec(epochs=3, learning_rate=0.05, schedule="constant", average=0.9))
    assert not torch.equal(plain.weight, averaged.weight)


def test_a_loss_that_is_no_number_ends_the_run():
    with pytest.raises(FloatingPointError, match="epoch 1"):
        line(LoopSpec(epochs=2), broken=True)


def test_whoever_stops_listening_stops_the_training():
    torch.manual_seed(0)
    model = nn.Linear(1, 1)
    before = model.weight.item()
    x = torch.ones(4, 1)
    events = fit(
        model, lambda e: iter([x]), 1, lambda b: model(b).sum(), lambda m: {"score": 0}, LoopSpec()
    )
    next(events)
    events.close()
    assert model.weight.item() != before
