"""How an answer travels (压缩传输): with gzip for whoever takes it, unless its length could tell a stranger of what stands in it.

The length of a compressed page tells how much of it repeats. Who may choose a word in it and measure it often could so find
out another word in it. Nobody but our own pages and who sits there has that choice: to what another site made a browser ask
for, the answer is sent as it is. The token of the forms is another one each time besides (`api.csrf`).
"""

import gzip

from flask import Flask, Response, request

from api.csrf import is_asked_by_us

LEVEL = 5  # of 9: a page of 336 kB takes 1.5 ms; the highest takes some three times that for a sixth less
LEAST_BYTES = 1_000  # less than that is one packet either way
TEXTUAL = ("text/", "application/json", "application/problem+json")


def pack_answers(app: Flask) -> None:
    """Send every answer that is worth it compressed, once nothing changes it any more."""
    app.after_request(_pack)


def takes_gzip() -> bool:
    """Say whether whoever asks reads gzip."""
    return bool(request.accept_encodings["gzip"])


def _pack(answer: Response) -> Response:
    if not _may_shrink(answer):
        return answer
    answer.vary.add("Accept-Encoding")
    if takes_gzip() and is_asked_by_us():
        answer.set_data(gzip.compress(answer.get_data(), LEVEL, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
    return answer


def _may_shrink(answer: Response) -> bool:
    """Leave alone what is sent bit by bit, small or packed already, and what is named by a tag: a tag names its bytes."""
    if answer.is_streamed or "ETag" in answer.headers or "Content-Encoding" in answer.headers:
        return False
    return (answer.mimetype or "").startswith(TEXTUAL) and len(answer.get_data()) >= LEAST_BYTES
