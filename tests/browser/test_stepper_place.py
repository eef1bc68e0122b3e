"""The stepper and the page agree on a place, whoever moved last."""

from __future__ import annotations

import base64
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
TELLER = (ROOT / "rnnviz" / "stepper" / "js" / "teller.js").read_text(encoding="utf-8")

STORY = """
async (source) => {
  const { Teller } = await import(source);
  const teller = new Teller(document.body);
  const tell = (step) => teller.tell(() => ({ step }), () => true);
  const reported = () => new Promise((done) => { teller.report = done; });
  const first = reported();
  tell(1);
  const place = await first;
  const answered = teller.hears(place.serial);
  const second = reported();
  tell(7); // the user is elsewhere before the page has said anything to the first place
  const whileMoving = teller.hears(place.serial);
  const later = await second;
  return {
    answered, whileMoving, step: later.step,
    late: teller.hears(place.serial), current: teller.hears(later.serial),
  };
}
"""


def test_an_answer_to_an_earlier_place_does_not_pull_the_user_back(page: Page):
    source = "data:text/javascript;base64," + base64.b64encode(TELLER.encode()).decode()
    assert page.evaluate(STORY, source) == {
        "answered": True,
        "whileMoving": False,
        "step": 7,
        "late": False,
        "current": True,
    }
