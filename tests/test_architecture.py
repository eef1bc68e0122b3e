"""The rules of the house that code can break without anybody noticing."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "rnnviz"
CODE = sorted([ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *PACKAGE.rglob("*.py")])
ALL = [*CODE, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "docs").glob("*.py"))]

# Each layer may import from itself and from those named, never the other way round.
LOWEST = {"errors", "message_values", "atomic_write", "correlation", "spec_fields", "models"}
LOWEST |= {"low_priority", "logs", "cluster_versions"}
CORE = LOWEST | {"text", "series", "explain", "lessons"}
SHOWN = CORE | {"uploads", "training", "inference", "runs", "figures", "i18n", "stepper"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "message_values": set(),
    "atomic_write": set(),
    "correlation": set(),
    "low_priority": set(),
    "logs": set(),
    "cluster_versions": set(),
    "spec_fields": set(),
    "i18n": {"errors", "message_values"},
    "models": {"errors", "atomic_write"},
    "uploads": {"errors"},
    "text": LOWEST | {"uploads"},
    "series": LOWEST | {"uploads"},
    "sandbox": LOWEST | {"uploads", "text", "series"},
    "explain": LOWEST | {"text", "series"},
    "lessons": LOWEST | {"text", "explain"},
    "training": CORE | {"uploads"},
    "inference": CORE | {"uploads", "training", "sandbox"},
    "runs": CORE | {"training"},
    "figures": CORE,
    "stepper": CORE,
    "ui": SHOWN | {"site_folder", "sandbox"},
    "cli": (SHOWN - {"figures", "stepper"}) | {"site_folder"},
    "site_folder": set(),
    "__main__": {"cli"},
    "app": {"ui"},
    "pages": SHOWN | {"ui", "sandbox"},
}
TORCHLESS = {"ui", "figures", "uploads", "text", "series", "i18n", "stepper", "sandbox"}
TORCHLESS |= {"errors", "message_values", "atomic_write", "correlation", "spec_fields", "cli"}
STREAMLIT_IN = {"app", "pages", "ui"}
LAZY = ("app", *(f"pages.{p.stem}" for p in (ROOT / "pages").glob("*.py")))


def layer(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "rnnviz" else parts[0]


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module a file imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in {path}"
            found.add(node.module or "")
    return frozenset(found)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CODE, ids=name)
def test_imports_run_one_way(path):
    here = layer(path)
    for module in imports(path):
        if module.startswith("rnnviz."):
            there = module.split(".")[1]
            assert there == here or there in MAY_IMPORT[here], f"{here} must not import {module}"


SHARED = {"shell", "widgets", "components"}


@pytest.mark.parametrize("path", sorted((PACKAGE / "ui").rglob("*.py")), ids=name)
def test_the_folders_of_pages_do_not_know_each_other(path):
    """What two pages need stands in shell, widgets or components, which know no page."""
    here = path.relative_to(PACKAGE / "ui").parts[0]
    for module in imports(path):
        if module.startswith("rnnviz.ui."):
            there = module.split(".")[2]
            assert there == here or there in SHARED, f"{here} must not import {module}"


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=name)
def test_a_page_imports_its_own_folder(path):
    for module in imports(path):
        if module.startswith("rnnviz.ui."):
            assert module.split(".")[2] in SHARED | {path.stem}


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=name)
def test_a_page_begins_with_the_guard_of_its_name(path):
    """A link may open it on a server on which ``app.py`` has not run yet."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    first = next(n for n in body[1:] if not isinstance(n, ast.Import | ast.ImportFrom))
    assert isinstance(first, ast.Assign)
    assert ast.unparse(first.value) == f"start_page({path.stem!r})"


