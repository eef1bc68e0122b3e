"""A process that reads one file's reviews: ``python -m rnnviz.inference.file_worker MODEL``.

Started by ``FileJob``. It answers some chunks at a time and ends with its standard input: then the
server is gone, or the file is done.
"""

from __future__ import annotations

import os
import sys

from rnnviz.low_priority import step_back
from rnnviz.sandbox.frames import receive, send
from rnnviz.sandbox.limits import confine

MEMORY = 2**30  # bytes beyond the model: a chunk takes a tenth of it
QUESTION = 64 * 2**20  # bytes: more than any chunk, escaped


def main() -> None:
    """Serve until the server is gone. One thread: other files and the pages have the others."""
    questions, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)  # what a library prints must not come between
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    step_back()
    import torch

    from rnnviz.inference.answers import answers, answers_out
    from rnnviz.models.shipped import load_shipped

    torch.set_num_threads(1)
    checkpoint = load_shipped(sys.argv[1])
    answers(["a film"], checkpoint, words=True)
    confine(MEMORY)
    send(replies, {"ready": True})
    while True:
        try:
            question, _ = receive(questions, QUESTION)
        except EOFError:
            return
        found = [answers(texts, checkpoint, question["words"]) for texts in question["chunks"]]
        send(replies, {"answers": [one for each in found for one in answers_out(each)]})


if __name__ == "__main__":
    main()
