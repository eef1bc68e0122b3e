"""The Dockerfile and the dev container say what the Makefile, pyproject and the workflow say."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
DEV = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))


def instructions(name: str) -> list[str]:
    """What follows an instruction, each time it stands in the Dockerfile."""
    return re.findall(rf"^\s*{name} +(.+)$", DOCKERFILE, re.M)


def copied() -> list[tuple[str, str]]:
    """(from, to) of what comes from this repository."""
    lines = [line.split() for line in instructions("COPY") if not line.startswith("--from")]
    return [(source, words[-1]) for words in lines for source in words[:-1]]


def test_one_version_of_python_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    least = project["project"]["requires-python"].removeprefix(">=")
    workflow = (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")
    pairs = {
        "mypy": project["tool"]["mypy"]["python_version"],
        "ruff": project["tool"]["ruff"]["target-version"].replace("py3", "3."),
        "workflow": re.search(r'python-version: "(.+)"', workflow)[1],
        "dev container": DEV["image"].removeprefix("python:"),
        **{f"FROM {line}": line.split()[0] for line in instructions("FROM")},
    }
    assert len(pairs) == 6
    for where, said in pairs.items():
        assert said.removeprefix("python:").removesuffix("-slim") == least, where
    major, minor = least.split(".")
    assert f"sys.version_info < ({major}, {minor})" in MAKEFILE


def test_torch_comes_as_with_make_cpu():
    (version,) = re.findall(r"^UV := (.+)$", MAKEFILE, re.M)
    assert instructions("ARG") == [f"UV={version}", "CLUSTER="]
    cpu = "--torch-backend cpu"
    assert cpu in MAKEFILE
    assert [cpu in line for line in instructions("RUN") if "requirements.txt" in line] == [True]


def test_it_runs_as_somebody_who_owns_the_data_alone():
    (user,) = instructions("USER")
    (folder,) = instructions("VOLUME")
    assert any(f"useradd --create-home --uid 1000 {user}" in line for line in instructions("RUN"))
    assert any(f"-m 700 -o {user} -g {user} {folder}" in line for line in instructions("RUN"))
    assert f"RNNVIZ_DATA={folder}" in instructions("ENV")[-1]


def test_what_is_copied_is_let_through_and_nothing_else():
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    assert lines[1] == "*"
    let_through = {line[1:].removesuffix("/config.toml") for line in lines if line.startswith("!")}
    assert let_through == {source for source, _ in copied()}


def test_the_targets_of_the_dev_container_exist():
    words = DEV["postCreateCommand"].split()
    assert words[0] == "make"
    for target in (word for word in words[1:] if "=" not in word):
        rule = re.escape(target.replace(".venv", "$(VENV)"))
        assert re.search(rf"^{rule}:", MAKEFILE, re.M), target


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A folder with what the image's /app holds."""
    for source, target in copied():
        if (ROOT / source).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / source, tmp_path / "app" / target, ignore=ignored)
        elif target == "./" and not source.startswith("requirements"):
            shutil.copy(ROOT / source, tmp_path / "app" / source)
    return tmp_path / "app"


def test_what_is_copied_is_enough_and_the_health_check_tells(image, tmp_path):
    port = str(free_port())
    here = DOCKERFILE.replace("8501", port)
    started, *rest = json.loads(re.search(r"^CMD (.+)$", here, re.M)[1])
    python, *check = json.loads(re.search(r"^HEALTHCHECK .*CMD (\[.+\])", here, re.M)[1])
    assert started == python == "python"

    def healthy() -> bool:
        done = subprocess.run([sys.executable, *check], capture_output=True, check=False)
        return done.returncode == 0

    assert not healthy()
    data = tmp_path / "data"
    server = subprocess.Popen(
        [sys.executable, *rest],
        cwd=image,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "RNNVIZ_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + 60
        while not healthy():
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < end, "never healthy"
        version = [sys.executable, "-m", "rnnviz", "--version"]
        said = subprocess.run(version, cwd=image, capture_output=True, check=True).stdout
        assert said.startswith(b"rnnviz ")
        server.terminate()  # as `docker stop` does
        assert server.wait(20) in (0, -signal.SIGTERM)  # uvicorn ends, then as it was told
    finally:
        server.kill()


def test_compose_starts_what_the_tests_of_a_cluster_start():
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    ours = {name: each for name, each in services.items() if each["image"] == "rnnviz-cluster"}
    assert sorted(ours) == ["app1", "app2", "scheduler", "worker1", "worker2"]
    settings = re.findall(
        r"^\| `(RNNVIZ_[A-Z_]+)`", (ROOT / "docs/architecture.md").read_text("utf-8"), re.M
    )
    for name, each in ours.items():
        assert each["build"]["args"] == {"CLUSTER": "1"}
        assert each["read_only"]
        named = {setting for setting in each["environment"] if setting.startswith("RNNVIZ_")}
        assert named <= set(settings), name
        assert {"RNNVIZ_DATABASE_URL", "RNNVIZ_FILES"} <= named
        assert ("RNNVIZ_DASK" in named) == name.startswith("app")
        if "command" in each:
            python, flag, module, *words = each["command"]
            assert (python, flag) == ("python", "-m")
            known = subprocess.run(
                [sys.executable, "-m", module, "--help"], capture_output=True, check=True, text=True
            ).stdout
            for word in words:
                assert not word.startswith("--") or word.replace("--no-", "") in known, word
    # Who is named is there: by the proxy, by the settings, by the example of secrets.
    proxy = (ROOT / "Caddyfile").read_text(encoding="utf-8")
    assert set(re.findall(r"(\w+):8501", proxy)) == {"app1", "app2"}
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"(?:@|//)(record|objects|scheduler)\b", text)) <= set(services)
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\{(\w+)\}", text)) == set(re.findall(r"^(\w+)=$", example, re.M))
    mounted = {v.split(":")[0] for s in services.values() for v in s.get("volumes", ())}
    assert mounted - {"./Caddyfile"} == set(compose["volumes"])
