"""The stepper on its page: it plays in the browser alone, and its place goes into the link."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from driving import PATIENCE, choose_language, enter_text, settle, visit
from playwright.sync_api import Browser, Page, expect

from rnnviz.i18n import LANGUAGES, translator

EN, VI = translator("en"), translator("vi")
TEXT = "text=slow+and+bad+at+first+but+then+a+beautiful+ending"


def messages(page: Page) -> list[str]:
    """Collect what page and server tell each other from now on."""
    seen: list[str] = []

    def watch(socket) -> None:
        socket.on("framesent", lambda data: seen.append("sent"))
        socket.on("framereceived", lambda data: seen.append("received"))

    page.on("websocket", watch)
    return seen


def test_the_picture_keeps_its_place_while_a_phone_plays(page: Page, server: str):
    """What is being computed is said above it, in a line that is there all the time."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(reduced_motion="no-preference")  # else a step has no stages to tell
    visit(page, f"{server}/states?{TEXT}&model=gru&step=1&lang=vi")
    stepper = page.locator(".stepper")
    page.get_by_label(VI("stepper.loop")).check()
    page.get_by_role("button", name=VI("stepper.play"), exact=True).click()
    expect(stepper).to_have_attribute("data-step", "2")
    said, places = stepper.evaluate(
        """(root) => new Promise((done) => {
          const said = new Set(), places = new Set();
          const told = root.querySelector("[data-part=told]");
          const scene = root.querySelector("canvas.scene");
          const until = root.stepper.painted + 120;
          const look = () => {
            said.add(told.textContent);
            places.add(scene.offsetTop + " " + scene.offsetHeight);
            if (root.stepper.painted >= until) done([said.size, [...places]]);
            else requestAnimationFrame(look);
          };
          look();
        })"""
    )
    assert said > 3
    assert len(places) == 1, places


def test_it_plays_without_a_rerun_and_tells_the_place_once_at_the_end(page: Page, server: str):
    seen = messages(page)
    visit(page, f"{server}/states?{TEXT}&model=gru&step=1")
    stepper = page.locator(".stepper")
    expect(stepper).to_have_attribute("data-step", "1")
    page.get_by_label(EN("stepper.loop")).check()
    page.get_by_role("button", name=EN("stepper.play"), exact=True).click()
    expect(stepper).to_have_attribute("data-step", "2")
    begun = len(seen)
    steps = stepper.evaluate(
        """(root) => new Promise((done) => {
          const steps = new Set();
          const until = root.stepper.painted + 90;
          const look = () => {
            steps.add(root.dataset.step);
            if (root.stepper.painted >= until) done(steps.size);
            else requestAnimationFrame(look);
          };
          look();
        })"""
    )
    assert steps > 2
    assert len(seen) == begun  # 90 frames later: not a word, in either direction
    page.keyboard.press("Escape")
    expect(stepper).to_have_attribute("data-playing", "false")
    expect(page).to_have_url(re.compile(f"step={stepper.get_attribute('data-step')}"))
    settle(page)
    # It may have come round to where it began: then there is nothing to tell.
    moved = stepper.get_attribute("data-step") != "1"
    assert seen[begun:].count("sent") == moved


