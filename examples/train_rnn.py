"""Train a recurrent network to forecast the next hour's temperature: all of it, on one page.

A year of hourly temperatures (JFK airport, New York, 2013) comes with rnnviz. The network reads
the last WINDOW hours one by one and says how much the next hour will differ from the last.
Left out on purpose: an LSTM or GRU (``rnnviz.models.cells`` has their steps, as short as the one
here), stopping early, saving. ``rnnviz train weather FILE`` has all of it.

    python examples/train_rnn.py        # some ten seconds
"""

import math
import sys

import torch
from torch import nn

from rnnviz.series.sample import sample_series

WINDOW, HIDDEN, BATCH, RATE = 24, 32, 64, 0.006
EPOCHS = int(sys.argv[1]) if len(sys.argv) > 1 else 10
torch.manual_seed(0)
torch.set_num_threads(1)  # for so small a network a second one only costs

# 1. The data. Windows must not span a hole; the test hours come last, as they will in real life.
celsius = torch.tensor(sample_series().values)  # (hours,), NaN where nothing was measured
windows = celsius.unfold(0, WINDOW + 1, 1)  # (windows, WINDOW + 1): what is read, then the answer
windows = windows[~windows.isnan().any(dim=1)]
train, test = windows[: int(0.9 * len(windows))], windows[int(0.9 * len(windows)) :]
mean, std = train.mean(), train.std()  # of the training hours only: the test must stay unseen


# 2. The network. One step reads one hour and what is remembered of all hours before it.
class RNN(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.W_ih = nn.Parameter(torch.empty(HIDDEN, 1).uniform_(-1, 1))
        self.W_hh = nn.Parameter(nn.init.orthogonal_(torch.empty(HIDDEN, HIDDEN)) * 0.85)
        self.b = nn.Parameter(torch.empty(HIDDEN).uniform_(-0.5, 0.5))
        self.head = nn.Linear(HIDDEN, 1)
        nn.init.zeros_(self.head.weight)  # an untrained network says: the same as last hour
        nn.init.zeros_(self.head.bias)

    def forward(self, hours: torch.Tensor) -> torch.Tensor:
        """(batch, time) scaled temperatures -> (batch,) the scaled temperature that comes next."""
        h = hours.new_zeros(len(hours), HIDDEN)
        for x in hours.T:  # the same weights at every step: that is what recurrent means
            h = torch.tanh(x[:, None] @ self.W_ih.T + h @ self.W_hh.T + self.b)
        return hours[:, -1] + self.head(h)[:, 0]


# 3. Training: forward, loss, backward through all the steps, a small move against the gradient.
network = RNN()
optimiser = torch.optim.AdamW(network.parameters(), lr=RATE)
steps = EPOCHS * math.ceil(len(train) / BATCH)
schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
for epoch in range(1, EPOCHS + 1):
    losses = []
    for batch in ((train[torch.randperm(len(train))] - mean) / std).split(BATCH):
        loss = nn.functional.huber_loss(network(batch[:, :-1]), batch[:, -1])
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
    print(f"epoch {epoch}: loss {sum(losses) / len(losses):.5f}")

# 4. The judgement, beside the simplest forecast there is: the same as in the last hour.
with torch.no_grad():
    forecast = network((test[:, :-1] - mean) / std) * std + mean
own = (forecast - test[:, -1]).abs().mean()
same = (test[:, -2] - test[:, -1]).abs().mean()
print(f"test MAE {own:.3f} °C; same as last hour {same:.3f} °C")
