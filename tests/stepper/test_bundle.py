from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from random_traces import random_trace

import rnnviz.stepper
from rnnviz.i18n import translator
from rnnviz.stepper import MODULES, bundle, source
from rnnviz.stepper.payload import pack
from rnnviz.stepper.position import StepperPosition
from rnnviz.ui.widgets.stepper import standalone_page

FOLDER = Path(rnnviz.stepper.__file__).parent / "js"


def test_every_module_is_bundled_after_those_it_imports_from():
    assert {path.stem for path in FOLDER.glob("*.js")} == set(MODULES)
    for position, name in enumerate(MODULES):
        for other in re.findall(r'from "\./(\w+)\.js"', source(f"js/{name}.js")):
            assert MODULES.index(other) < position, f"{name} imports {other}"


def test_names_at_the_top_are_unique_across_modules():
    names: Counter[str] = Counter()
    for name in MODULES:
        code = source(f"js/{name}.js")
        names.update(
            re.findall(
                r"^(?:export )?(?:default )?(?:async )?(?:function|class|const|let) (\w+)",
                code,
                re.M,
            )
        )
    assert [name for name, count in names.items() if count > 1] == []


def test_the_bundle_stands_alone():
    code = bundle()
    assert "import " not in code.replace("imports", "")
    assert re.findall(r"^export .*$", code, re.M) == ["export default function mount(component) {"]


def page(text: str = "good") -> str:
    payload = pack([random_trace("rnn", labels=(text, "film"))])
    return standalone_page(translator("en"), payload, StepperPosition(), text)


def test_a_file_names_no_other_place():
    addresses = set(re.findall(r"https?://[^\s\"'`<]+", page()))
    assert addresses == {"http://www.w3.org/2000/svg"}  # a name, which nobody fetches
    assert "default-src 'none'" in page()


def test_a_text_cannot_leave_its_place_in_a_file():
    text = page("</script><script>alert(1)</script>")
    assert "<script>alert" not in text
    assert text.count("<script") == page().count("<script")
