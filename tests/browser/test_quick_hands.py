"""Journeys of people who do not wait: they type and click elsewhere, tap, go back, reload.

Nothing they do may end in an error, lose what they typed or take away what they learned.
"""

from __future__ import annotations

import re

import pytest
from driving import enter_text, page_link, page_links, serve, settle, visit
from playwright.sync_api import Browser, Page, expect

from rnnviz.i18n import translator
from rnnviz.lessons.path import step
from rnnviz.lessons.questions import CHECKS
from rnnviz.ui.shell.examples import example_texts
from rnnviz.ui.shell.navigation import PAGES
from rnnviz.ui.shell.view import MAX_LINK_TEXT

EN = translator("en")
OWN = "My very own words about a quiet film I loved."
TEXT_PAGES = ("home", "tokens", "embeddings", "build", "states", "reviews")
LONG = "A long and winding story about a film. " * (MAX_LINK_TEXT // 38 + 2)


@pytest.fixture
def phone(chromium: Browser):
    """A fresh tab on a phone: taps instead of clicks. Its sidebar is closed."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="en-US", has_touch=True, is_mobile=True
    )
    tab = context.new_page()
    tab.set_default_timeout(60_000)
    problems: list[str] = []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    yield tab
    assert tab.get_by_test_id("stException").count() == 0
    context.close()
    assert problems == []


def path_of(name: str) -> str:
    return "" if name == "home" else name


def type_only(page: Page, text: str) -> None:
    """Type as hands do, and do not press Enter."""
    box = page.locator("textarea")
    box.click()
    box.press("ControlOrMeta+a")
    page.keyboard.type(text)


def press_quickly(page: Page, target) -> None:
    """A click of a hand: down and up at once, without waiting for anything to come to rest."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.up()


def press_example(page: Page, name: str) -> None:
    """Out of the menu beside the line of text, as quickly as a hand can."""
    press_quickly(page, page.get_by_role("button", name=EN("text.examples")))
    press_quickly(page, page.get_by_role("menuitem", name=EN(f"examples.{name}")))


def read_long_text(page: Page, server: str) -> None:
    """On Tokens: a text that the address cannot carry, read to its end."""
    visit(page, f"{server}/tokens?model=rnn")
    enter_text(page, LONG)
    expect(
        page.get_by_text(EN("text.not_in_link", limit=EN.number(MAX_LINK_TEXT, 0)))
    ).to_be_visible()


def link_to(page: Page, name: str):
    return page_link(page, EN(f"{name}.nav"))


def is_on(page: Page, name: str) -> None:
    expect(page.locator("h1").first).to_have_text(EN(f"{name}.title"))


def test_typing_and_clicking_another_page_loses_nothing(page: Page, server: str):
    """On one page after the other; on pages just loaded in the tests below."""
    first, *following = TEXT_PAGES
    visit(page, f"{server}/{path_of(first)}?model=rnn")
    for name in TEXT_PAGES:
        if name in following:
            link_to(page, name).click()
            is_on(page, name)
            settle(page)
        own = f"My very own words about a film, typed on {name}."
        type_only(page, own)
        other = "reviews" if name != "reviews" else "tokens"
        press_quickly(page, link_to(page, other))
        is_on(page, other)
        settle(page)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(page.locator("textarea")).to_have_value(own)
        expect(page).to_have_url(re.compile(f"text=My(\\+|%20)very[^&]*{name}"))


@pytest.mark.parametrize("name", ["home", "reviews", "states"])
def test_typing_and_a_page_without_a_box_loses_nothing(page: Page, server: str, name: str):
    visit(page, f"{server}/{path_of(name)}?model=rnn")
    type_only(page, OWN)
    press_quickly(page, link_to(page, "weather"))
    is_on(page, "weather")
    press_quickly(page, link_to(page, "tokens"))
    is_on(page, "tokens")
    expect(page.locator("textarea")).to_have_value(OWN)


def test_typing_and_tapping_a_card_on_a_phone_loses_nothing(phone: Page, server: str):
    visit(phone, f"{server}/?model=rnn")
    box = phone.locator("textarea")
    box.tap()
    box.fill(OWN)
    card = phone.get_by_test_id("stMain").get_by_role("link", name=EN("reviews.nav"))
    card.scroll_into_view_if_needed()
    card.tap(no_wait_after=True)
    is_on(phone, "reviews")
    expect(phone.locator("textarea")).to_have_value(OWN)
    # The list of pages slides over the page, and away again when one was chosen.
    opener = phone.get_by_test_id("stExpandSidebarButton")
    opener.tap()
    phone.get_by_test_id("stSidebarNav").get_by_text(EN("runs.nav"), exact=True).tap()
    is_on(phone, "runs")
    expect(opener).to_be_visible()
    expect(phone.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize("way", ["back", "reload"])
def test_typing_and_leaving_by_the_browser_loses_nothing(page: Page, server: str, way: str):
    visit(page, f"{server}/tokens?model=rnn")
    link_to(page, "reviews").click()
    is_on(page, "reviews")
    settle(page)
    type_only(page, OWN)
    if way == "back":
        page.evaluate("history.back()")
        is_on(page, "tokens")
    else:
        page.reload()
        is_on(page, "reviews")
    expect(page.locator("textarea")).to_have_value(OWN)
    expect(page).to_have_url(re.compile("text=My(\\+|%20)very"))


def test_typing_on_while_a_text_is_being_read_loses_nothing(page: Page, server: str):
    visit(page, f"{server}/reviews?model=rnn")
    type_only(page, "first words")
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(OWN)  # typed before the page has answered, and not read yet
    expect(page).to_have_url(re.compile("text=first"))
    page.reload()
    is_on(page, "reviews")
    expect(page.locator("textarea")).to_have_value(OWN)
    expect(page).to_have_url(re.compile("text=My(\\+|%20)very"))


def test_a_click_on_an_example_right_after_typing_is_not_swallowed(page: Page, server: str):
    visit(page, f"{server}/reviews?model=rnn")
    for name in ("irony", "negation"):
        type_only(page, OWN)
        press_example(page, name)
        expect(page.locator("textarea")).to_have_value(example_texts()[name])
        settle(page)
        expect(page.locator("textarea")).to_have_value(example_texts()[name])


@pytest.mark.parametrize("then", ["another page", "enter", "back", "nothing"])
def test_typing_right_after_a_click_on_an_example_is_not_lost(page: Page, server: str, then: str):
    visit(page, f"{server}/tokens?model=rnn")
    link_to(page, "reviews").click()
    is_on(page, "reviews")
    settle(page)
    type_only(page, "first words")
    press_example(page, "irony")
    type_only(page, OWN)  # before the example has come
    if then == "another page":
        press_quickly(page, link_to(page, "embeddings"))
        is_on(page, "embeddings")
    elif then == "enter":
        page.keyboard.press("Enter")
    elif then == "back":
        page.evaluate("history.back()")
        is_on(page, "tokens")
    else:
        page.wait_for_url(re.compile("text=Oh"))
        page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("text=My(\\+|%20)very"))
    settle(page)
    expect(page.locator("textarea")).to_have_value(OWN)


@pytest.mark.parametrize("others", [True, False], ids=["listed", "not listed"])
def test_a_link_that_goes_with_its_page_is_followed_all_the_same(
    page: Page, server: str, others: bool
):
    """Clicked in the moment in which another page takes the place of its own; on a phone the list
    of pages may be gone, too."""
    visit(page, f"{server}/summary?lang=en&model=rnn&text=quiet+film")
    link = page.get_by_test_id("stMain").get_by_role("link", name="Back to Embeddings").first
    expect(link).to_be_visible()
    page.evaluate("globalThis.sameVisit = true")
    if not others:
        page_links(page).evaluate_all("(links) => links.forEach((a) => a.removeAttribute('href'))")
    link.evaluate("(link) => { link.click(); link.remove(); }")
    is_on(page, "embeddings")
    settle(page)
    expect(page.locator("textarea")).to_have_value("quiet film")
    assert page.evaluate("globalThis.sameVisit") is True
    page.evaluate("history.back()")
    is_on(page, "summary")


def test_a_word_clicked_on_the_way_to_another_page_is_no_error(page: Page, server: str):
    visit(page, f"{server}/reviews?model=rnn&text=a+good+film")
    word = page.locator(".word").nth(1)
    press_quickly(page, word)
    press_quickly(page, link_to(page, "states"))
    is_on(page, "states")
    settle(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_typing_and_leaving_while_the_page_still_computes_loses_nothing(page: Page):
    with serve() as fresh:  # torch and a model have to be loaded first: seconds
        page.goto(f"{fresh}/reviews")
        expect(page.locator("textarea")).to_be_visible()
        type_only(page, OWN)
        press_quickly(page, link_to(page, "tokens"))
        is_on(page, "tokens")
        settle(page)
        expect(page.locator("textarea")).to_have_value(OWN)
        expect(page).to_have_url(re.compile("text=My(\\+|%20)very"))
        expect(page.get_by_test_id("stException")).to_have_count(0)
        page.goto("about:blank")


def test_a_step_taken_on_the_way_to_another_page_is_kept(page: Page, server: str):
    visit(page, f"{server}/states?model=rnn&text=a+slow+but+good+film&step=2")
    stepper = page.locator(".stepper")
    expect(stepper).to_have_attribute("data-step", "2")
    stepper.focus()
    page.keyboard.press("ArrowRight")
    press_quickly(page, link_to(page, "reviews"))  # sooner than a place is usually told
    is_on(page, "reviews")
    settle(page)
    expect(page).to_have_url(re.compile("/reviews.*step=3"))


def test_a_number_typed_on_the_way_to_another_page_is_kept(page: Page, server: str):
    visit(page, f"{server}/weather?part=model")
    page.get_by_text(EN("weather.more_settings")).click()
    field = page.get_by_label(EN("weather.set.seed.label"), exact=True)
    field.click()
    field.press("ControlOrMeta+a")
    page.keyboard.type("77")
    press_quickly(page, link_to(page, "reviews"))
    is_on(page, "reviews")
    settle(page)
    expect(page).to_have_url(re.compile("seed=77"))


def test_one_back_is_one_page_and_progress_only_grows(page: Page, server: str):
    visit(page, f"{server}/?model=rnn")
    box = page.locator("textarea")
    box.fill(OWN)
    box.press("Enter")
    own = step("own").code
    expect(page).to_have_url(re.compile(f"done={own}"))
    for name in ("tokens", "weather", "summary"):
        link_to(page, name).click()
        is_on(page, name)
        settle(page)
    seen = step("summary").code
    expect(page).to_have_url(re.compile(f"done={own}{seen}"))
    for name in ("weather", "tokens", "home"):
        page.go_back()
        is_on(page, name)
        settle(page)
        expect(page).to_have_url(re.compile(f"done={own}{seen}"))
    page.reload()
    is_on(page, "home")
    expect(page).to_have_url(re.compile(f"done={own}{seen}"))
    expect(page.locator("textarea")).to_have_value(OWN)


def test_an_older_address_of_the_same_tab_takes_no_progress_away(page: Page, server: str):
    visit(page, f"{server}/reviews?model=rnn")
    visit(page, f"{server}/summary?model=rnn")  # another visit, which is a step done
    seen = step("summary").code
    expect(page).to_have_url(re.compile(f"done={seen}"))
    # The tab keeps it once the browser's part is there, which may be after the page itself.
    page.wait_for_function(
        "(seen) => sessionStorage.getItem('rnnviz.done')?.includes(seen)", arg=seen
    )
    # To the first visit: what the page wrote before its script was there may be an entry, too.
    page.evaluate("history.go(-navigation.currentEntry.index)")
    is_on(page, "reviews")
    expect(page).to_have_url(re.compile(f"done={seen}"))
    # What a browser says is checked: no step has such a name.
    page.evaluate("sessionStorage.setItem('rnnviz.done', '<>?')")
    page.reload()
    is_on(page, "reviews")
    settle(page)
    expect(page).to_have_url(re.compile(f"done={seen}$"))


def test_an_address_that_fell_behind_is_written_again(page: Page, server: str):
    """Back in the moment after a reload takes away what the page has just written."""
    seen = step("summary").code
    page.add_init_script(
        f"""sessionStorage.setItem("rnnviz.done", "{seen}");
        const {{ pushState, replaceState }} = History.prototype;
        globalThis.taken = 0;
        const takenAway = (write) => function (state, unused, url) {{
          if (String(url).includes("done=") && globalThis.taken++ === 0) return;
          write.call(this, state, unused, url);
        }};
        History.prototype.pushState = takenAway(pushState);
        History.prototype.replaceState = takenAway(replaceState);"""
    )
    visit(page, f"{server}/reviews?model=rnn")
    expect(page).to_have_url(re.compile(f"done={seen}"))
    assert page.evaluate("globalThis.taken") > 1


def test_back_opens_the_part_of_then(page: Page, server: str):
    visit(page, f"{server}/tokens?model=rnn&topic=pad")
    # Streamlit opens a page with no parameters at times: a reload then would know nothing.
    page.wait_for_function("globalThis.rnnvizAddress")
    searches = "[location.search, (history.pushState({}, '', '/runs'), location.search)]"
    assert page.evaluate(searches) == ["?model=rnn&topic=pad"] * 2
    visit(page, f"{server}/tokens?model=rnn&topic=pad")
    link_to(page, "reviews").click()
    is_on(page, "reviews")
    page.get_by_test_id("stMain")  # the page is there; now another part by a link, and back twice
    link_to(page, "tokens").click()
    is_on(page, "tokens")
    page.get_by_role("radio", name=EN("tokens.topic.ids"), exact=True).click()
    expect(page).not_to_have_url(re.compile("topic="))
    page.go_back()
    is_on(page, "reviews")
    page.go_back()
    is_on(page, "tokens")
    expect(page).to_have_url(re.compile("topic=pad"))
    expect(page.locator(".st-key-check-box-pad")).to_be_visible()


def test_go_there_within_a_page_stays_and_the_next_answer_counts(page: Page, server: str):
    # All steps of this part are done, so that the path leads on to another part of this page.
    done = "".join(
        step(name).code for name in ("own", "check.cut", "unk", "cut", "check.ids", "bpe")
    )
    visit(page, f"{server}/tokens?model=rnn&topic=pieces&done={done}")
    go = page.get_by_test_id("stMain").get_by_text(EN("path.go"))
    press_quickly(page, go)
    box = page.locator(".st-key-check-box-pad")
    expect(box).to_be_visible()
    expect(page).to_have_url(re.compile("topic=pad"))
    options = box.get_by_role("radiogroup").locator("label")
    expect(options).to_have_count(len(CHECKS["pad"].options))
    for option in range(options.count()):
        options.nth(option).click()
        settle(page)
    expect(box).to_be_visible()
    expect(page).to_have_url(re.compile("topic=pad"))
    expect(page).to_have_url(re.compile(f"done=[a-z]*{step('check.pad').code}"))


def test_a_long_text_from_a_link_stays_in_the_address(page: Page, server: str):
    visit(page, f"{server}/tokens?model=rnn&text={LONG.replace(' ', '+')}")
    page.get_by_role("radio", name=EN("tokens.topic.pieces"), exact=True).click()
    expect(page).to_have_url(re.compile("topic=pieces"))
    expect(page).to_have_url(re.compile("text=A(\\+|%20)long"))
    page.reload()
    is_on(page, "tokens")
    expect(page.locator("textarea")).to_have_value(LONG)


def test_a_long_text_that_was_typed_survives_a_reload(page: Page, server: str):
    read_long_text(page, server)
    page.reload()
    is_on(page, "tokens")
    expect(page.locator("textarea")).to_have_value(LONG)
    settle(page)
    page.wait_for_function("() => sessionStorage.getItem('rnnviz.draft') === null")  # it was read
    # A new address is a new beginning.
    page.goto(f"{server}/reviews?model=rnn")
    expect(page.locator("textarea")).to_have_value(example_texts()["turn"])


def test_a_text_typed_over_a_long_one_survives_a_reload_before_it_is_read(page: Page, server: str):
    read_long_text(page, server)
    type_only(page, OWN)
    page.keyboard.press("Enter")
    page.reload()  # the address has no text: it could not carry the long one
    is_on(page, "tokens")
    expect(page.locator("textarea")).to_have_value(OWN)
    expect(page).to_have_url(re.compile("text=My(\\+|%20)very"))


def test_a_long_text_survives_a_reload_where_no_box_stands(page: Page, server: str):
    read_long_text(page, server)
    link_to(page, "runs").click()
    is_on(page, "runs")
    page.reload()
    is_on(page, "runs")
    settle(page)
    link_to(page, "reviews").click()
    page.locator("textarea").wait_for()  # no longer than that: the page has not read it yet
    link_to(page, "runs").click()
    is_on(page, "runs")
    settle(page)
    link_to(page, "tokens").click()
    is_on(page, "tokens")
    expect(page.locator("textarea")).to_have_value(LONG)


def test_quick_clicks_over_all_pages_end_on_the_last(page: Page, server: str):
    visit(page, f"{server}/?model=rnn")
    for entry in PAGES[1:]:
        press_quickly(page, link_to(page, entry.name))
    is_on(page, PAGES[-1].name)
    settle(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
