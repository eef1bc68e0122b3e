"""A user who does anything, in any order, quickly: a seeded walk over all pages in a browser.

``make explore`` lets new ones loose for some minutes; ``make test`` repeats fixed ones. A walk
fails on an exception box, a page error, a traceback of the server, a page that never comes to
rest, a lost text, or progress that shrinks. Then it prints the shortest steps found to there.

A step is a kind and a few numbers in [0, 1) that choose among what is on the screen at that moment.
So a walk can be repeated, and with steps left out.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from driving import AT_REST, UNREST, serve
from find_browser import FLAGS, find_browser
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from random_things import FIELDS, FILES, KEYS, KINDS, PAGES, TEXTS, VISIBLE, WATCH_REPLACED

REST = 60_000  # ms until a page that has not come to rest counts as hanging
PATIENT = 5.0  # seconds for what a new visit puts right after it has come to rest
SOON = 2_000  # ms: what has gone from the screen by then is not waited for
DEVICES = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
    },
}


class FaultError(Exception):
    """Something that must not happen to anybody; ``kind`` says what."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind


@dataclass(frozen=True)
class Step:
    """What is done next; the numbers decide where and with what, given what is on the screen."""

    kind: str
    a: float
    b: float
    c: float


def steps_of(seed: int, count: int) -> list[Step]:
    """The steps of a walk: the same for the same seed."""
    dice = random.Random(seed)
    kinds = [kind for kind, weight in KINDS.items() for _ in range(weight)]
    return [
        Step(dice.choice(kinds), dice.random(), dice.random(), dice.random()) for _ in range(count)
    ]


