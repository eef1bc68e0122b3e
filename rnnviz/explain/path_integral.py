"""A logit shared out among the inputs along a straight path: the integral of its gradient.

The integral of a gradient along a path is the difference between its ends, so the exact sum over
any piece of the path is known from two readings. Gauss-Legendre points give the shares; a piece
whose shares miss its sum is halved, for a network often changes its mind on a short stretch only:
on 400 words with the shipped ``best``, 75 to 175 points then do what takes 256 or more on the whole
path.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rnnviz.explain.variants import STEPS

if TYPE_CHECKING:
    from torch import Tensor

    from rnnviz.models.classifier import ReviewClassifier

Array = NDArray[np.float64]

TOLERANCE = 1e-3  # of the logit: what the parts together may miss
BLURRED = 1e-2  # what the errors of all pieces may come to without their signs, which hide some
NODES = 5  # points on a piece: of 4 to 12, what needs the fewest points in all
MOST_POINTS = 640  # a readout by maximum has kinks, around which pieces are halved for ever


@dataclass(frozen=True)
class PathIntegral:
    """``parts`` (T,): each step's share of ``at_end - at_start``, the logits at the path's ends.

    ``points``: at how many places on the path the gradient was taken.
    """

    parts: Array
    at_start: float
    at_end: float
    points: int


@dataclass(frozen=True, eq=False)
class _Piece:
    """The path from ``start`` to ``end`` (of 0 … 1), over which the logit rises by ``rise``."""

    start: float
    end: float
    rise: float
    parts: Array  # (T,)

    @property
    def error(self) -> float:
        return float(self.parts.sum()) - self.rise

    @property
    def halves(self) -> tuple[tuple[float, float], ...]:
        middle = (self.start + self.end) / 2
        return (self.start, middle), (middle, self.end)


class _Path:
    """The straight way from ``start`` (T, embed) to ``inputs`` (T, embed), read by the model."""

    def __init__(self, model: ReviewClassifier, start: Tensor, inputs: Tensor) -> None:
        self.model, self.start, self.way = model.eval(), start, inputs - start
        self.known: dict[float, float] = {}  # the logit at each end of a piece

    def pieces(self, ends: Sequence[tuple[float, float]], nodes: int) -> list[_Piece]:
        """The integral over each piece, with so many points on it."""
        points, weights = np.polynomial.legendre.leggauss(nodes)
        low, high = np.array(ends).T
        half = (high - low) / 2
        places = (low + high)[:, None] / 2 + half[:, None] * points  # (pieces, nodes)
        slopes = self._slopes(places.ravel().tolist(), {end for pair in ends for end in pair})
        slopes = slopes.reshape(len(ends), nodes, -1)
        parts = half[:, None] * np.einsum("n,pnt->pt", weights, slopes)
        return [
            _Piece(*pair, self.known[pair[1]] - self.known[pair[0]], shares)
            for pair, shares in zip(ends, parts, strict=True)
        ]

    def _slopes(self, places: Sequence[float], ends: Collection[float]) -> Array:
        """How fast each step's input moves the logit at each place (0 … 1): (places, T).

        The logits at the ``ends`` are read along with them: a batch costs hardly more than a row,
        and every end belongs to two pieces.
        """
        new = sorted(end for end in ends if end not in self.known)
        read = [self._read(few) for few in self._few([*places, *new])]
        logits = np.concatenate([logits for logits, _ in read])[len(places) :]
        self.known.update(zip(new, logits.tolist(), strict=True))
        return np.concatenate([slopes for _, slopes in read])[: len(places)]

    def _few(self, places: Sequence[float]) -> list[Sequence[float]]:
        """The places in batches that bound the memory."""
        size = max(1, STEPS // (2 * len(self.way)))
        return [places[i : i + size] for i in range(0, len(places), size)]

    def _at(self, places: Sequence[float]) -> Tensor:
        import torch

        return self.start + torch.tensor(places)[:, None, None] * self.way  # (places, T, embed)

    def _read(self, places: Sequence[float]) -> tuple[Array, Array]:
        """The logit at each place, (places,), and how fast each step's input moves it."""
        import torch

        with torch.enable_grad():
            inputs = self._at(places).requires_grad_()
            lengths = torch.full((len(inputs),), inputs.shape[1])
            logits = self.model.logits(self.model.states(inputs), lengths).double()
            (gradient,) = torch.autograd.grad(logits.sum(), inputs)
        slopes: Array = (gradient * self.way).sum(-1).double().numpy()
        return logits.detach().numpy(), slopes


def path_integral(
    model: ReviewClassifier, start: Tensor, inputs: Tensor, points: int | None = None
) -> PathIntegral:
    """From ``start`` to ``inputs``, both (T, embed) as the recurrent layers read them.

    ``points``: so many on the whole path; without it as many as ``TOLERANCE`` takes, or about
    ``MOST_POINTS``, whichever comes first.
    """
    path = _Path(model, start.detach(), inputs.detach())
    pieces = path.pieces([(0.0, 1.0)], points or NODES)
    taken = points or NODES
    while points is None and taken < MOST_POINTS and not _good(pieces):
        fine, rough = _parted(pieces)
        halves = path.pieces([half for piece in rough for half in piece.halves], NODES)
        pieces = fine + halves
        taken += NODES * len(halves)
    parts: Array = np.sum([piece.parts for piece in pieces], axis=0)
    return PathIntegral(parts, path.known[0.0], path.known[1.0], taken)


def _good(pieces: Sequence[_Piece]) -> bool:
    errors = np.array([piece.error for piece in pieces])
    return bool(abs(errors.sum()) <= TOLERANCE and np.abs(errors).sum() <= BLURRED)


def _parted(pieces: Sequence[_Piece]) -> tuple[list[_Piece], list[_Piece]]:
    """The fewest pieces that make half of all error, and before them the others."""
    ranked = sorted(pieces, key=lambda piece: -abs(piece.error))
    reached = np.cumsum([abs(piece.error) for piece in ranked])
    worst = int(np.searchsorted(reached, reached[-1] / 2)) + 1
    return ranked[worst:], ranked[:worst]
