"""Errors that carry a code, so that every face of the app can say them in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError


class RnnvizError(Exception):
    """Something the user can put right.

    ``code`` names the message in the catalogues (``errors.<code>``) and ``params`` fills its
    placeholders. The core raises it; the pages and the command line find the words.
    """

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code}: {params}" if params else code)


def bad_setting(error: ValidationError) -> RnnvizError:
    """The first setting that a spec refused, by name, with the reason."""
    first = error.errors()[0]
    reason = first["msg"].removeprefix("Value error, ")
    return RnnvizError("bad_setting", name=".".join(map(str, first["loc"])), reason=reason)