def test_keys_scrub_and_the_link_opens_the_same_square(page: Page, server: str):
    visit(page, f"{server}/states?{TEXT}&model=rnn&step=5")
    stepper = page.locator(".stepper")
    expect(stepper).to_have_attribute("data-step", "5")
    stepper.locator("[data-part=order]").select_option("number")
    stepper.focus()
    page.keyboard.press("ArrowRight")
    expect(stepper.locator("[data-part=word]")).to_have_text("but")
    for key in ("Enter", *["ArrowUp"] * 24, "ArrowDown"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile("step=6.*unit=2"))
    settle(page)
    link = page.url
    visit(page, link)
    expect(page.locator(".stepper")).to_have_attribute("data-step", "6")
    expect(page.locator(".card.open h4")).to_contain_text("unit 2, step 6: “but”")
    # Opened by a click it comes into sight, and the picture stays there.
    page.locator(".stepper").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card.open")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".card.open h4")).to_contain_text("unit 2, step 6: “but”")
    expect(page.locator(".card.open h4")).to_be_in_viewport()
    expect(page.locator(".stepper canvas").first).to_be_in_viewport()
    # Where there is room its numbers stand beside the picture and are no higher; else below it.
    picture, card = (page.locator(f".stepper {part}").first for part in (".stage", ".side"))
    here, there = picture.bounding_box(), card.bounding_box()
    assert there["x"] >= here["x"] + here["width"]
    assert there["y"] == pytest.approx(here["y"], abs=2)
    assert there["y"] + there["height"] <= page.viewport_size["height"]
    page.set_viewport_size({"width": 900, "height": 900})
    settle(page)
    assert card.bounding_box()["y"] >= here["y"] + picture.bounding_box()["height"]
    page.set_viewport_size({"width": 1280, "height": 900})
    settle(page)
    # The panel beside follows.
    expect(page.get_by_label(EN("states.unit"), exact=True)).to_have_value("2")
    # The verdict opens too, and a pin stays; both are in the link.
    page.locator(".stepper").focus()
    page.keyboard.press("p")
    page.keyboard.press("v")
    title = page.locator(".card.open h4")
    expect(title).to_have_text(EN("stepper.card_verdict", step=6, word="but"))
    expect(page).to_have_url(re.compile("opened=verdict&pins=1.1.2.6"))
    settle(page)
    visit(page, page.url)
    expect(title).to_have_text(EN("stepper.card_verdict", step=6, word="but"))
    expect(page.locator(".card h4")).to_have_count(2)
    # Another text has other words: the pin goes.
    enter_text(page, "a wonderful film")
    expect(page.locator("[data-part=count]")).to_have_text("1 / 3")
    expect(page.locator(".card h4")).to_have_count(1)
    expect(page).not_to_have_url(re.compile("pins="))


def test_the_place_survives_a_rerun_by_another_control(page: Page, server: str):
    visit(page, f"{server}/states?{TEXT}&model=lstm")
    stepper = page.locator(".stepper")
    expect(stepper).to_have_attribute("data-step", "1")
    slider = page.get_by_label(EN("stepper.slider"))
    slider.fill("4")
    expect(page).to_have_url(re.compile("step=4"))
    choose_language(page, "vi")
    expect(page.locator("h1").first).to_have_text(VI("states.title"))
    expect(stepper).to_have_attribute("data-step", "4")
    unit = page.get_by_label(VI("states.unit"), exact=True)
    unit.fill("7")
    unit.press("Enter")
    expect(page.locator(".card.open h4")).to_contain_text(
        VI("stepper.card", layer=1, unit=7, step=4, word="at")
    )
    # Another model reads the same words; the step stays.
    page.get_by_role("radio", name=VI("models.gru")).click()
    expect(page.locator("[data-part=badge]")).to_contain_text("torch.nn.GRU")
    expect(stepper).to_have_attribute("data-step", "4")


def test_many_keys_at_once_end_where_they_should(page: Page, server: str):
    visit(page, f"{server}/states?{TEXT}&model=rnn&step=1")
    stepper = page.locator(".stepper")
    expect(stepper).to_have_attribute("data-step", "1")
    stepper.focus()
    for _ in range(3):
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowLeft")
    # A late answer of the server to an earlier place must not pull it back.
    expect(page).to_have_url(re.compile("step=7"))
    settle(page)
    expect(stepper).to_have_attribute("data-step", "7")


def test_keys_belong_to_the_text_while_it_is_typed(page: Page, server: str):
    visit(page, f"{server}/states?{TEXT}&model=rnn&step=5")
    stepper = page.locator(".stepper")
    expect(stepper).to_have_attribute("data-step", "5")
    box = page.locator("textarea")
    box.press("End")
    for key in ("ArrowLeft", "ArrowRight", "Space", "p", "o", "Home"):
        box.press(key)
    expect(box).to_have_value("slow and bad at first but then a beautiful ending po")
    assert stepper.get_attribute("data-step") == "5"


