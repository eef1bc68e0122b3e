"""Cells → values: numbers and degrees, points in time, and one value an hour out of them."""
