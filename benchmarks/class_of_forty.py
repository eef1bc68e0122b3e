"""A class on one server: forty sessions that type and turn pages, then all at once.

    python benchmarks/class_of_forty.py [--sessions 40] [--seconds 180] [--trainings 0]
                                        [--servers 1]

Each session is a websocket that speaks Streamlit's protocol, without a browser: it opens the app,
and every ten seconds on average types another text or goes to another page (Reviews, States,
Embeddings, Tokens, Weather). A rerun is timed from sending to the end of its run, all messages
received. Then all sessions press Enter in the same second: how late is the last answer? Each types
a word of its own, which nobody else may ever receive. ``--trainings``: runs that go on meanwhile.
``--servers``: so many behind one address, by Caddy (on PATH) and this repository's ``Caddyfile``;
each visit stays with the server that its cookie names.
The exit status is 1 where a session got an error or another's text.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser"), str(ROOT / "tests" / "runs")]

import psutil  # noqa: E402
import websockets  # noqa: E402
from driving import free_port, serve_process, wait_until_healthy  # noqa: E402
from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: E402
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: E402

PAGES = ("reviews", "states", "embeddings", "tokens", "weather")
WITH_TEXT = PAGES[:4]
TEXTS = (
    "a dull start and a wonderful ending",
    "not bad at all, actually quite enjoyable",
    "the plot is thin but the songs are lovely and I smiled all the way home",
    "a long, pretentious bore with one brilliant scene",
)


class Session:
    """One visit: what it saw, and how long each rerun took."""

    def __init__(self, number: int, address: str, dice: random.Random) -> None:
        self.number, self.dice = number, dice
        self.word = f"zq{number:03d}qz"  # nobody else's
        self.address = address
        self.page = dice.choice(WITH_TEXT)
        self.hashes: dict[str, str] = {}
        self.box = ""
        self.times: list[tuple[str, float]] = []
        self.faults: list[str] = []

    async def open(self) -> None:
        with urllib.request.urlopen(self.address) as page:  # a proxy names the server for the visit
            named = page.headers.get("Set-Cookie", "").partition(";")[0]
        self.socket = await websockets.connect(
            self.address.replace("http", "ws") + "/_stcore/stream",
            subprotocols=["streamlit"],
            max_size=None,
            ping_timeout=None,
            additional_headers={"Cookie": named} if named else None,
        )
        self.server = named
        await self._rerun("first", query=f"text={self.word}+{TEXTS[0].replace(' ', '+')}")

    async def act(self) -> None:
        """Another text, or another page."""
        if self.page in WITH_TEXT and self.dice.random() < 0.6:
            await self.type()
        else:
            self.page = self.dice.choice([page for page in PAGES if page != self.page])
            await self._rerun(f"to {self.page}")

    async def type(self) -> None:
        text = f"{self.word} {self.dice.choice(TEXTS)} {self.dice.randrange(1000)}"
        value = {"text": text, "seen": 0, "last": False}
        await self._rerun(f"text on {self.page}", typed=value)

    async def _rerun(
        self, what: str, query: str = "", typed: dict[str, object] | None = None
    ) -> None:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_name = query, self.page
        if self.page in self.hashes:
            state.page_script_hash, state.page_name = self.hashes[self.page], ""
        if typed is not None:
            told = state.widget_states.widgets.add()
            told.id = f"$$STREAMLIT_INTERNAL_KEY_{self.box}__events"
            told.json_trigger_value = json.dumps([{"event": "submitted", "value": typed}])
        wanted = json.dumps(typed["text"]).strip('"').encode() if typed else b""
        heard = not typed
        begun = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            raw = await self.socket.recv()
            self._check(raw)
            heard = heard or wanted in raw
            got = ForwardMsg.FromString(raw)
            kind = got.WhichOneof("type")
            if kind == "navigation":
                self.hashes = {
                    page.url_pathname: page.page_script_hash for page in got.navigation.app_pages
                }
            elif kind == "delta":
                self._read(got.delta.new_element)
            elif kind == "script_finished" and got.script_finished == 0:
                break
        self.times.append((what, time.perf_counter() - begun))
        if not heard:
            self.faults.append(f"not read: {wanted!r}")

    def _read(self, element: object) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.faults.append(element.exception.message)
        elif kind == "bidi_component" and element.bidi_component.component_name.endswith(
            "rnnviz_text_box"
        ):
            self.box = element.bidi_component.id

    def _check(self, raw: bytes) -> None:
        place = raw.find(b"zq")
        while place >= 0:
            found = raw[place : place + 7]
            if found.endswith(b"qz") and found != self.word.encode():
                self.faults.append(f"the text of another: {found!r}")
            place = raw.find(b"zq", place + 1)


async def lesson(sessions: Sequence[Session], seconds: float) -> None:
    """Everybody acts every ten seconds on average."""
    end = time.monotonic() + seconds

    async def learn(session: Session) -> None:
        while True:
            await asyncio.sleep(session.dice.expovariate(1 / 10))
            if time.monotonic() > end:
                return
            await session.act()

    await asyncio.gather(*map(learn, sessions))


async def all_at_once(sessions: Sequence[Session]) -> list[float]:
    """Everybody on a page with a text presses Enter in the same second."""
    for session in sessions:
        if session.page not in WITH_TEXT:
            session.page = "reviews"
            await session._rerun("to reviews")

    async def press(session: Session) -> float:
        await asyncio.sleep(session.dice.random())
        begun = time.perf_counter()
        await session.type()
        return time.perf_counter() - begun

    return list(await asyncio.gather(*map(press, sessions)))


async def measure(
    address: str, processes: Sequence[psutil.Process], asked: argparse.Namespace
) -> bool:
    def memory() -> int:
        return sum(process.memory_info().rss for process in processes)

    dice = random.Random(asked.seed)
    sessions = [
        Session(number, address, random.Random(dice.random())) for number in range(asked.sessions)
    ]
    warm: set[str] = set()
    for session in sessions:
        await session.open()
        if session.server in warm:
            continue
        warm.add(session.server)
        for page in (*PAGES, "reviews"):  # what is loaded once for all of a server
            session.page = page
            await session._rerun(f"to {page}")
        if len(warm) == len(processes):
            at_first = memory()
    by_server = [sum(s.server == server for s in sessions) for server in sorted(warm)]
    print(f"sessions by server: {by_server}")
    for session in sessions:
        session.times.clear()
    await lesson(sessions, asked.seconds)
    times = sorted(seconds for session in sessions for _, seconds in session.times)
    print(f"{len(times)} reruns of {len(sessions)} sessions in {asked.seconds:.0f} s")
    print(f"  {_shares(times)}  max {times[-1]:.2f} s")
    kinds = sorted({what for session in sessions for what, _ in session.times})
    for kind in kinds:
        own = sorted(s for session in sessions for what, s in session.times if what == kind)
        print(f"  {kind:<20} {len(own):>5}  {_shares(own)}")
    late = sorted(await all_at_once(sessions))
    print(f"all at once: {_shares(late)}, the last after {late[-1]:.2f} s")
    with_all = memory()
    for session in sessions:
        await session.socket.close()
    await asyncio.sleep(5)
    after = memory()
    each = (with_all - at_first) / 2**20 / len(sessions)
    print(f"memory, MB: {at_first / 2**20:.0f}, with all {with_all / 2**20:.0f} ({each:.1f} each)")
    print(f"  after they left {after / 2**20:.0f}")
    faults = [fault for session in sessions for fault in session.faults]
    print(f"faults: {len(faults)} {faults[:3]}")
    return not faults


def _shares(values: Sequence[float]) -> str:
    """The median and the 95th percentile, seconds; ``values`` in order."""
    at = [values[min(len(values) - 1, int(share * len(values)))] for share in (0.5, 0.95)]
    return f"p50 {at[0]:.2f} s  p95 {at[1]:.2f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--trainings", type=int, default=0)
    parser.add_argument("--servers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = {"RNNVIZ_DATA": folder, "RNNVIZ_NICE": ""}
        settings["RNNVIZ_WORKERS"] = str(max(1, asked.trainings))
        with ExitStack() as stack:
            served = [
                stack.enter_context(serve_process(script=None, **settings))
                for _ in range(asked.servers)
            ]
            address = served[0][0]
            if asked.servers > 1:
                address = stack.enter_context(one_address([each for each, _ in served]))
            if asked.trainings:
                train(Path(folder), asked.trainings)
            processes = [psutil.Process(server.pid) for _, server in served]
            fine = asyncio.run(measure(address, processes, asked))
    sys.exit(0 if fine else 1)


@contextmanager
def one_address(servers: Sequence[str]) -> Iterator[str]:
    """Caddy before the servers, as ``compose.yaml`` puts it there."""
    caddy = shutil.which("caddy")
    if caddy is None:
        sys.exit("Several servers need Caddy before them: on Debian, apt-get install caddy.")
    port = free_port()
    told = (ROOT / "Caddyfile").read_text(encoding="utf-8")
    places = " ".join(server.removeprefix("http://") for server in servers)
    told = told.replace("app1:8501 app2:8501", places)
    told = "{\n\tadmin off\n}\n" + told.replace(":80 {", f"http://127.0.0.1:{port} {{")
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "Caddyfile"
        config.write_text(told, encoding="utf-8")
        command = [caddy, "run", "--config", str(config), "--adapter", "caddyfile"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def train(folder: Path, count: int) -> None:
    """Runs that outlast the lesson, in a workspace of their own."""
    from small_runs import weather

    from rnnviz.models.specs import ForecasterSpec
    from rnnviz.runs.launcher import LocalLauncher
    from rnnviz.runs.records import new_id
    from rnnviz.runs.store import RunStore
    from rnnviz.training.specs import LoopSpec, WeatherTraining

    store, workspace = RunStore.at(folder), new_id()
    launcher = LocalLauncher(store, count)
    for seed in range(count):
        spec = WeatherTraining(
            model=ForecasterSpec(cell="lstm", hidden_size=128, window=48),
            loop=LoopSpec(epochs=200, average=0.9),
            seed=seed,
        )
        run = store.create_run(workspace, "", spec, weather(days=365), "log.csv")
        launcher.submit(run.id)


if __name__ == "__main__":
    main()
