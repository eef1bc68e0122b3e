"""Frames a second and payload of the stepper, beside a plotly heatmap animation of the same trace.

    python benchmarks/stepper_frames.py [--seconds 4] [--cell rnn]

For each (steps, units, layers) a random network reads a random sequence. The stepper is opened as
its standalone file and played at 16 times the normal speed, then scrubbed once a frame; what it
painted is counted, and the gaps between the browser's frames are measured. Plotly draws one heatmap
that a moving mask uncovers (frames with the whole matrix in each would be far larger: their size
is given as well) and plays it as fast as it can. Same browser, one after the other.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import torch
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from find_browser import FLAGS, find_browser  # noqa: E402

from rnnviz.explain.trace import HeadTrace, HiddenTrace, trace_layers  # noqa: E402
from rnnviz.i18n import translator  # noqa: E402
from rnnviz.models.cells import torch_module  # noqa: E402
from rnnviz.models.specs import CELL_KINDS  # noqa: E402
from rnnviz.stepper.payload import pack  # noqa: E402
from rnnviz.stepper.position import StepperPosition  # noqa: E402
from rnnviz.ui.widgets.stepper import standalone_page  # noqa: E402

SIZES = ((20, 16, 1), (100, 64, 2), (400, 256, 3))  # steps, units, layers
INPUTS = 32

PLAY = """async (seconds) => {
  const stepper = document.querySelector('.stepper').stepper;
  stepper.clock.loop = true;
  stepper.clock.speed = 16;
  stepper.go(1);
  stepper.toggle();
  return await MEASURE(stepper, seconds, () => {});
}"""
SCRUB = """async (seconds) => {
  const stepper = document.querySelector('.stepper').stepper;
  stepper.clock.stop();
  const slider = stepper.parts.slider;
  let at = 1, by = 1;
  return await MEASURE(stepper, seconds, () => {
    at += by * Math.max(1, Math.round(stepper.steps / 120));
    if (at >= stepper.steps || at <= 1) by = -by;
    slider.value = String(Math.max(1, Math.min(at, stepper.steps)));
    slider.dispatchEvent(new Event('input'));
  });
}"""
MEASURE = """(stepper, seconds, act) => new Promise((done) => {
  const stamps = [], painted = stepper.painted;
  const tick = (now) => {
    stamps.push(now);
    act();
    if (now - stamps[0] < seconds * 1000) return requestAnimationFrame(tick);
    const gaps = stamps.slice(1).map((s, i) => s - stamps[i]).sort((a, b) => a - b);
    const span = (stamps[stamps.length - 1] - stamps[0]) / 1000;
    done({ fps: gaps.length / span, painted: (stepper.painted - painted) / span,
           worst: gaps[Math.floor(gaps.length * 0.95)] });
  };
  requestAnimationFrame(tick);
})"""
PLOTLY = """async (seconds) => {
  const plot = document.querySelector('.js-plotly-plot');
  let frames = 0;
  plot.on('plotly_animatingframe', () => { frames += 1; });
  const begun = performance.now();
  const options = { frame: { duration: 0, redraw: true }, transition: { duration: 0 } };
  while (performance.now() - begun < seconds * 1000) await Plotly.animate(plot, null, options);
  return frames / ((performance.now() - begun) / 1000);
}"""


def trace_of(cell: str, steps: int, units: int, layers: int) -> HiddenTrace:
    """A random network on a random sequence, as a trace with a made-up verdict."""
    torch.manual_seed(0)
    rnn = torch_module(cell, INPUTS, units, layers, batch_first=False)
    traced = trace_layers(rnn, torch.randn(steps, INPUTS))
    states = traced[-1].h[1:]
    mean = np.full(units, 1 / units, np.float32)
    head = HeadTrace(mean, 0.0, states, np.zeros(steps, np.float32))
    labels = tuple(f"word{i}" for i in range(1, steps + 1))
    return HiddenTrace(labels, (), traced, head.sums[:, None], "logit", "last", head)


def plotly_animation(trace: HiddenTrace) -> tuple[go.Figure, int]:
    """The masked animation of all layers, and the bytes of one frame with a whole matrix."""
    states = np.concatenate([layer.h[1:].T for layer in trace.layers])  # (layers · units, steps)
    mask = dict(type="rect", y0=-0.5, y1=len(states) - 0.5, x1=trace.steps - 0.5)
    mask |= dict(fillcolor="white", line_width=0, opacity=0.85)
    figure = go.Figure(
        go.Heatmap(z=states, zmin=-1, zmax=1, colorscale="RdBu"),
        frames=[
            go.Frame(name=str(t), layout=dict(shapes=[mask | dict(x0=t + 0.5)]))
            for t in range(trace.steps)
        ],
    )
    return figure, len(go.Frame(data=[go.Heatmap(z=states)]).to_json())


def open_stepper(browser: Browser, folder: Path, payload: bytes) -> Page:
    path = folder / "stepper.html"
    path.write_text(
        standalone_page(translator("en"), payload, StepperPosition(), "benchmark"), "utf-8"
    )
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(path.as_uri())
    page.locator(".stepper[data-step]").wait_for()
    return page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--cell", choices=list(CELL_KINDS), default="rnn")
    options = parser.parse_args()
    path = find_browser()
    if path is None:
        sys.exit("No Chromium found: run `make browser`.")
    print(
        "steps units layers |  payload   play: fps  p95 ms   scrub: fps  p95 ms "
        "| plotly: masked   whole matrices      fps"
    )
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for steps, units, layers in SIZES:
            trace = trace_of(options.cell, steps, units, layers)
            payload = pack([trace])
            page = open_stepper(browser, Path(name), payload)
            play = page.evaluate(PLAY.replace("MEASURE", f"({MEASURE})"), options.seconds)
            scrub = page.evaluate(SCRUB.replace("MEASURE", f"({MEASURE})"), options.seconds)
            page.close()
            figure, whole = plotly_animation(trace)
            target = Path(name) / "plotly.html"
            figure.write_html(target, include_plotlyjs=True, auto_play=False)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(target.as_uri())
            page.locator(".js-plotly-plot .main-svg").first.wait_for()
            rate = page.evaluate(PLOTLY, options.seconds)
            page.close()
            masked = len(json.dumps(figure.to_plotly_json(), default=list)) / 1e3
            matrices = whole * steps / 1e6
            print(
                f"{steps:>5} {units:>5} {layers:>6} | {len(payload) / 1e3:>6.0f} kB"
                f"  {play['painted']:>9.1f}  {play['worst']:>6.1f}  {scrub['painted']:>11.1f}"
                f"  {scrub['worst']:>6.1f} | {masked:>11.0f} kB  {matrices:>11.1f} MB  {rate:>7.1f}"
            )
        browser.close()


if __name__ == "__main__":
    main()
