"""Specs, cells by hand, the networks, their checkpoints and the shipped models."""
