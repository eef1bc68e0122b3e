"""Random users of fixed seeds walk over the app, and would notice what must not happen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from driving import TWO_FRAMES, enter_text, serve, visit
from playwright.sync_api import Browser, expect
from random_things import KINDS, TEXTS
from random_user import DEVICES, FaultError, User, fault_of, shrink, steps_of, tab

from rnnviz.i18n import LANGUAGES

STEPS = 30  # of a walk: some twenty seconds where two go at once
WALKS = [(*walk, seed) for seed, walk in enumerate(product(DEVICES, LANGUAGES), start=1)]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The app on a server of its own, and what that says."""
    log = tmp_path_factory.mktemp("server") / "log"
    with serve(log=log) as address:
        yield address, log


@pytest.mark.parametrize(("device", "language", "seed"), WALKS)
def test_a_random_user_meets_no_fault(chromium: Browser, watched, device, language, seed):
    address, log = watched
    steps = steps_of(seed, STEPS)
    fault, told = fault_of(chromium, address, device, language, steps, log)
    path = f"python tests/browser/random_user.py --seed {seed} --device {device}"
    assert fault is None, f"{fault}\n" + "\n".join(told) + f"\nagain: {path} --language {language}"


def test_the_same_seed_is_the_same_walk_and_every_kind_of_step_exists():
    assert steps_of(5, 40) == steps_of(5, 40) != steps_of(6, 40)
    assert all(callable(getattr(User, f"_{kind}")) for kind in KINDS)


# What a fault would look like, brought about by force: the user has to notice each.
FORCED = {
    "exception box": """() => {
        const box = document.createElement('div');
        box.dataset.testid = 'stException';
        document.body.append(box);
    }""",
    "page error": "() => { setTimeout(() => { throw new Error('forced'); }, 0); }",
    "lost text": "() => { for (const e of document.querySelectorAll('*')) { const area ="
    " e.shadowRoot?.querySelector('textarea'); if (area) area.value = 'other words'; } }",
    "progress shrank": "() => history.replaceState({}, '', location.pathname + '?model=rnn')",
}


def test_the_random_user_notices(chromium: Browser, watched):
    address, log = watched
    with tab(chromium, "desktop") as page:
        user = User(page, address, False, "en", log)
        user.start()
        for kind, force in FORCED.items():
            visit(page, f"{address}/tokens?model=rnn")  # where nothing plays by itself
            enter_text(page, TEXTS[0])
            user.text = TEXTS[0]
            expect(page).to_have_url(re.compile("done="))
            user.rest()
            page.evaluate(force)
            page.evaluate(TWO_FRAMES)  # a page error arrives a moment later
            with pytest.raises(FaultError) as found:
                user.rest()
            assert found.value.kind == kind
            user.problems.clear()


def test_the_random_user_reads_what_the_server_says(chromium: Browser, watched):
    address, log = watched
    with tab(chromium, "phone") as page:
        user = User(page, address, True, "vi", log)
        user.start()
        before = log.read_bytes()
        try:
            with log.open("ab") as file:
                file.write(b"Traceback (most recent call last):\n")
            with pytest.raises(FaultError) as found:
                user.rest()
        finally:
            log.write_bytes(before)
        assert found.value.kind == "traceback of the server"


def test_a_walk_is_shrunk_to_the_steps_that_matter():
    steps = steps_of(3, 40)
    needed = [steps[7], steps[30]]

    def fails(fewer) -> bool:
        places = [fewer.index(step) if step in fewer else -1 for step in needed]
        return -1 < places[0] < places[1]

    assert shrink(steps, fails, tries=500) == needed
