"""Experiments on the 72 clearly positive or negative reviews of ``rnnviz/assets/collection.json``.

Half of them to learn from, half to judge by, as many positive as negative ones in each. The word
vectors are those of the shipped model ``rnn``, so that so few texts are enough to learn something.
"""

from __future__ import annotations

import json
from functools import cache

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence

from contrast_runs import Measured
from rnnviz.models.checkpoint import read_embedding, read_vocabulary
from rnnviz.models.shipped import folder_of
from rnnviz.text.standardise import split_words, standardise
from rnnviz.text.vocabulary import Vocabulary

Text = tuple[Tensor, float]  # ids (words,), label
BATCH = 12


@cache
def table() -> Tensor:
    """(words, 32) the vectors of the shipped model."""
    return torch.from_numpy(read_embedding(folder_of("rnn")).copy())


@cache
def texts() -> tuple[Text, ...]:
    """The clear reviews, as ids."""
    vocabulary = Vocabulary(*read_vocabulary(folder_of("rnn")))
    source = folder_of("rnn").parents[1] / "collection.json"
    return tuple(
        (
            torch.tensor([vocabulary.id_of(w) for w in split_words(standardise(entry["text"]))]),
            float(entry["kind"] == "positive"),
        )
        for entry in json.loads(source.read_text(encoding="utf-8"))
        if entry["kind"] in ("positive", "negative")
    )


