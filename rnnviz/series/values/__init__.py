"""Cells → values: numbers and degrees, points in time, and one value a step out of them."""
