"""The lines of every task run, and their tensors have the shapes that the page promises."""

from __future__ import annotations

from itertools import pairwise

import pytest
import torch

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.lessons.example import Sizes, build_example
from rnnviz.lessons.tasks import COMMENTS, END, TASKS, code_of, inputs_of, plan_of, shapes_of

SENTENCES = {
    "usual": (["not", "bad", "at", "all"], Sizes()),
    "one word": (["boring"], Sizes(5, 2, 3)),
    "odd words": (["it's", '"', "it's", "\\", "phim"], Sizes(8, 4, 4)),
}


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("kind", SENTENCES)
def test_the_lines_run_and_the_shapes_are_those_promised(task, kind):
    sentence, sizes = SENTENCES[kind]
    example = build_example(sentence, sizes)
    words = example.words[: example.length]
    t = translator("vi")
    comments = {name: t(f"build.tasks.comment.{name}") for name in COMMENTS}
    names: dict[str, object] = {}
    exec(code_of(task, words, example, 1, comments), names)
    promised = shapes_of(task, len(words), example)
    assert {name: tuple(names[name].shape) for name in promised} == promised
    assert torch.isfinite(names["loss"])
    learned = [m for m in names.values() if isinstance(m, torch.nn.Module)]
    assert all(p.grad is not None for m in learned for p in m.parameters())
    # The loss reads one answer for each target, as many as the picture frames.
    plan = plan_of(task, words, "positive")
    assert names["target"].numel() == len(plan.loss_steps)
    assert len(inputs_of(plan, example)) == len(plan.columns)


def test_what_a_step_is_told_is_what_the_step_before_had_to_say():
    for task in ("one_to_many", "translated"):
        columns = plan_of(task, ("a", "b", "c"), "positive").columns
        fed = list(pairwise(columns))
        assert all(before.said == after.read for before, after in fed if after.fed)
        assert columns[-1].said == END


def test_an_unknown_task_names_the_choices():
    with pytest.raises(ValueError, match="many_to_one"):
        plan_of("some_to_any", ("a",), "positive")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tensor_has_words(language):
    t, example = translator(language), build_example(["a"], Sizes())
    for task in TASKS:
        assert all(t(f"build.tasks.tensor_{name}") for name in shapes_of(task, 1, example))