def halves(seed: int) -> tuple[list[Text], list[Text]]:
    """Half to learn from, half to judge by; both balanced."""
    dice = torch.Generator().manual_seed(seed)
    learn: list[Text] = []
    judge: list[Text] = []
    for label in (0.0, 1.0):
        own = [text for text in texts() if text[1] == label]
        order = torch.randperm(len(own), generator=dice).tolist()
        learn += [own[i] for i in order[: len(own) // 2]]
        judge += [own[i] for i in order[len(own) // 2 :]]
    return learn, judge


class Net(nn.Module):
    """Vectors, recurrent layers, one logit.

    ``read``: ``padding`` reads the state at the very end of the block; ``before`` too, with the
    padding put before the words; ``packed`` hands torch the lengths. ``time``: the share of each
    state that is dropped from one step to the next.
    """

    def __init__(
        self,
        read: str = "packed",
        hidden: int = 16,
        layers: int = 1,
        dropout: float = 0.0,
        time: float = 0.0,
        length: int = 200,
    ) -> None:
        super().__init__()
        self.read, self.time, self.length = read, time, length
        self.embedding = nn.Embedding.from_pretrained(table(), padding_idx=0)
        self.rnn = nn.RNN(table().shape[1], hidden, layers, batch_first=True, dropout=dropout)
        self.head = nn.Linear(hidden, 1)

    def forward(self, ids: list[Tensor]) -> Tensor:
        """Logits (batch,) of texts of any lengths."""
        lengths = torch.tensor([len(row) for row in ids])
        if self.read == "packed":
            x = self.embedding(pad_sequence(ids, batch_first=True))
            if self.time and self.training:
                return self.head(self._dropped_in_time(x, lengths)).squeeze(-1)
            packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
            return self.head(self.rnn(packed)[1][-1]).squeeze(-1)
        room = [(self.length - len(row)) for row in ids]
        sides = [(0, n) if self.read == "padding" else (n, 0) for n in room]
        block = torch.stack(
            [functional.pad(row, side) for row, side in zip(ids, sides, strict=True)]
        )
        return self.head(self.rnn(self.embedding(block))[0][:, -1]).squeeze(-1)

    def _dropped_in_time(self, x: Tensor, lengths: Tensor) -> Tensor:
        """The last true state, where parts of every state are dropped before the next step."""
        for layer in range(self.rnn.num_layers):
            W_ih, W_hh, b_ih, b_hh = self.rnn.all_weights[layer]
            h = x.new_zeros(len(x), self.rnn.hidden_size)
            states = []
            for part in (x @ W_ih.T + b_ih).unbind(1):
                h = torch.tanh(part + functional.dropout(h, self.time) @ W_hh.T + b_hh)
                states.append(h)
            x = torch.stack(states, 1)
        return x[torch.arange(len(x)), lengths - 1]


@torch.no_grad()
def judged(net: Net, items: list[Text]) -> tuple[Tensor, float, float]:
    """Probabilities, loss and accuracy, with dropout off."""
    net.eval()
    logits, labels = net([ids for ids, _ in items]), torch.tensor([y for _, y in items])
    loss = functional.binary_cross_entropy_with_logits(logits, labels).item()
    right = ((logits > 0) == (labels > 0.5)).float().mean().item()
    net.train()
    return torch.sigmoid(logits), loss, right


def learned(net: Net, items: list[Text], epochs: int, rate: float = 0.003):
    """Train in place; yields the mean loss of each epoch, as a program would print it."""
    optimizer = torch.optim.Adam([p for p in net.parameters() if p.requires_grad], lr=rate)
    for _ in range(epochs):
        order = torch.randperm(len(items)).tolist()
        losses = []
        for begin in range(0, len(items), BATCH):
            batch = [items[i] for i in order[begin : begin + BATCH]]
            labels = torch.tensor([y for _, y in batch])
            loss = functional.binary_cross_entropy_with_logits(net([i for i, _ in batch]), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        yield sum(losses) / len(losses)


def padding(seed: int) -> Measured:
    """Which state is read where short texts are filled up to 200 words."""
    found: dict[str, dict] = {}
    for read in ("padding", "before", "packed"):
        learn, judge = halves(seed)
        torch.manual_seed(seed)
        net = Net(read, hidden=32)
        curve = [judged(net, judge)[2] for _ in learned(net, learn, 40)]
        p = judged(net, judge)[0]
        found[read] = {
            "curve": curve,
            "accuracy": curve[-1],
            "positive": (p > 0.5).float().mean().item(),
            "lowest": p.min().item(),
            "highest": p.max().item(),
        }
    return found


def dropout(seed: int) -> Measured:
    """Two layers: nothing dropped, half of what layer 1 tells layer 2, half of every old state."""
    settings = {"none": {}, "layers": {"dropout": 0.5}, "time": {"time": 0.5}}
    found: dict[str, dict] = {}
    for name, options in settings.items():
        learn, judge = halves(seed)
        torch.manual_seed(seed)
        net = Net(layers=2, **options)
        curve = [judged(net, judge)[1] for _ in learned(net, learn, 40)]
        found[name] = {"curve": curve, "loss": curve[-1], "accuracy": judged(net, judge)[2]}
    return found


def units(seed: int) -> Measured:
    """From too few units to more than 36 texts can teach."""
    found: dict[str, dict] = {}
    for hidden in (1, 4, 32, 256):
        learn, judge = halves(seed)
        torch.manual_seed(seed)
        net = Net(hidden=hidden)
        curve = [judged(net, judge)[1] for _ in learned(net, learn, 60, 0.001)]
        found[f"h{hidden}"] = {
            "curve": curve,
            "train": judged(net, learn)[1],
            "loss": curve[-1],
            "accuracy": judged(net, judge)[2],
        }
    return found


def overfit(seed: int) -> Measured:
    """The same run seen three ways: printed, measured again without dropout, on other texts.

    Every sixth label that is learned from is wrong, as in many collections.
    """
    learn, judge = halves(seed)
    learn = [(ids, 1 - y if i % 6 == 0 else y) for i, (ids, y) in enumerate(learn)]
    torch.manual_seed(seed)
    net = Net(hidden=32, layers=2, dropout=0.5)
    ways: dict[str, list[float]] = {"printed": [], "again": [], "validation": []}
    for loss in learned(net, learn, 40):
        ways["printed"].append(loss)
        ways["again"].append(judged(net, learn)[1])
        ways["validation"].append(judged(net, judge)[1])
    return {
        name: {"curve": curve, "first": curve[0], "least": min(curve), "last": curve[-1]}
        for name, curve in ways.items()
    }


EXPERIMENTS = {"padding": padding, "dropout": dropout, "units": units, "overfit": overfit}
