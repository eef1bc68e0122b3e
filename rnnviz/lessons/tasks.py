"""Shapes of tasks: what goes in, what comes out, and which outputs the loss reads.

Every task is drawn and programmed on the words of the lesson's example. ``code_of`` gives lines
that run as they are; ``shapes_of`` what their tensors measure (a test runs and compares them).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from rnnviz.lessons.example import Array, Example

START, END = "<start>", "<end>"
CLASSES = 2
Shape = tuple[int, ...]


@dataclass(frozen=True)
class Column:
    """One step of a drawing. ``said``: what the loss wants here, empty where it reads nothing.

    ``fed``: whether the word read is the one that the step before had to say.
    """

    read: str
    said: str = ""
    fed: bool = False
    decoder: bool = False


@dataclass(frozen=True)
class TaskPlan:
    """The steps of a task on an example, with the states (time, hidden) of its network."""

    name: str
    columns: tuple[Column, ...]

    @property
    def loss_steps(self) -> tuple[int, ...]:
        """Steps, from 1, whose output the loss reads."""
        return tuple(i for i, column in enumerate(self.columns, start=1) if column.said)


TASKS = ("many_to_one", "one_to_one", "one_to_many", "aligned", "translated")


def plan_of(task: str, words: tuple[str, ...], label: str) -> TaskPlan:
    """The columns of a task. ``label``: the name of the right class, in the user's language."""
    match task:
        case "one_to_one":
            columns = [Column(words[0], label)]
        case "many_to_one":
            columns = [Column(word) for word in words[:-1]] + [Column(words[-1], label)]
        case "one_to_many":
            said = (*words, END)
            columns = [Column(label, said[0])]
            columns += [Column(word, after, fed=True) for word, after in pairwise(said)]
        case "aligned":
            columns = [Column(word, after) for word, after in pairwise((*words, END))]
        case "translated":
            said = (*reversed(words), END)
            columns = [Column(word) for word in words]
            columns.append(Column(START, said[0], decoder=True))
            columns += [Column(w, after, fed=True, decoder=True) for w, after in pairwise(said)]
        case _:
            raise ValueError(f"no task {task!r}; choose one of: {', '.join(TASKS)}")
    return TaskPlan(task, tuple(columns))


def shapes_of(task: str, words: int, example: Example) -> dict[str, Shape]:
    """The tensors of ``code_of``, by name, for a batch of one text of ``words`` words."""
    E, H = example.sizes.embed, example.sizes.hidden
    V = len(_vocabulary(example))
    after = words + 1  # the words and the end
    if task == "one_to_one":
        return {"x": (1, E), "logits": (1, CLASSES), "target": (1,)}
    if task == "many_to_one":
        inner = {"x": (1, words, E), "output": (1, words, H)}
        return inner | {"logits": (1, CLASSES), "target": (1,)}
    if task == "one_to_many":
        inner = {"x": (1, after, E), "output": (1, after, H)}
        return inner | {"logits": (1, after, V), "target": (1, after)}
    inner = {"x": (1, words, E), "output": (1, words, H)}
    if task == "aligned":
        return inner | {"logits": (1, words, V), "target": (1, words)}
    inner = {"x": (1, words, E), "hidden": (1, 1, H), "output": (1, after, H)}
    return inner | {"logits": (1, after, V), "target": (1, after)}


def _vocabulary(example: Example) -> tuple[str, ...]:
    """The example's words, and the two marks that a text which is written needs."""
    return (*example.vocabulary, START, END)


COMMENTS = (
    *("sizes", "no_time", "last", "every", "shifted", "start", "told", "encoder", "decoder"),
    *("reversed", "right"),
)


