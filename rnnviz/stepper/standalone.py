"""The stepper as one HTML file: opens from disk, plays without a server, asks nobody anything."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from rnnviz.stepper import bundle, source
from rnnviz.stepper.payload import identity_of
from rnnviz.stepper.position import StepperPosition

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>
{theme}
body {{ margin: 0 auto; max-width: 1400px; padding: 1.2rem;
  background: var(--st-background-color); }}
h1 {{ font: 600 1.4rem var(--st-font); color: var(--st-text-color); }}
.note {{ font: 0.95rem/1.5 var(--st-font); color: var(--st-text-color); max-width: 60rem; }}
.note code {{ font-family: var(--st-code-font); }}
{css}
</style>
</head>
<body>
<h1>{title}</h1>
{notes}
<div id="place"><div class="stepper"></div></div>
<script type="application/json" id="settings">{settings}</script>
<script type="text/plain" id="payload">{payload}</script>
<script type="module">
{code}
{boot}</script>
</body>
</html>
"""


def standalone(
    payload: bytes,
    *,
    place: StepperPosition,
    settings: Mapping[str, Any],
    themes: Mapping[str, Mapping[str, str]],
    title: str,
    language: str,
    notes: Sequence[str] = (),
) -> str:
    """The whole page. ``themes``: CSS variables (without ``--st-``) for ``light`` and ``dark``.

    ``notes``: what must be said about the picture, each a paragraph in the little Markdown that the
    catalogues use: `code` and **bold**.
    """
    data = {
        "payload": identity_of(payload),
        "place": place.as_data(),
        "heard": 0,
        **settings,
    }
    return _PAGE.format(
        language=language,
        title=html.escape(title),
        notes="\n".join(f'<p class="note">{_rich(note)}</p>' for note in notes),
        theme=_theme_css(themes),
        css=source("stepper.css"),
        # "<" inside a JSON string may be written so; then no text can end the script element.
        settings=json.dumps(data).replace("<", "\\u003c"),
        payload=base64.b64encode(payload).decode("ascii"),
        boot=source("standalone.js"),
        code=bundle().replace("export default function", "function"),
    )


def _rich(note: str) -> str:
    """A note as HTML; all but code and bold is text."""
    coded = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(note))
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", coded)


def _theme_css(themes: Mapping[str, Mapping[str, str]]) -> str:
    def variables(mode: str) -> str:
        return " ".join(f"--st-{name}: {value};" for name, value in themes[mode].items())

    return (
        f":root {{ color-scheme: light dark; {variables('light')} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {variables('dark')} }} }}"
    )
