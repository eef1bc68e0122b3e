"""The lines of PyTorch that each contrast is about; a test runs them after ``SETUP``."""

from __future__ import annotations

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
# between backward and step
norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
optimizer.step()
""",
    "dropout": """# between layers 1 and 2
rnn = nn.RNN(3, 4, num_layers=2, dropout=0.5, batch_first=True)
drop = nn.Dropout(0.5)
output, _ = rnn(x)
# after the top layer, where nn.RNN itself drops nothing
logits = head(drop(output[:, -1]))
rnn.eval()  # nothing is dropped when judging
""",
    "rate": """optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
for factor in (0.01, 0.1, 1, 10, 100):  # try a few, apart by factors of ten
    optimizer.param_groups[0]["lr"] = 0.003 * factor
""",
    "batch": """dataset = torch.utils.data.TensorDataset(x, y)
loader = torch.utils.data.DataLoader(dataset, batch_size=16, shuffle=True)
updates = len(loader)  # in one epoch: texts / batch_size, rounded up
""",
    "units": """for hidden_size in (1, 4, 32, 256):
    rnn = nn.RNN(3, hidden_size, batch_first=True)
    count = sum(p.numel() for p in rnn.parameters())  # grows with the square of the units
""",
    "overfit": """best, patience = float("inf"), 3
for epoch in range(5):
    model.train()  # dropout on
    for inputs, targets in loader:
        pass  # one step of learning
    model.eval()  # dropout off
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
    "scaling": """train, rest = values[:70], values[70:]  # split first
mean, std = train.mean(), train.std()  # then measure, the training part alone
train, rest = (train - mean) / std, (rest - mean) / std
""",
    "detach": """h = None
for begin in range(0, x.shape[1], 8):  # a long stream in pieces of 8 steps
    output, h = model(x[:, begin : begin + 8], h)
    loss = nn.functional.mse_loss(head(output), y[:, begin : begin + 8])
    loss.backward()
    h = h.detach()  # the numbers go on, the way back ends here
""",
    "forcing": """rnn, out = nn.GRU(1, 4, batch_first=True), nn.Linear(4, 1)
read = torch.randn(2, 24, 1)
output, h = rnn(read)
now, said = out(output[:, -1:]), []
for hour in range(48):
    said.append(now)
    # its own forecast; teacher forcing would put the true hour here
    output, h = rnn(now, h)
    now = out(output)
forecast = torch.cat(said, 1)  # (2, 48, 1)
""",
}
