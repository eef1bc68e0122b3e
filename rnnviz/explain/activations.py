"""The squashing functions of the cells, on whole arrays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from rnnviz.models.specs import Activation

Array = NDArray[np.float32]


def sigmoid(values: Array, out: Array | None = None) -> Array:
    """1 / (1 + e^−v), by tanh, which does not overflow as exp does; in float32."""
    result: Array = np.multiply(values, np.float32(0.5), out=out)
    np.tanh(result, out=result)
    result += np.float32(1)
    result *= np.float32(0.5)
    return result


ACTIVATIONS: dict[Activation, Callable[..., Array]] = {"tanh": np.tanh, "sigmoid": sigmoid}
