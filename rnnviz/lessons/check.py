"""torch's answer to the same questions. Imports torch when called, never before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.lessons.classify import AT_STEP, backward, descend, verdict_of
from rnnviz.lessons.counts import NetSizes
from rnnviz.lessons.example import Array, Example, Layer, Parameters
from rnnviz.lessons.forward import run_stack, states

if TYPE_CHECKING:
    from torch import nn


@dataclass(frozen=True)
class TorchStack:
    """What ``nn.RNN`` returned."""

    output: Array  # (time, hidden)
    hidden: Array  # (layers, hidden)


def torch_stack(xs: Array, layers: tuple[Layer, ...]) -> TorchStack:
    """``torch.nn.RNN`` with these weights on a sequence (time, input), in double precision."""
    import torch

    with torch.no_grad():
        output, hidden = torch_rnn(layers)(torch.from_numpy(xs.copy())[None])
    return TorchStack(output[0].numpy(), hidden[:, 0].numpy())


def stack_error(xs: Array, layers: tuple[Layer, ...]) -> float:
    """Largest difference between the states by hand, those of the cells, and ``nn.RNN``'s."""
    import torch

    from rnnviz.models.cells import layer_weights, unroll

    by_hand = run_stack(xs, layers)
    top, last = states(by_hand[-1]), np.array([steps[-1].h for steps in by_hand])
    rnn = torch_rnn(layers)
    with torch.no_grad():
        batch = torch.from_numpy(xs.copy())[None]
        output, hidden = rnn(batch)
        cells, _ = unroll("rnn", batch, [layer_weights(rnn, n) for n in range(len(layers))])
    pairs = ((top, output[0]), (top, cells[0]), (last, hidden[:, 0]))
    return max(float(np.abs(mine - theirs.numpy()).max()) for mine, theirs in pairs)


@dataclass(frozen=True)
class TorchStep:
    """autograd's gradients, and the numbers and the loss after one step of ``torch.optim.SGD``."""

    loss: float
    grads: Parameters
    after: Parameters
    loss_after: float


def torch_step(example: Example, target: int, rate: float) -> TorchStep:
    """The classifier of the lesson in torch: forward, backward, one step, forward again."""
    import torch
    from torch import nn

    params = example.params
    embedding = nn.Embedding.from_pretrained(
        torch.from_numpy(params.E.copy()), freeze=False, padding_idx=0
    )
    rnn = torch_rnn((params.layer,))
    head = nn.Linear(len(params.b_ih), 2).double()
    with torch.no_grad():
        head.weight.copy_(torch.from_numpy(params.W_out.copy()))
        head.bias.copy_(torch.from_numpy(params.b_out.copy()))
    tensors = [embedding.weight, *rnn.parameters(), head.weight, head.bias]
    ids = torch.tensor([example.ids[:AT_STEP]])

    def loss() -> torch.Tensor:
        output, _ = rnn(embedding(ids))
        return nn.functional.cross_entropy(head(output[:, AT_STEP - 1]), torch.tensor([target]))

    before = loss()
    optimizer = torch.optim.SGD(tensors, lr=rate)
    before.backward()
    grads = [tensor.grad.numpy().copy() for tensor in tensors if tensor.grad is not None]
    optimizer.step()
    with torch.no_grad():
        after = loss()
    moved = [tensor.detach().numpy().copy() for tensor in tensors]
    return TorchStep(before.item(), Parameters(*grads), Parameters(*moved), after.item())


def step_error(example: Example, target: int, rate: float) -> float:
    """Largest difference over loss, every gradient, every number after the step, and the loss."""
    theirs = torch_step(example, target, rate)
    grads = backward(example, target).grads
    after = descend(example.params, grads, rate)
    errors = [
        abs(verdict_of(example, target).loss - theirs.loss),
        abs(verdict_of(example, target, after).loss - theirs.loss_after),
    ]
    for mine, torchs in zip((*grads, *after), (*theirs.grads, *theirs.after), strict=True):
        errors.append(float(np.abs(mine - torchs).max()))
    return max(errors)


def torch_count(net: NetSizes) -> int:
    """``sum(p.numel() for p in model.parameters())``; on the meta device, which holds no memory."""
    import torch
    from torch import nn

    from rnnviz.models.cells import torch_module

    with torch.device("meta"):
        model = nn.ModuleDict(
            {
                "embedding": nn.Embedding(net.vocabulary, net.embed),
                "rnn": torch_module(
                    net.cell, net.embed, net.hidden, net.layers, bidirectional=net.directions == 2
                ),
                "head": nn.Linear(net.directions * net.hidden, net.classes),
            }
        )
    return sum(p.numel() for p in model.parameters())


def torch_rnn(layers: tuple[Layer, ...]) -> nn.RNNBase:
    """``nn.RNN`` with these weights: batch first, in double precision."""
    return torch_cells("rnn", layers)


def torch_cells(cell: str, layers: Sequence[Layer], *, bidirectional: bool = False) -> nn.RNNBase:
    """torch's stack with these weights, in double precision; of two directions, a pair a level."""
    import torch

    from rnnviz.models.cells import torch_module

    inputs, hidden = layers[0].W_ih.shape[1], layers[0].W_hh.shape[1]
    depth = len(layers) // 2 if bidirectional else len(layers)
    module = torch_module(cell, inputs, hidden, depth, bidirectional=bidirectional).double()
    values = (weight for layer in layers for weight in layer)
    with torch.no_grad():
        for tensor, value in zip(module.parameters(), values, strict=True):
            tensor.copy_(torch.from_numpy(value.copy()))
    return module
