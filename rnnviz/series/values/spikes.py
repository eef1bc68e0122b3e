"""Single rows far from the rows before and after them: rather a faulty sensor than the weather."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnviz.message_values import Stamp
from rnnviz.series.findings import Finding, finding_at, stamp_of
from rnnviz.series.values.times import Stamps

SPIKE = 12.0  # °C up and down again, or down and up, each within an hour
FEW, SHARE = 5, 1e-3  # more rows than either is how this place is: an oven, a sunny wall


def find_spikes(when: Stamps, value: NDArray[np.float64]) -> NDArray[np.intp]:
    """Their places, in order. ``when`` (rows,) ascending, ``value`` (rows,) in °C."""
    steps = np.diff(value)
    far = np.abs(steps) >= SPIKE
    if not far.any():
        return np.empty(0, np.intp)
    far &= np.diff(when) <= np.timedelta64(1, "h")
    found = np.flatnonzero(far[:-1] & far[1:] & (steps[:-1] * steps[1:] < 0)) + 1
    return found if len(found) <= max(FEW, SHARE * len(value)) else found[:0]


def spikes_found(
    spikes: NDArray[np.intp],
    when: Stamps,
    value: NDArray[np.float64],
    line: NDArray[np.int64],
    dropped: bool,
) -> Finding:
    """The finding about them; its words tell of the one farthest from its neighbours."""
    apart = np.abs(value[spikes, None] - value[spikes[:, None] + [-1, 1]]).min(axis=1)
    most = spikes[apart.argmax()]
    before, worst, after = (round(float(v), 1) for v in value[most - 1 : most + 2])
    at = Stamp(stamp_of(when[most])[:16])
    params = {"value": worst, "from": at, "before": before, "after": after}
    (found,) = finding_at("spikes_dropped" if dropped else "spikes", line[spikes], **params)
    return found