def test_padding_is_shown_and_explained(page: Page, server: str):
    visit(page, f"{server}/states?text=a+good+film&model=gru&states_pad=after&length=6")
    expect(page.locator("[data-part=count]")).to_have_text("1 / 6")
    expect(page.get_by_test_id("stAlert")).to_contain_text("W_hh · h")
    page.locator(".stepper").focus()
    page.keyboard.press("End")
    expect(page.locator("[data-part=word]")).to_have_text("<pad>")
    page.keyboard.press("Enter")
    card = page.locator(".card.open")
    # The vector of <pad> is zero, the state is not.
    for part in card.locator("[data-part=ih]").all_inner_texts():
        assert float(part.replace("−", "-")) == 0
    assert card.locator("[data-part=state]").inner_text() != "0.0000"
    expect(page).to_have_url(re.compile("step=6"))  # what is told later would count as later
    page.get_by_role("radio", name=EN("stepper.watch.pad_none")).click()
    expect(page.locator("[data-part=count]")).to_have_text("1 / 3")


def test_stacks_and_three_networks_can_be_watched(page: Page, server: str):
    visit(page, f"{server}/states?{TEXT}&model=lstm")
    page.get_by_role("radio", name=EN("stepper.watch.stack")).click()
    expect(page.get_by_text(EN("stepper.watch.stack_note"))).to_be_visible()
    page.get_by_role("radio", name="3", exact=True).click()
    page.get_by_role("button", name=EN("stepper.light")).click()
    expect(page.locator("[data-part=returns]")).to_contain_text("c_n.shape = (3, 1, 8)")
    page.get_by_role("radio", name=EN("stepper.watch.three")).click()
    expect(page.locator("[data-part=badge]")).to_contain_text(
        "torch.nn.RNN, torch.nn.LSTM, torch.nn.GRU"
    )
    expect(page.locator("[data-part=verdict]")).to_contain_text("GRU:")
    visit(page, f"{server}/states?{TEXT}&watch=three&step=4&unit=5&track=3")
    expect(page.locator(".card.open h4")).to_contain_text("GRU · Layer 1, unit 5, step 4")
    page.get_by_label(EN("states.unit"), exact=True).fill("6")
    page.keyboard.press("Enter")
    expect(page.locator(".card.open h4")).to_contain_text("GRU · Layer 1, unit 6, step 4")


def test_the_units_of_a_network_keep_their_places_over_texts(page: Page, server: str):
    """Rows that change places between "not good" and "not bad" could not be compared."""
    visit(page, f"{server}/states?model=gru&text=the+film+is+not+good")
    stepper = page.locator(".stepper")
    order = "(root) => root.stepper.orders.get('0.0').units.join()"
    first = stepper.evaluate(order)
    enter_text(page, "a wonderful and moving story of two sisters")
    expect(page.locator("[data-part=count]")).to_have_text("1 / 8")
    assert stepper.evaluate(order) == first
    visit(page, f"{server}/states?model=gru&text=a+wonderful+and+moving+story+of+two+sisters")
    assert stepper.evaluate(order) != first


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_plays_from_disk_and_asks_nobody(
    page: Page, server: str, chromium: Browser, tmp_path: Path, language: str
):
    t = translator(language)
    visit(page, f"{server}/states?lang={language}&model=lstm")
    # The markup is no word of the text: six are left.
    enter_text(page, "</script><script>alert(1)</script> a wonderful film & a bad one")
    expect(page.locator("[data-part=count]")).to_have_text("1 / 6")
    page.locator("[data-part=order]").select_option("number")
    page.locator(".stepper").focus()
    page.keyboard.press("Home")
    for key in ("Enter", *["ArrowUp"] * 24):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile("step=1.*unit=1"))
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=t("stepper.take.button")).click()
    path = tmp_path / "stepper.html"
    download.value.save_as(path)

    context = chromium.new_context(offline=True)
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    asked, errors = [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("dialog", lambda dialog: (errors.append("dialog"), dialog.dismiss()))
    tab.goto(path.as_uri())
    stepper = tab.locator(".stepper")
    expect(stepper).to_have_attribute("data-step", "1")
    expect(tab.locator(".card.open h4")).to_contain_text("1")
    tab.get_by_label(t("stepper.speed")).select_option("16")
    tab.get_by_role("button", name=t("stepper.play"), exact=True).click()
    expect(stepper).to_have_attribute("data-playing", "false")
    expect(stepper).to_have_attribute("data-step", "6")
    assert {url for url in asked if not url.startswith(("data:", "blob:"))} == {path.as_uri()}
    assert errors == []
    context.close()
