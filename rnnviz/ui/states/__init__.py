"""The States page."""