@dataclass
class User:
    """One walk in one tab: what was done, and what has to hold because of it."""

    page: Page
    address: str
    phone: bool
    language: str
    log: Path | None = None  # of the server
    told: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)  # what the browser complained of
    done: set[str] = field(default_factory=set)
    text: str | None = None  # what the box has to show; None: not known
    replaced_at: str = ""  # the address when another text was chosen: it changes with the text
    replaced: int = 0  # clicks so far that put another text into the box
    read_up_to: int = 0  # of the server's log

    def start(self) -> None:
        self.page.set_default_timeout(REST)
        self.page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        self.page.on("dialog", lambda dialog: dialog.dismiss())
        self.page.on("console", self._hear)
        self.page.on("requestfailed", lambda gone: self.heard.append(f"{gone.failure}: {gone.url}"))
        self.page.add_init_script(f"({WATCH_REPLACED})()")
        if self.log:
            self.read_up_to = self.log.stat().st_size
        self.page.goto(f"{self.address}/?lang={self.language}&model=rnn")
        self.rest()

    def _hear(self, message: ConsoleMessage) -> None:
        """Keep the browser's errors: a box that the page made itself is not in the server's log."""
        if message.type == "error":
            self.heard.append(message.text)

    def walk(self, steps: Sequence[Step]) -> None:
        """Do all of it; raises ``FaultError``."""
        self.start()
        for step in steps:
            self.do(step)
        self.rest()

    def do(self, step: Step) -> None:
        """One step, then a look whether all is well; a page that moves on meanwhile is no fault."""
        try:
            said = getattr(self, f"_{step.kind}")(step)
        except PlaywrightError as error:
            if "Target crashed" in str(error) or "has been closed" in str(error):
                raise FaultError("the browser's page died", str(error)[:200]) from None
            said = f"nothing: {str(error).splitlines()[0][:80]}"
        self.told.append(f"{step.kind}: {said}")
        self._notice_replaced()
        self.look()

    def _notice_replaced(self) -> None:
        try:
            count = int(self.page.evaluate("sessionStorage.getItem('walk.replaced') ?? '0'"))
        except PlaywrightError:  # between two visits; the next step asks again
            return
        if count > self.replaced and self.text is not None:
            self.text, self.replaced_at = None, self.page.url
        self.replaced = count

    def look(self) -> None:
        """What must not be there at any moment."""
        if self.problems:
            raise FaultError("page error", self.problems[0])
        try:
            boxes = self.page.locator('[data-testid="stException"]').all_inner_texts()
        except PlaywrightError:  # between two visits; the next step looks again
            boxes = []
        if boxes:
            heard = "\n".join(line[:1500] for line in self.heard[-8:])
            raise FaultError("exception box", f"{self.page.url}\n{boxes[0][:1500]}\n{heard}")
        if self.log:
            with self.log.open("rb") as log:
                log.seek(self.read_up_to)
                said = log.read().decode("utf-8", "replace")
            if "Traceback" in said:
                raise FaultError("traceback of the server", said[said.index("Traceback") :][-1500:])

    def rest(self) -> None:
        """Wait until nothing moves, then look at what must have been kept."""
        if self.page.url == "about:blank":  # Back twice, faster than the browser: out of the app
            self.page.go_forward()
            self.text = None
        try:
            self.page.wait_for_function(AT_REST, timeout=REST)
        except PlaywrightError:
            raise FaultError("never comes to rest", self.page.evaluate(UNREST)) from None
        self.look()
        self._progress_grew()
        try:
            self._text_is_there()
        except PlaywrightError:  # a tap of before has taken the page away only now
            self.rest()

    def _progress_grew(self) -> None:
        for now in self._looks():
            done = set(parse_qs(urlsplit(now).query).get("done", [""])[0])
            if self.done <= done:
                self.done = done
                return
        raise FaultError("progress shrank", f"{''.join(sorted(self.done - done))} is missing")

    def _looks(self) -> Iterator[str]:
        """The address now and for some seconds: a new visit is told last what the tab kept."""
        end = time.monotonic() + PATIENT
        while True:
            yield self.page.url
            if time.monotonic() > end:
                return
            self.page.wait_for_timeout(50)

    def _text_is_there(self) -> None:
        box = self.page.locator("textarea[id=text]")
        if box.count() != 1:
            return
        if self.text is None:
            self._learn_text(box)
            return
        # A draft that a new page takes up is sent once more.
        for _ in self._looks():
            if (shown := box.input_value(timeout=SOON)) == self.text:
                return
        raise FaultError("lost text", f"{self.text[:80]!r} became {shown[:80]!r}")

    def _learn_text(self, box: Locator) -> None:
        """What the box has to show from now on, if the page says so.

        Without a text of one's own every page shows an example that suits it. A page is at rest,
        too, before the browser has made a click of a tap.
        """
        if "text" not in parse_qs(urlsplit(self.page.url).query):
            return
        for now in self._looks():
            told = parse_qs(urlsplit(now).query).get("text", [""])[0]
            if now != self.replaced_at and told == box.input_value(timeout=SOON):
                self.text, self.replaced_at = told, ""
                return

    # The steps. Each says what it did.

    def _click(self, step: Step) -> str:
        """Press something in sight, without waiting for anything."""
        targets = self.page.evaluate(VISIBLE)
        if not targets:
            return "nothing in sight"
        target = targets[int(step.a * len(targets))]
        if target["text"]:  # takes the place of the text: which one, the box will show
            self.text, self.replaced_at = None, self.page.url
        self._press(target["x"], target["y"])
        return f"{target['what']} “{target['label']}”"

    def _press(self, x: float, y: float) -> None:
        if self.phone:
            self.page.touchscreen.tap(x, y)
        else:
            self.page.mouse.move(x, y)
            self.page.mouse.down()
            self.page.mouse.up()

    def _follow(self, step: Step) -> str:
        """A link to another page."""
        opener = self.page.get_by_test_id("stExpandSidebarButton")
        if step.b < 0.5 and opener.count() and opener.is_visible():
            opener.click(timeout=SOON)  # on a phone the pages are listed in a drawer
            self.page.get_by_test_id("stSidebarNav").wait_for(timeout=SOON)
        links = [t for t in self.page.evaluate(VISIBLE) if t["what"] == "page"]
        if not links:
            return self._scroll(step)
        link = links[int(step.a * len(links))]
        self._press(link["x"], link["y"])
        return link["label"]

    def _type(self, step: Step) -> str:
        """A text into the box, with Enter or without."""
        box = self.page.locator("textarea[id=text]")
        if box.count() != 1:
            return "no box"
        text = TEXTS[int(step.a * len(TEXTS))]
        box.evaluate("(area) => area.scrollIntoView({ block: 'center' })", timeout=SOON)
        spot = box.bounding_box(timeout=SOON)
        if spot is None:
            return "no box in sight"
        self._press(spot["x"] + spot["width"] / 2, spot["y"] + 20)
        self.text = None  # not known, should the page go on from here to the end
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)
        typed = box.evaluate(
            "(area) => area.getRootNode().activeElement === area && area.value", timeout=SOON
        )
        if typed != text:
            return f"{text[:30]!r}, but the box was gone"
        self.text = text if text.strip() else None
        if step.b < 0.4:
            self.page.keyboard.press("Enter")
        return f"{text[:40]!r}{' and Enter' if step.b < 0.4 else ''}"

    def _fill(self, step: Step) -> str:
        """An odd value into a field, with Enter, Tab or nothing."""
        fields = [t for t in self.page.evaluate(VISIBLE) if t["what"] in ("number", "field")]
        if not fields:
            return self._scroll(step)
        target = fields[int(step.a * len(fields))]
        value = FIELDS[int(step.b * len(FIELDS))]
        self._press(target["x"], target["y"])
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(value)
        end = ("Enter", "Tab", "")[int(step.c * 3)]
        if end:
            self.page.keyboard.press(end)
        return f"{value!r} {end} into “{target['label']}”"

    def _keys(self, step: Step) -> str:
        keys = [KEYS[int(x * len(KEYS))] for x in (step.a, step.b, step.c)]
        focused = "document.activeElement?.shadowRoot?.activeElement?.tagName"
        for key in keys:
            if self.page.evaluate(focused) == "TEXTAREA":  # a Tab of before may have led into it
                self.text = None  # the key may change what stands there
            self.page.keyboard.press(key)
        return " ".join(keys)

    def _drag(self, step: Step) -> str:
        """From something in sight to somewhere."""
        targets = [t for t in self.page.evaluate(VISIBLE) if t["what"] in ("slider", "canvas")]
        if not targets or self.phone:
            return self._scroll(step)
        target = targets[int(step.a * len(targets))]
        self.page.mouse.move(target["x"], target["y"])
        self.page.mouse.down()
        for part in (0.3, 0.6, 1.0):
            self.page.mouse.move(target["x"] + part * 400 * (step.b - 0.5), target["y"] + 3)
        self.page.mouse.up()
        return f"{target['what']} “{target['label']}”"

    def _scroll(self, step: Step) -> str:
        self.page.evaluate(
            """(share) => {
              const main = document.querySelector('[data-testid="stMain"]');
              main?.scrollTo({ top: share * main.scrollHeight, behavior: 'instant' });
            }""",
            step.a,
        )
        return f"to {step.a:.0%}"

    def _back(self, _: Step) -> str:
        return self._travel(-1)

    def _forward(self, _: Step) -> str:
        return self._travel(1)

    def _travel(self, by: int) -> str:
        same = self.page.evaluate(
            """(by) => navigation.entries()[navigation.currentEntry.index + by]?.sameDocument""", by
        )
        if same is None:
            return "nothing: this is where the tab began or ends"
        if not same:
            self.text = None  # another visit, with the text of its own address
        self.page.evaluate("(by) => history.go(by)", by)
        return "in the browser" if same else "to another visit"

    def _reload(self, _: Step) -> str:
        self.page.reload(wait_until="commit")
        return self.page.url.rpartition("/")[2][:40]

    def _open(self, step: Step) -> str:
        """A page by its address, with some of the address as it is: a new session."""
        query = urlsplit(self.page.url).query
        name = PAGES[int(step.a * len(PAGES))]
        self.text = None
        self.page.goto(f"{self.address}/{name}?{query}", wait_until="commit")
        return name

    def _upload(self, step: Step) -> str:
        inputs = self.page.locator("input[type=file]")
        count = inputs.count()
        if not count:
            return self._follow(step)
        name, data = FILES[int(step.b * len(FILES))]
        chosen = inputs.nth(int(step.a * count))
        chosen.set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": data}, timeout=SOON
        )
        return name

    def _rest(self, _: Step) -> str:
        self.rest()
        return "and look"


