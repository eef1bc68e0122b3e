"""What holds for every test."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# No test asserts a time: neither an example's nor that of drawing it. ``make test`` draws the same
# examples every time, so that it tells of the code and not of luck;
# ``pytest --hypothesis-profile explore`` looks for new ones, ``many`` for many.
_untimed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("same", _untimed, derandomize=True)
settings.register_profile("explore", _untimed)
settings.register_profile("many", _untimed, max_examples=5000)
settings.register_profile("layouts", _untimed, max_examples=2000)
settings.load_profile("same")