def code_of(
    task: str, words: tuple[str, ...], example: Example, target: int, comments: Mapping[str, str]
) -> str:
    """The PyTorch lines of a task on the words of an example; ``comments`` has ``COMMENTS``."""
    c = {name: comments[name] for name in COMMENTS}
    vocabulary = _vocabulary(example)
    T, V = len(words), len(vocabulary)
    E, H = example.sizes.embed, example.sizes.hidden
    ids = [vocabulary.index(word) for word in words]
    start, end = vocabulary.index(START), vocabulary.index(END)
    head = f"""import torch
from torch import nn

V, E, H = {V}, {E}, {H}  # {c["sizes"]}
embedding = nn.Embedding(V, E)
"""
    loss = "loss = nn.functional.cross_entropy(logits, target)\nloss.backward()\n"
    # cross_entropy wants the classes second: (batch, classes, time).
    by_step = "loss = nn.functional.cross_entropy(logits.transpose(1, 2), target)\n"
    by_step += "loss.backward()\n"
    rnn = "rnn = nn.RNN(E, H, batch_first=True)\n"
    if task == "one_to_one":
        return (
            head
            + f"""hidden, head = nn.Linear(E, H), nn.Linear(H, {CLASSES})

x = embedding(torch.tensor([{ids[0]}]))  # (1, {E}): {c["no_time"]}
logits = head(torch.tanh(hidden(x)))  # (1, {CLASSES})
target = torch.tensor([{target}])  # (1,): {c["right"]}
"""
            + loss
        )
    if task == "many_to_one":
        return (
            f"""{head}{rnn}head = nn.Linear(H, {CLASSES})

x = embedding(torch.tensor([{ids}]))  # (1, {T}, {E})
output, hidden = rnn(x)  # output: (1, {T}, {H})
logits = head(output[:, -1])  # (1, {CLASSES}): {c["last"]}
target = torch.tensor([{target}])  # (1,): {c["right"]}
"""
            + loss
        )
    if task == "one_to_many":
        return (
            f"""{head}{rnn}head = nn.Linear(H, V)
label = nn.Embedding({CLASSES}, E)

# {c["start"]}
first = label(torch.tensor([[{target}]]))  # (1, 1, {E})
# {c["told"]}
told = embedding(torch.tensor([{ids}]))  # (1, {T}, {E})
x = torch.cat([first, told], 1)  # (1, {T + 1}, {E})
output, _ = rnn(x)  # (1, {T + 1}, {H})
logits = head(output)  # (1, {T + 1}, {V}): {c["every"]}
target = torch.tensor([{[*ids, end]}])  # (1, {T + 1})
"""
            + by_step
        )
    if task == "aligned":
        return (
            f"""{head}{rnn}head = nn.Linear(H, V)

x = embedding(torch.tensor([{ids}]))  # (1, {T}, {E})
output, _ = rnn(x)  # (1, {T}, {H})
logits = head(output)  # (1, {T}, {V}): {c["every"]}
target = torch.tensor([{[*ids[1:], end]}])  # (1, {T}): {c["shifted"]}
"""
            + by_step
        )
    back = [*reversed(ids)]
    return (
        f"""{head}encoder = nn.RNN(E, H, batch_first=True)
decoder = nn.RNN(E, H, batch_first=True)
head = nn.Linear(H, V)

x = embedding(torch.tensor([{ids}]))  # (1, {T}, {E})
_, hidden = encoder(x)  # (1, 1, {H}): {c["encoder"]}
# {c["told"]}
told = embedding(torch.tensor([{[start, *back]}]))  # (1, {T + 1}, {E})
# {c["decoder"]}
output, _ = decoder(told, hidden)  # (1, {T + 1}, {H})
logits = head(output)  # (1, {T + 1}, {V})
target = torch.tensor([{[*back, end]}])  # (1, {T + 1}): {c["reversed"]}
"""
        + by_step
    )


def inputs_of(plan: TaskPlan, example: Example) -> Array:
    """(time, embed): the vectors of what each step reads; marks and labels have that of <unk>."""
    rows = [
        example.vocabulary.index(column.read) if column.read in example.vocabulary else 1
        for column in plan.columns
    ]
    x: Array = example.params.E[rows]
    return x
