"""The stepper and the page agree on a place, whoever moved last."""

from __future__ import annotations

import base64
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
SYNC = (ROOT / "rnnviz" / "stepper" / "js" / "position_sync.js").read_text(encoding="utf-8")

STORY = """
async (source) => {
  const { PositionSync } = await import(source);
  const sync = new PositionSync(document.body);
  const tell = (step) => sync.tell(() => ({ step }), () => true);
  const reported = () => new Promise((done) => { sync.report = done; });
  const first = reported();
  tell(1);
  const place = await first;
  const answered = sync.hears(place.serial);
  const second = reported();
  tell(7); // the user is elsewhere before the page has said anything to the first place
  const whileMoving = sync.hears(place.serial);
  const later = await second;
  return {
    answered, whileMoving, step: later.step,
    late: sync.hears(place.serial), current: sync.hears(later.serial),
    said: (sync.agree({ step: 7 }, { step: 0 }), sync.isNews({ step: 0 })),
    news: sync.isNews({ step: 3 }),
  };
}
"""


def test_an_answer_to_an_earlier_place_does_not_pull_the_user_back(page: Page):
    source = "data:text/javascript;base64," + base64.b64encode(SYNC.encode()).decode()
    assert page.evaluate(STORY, source) == {
        "answered": True,
        "whileMoving": False,
        "step": 7,
        "late": False,
        "current": True,
        "said": False,
        "news": True,
    }
