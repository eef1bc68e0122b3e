"""Texts that nobody means well with: markup, scripts, odd Unicode, what is far too long.

For ``test_hostile.py`` and ``benchmarks/fuzz_texts.py``.
"""

from __future__ import annotations

import random
from collections.abc import Callable

MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</script></style></textarea><svg/onload=alert(1)>",
    "<!-- <b>x</b> --><style>*{display:none}</style>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "&lt;b&gt; &#x3c;script&#62; &amp;amp; &#99999999999;",
    "<a href=\"//x.y\" onclick='z'>a</a><",
    "# h\n> q\n- [a](javascript:alert(1)) ![i](http://x.y/z.png) `c` ~~d~~ | t |",
    "$x^2$ $$\\frac{\\undefined}{0}$$ \\begin{x}",
    ":red[r] :material/home: :blue-badge[x] :sparkles: :streamlit:",
    "{0} {name} {{7*7}} %s %n %(x)d ${jndi:ldap://x} {%raw%} {name:a|b}",
    "'; DROP TABLE runs; -- \" OR 1=1",
    "=HYPERLINK(\"http://x.y\") @SUM(A1) +1 -1 \t=1",
    "../../../../etc/passwd C:\\con\\nul file:///x http://[::1]:1/%00?a=b&c#d",
    "__proto__ constructor toString NaN null undefined true [object Object] \\u0000 \\",
    "<pad> <unk> <PAD> [MASK] </s> <|endoftext|>",
)  # fmt: skip
ODD = (
    "\ud800", "\udfff", "\ud83d", "\x00", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff",
    "\u200b", "\u200d", "\u202e", "\u2066", "\u00ad", "\ufffd", "\uffff", "\U0010ffff", "\ue000",
    "\u0301", "\u0489", "\ufe0f", "\u1160", "\u115f", "\u3164", "\U000e0041", "\r", "\n", "\t",
)  # fmt: skip
WORDS = (
    "good", "bad", "film", "not", "terrible", "wonderful", "it's", "don't", "A+", "10/10", "3.5",
    "phim", "hay", "rất", "tuye\u0323\u0302t", "vo\u031b\u0300i", "Straße", "İstanbul", "ﬁlm", "ǆ",
    "Ǆ", "ΣΑΣ", "ﷺ", "فيلم", "رائع", "סרט", "फ़िल्म", "映画", "이야기", "ภาพยนตร์",
    "👩‍👩‍👧", "🇻🇳", "😀", "①", "½", "٣", "Ⅷ", "ſ", "K", "𝔤𝔬𝔬𝔡", "ｇｏｏｄ", "gооd",
    "-", "—", "…", "''", "!!!", "?", ".", "",
)  # fmt: skip


def _words(rng: random.Random, most: int = 60) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(0, most)))


def _markup(rng: random.Random) -> str:
    return rng.choice((" ", "", "\n")).join(
        rng.choice((*MARKUP, _words(rng, 4))) for _ in range(rng.randint(1, 6))
    )


def _odd(rng: random.Random) -> str:
    return "".join(rng.choice((*ODD, *WORDS, " ")) for _ in range(rng.randint(1, 80)))


def _any_character(rng: random.Random) -> str:
    """Of any plane, surrogates and what is not assigned among them."""
    top = rng.choice((0x80, 0x600, 0x10000, 0x110000))
    return "".join(chr(rng.randrange(top)) for _ in range(rng.randint(1, 200)))


def _stacked(rng: random.Random) -> str:
    """Letters below hundreds of marks."""
    marks = "".join(chr(rng.randrange(0x300, 0x370)) for _ in range(rng.randint(1, 500)))
    return " ".join(word + marks for word in _words(rng, 5).split())


def _one_word(rng: random.Random) -> str:
    return rng.choice((*WORDS[:-1], "a", "<", "&", "[", "\\", "😀", "\u0301")) * rng.randint(
        1, 9000
    )


def _brackets(rng: random.Random) -> str:
    """What a careless pattern takes a square of its length for."""
    piece = rng.choice(("<", "<a ", "<a b=", "<a b='", "<!--", "&#", "[[", "((", "`", "$", "a<b>"))
    return piece * rng.randint(1, 5000) + _words(rng, 3)


def _long(rng: random.Random) -> str:
    """Thousands of words, in some more than the box takes."""
    return (_words(rng, 40) + " ") * rng.randint(1, 400)


def _megabyte(rng: random.Random) -> str:
    return (rng.choice((*MARKUP, *WORDS, *ODD)) + rng.choice((" ", ""))) * rng.randint(
        9000, 200_000
    )


KINDS: dict[str, tuple[float, Callable[[random.Random], str]]] = {
    "words": (2, _words),
    "markup": (3, _markup),
    "odd characters": (3, _odd),
    "any characters": (2, _any_character),
    "stacked marks": (1, _stacked),
    "one word": (1, _one_word),
    "brackets": (1, _brackets),
    "long": (0.5, _long),
    "a megabyte": (0.1, _megabyte),
}


def drawn(rng: random.Random) -> tuple[str, str]:
    """What kind of text it is, and the text: one kind, or pieces of two."""
    kinds, weights = list(KINDS), [share for share, _ in KINDS.values()]
    kind, other = rng.choices(kinds, weights, k=2)
    text = KINDS[kind][1](rng)
    if rng.random() < 0.2:
        return f"{kind}, {other}", text + KINDS[other][1](rng)
    return kind, text
