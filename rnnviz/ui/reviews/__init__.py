"""The Reviews page."""
