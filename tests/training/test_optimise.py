"""One vector for all parameters: the same steps as torch's optimiser, schedule and clipping."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import nn

from rnnviz.training.optimise import FlatAdamW, FlatParameters, clip, one_cycle


def network() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(3, 7), nn.Tanh(), nn.Linear(7, 2))


@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_its_steps_are_those_of_torch(decay):
    ours, theirs = network(), network()
    flat = FlatParameters(ours)
    stepper = FlatAdamW(flat, decay)
    optimiser = torch.optim.AdamW(theirs.parameters(), lr=0.01, weight_decay=decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=0.01, total_steps=31)
    for count in range(1, 31):
        x = torch.randn(8, 3)
        flat.grad.zero_()
        optimiser.zero_grad()
        for model in (ours, theirs):
            (model(x) - 1).square().mean().backward()
        clip(flat.grad, 0.5)
        nn.utils.clip_grad_norm_(theirs.parameters(), 0.5)
        stepper.step(count, *one_cycle(count - 1, 31, 0.01))
        optimiser.step()
        schedule.step()
    for a, b in zip(ours.parameters(), theirs.parameters(), strict=True):
        torch.testing.assert_close(a, b, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_its_steps_are_those_of_torchs_object_to_the_last_bit(decay):
    flat = FlatParameters(network())
    theirs = nn.Parameter(flat.values.clone())
    stepper = FlatAdamW(flat, decay)
    optimiser = torch.optim.AdamW([theirs], lr=0.01, weight_decay=decay, fused=True)
    for count in range(1, 31):
        flat.grad.copy_(torch.randn_like(flat.grad))
        theirs.grad = flat.grad.clone()
        stepper.step(count, 0.01, 0.9)
        optimiser.step()
    assert torch.equal(flat.values, theirs)


@pytest.mark.parametrize("total", [2, 3, 4, 11, 1000])
def test_the_schedule_is_torchs(total):
    optimiser = torch.optim.AdamW([nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=3e-3, total_steps=total)
    for step in range(total):
        group = optimiser.param_groups[0]
        assert one_cycle(step, total, 3e-3) == pytest.approx(
            (group["lr"], group["betas"][0]), rel=1e-6, abs=1e-12
        )
        if step < total - 1:
            optimiser.step()
            schedule.step()


def test_the_model_stays_itself():
    plain = network()
    flat = copy.deepcopy(plain)
    FlatParameters(flat)
    x = torch.randn(4, 3)
    torch.testing.assert_close(plain(x), flat(x))
    assert list(plain.state_dict()) == list(flat.state_dict())
    flat.load_state_dict(plain.state_dict())
