"""What the random user does, types, presses and uploads, and how it sees what is in sight."""

from __future__ import annotations

import gzip
import io
import zipfile

# How often each kind of step comes, in parts of the sum.
KINDS = {
    "click": 30,
    "follow": 14,
    "type": 12,
    "fill": 7,
    "keys": 6,
    "drag": 5,
    "scroll": 12,
    "back": 5,
    "forward": 2,
    "reload": 2,
    "open": 1,
    "upload": 4,
    "rest": 10,
}

PAGES = (
    *("", "home", "tokens", "embeddings", "build", "states", "reviews", "weather", "runs"),
    "summary",
)

TEXTS = (
    "A quiet film with a lovely ending.",
    "not bad at all",
    "Phim rất hay, diễn viên đóng tuyệt vời!",
    "?!",
    "<b>bold</b> <script>alert(1)</script> good",
    "# head [a](http://x.y) $x$ :red[r] `c` bad",
    "😀 good 👩‍👩‍👧 film",
    "a good film with a bad end. " * 80,
    "word",
    " ",
    "bbbbbbbbbb" * 40,
    "one\ntwo three\nfour",
)

FIELDS = ("7", "-5", "99999999999", "0", "1,5", "2.5", "abc", "", "1e3", "=1+1")

KEYS = (
    *("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Space", "Enter", "Escape", "Tab", "Tab"),
    *("Home", "End", "PageUp", "PageDown", "p", "v", "o", "?", "+", "-"),
)

# What can be pressed and is in sight: its middle, what it is, its words, and whether it puts
# another text into the box. Components live in shadow roots.
VISIBLE = """() => {
  const found = [];
  const roots = [document];
  const wanted = 'a[href], button, input, select, summary, canvas, label, [role="slider"],'
    + ' [role="radio"], [role="option"], [role="menuitem"], [role="tab"], [data-step], .state, td';
  const replaces = '[data-testid="stMenuButtonBody"], [class*="st-key-bpe-rare"]';
  while (roots.length) {
    const root = roots.pop();
    const hosts = [...root.querySelectorAll('*')].filter((element) => element.shadowRoot);
    roots.push(...hosts.map((host) => host.shadowRoot));
    for (const element of root.querySelectorAll(wanted)) {
      const host = root.host ?? element;
      if (host.closest('[data-testid="stMainMenu"]')) continue;
      const isPageLink = host.closest('[data-testid="stTopNav"]') !== null;
      if (!isPageLink && host.closest('[data-testid="stToolbar"]')) continue;
      if (element.type === 'file' || element.target === '_blank') continue;
      if (element.tagName === 'A' && element.origin !== location.origin) continue;
      const box = element.getBoundingClientRect();
      const x = box.x + box.width / 2, y = box.y + box.height / 2;
      if (box.width < 4 || box.height < 4 || x < 0 || y < 0) continue;
      if (x > innerWidth || y > innerHeight) continue;
      let top = document.elementFromPoint(x, y);
      while (top?.shadowRoot) {
        const inner = top.shadowRoot.elementFromPoint(x, y);
        if (!inner || inner === top) break;
        top = inner;
      }
      if (!top || !(element.contains(top) || top.contains(element))) continue;
      const tag = element.tagName.toLowerCase();
      const field = tag === 'input' && !['checkbox', 'radio', 'range'].includes(element.type);
      const what = element.getAttribute('role') === 'slider' || element.type === 'range' ? 'slider'
        : tag === 'a' && element.pathname !== location.pathname ? 'page'
        : field ? (element.type === 'number' ? 'number' : 'field') : tag;
      const label = (element.getAttribute('aria-label') || element.textContent || '').trim();
      const text = host.closest(replaces) !== null
        || (element.className === 'open' && root.querySelector('.places') !== null);
      found.push({ x, y, what, label: label.slice(0, 50), text });
    }
  }
  return found;
}"""


# Counts the clicks that put another text into the box: where a page moves while somebody aims, the
# click may land on another thing than the one that was aimed at.
WATCH_REPLACED = """() => {
  addEventListener('click', (event) => {
    const replaces = '[role="menuitem"], [class*="st-key-bpe-rare"], .place .open';
    const count = Number(sessionStorage.getItem('walk.replaced'));
    if (event.composedPath().some((node) => node instanceof Element && node.matches(replaces)))
      sessionStorage.setItem('walk.replaced', count + 1);
  }, true);
}"""


def _hours(count: int, delimiter: str = ",", comma: bool = False) -> bytes:
    lines = [delimiter.join(("time", "temperature"))]
    for hour in range(count):
        value = f"{10 + hour % 24 / 3:.2f}"
        stamp = f"2024-01-{1 + hour // 24:02d} {hour % 24:02d}:00"
        lines.append(delimiter.join((stamp, value.replace(".", ",") if comma else value)))
    return "\n".join(lines).encode()


def _zip(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


_REVIEWS = b"review,label\nA lovely film.,positive\nA dull film.,negative\n"

FILES = (
    ("hours.csv", _hours(700)),
    ("stunden.csv", _hours(300, ";", comma=True)),
    ("short.csv", _hours(5)),
    ("hours.csv.gz", gzip.compress(_hours(400))),
    ("hours.zip", _zip("hours.csv", _hours(400))),
    ("reviews.csv", _REVIEWS),
    ("reviews.txt", b"A lovely film, really.\nA dull one, sadly.\n"),
    ("latin.csv", "review;stars\nUn café charmant;5\n".encode("latin-1")),
    ("utf16.csv", _REVIEWS.decode().encode("utf-16")),
    ("empty.csv", b""),
    ("noise.csv", bytes(range(256)) * 20),
    ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(200)),
    ("header.csv", b"review\n"),
    ("odd.csv", b'review,label\n"never closed,1\na,b,c,d\n'),
)
