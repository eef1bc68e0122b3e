"""The review classifier: embedding → nn.RNN / nn.GRU / nn.LSTM → a verdict after every word.

A model may also have vectors for pairs of words: the input of a step is then the word's vector
plus that of the pair which it makes with the word before it, such as "not bad" (zero for a pair
that has none). It still reads left to right, one word a step. There are many more pairs than words
and less to learn about each, so a pair has few numbers, which one matrix brings to a word's size.

After a text of n words the head's sum is multiplied by n to the power of ``length_power``, fitted
after training (``training/calibration.py``): how sure a mean of n states may be depends on n. No
verdict changes sides by it; 0, as in older checkpoints, changes nothing.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from rnnviz.models.cells import torch_module
from rnnviz.models.initial import initial_embedding
from rnnviz.models.specs import ClassifierSpec


class ReviewClassifier(nn.Module):
    """Reads ids, gives the logit of "positive" after every step (see ``ClassifierSpec``)."""

    pair_keys: Tensor

    def __init__(self, spec: ClassifierSpec, seed: int = 0, dropout: float = 0.0) -> None:
        super().__init__()
        self.spec = spec
        table = torch.from_numpy(initial_embedding(spec, seed))
        self.embedding = nn.Embedding.from_pretrained(table, freeze=False, padding_idx=0)
        self.pairs: nn.Embedding | None = None
        if spec.pair_count:
            # Row 0 stands for every pair without a vector. Keys rise: first id · words + second id.
            self.pairs = nn.Embedding(spec.pair_count + 1, spec.pair_dim, padding_idx=0)
            nn.init.zeros_(self.pairs.weight)
            self.pair_map = nn.Linear(spec.pair_dim, spec.embed_dim, bias=False)
            self.register_buffer("pair_keys", torch.zeros(spec.pair_count, dtype=torch.long))
        self.rnn = torch_module(spec.cell, spec.embed_dim, spec.hidden_size, spec.num_layers)
        self.head = nn.Linear(spec.hidden_size, 1)
        self.dropout = nn.Dropout(dropout)  # on embeddings and readout, in training only
        self.length_power = 0.0

    def pair_ids(self, ids: Tensor) -> Tensor:
        """Which pair each step ends: (…, time) → the same shape, 0 where the pair has no vector."""
        before = functional.pad(ids, (1, 0))[..., :-1]
        keys = before * self.spec.vocab_size + ids
        places = torch.searchsorted(self.pair_keys, keys).clamp(max=self.spec.pair_count - 1)
        return torch.where(self.pair_keys[places] == keys, places + 1, 0)

    def inputs(self, ids: Tensor) -> Tensor:
        """What the recurrent layers read: ids (…, time) → (…, time, embed)."""
        embedded: Tensor = self.embedding(ids)
        if self.pairs is None:
            return embedded
        paired: Tensor = self.pair_map(self.pairs(self.pair_ids(ids)))
        return embedded + paired

    def states(self, embedded: Tensor) -> Tensor:
        """Top-layer states: (batch, time, embed) → (batch, time, hidden)."""
        output: torch.Tensor = self.rnn(embedded)[0]
        return output

    def readout(self, states: Tensor, lengths: Tensor) -> Tensor:
        """What the verdict on a whole text reads: (batch, hidden), padding after the text ignored.

        ``lengths`` is (batch,), at least 1 each.
        """
        if self.spec.readout == "last":
            index = (lengths - 1).view(-1, 1, 1).expand(-1, 1, states.shape[-1])
            return states.gather(1, index).squeeze(1)
        steps = torch.arange(states.shape[1], device=states.device)
        padding = (steps >= lengths[:, None]).unsqueeze(-1)  # (batch, time, 1)
        if self.spec.readout == "mean":
            return states.masked_fill(padding, 0.0).sum(1) / lengths[:, None]
        return states.masked_fill(padding, -torch.inf).amax(1)

    def prefix_readout(self, states: Tensor) -> Tensor:
        """What the verdict after each step reads: (batch, time, hidden) → the same shape."""
        if self.spec.readout == "last":
            return states
        if self.spec.readout == "mean":
            counts = torch.arange(1, states.shape[1] + 1, device=states.device)
            return states.cumsum(1) / counts[:, None]
        return states.cummax(1).values

    def forward(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """Logits of whole texts: ids (batch, time), padded after, and lengths (batch,) → (batch,).

        A causal network needs no packing: the states of the text do not see the padding after it.
        """
        states = self.states(self.dropout(self.inputs(ids)))
        return self.logits(states, lengths)

    def logits(self, states: Tensor, lengths: Tensor) -> Tensor:
        """From the states of whole texts (batch, time, hidden) to their logits (batch,)."""
        sums: Tensor = self.head(self.dropout(self.readout(states, lengths)))
        return sums.squeeze(-1) * self.length_factor(lengths)

    def prefix_logits(self, ids: Tensor) -> Tensor:
        """The logit after every step: ids (batch, time) → (batch, time)."""
        return self.prefix_logits_of(self.states(self.inputs(ids)))

    def prefix_logits_of(self, states: Tensor) -> Tensor:
        """The logit after every step, each as of a text that ends there: (batch, time)."""
        sums: Tensor = self.head(self.prefix_readout(states))
        counts = torch.arange(1, states.shape[1] + 1, device=states.device)
        return sums.squeeze(-1) * self.length_factor(counts)

    def length_factor(self, lengths: Tensor) -> Tensor:
        """What the head's sum is multiplied by after so many words: the same shape, above 0."""
        return lengths.float() ** self.length_power
