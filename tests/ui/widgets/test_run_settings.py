from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rnnviz.training.specs import WeatherTraining
from rnnviz.ui.shell.view import RULES, Choice, View
from rnnviz.ui.weather.model import saved_contrasts
from rnnviz.ui.widgets.run_settings import CONTROLS, settings_of, spec_of


def values(name: str) -> st.SearchStrategy:
    rule = RULES[name]
    if isinstance(rule, Choice):
        return st.sampled_from(rule.options)
    return st.integers(rule.low, rule.high)


settings = st.fixed_dictionaries({control.name: values(control.name) for control in CONTROLS})


@given(settings)
def test_settings_make_a_spec_and_come_back_from_it(chosen):
    view = View().with_changes(**chosen)
    assert settings_of(spec_of(view)) == chosen


def test_the_settings_at_first_are_those_of_the_command_line():
    assert spec_of(View()) == WeatherTraining()


def test_every_control_offers_what_a_link_may_hold():
    for control in CONTROLS:
        for value in control.values:
            if control.kind != "number":
                assert RULES[control.name].parse(str(value)) == value


def test_the_saved_contrasts_show_what_they_say():
    saved = saved_contrasts()["contrasts"]
    for runs in saved.values():
        for run in runs:
            assert settings_of(spec_of(View().with_changes(**run["settings"]))) == run["settings"]
    low, right, high = saved["rate"]
    assert right["test"] < low["test"] < high["test"]
    assert abs(low["gain"]) < 0.01  # still "same as last hour"
    jumps = [abs(b - a) for a, b in zip(high["mae"], high["mae"][1:], strict=False)]
    assert max(jumps) > 1
    short, calendar, long = saved["window"]
    assert max(calendar["test"], long["test"]) < short["test"]
