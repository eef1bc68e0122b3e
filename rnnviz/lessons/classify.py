"""The classifier after time step 2, its gradients by hand, and one step of gradient descent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.lessons.example import Array, Example, Layer, Parameters
from rnnviz.lessons.forward import Step, run_layer, run_stack

AT_STEP = 2  # the verdict is read after this time step


@dataclass(frozen=True)
class Verdict:
    """From the state to the loss. Class 0 is "negative", class 1 "positive"."""

    h: Array  # (hidden,)
    logits: Array  # (2,)
    exps: Array  # (2,)  e to the power of each logit
    probabilities: Array  # (2,)
    target: int
    loss: float


@dataclass(frozen=True)
class Backward:
    """The gradients of the loss, from the end to the beginning."""

    d_logits: Array  # (2,)
    d_h: tuple[Array, ...]  # of h_1 … h_T, each (hidden,)
    d_z: tuple[Array, ...]  # of z_1 … z_T
    grads: Parameters


def classify(params: Parameters, h: Array, target: int) -> Verdict:
    """Logits, softmax and cross-entropy of one state."""
    logits = params.W_out @ h + params.b_out
    exps = np.exp(logits)
    top = logits.max()
    log_sum = top + np.log(np.exp(logits - top).sum())
    return Verdict(
        h, logits, exps, np.exp(logits - log_sum), target, float(log_sum - logits[target])
    )


def steps_to_verdict(example: Example, params: Parameters | None = None) -> tuple[Step, ...]:
    """The two steps the verdict reads."""
    params = params or example.params
    xs = params.E[list(example.ids[:AT_STEP])]
    return run_layer(xs, params.layer)


@dataclass(frozen=True)
class LayerGradients:
    """One layer over time: gradients of its states, its sums, its parameters and its input."""

    d_h: tuple[Array, ...]
    d_z: tuple[Array, ...]
    layer: Layer
    d_x: tuple[Array, ...]


def backward_layer(steps: Sequence[Step], layer: Layer, d_out: Sequence[Array]) -> LayerGradients:
    """Back through time. ``d_out``: what reaches each h_t from above, (hidden,) each."""
    d_h: list[Array] = []
    d_z: list[Array] = []
    for step, d in zip(reversed(steps), reversed(d_out), strict=True):
        d_h.insert(0, d + layer.W_hh.T @ d_z[0] if d_z else d)
        d_z.insert(0, d_h[0] * (1 - step.h**2))
    d_b = np.sum(d_z, axis=0)
    grads = Layer(
        W_ih=np.sum([np.outer(d, s.x) for d, s in zip(d_z, steps, strict=True)], axis=0),
        W_hh=np.sum([np.outer(d, s.h_prev) for d, s in zip(d_z, steps, strict=True)], axis=0),
        b_ih=d_b,
        b_hh=d_b,
    )
    return LayerGradients(tuple(d_h), tuple(d_z), grads, tuple(layer.W_ih.T @ d for d in d_z))


def backward(example: Example, target: int) -> Backward:
    """Every gradient, by the chain rule back through both steps."""
    params = example.params
    steps = steps_to_verdict(example)
    verdict = classify(params, steps[-1].h, target)
    d_logits = verdict.probabilities - np.eye(2)[target]
    from_above = [np.zeros_like(steps[0].h), params.W_out.T @ d_logits]
    back = backward_layer(steps, params.layer, from_above)
    d_E = np.zeros_like(params.E)
    for step_id, d_x in zip(example.ids[:AT_STEP], back.d_x, strict=True):
        if step_id != 0:  # <pad> does not learn: padding_idx=0
            d_E[step_id] += d_x
    grads = Parameters(d_E, *back.layer, W_out=np.outer(d_logits, steps[-1].h), b_out=d_logits)
    return Backward(d_logits, back.d_h, back.d_z, grads)


def descend(params: Parameters, grads: Parameters, rate: float) -> Parameters:
    """One step of gradient descent: every number moves against its gradient."""
    return Parameters(*(p - rate * g for p, g in zip(params, grads, strict=True)))


@dataclass(frozen=True)
class StackStep:
    """One step of gradient descent on a stack, as far as the program prints it."""

    verdict: Verdict
    W_hh_grad: Array  # of the first layer
    W_hh_after: Array
    loss_after: float


def learn_stack(example: Example, layers: tuple[Layer, ...], target: int, rate: float) -> StackStep:
    """Forward, backward, one step and forward again, through every layer down to the embedding."""
    params, ids = example.params, list(example.ids[:AT_STEP])
    stack = run_stack(params.E[ids], layers)
    verdict = classify(params, stack[-1][-1].h, target)
    d_logits = verdict.probabilities - np.eye(2)[target]
    d_out: Sequence[Array] = [np.zeros_like(verdict.h), params.W_out.T @ d_logits]
    moved: list[Layer] = []
    for steps, layer in zip(reversed(stack), reversed(layers), strict=True):
        back = backward_layer(steps, layer, d_out)
        d_out = back.d_x
        moved.insert(0, Layer(*(p - rate * g for p, g in zip(layer, back.layer, strict=True))))
    E = params.E.copy()
    for row, d_x in zip(ids, d_out, strict=True):
        E[row] -= rate * d_x * (row != 0)
    after = params._replace(
        W_out=params.W_out - rate * np.outer(d_logits, verdict.h),
        b_out=params.b_out - rate * d_logits,
    )
    h = run_stack(E[ids], moved)[-1][-1].h
    return StackStep(verdict, back.layer.W_hh, moved[0].W_hh, classify(after, h, target).loss)


def verdict_of(example: Example, target: int, params: Parameters | None = None) -> Verdict:
    """The verdict after time step 2, with the example's numbers or with others."""
    params = params or example.params
    return classify(params, steps_to_verdict(example, params)[-1].h, target)
