"""The lines of PyTorch that each contrast is about; a test runs them after ``SETUP``.

``# <clip>`` stands for a comment in the user's language, ``build.learning.comment.clip``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

SETUP = """import torch
from torch import nn

model = nn.RNN(3, 4, 2, batch_first=True)
head = nn.Linear(4, 1)
x, y = torch.randn(2, 24, 3), torch.randn(2, 24, 1)
values = torch.randn(100)
loader = [(x, y)]
"""

LINES = {
    "clipping": """optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
output, _ = model(x)
loss = nn.functional.mse_loss(head(output), y)
optimizer.zero_grad()
loss.backward()
# <clip>
norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
optimizer.step()
""",
    "dropout": """# <layers>
rnn = nn.RNN(3, 4, num_layers=2, dropout=0.5, batch_first=True)
drop = nn.Dropout(0.5)
output, _ = rnn(x)
# <top>
logits = head(drop(output[:, -1]))
rnn.eval()  # <judging>
""",
    "rate": """optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
for factor in (0.01, 0.1, 1, 10, 100):  # <factors>
    optimizer.param_groups[0]["lr"] = 0.003 * factor
""",
    "batch": """dataset = torch.utils.data.TensorDataset(x, y)
loader = torch.utils.data.DataLoader(dataset, batch_size=16, shuffle=True)
updates = len(loader)  # <updates>
""",
    "units": """for hidden_size in (1, 4, 32, 256):
    rnn = nn.RNN(3, hidden_size, batch_first=True)
    count = sum(p.numel() for p in rnn.parameters())  # <square>
""",
    "overfit": """best, patience = float("inf"), 3
for epoch in range(5):
    model.train()  # <on>
    for inputs, targets in loader:
        pass  # <step>
    model.eval()  # <off>
    with torch.no_grad():
        validation = nn.functional.mse_loss(head(model(x)[0]), y).item()
    if validation < best:
        best, patience = validation, 3
        kept = {name: value.clone() for name, value in model.state_dict().items()}
    else:
        patience -= 1
    if patience == 0:
        break
model.load_state_dict(kept)
""",
    "scaling": """train, rest = values[:70], values[70:]  # <split>
mean, std = train.mean(), train.std()  # <measure>
train, rest = (train - mean) / std, (rest - mean) / std
""",
    "detach": """h = None
for begin in range(0, x.shape[1], 8):  # <pieces>
    output, h = model(x[:, begin : begin + 8], h)
    loss = nn.functional.mse_loss(head(output), y[:, begin : begin + 8])
    loss.backward()
    h = h.detach()  # <cut>
""",
    "forcing": """rnn, out = nn.GRU(1, 4, batch_first=True), nn.Linear(4, 1)
read = torch.randn(2, 24, 1)
output, h = rnn(read)
now, said = out(output[:, -1:]), []
for hour in range(48):
    said.append(now)
    # <own>
    output, h = rnn(now, h)
    now = out(output)
forecast = torch.cat(said, 1)  # (2, 48, 1)
""",
}


def lines_of(name: str, comment: Callable[[str], str]) -> str:
    """The lines of a contrast; ``comment`` gives the words for a name of a comment."""
    return re.sub(r"# <(\w+)>", lambda found: f"# {comment(found[1])}", LINES[name])
