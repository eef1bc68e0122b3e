// The browser's side of going from page to page: one page, one Back, and nothing left behind.
//
// History. Streamlit adds an entry whenever a parameter of the address changes, and on Back returns
// to the parameters of then: progress and text would go back too. So an address that differs in
// its parameters alone takes the place of the one before, and going back opens the page of then,
// the same part of it, with everything else as it is now. Now and then it opens another page with
// no parameters, where the message that carried them was dropped for a newer run: a reload would
// find neither text nor language. So those of the page before go along.
//
// Progress. An address may be older than what was done in this tab: somebody went back over another
// site, or opened a link. The tab keeps what was done, and tells the page what it misses.
//
// Links. Streamlit sends a change of page at once, but what was typed or chosen only after the
// event. It would arrive later, with the name of the page that is being left, and call the user
// back there. So a link waits until everything has been sent.
const WAIT = 50; // ms for the server to take what was typed before it hears of another page
const LEAVE = 3000; // ms after which a page that still stands takes clicks again
const REST = 300; // ms without news after which address and page should agree
const TELL = 5; // times that the page is told of the steps it misses
const DONE = "rnnviz.done"; // where the tab keeps the steps that were done
const address = (globalThis.rnnvizAddress ??= start());

export default function ({ data, setTriggerValue }) {
  if (data.places) address.places = data.places;
  else return agree(data, setTriggerValue);
}

/** At rest the address says what the page has written there, and the page knows what the tab keeps.
 *
 * Else somebody went back before this script was loaded, or a change of page took the address away;
 * or somebody came by an older address. */
function agree({ page, params, done }, setTriggerValue) {
  keepDone(done);
  clearTimeout(address.comparing);
  clearTimeout(address.telling);
  address.comparing = setTimeout(() => compare(page, params), REST);
  address.telling = setTimeout(tell, REST);
  return () => {
    clearTimeout(address.comparing);
    clearTimeout(address.telling);
  };

  function tell() {
    const known = keepDone();
    const heard = done + doneHere(); // a fragment of the page says what it heard in the address alone
    if (address.told >= TELL || [...known].every((code) => heard.includes(code))) return;
    // What is said while a page is being left calls the user back, however long the way takes.
    if (isGoing(address.left)) address.telling = setTimeout(tell, REST);
    else {
      address.told += 1; // not for ever: the page may know no such step
      setTriggerValue("kept", known);
    }
  }
}

function compare(page, params) {
  if (location.pathname.split("/").pop() !== page) return;
  const here = new URLSearchParams(location.search);
  const right = new URLSearchParams(params);
  for (const [name, value] of here) if (name.startsWith("embed")) right.append(name, value);
  here.sort();
  right.sort();
  if (here.toString() !== right.toString()) replaceSearch(right);
}

function replaceSearch(params) {
  const search = params.toString();
  history.replaceState(history.state, "", location.pathname + (search && `?${search}`) + location.hash);
}

/** The steps that were done in this tab, these and those in the address included. */
function keepDone(more = "") {
  const here = doneHere();
  try {
    const all = [...new Set((sessionStorage.getItem(DONE) ?? "") + here + more)].join("");
    sessionStorage.setItem(DONE, all);
    return all;
  } catch {
    return here + more; // a browser may forbid storage; then the address has to do
  }
}

function doneHere() {
  return new URLSearchParams(location.search).get("done") ?? "";
}

function start() {
  const kept = {
    places: [],
    latest: location.search,
    told: 0,
    left: null, // where we were when a link was followed, until another page stands
  };
  keepHistory(kept);
  keepOrder(kept);
  return kept;
}

function keepHistory(kept) {
  const { pushState, replaceState } = history;
  history.pushState = function (state, unused, url) {
    clearTimeout(kept.comparing); // with what was right before
    const to = new URL(url ?? location.href, location.href);
    const samePage = to.pathname === location.pathname;
    if (!samePage) to.search ||= location.search;
    (samePage ? replaceState : pushState).call(history, state, unused, to.href);
    if (!samePage) kept.left = null;
    kept.latest = location.search;
    keepDone();
  };
  history.replaceState = function (state, unused, url) {
    clearTimeout(kept.comparing);
    replaceState.call(history, state, unused, url);
    kept.latest = location.search;
    keepDone();
  };
  // While capturing: before Streamlit reads the address and tells the server.
  addEventListener("popstate", () => {
    const entry = new URLSearchParams(location.search);
    const now = new URLSearchParams(kept.latest);
    for (const name of kept.places) {
      if (entry.has(name)) now.set(name, entry.get(name));
      else now.delete(name);
    }
    kept.left = null;
    replaceSearch(now);
  }, true);
}

function keepOrder(kept) {
  let typing = false; // whether a field had the focus when the last press began
  let passing = null; // the link that may go on now
  addEventListener("pointerdown", () => { typing = isField(focused()); }, true);
  addEventListener("keydown", () => { typing = false; }, true);
  addEventListener("click", (event) => {
    const link = linkOf(event);
    if (!link) {
      // The page that is being left takes no more clicks: each would call the user back to it.
      if (isLeaving(kept.left) && inPage(event)) stop(event);
      return;
    }
    if (link === passing) {
      passing = null;
      if (link.closest('[data-testid="stSidebarNav"]')) requestAnimationFrame(closeDrawer);
      return;
    }
    stop(event);
    const { href, pathname } = link;
    kept.left = { path: location.pathname, to: pathname, since: performance.now() };
    setTimeout(() => {
      passing = link.isConnected ? link : otherLink(href, pathname);
      if (passing) passing.click();
      else goTo(href);
    }, typing ? WAIT : 0);
  }, true);
}

/** Streamlit closes the list of pages on what calls itself a phone; it covers any narrow page. */
function closeDrawer() {
  if (!matchMedia("(max-width: 768px)").matches) return;
  const open = document.querySelector('[data-testid="stSidebar"][data-collapsed="false"]');
  open?.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
}

/** The link inside the app that an ordinary click follows; null for any other click. */
function linkOf(event) {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement && node.href);
  if (!link || link.target === "_blank" || link.hasAttribute("download")) return null;
  if (link.origin !== location.origin || (link.hash && link.pathname === location.pathname)) return null;
  return link;
}

/** A link to the same place, or at least to the same page, where one has gone with its own page. */
function otherLink(href, pathname) {
  const links = [...document.querySelectorAll("a[href]")].filter((link) => link.pathname === pathname);
  return links.find((link) => link.href === href) ?? links[0];
}

/** Open a page of the app without a link, as if by Forward: on a phone the list of pages may be
 * gone. Loading the address would begin a new visit, without what an address cannot carry. */
function goTo(href) {
  const to = new URL(href);
  to.search ||= location.search;
  history.pushState(null, "", to.href);
  dispatchEvent(new PopStateEvent("popstate", { state: null }));
}

function isGoing(left) {
  return left !== null && left.to !== left.path && location.pathname === left.path;
}

function isLeaving(left) {
  return isGoing(left) && performance.now() - left.since < LEAVE;
}

function inPage(event) {
  return event.composedPath().some((node) => node.dataset?.testid === "stMain");
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function focused() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

function isField(element) {
  return element !== null && (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) || element.isContentEditable);
}
