"""Write what the stage of Home plays before torch is there: ``python docs/make_stage.py``.

For each language the payload of the stepper, of the network and the example that a first visitor
sees, and beside it the verdict.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rnnviz.i18n import LANGUAGES  # noqa: E402
from rnnviz.inference.classify import read_shipped  # noqa: E402
from rnnviz.stepper.payload import pack  # noqa: E402
from rnnviz.ui.home.stage import stage_model  # noqa: E402
from rnnviz.ui.shell.examples import FIRST, example_texts  # noqa: E402
from rnnviz.ui.shell.view import View  # noqa: E402


def main() -> None:
    """Let the network of each language read its first example."""
    for language in LANGUAGES:
        view = View(lang=language)
        reading = read_shipped(example_texts(view.language)[FIRST], stage_model(view))
        assert reading is not None
        payload = pack([reading.trace])
        verdict = {"positive": reading.path.positive, "probability": reading.path.probability}
        folder = ROOT / "rnnviz" / "assets" / "stage"
        folder.mkdir(exist_ok=True)
        (folder / f"{language}.bin").write_bytes(payload)
        (folder / f"{language}.json").write_text(json.dumps(verdict) + "\n", encoding="utf-8")
        print(f"{language}: {reading.trace.steps} words, {len(payload)} bytes, {verdict}")


if __name__ == "__main__":
    main()