def test_no_module_imports_itself_by_a_detour():
    """Also where an import inside a function would hide it."""
    names = {".".join(p.relative_to(ROOT).with_suffix("").parts): p for p in PACKAGE.rglob("*.py")}
    edges = {module: imports(path) & set(names) for module, path in names.items()}
    done: set[str] = set()

    def walk(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " -> ".join([*way[way.index(module) :], module])
        if module not in done:
            for there in sorted(edges[module]):
                walk(there, (*way, module))
            done.add(module)

    for module in sorted(edges):
        walk(module, ())


@pytest.mark.parametrize("path", CODE, ids=name)
def test_streamlit_and_plotly_stay_where_they_belong(path):
    tops = {module.split(".")[0] for module in imports(path)}
    if layer(path) not in STREAMLIT_IN:
        assert "streamlit" not in tops
    if layer(path) != "figures":
        assert "plotly" not in tops


@pytest.mark.parametrize("path", ALL, ids=name)
def test_no_pickle_and_no_markup_from_strings(path):
    if path == Path(__file__):
        return
    text = path.read_text(encoding="utf-8")
    assert not {"pickle", "dill", "joblib", "marshal", "shelve"} & imports(path)
    for word in (
        "torch.load",
        "torch.save",
        "unsafe_allow_html",
        "allow_pickle=True",
        "cache_data",
    ):
        assert word not in text.replace("st.cache_data would pickle", ""), f"{word} in {path}"


def test_components_hear_of_the_browser_by_mount_alone():
    """Called directly, a component's callback reads a state that may be gone: see ``mount``."""
    for path in sorted((PACKAGE / "ui").rglob("*.py")):
        made = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                if ast.unparse(node.value.func) == "st.components.v2.component":
                    made |= {ast.unparse(target) for target in node.targets}
            elif isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in made, f"{path}: {ast.unparse(node)[:60]}"
        assert made or path.parent.name != "components" or path.stem == "__init__", path


def test_the_javascript_never_builds_markup_from_strings():
    scripts = list(PACKAGE.rglob("*.js"))
    assert scripts
    for path in scripts:
        text = path.read_text(encoding="utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert word not in text, f"{word} in {path}"


@pytest.mark.parametrize("path", CODE, ids=name)
def test_files_stay_small_and_well_named(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= (120 if layer(path) == "pages" else 320)
    assert path.stem not in {"utils", "common", "helpers", "misc"}


def test_scripts_stay_small_too():
    for path in PACKAGE.rglob("*.js"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 320, path


@pytest.mark.parametrize("path", CODE, ids=name)
def test_pages_read_files_in_the_sandbox_alone(path):
    """In the server's own process one person's file could hold up everybody."""
    readers = {"read_reviews", "read_review_file", "read_series", "column_names", "open_source"}
    readers |= {"find_table", "unpack", "sheets", "read_parquet"}
    if layer(path) not in STREAMLIT_IN:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module != "rnnviz.sandbox.readers":
            assert not readers & {alias.name for alias in node.names}, node.module


def test_importing_the_screen_does_not_import_torch():
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted(PACKAGE.rglob("*.py"))
        if layer(path) in TORCHLESS
    ]
    modules += [f"rnnviz.runs.{name}" for name in ("records", "store", "launcher")]
    modules += ["rnnviz.training.specs", "rnnviz.training.run_record"]
    modules += ["rnnviz.inference.forecast_verdict"]
    pages = [f"pages/{p.name}" for p in sorted((ROOT / "pages").glob("*.py"))]
    # Pages and app.py run when imported: their own imports are what counts here.
    for page in ["app.py", *pages]:
        modules += sorted(m for m in imports(ROOT / page) if m.startswith("rnnviz"))
    code = "\n".join(
        [
            "import importlib, sys",
            *(f"importlib.import_module({module!r})" for module in modules),
            "heavy = {'torch', 'sklearn', 'scipy', 'captum'} & set(sys.modules)",
            "sys.exit(f'imported: {heavy}' if heavy else 0)",
        ]
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_headline_of_home_waits_for_no_pandas():
    """It brings Arrow and half a second with it; what draws the pictures below imports it."""
    code = (
        "import sys, rnnviz.ui.home.overview, rnnviz.ui.home.why_sequences;"
        "print(sorted({'pandas', 'pyarrow', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