@contextmanager
def tab(browser: Browser, device: str) -> Iterator[Page]:
    """A fresh tab of a device."""
    context = browser.new_context(**DEVICES[device], locale="en-US")
    try:
        yield context.new_page()
    finally:
        context.close()


def fault_of(
    browser: Browser, address: str, device: str, language: str, steps: Sequence[Step], log: Path
) -> tuple[FaultError | None, list[str]]:
    """Walk these steps in a fresh tab: the fault they lead to, if any, and what was done."""
    with tab(browser, device) as page:
        user = User(page, address, device == "phone", language, log)
        try:
            user.walk(steps)
        except FaultError as fault:
            return fault, user.told
        return None, user.told


def shrink(
    steps: Sequence[Step], fails: Callable[[Sequence[Step]], bool], tries: int = 60
) -> list[Step]:
    """Fewer steps that still fail: whole stretches are left out, then shorter ones."""
    left, size = list(steps), max(1, len(steps) // 2)
    while size and tries > 0:
        start, shorter = 0, False
        while start < len(left) and tries > 0:
            fewer = left[:start] + left[start + size :]
            tries -= 1
            if fewer and fails(fewer):
                left, shorter = fewer, True
            else:
                start += size
        if not shorter or size > len(left):
            size //= 2
    return left


def main() -> None:
    """Let random users loose until the time is over or one of them meets a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, help="the first seed; by default a new one")
    parser.add_argument("--actions", type=int, default=60, help="steps of a walk")
    parser.add_argument("--device", choices=DEVICES, help="by default both by turns")
    parser.add_argument("--language", choices=("en", "vi"), help="by default both by turns")
    asked = parser.parse_args()
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(10**6)
    end, walks, actions = time.monotonic() + 60 * asked.minutes, 0, 0
    path = find_browser()
    if path is None:
        sys.exit("No Chromium found: run make browser.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        log = Path(folder) / "server.log"
        with serve(log=log) as address:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            while time.monotonic() < end:
                device = asked.device or ("desktop", "phone")[walks % 2]
                language = asked.language or ("en", "vi")[walks // 2 % 2]
                steps = steps_of(seed, asked.actions)
                fault, told = fault_of(browser, address, device, language, steps, log)
                walks, actions = walks + 1, actions + len(told)
                found = fault or "no fault"
                print(f"seed {seed} {device} {language}: {len(told)} actions, {found}", flush=True)
                if fault is not None:
                    _report(browser, address, device, language, steps, log, fault, told)
                seed += 1
            browser.close()
    print(f"{walks} walks, {actions} actions, no fault")


def _listed(told: Sequence[str]) -> str:
    return "\n".join(f"  {number}. {line}" for number, line in enumerate(told, start=1))


def _report(browser, address, device, language, steps, log, fault, told) -> None:
    """Print the way to a fault and the shortest steps that still lead there, and end."""
    print(_listed(told))
    print("looking for the shortest way there …", flush=True)

    def fails(fewer: Sequence[Step]) -> bool:
        again, _ = fault_of(browser, address, device, language, fewer, log)
        return again is not None and again.kind == fault.kind

    shortest = shrink(steps[: len(told) + 1], fails)
    again, told = fault_of(browser, address, device, language, shortest, log)
    print(_listed(told))
    sys.exit(f"{again or 'not seen again; the first time: '}{'' if again else fault}")


if __name__ == "__main__":
    main()
