"""The app as a server for many: security headers, readiness, metrics where they are asked for.

``streamlit run app.py`` is the same app without these.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from rnnviz.errors import RnnvizError
from rnnviz.site_folder import site_folder
from rnnviz.ui.shell.workspace import run_store

READY, METRICS = "/readyz", "/metrics"
# Streamlit's own needs: its page has scripts and styles of its own in it, its components and charts
# make scripts (blob:, eval), a map's or an exported picture is data:. Nothing comes from elsewhere.
_CSP = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob: data:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "connect-src": "'self' data: blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Message, _Receive, _Send], Awaitable[None]]


def headers(framed_by: str = "") -> dict[str, str]:
    """What goes with every answer. ``framed_by``: addresses whose pages may show the app in a frame
    (``https://huggingface.co``), besides the app itself."""
    ancestors = " ".join(["'self'", *framed_by.split()])
    policy = "; ".join(f"{name} {value}" for name, value in _CSP.items())
    found = {
        "content-security-policy": f"{policy}; frame-ancestors {ancestors}",
        "x-content-type-options": "nosniff",
        # The address holds the workspace and the text: no other site shall learn it.
        "referrer-policy": "no-referrer",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    }
    if not framed_by:
        found["x-frame-options"] = "SAMEORIGIN"
    return found


class SecurityHeaders:
    """Adds the headers to every answer that has not got them."""

    def __init__(self, app: _App, found: dict[str, str]) -> None:
        self._app = app
        self._headers = [(name.encode(), value.encode()) for name, value in found.items()]

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        async def send_with(message: _Message) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message.get("headers", ())}
                more = [each for each in self._headers if each[0] not in there]
                message["headers"] = [*message.get("headers", ()), *more]
            await send(message)

        await self._app(scope, receive, send_with)


def served_app() -> st.App:
    """The app as ASGI."""
    routes = [Route(READY, _ready)]
    if os.environ.get("RNNVIZ_METRICS"):
        from rnnviz.ui.server.metrics import metrics

        routes.append(Route(METRICS, metrics(run_store)))
    found = headers(os.environ.get("RNNVIZ_FRAMED_BY", ""))
    guard = Middleware(SecurityHeaders, found)
    return st.App(site_folder() / "app.py", routes=routes, middleware=[guard])


async def _ready(_: Request) -> JSONResponse:
    """Whether the record answers; ``/_stcore/health`` says whether the process lives."""
    try:
        await run_in_threadpool(lambda: run_store().unfinished())
    except RnnvizError as error:
        return JSONResponse({"ready": False, "error": error.code}, 503)
    return JSONResponse({"ready": True})
