"""torch's AdamW over all parameters as one vector, and the one-cycle schedule as a pure function.

A small network has a few thousand parameters in half a dozen tensors: an optimiser that visits
them one by one spends its time on the visits. As views of one vector they are stepped, clipped and
averaged in a few operations, and what must be saved to go on later is three vectors and a count.

The arithmetic is ``torch.optim.adamw.adamw``. An ``Optimizer`` object, which ``OneCycleLR`` needs,
is not made: its first one imports torch's compiler (``benchmarks/optimiser_speed.py``).
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.optim.adamw import adamw

_ALIGNED = 16  # floats: every parameter begins on a cache line


class FlatParameters:
    """The parameters of a model as views of ``values``, their gradients as views of ``grad``.

    Both (numbers,), with a little unused room between parameters. The model works as before.
    """

    def __init__(self, model: nn.Module) -> None:
        parameters = list(model.parameters())
        ends = [0]
        for parameter in parameters:
            ends.append(ends[-1] + -(-parameter.numel() // _ALIGNED) * _ALIGNED)
        self.values, self.grad = torch.zeros(ends[-1]), torch.zeros(ends[-1])
        for parameter, begin in zip(parameters, ends, strict=False):
            part = slice(begin, begin + parameter.numel())
            view = self.values[part].view_as(parameter)
            view.copy_(parameter.data)
            parameter.data = view
            parameter.grad = self.grad[part].view_as(parameter)


class FlatAdamW:
    """AdamW (Loshchilov and Hutter, 2019) on one vector: torch's fused kernel, one call a step."""

    def __init__(self, flat: FlatParameters, weight_decay: float) -> None:
        self._flat, self._decay = flat, weight_decay
        self.mean, self.square = torch.zeros_like(flat.values), torch.zeros_like(flat.values)
        self._steps_done = torch.zeros(())

    @torch.no_grad()
    def step(self, count: int, rate: float, beta1: float, beta2: float = 0.999) -> None:
        """Step number ``count`` (from 1) with learning rate ``rate``."""
        self._steps_done.fill_(count - 1)
        adamw(
            [self._flat.values],
            [self._flat.grad],
            [self.mean],
            [self.square],
            [],
            [self._steps_done],
            foreach=False,
            fused=True,
            amsgrad=False,
            beta1=beta1,
            beta2=beta2,
            lr=rate,
            weight_decay=self._decay,
            eps=1e-8,
            maximize=False,
        )


def clip(grad: Tensor, longest: float) -> None:
    """Shorten a gradient to the norm ``longest``, in place."""
    norm = float(torch.linalg.vector_norm(grad))
    if norm > longest:
        grad.mul_(longest / (norm + 1e-6))


def one_cycle(step: int, total: int, peak: float) -> tuple[float, float]:
    """Learning rate and beta1 at ``step`` (from 0) of ``total``: equal to torch's ``OneCycleLR``.

    Up to ``peak`` over the first 30%, down to almost nothing over the rest, both along a cosine.
    """
    turn = 0.3 * total - 1
    if step <= turn:
        way = (1 - math.cos(math.pi * step / turn)) / 2
        low = peak / 25
    else:
        way = (1 + math.cos(math.pi * (step - turn) / (total - 1 - turn))) / 2
        low = peak / 25 / 1e4
    return low + (peak - low) * way, 0.95 - 0.1 * way
