"""``rnnviz/assets/learning_contrasts.json``: what one choice does to learning, over five seeds.

``python docs/make_learning_contrasts.py dropout`` runs one of them again, prints every number and
writes it; without a name all of them, which takes some minutes. The loops are in
``docs/contrast_runs/`` and need nothing but what comes with the app.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from statistics import median
from typing import Any

import torch

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from contrast_runs import Measured, streams, texts, weather  # noqa: E402

OUT = ROOT / "rnnviz" / "assets" / "learning_contrasts.json"
EXPERIMENTS = {**texts.EXPERIMENTS, **streams.EXPERIMENTS, **weather.EXPERIMENTS}
EVERY = {"clipping": 10, "detach": streams.TIME // 20}  # from one point of a curve to the next
SEEDS = 5
DIGITS = 4  # that count: 0.07153, 9.606


def rounded(value: Any) -> Any:
    """A number to ``DIGITS`` digits that count, or a list of such."""
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return value if value is None else float(f"{value:.{DIGITS}g}")


def run(name: str, seeds: int = SEEDS) -> dict[str, Any]:
    """One experiment with each seed: per variant ``curve`` (seeds, points) and its numbers."""
    measured: list[Measured] = [EXPERIMENTS[name](seed) for seed in range(seeds)]
    variants = {}
    for variant, first in measured[0].items():
        made: dict[str, Any] = {
            key: [rounded(one[variant][key]) for one in measured]
            for key in first
            if key != "example"
        }
        if "example" in first:
            made["example"] = rounded(first["example"])
        variants[variant] = made
    return {"every": EVERY.get(name, 1), "variants": variants}


def main() -> None:
    """Run what was asked for and put it into the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help=f"all without one: {', '.join(EXPERIMENTS)}")
    names = parser.parse_args().names or list(EXPERIMENTS)
    if unknown := set(names) - set(EXPERIMENTS):
        parser.error(f"no {', '.join(unknown)}; choose of {', '.join(EXPERIMENTS)}")
    torch.set_num_threads(1)
    saved = json.loads(OUT.read_text(encoding="utf-8")) if OUT.exists() else {}
    for name in names:
        saved[name] = run(name)
        for variant, made in saved[name]["variants"].items():
            for key, values in made.items():
                if key not in ("curve", "example"):
                    known = [v for v in values if v is not None]
                    middle = f"{median(known):.4g}" if known else "none"
                    print(f"{name:9} {variant:12} {key:9} {middle:>8}   {values}")
    lines = [f'"{name}": {json.dumps(saved[name])}' for name in EXPERIMENTS if name in saved]
    OUT.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
