"""Day sheets as a page to print (可打印日程单): one sheet a page, everything within the page itself, nothing asked of anybody."""

import hashlib
from base64 import b64encode
from collections.abc import Sequence

from flask import Response, render_template
from markupsafe import Markup

from allocator.decisions.fieldwork.sheets import NOTHING, Sheet
from allocator.domain.words import Text, spoken
from api.language import asked_language
from api.versions import bytes_unless_held

STYLE = (
    "body{font:12pt/1.5 'Noto Serif CJK SC','Songti SC',SimSun,serif;margin:1.5cm auto;max-width:18cm}"
    "section{break-after:page;margin-bottom:2em}section:last-child{break-after:auto}"
    "h1{font-size:16pt;margin:0}p{margin:.2em 0 1em}"
    "table{border-collapse:collapse;width:100%;margin-bottom:1.5em;break-inside:avoid}"
    "caption{text-align:start;font-weight:bold;padding:.3em 0}"
    "th,td{border:1px solid #000;padding:.3em .6em;text-align:start;vertical-align:top}th{white-space:nowrap;width:7em}"
    "td+td{white-space:nowrap;width:13em}"
)
DIGEST = b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{DIGEST}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
TITLE = Text("外勤日程单", "Day sheets")
WORDS = {
    "driver": Text("驾驶", "driver"),
    "leave": Text("出发", "leave"),
    "aboard": Text("同行", "aboard"),
    "back": Text("返回", "back"),
    "nothing": NOTHING,
    "none": Text("没有已发布的出车。", "No trip is published."),
}


def sheets_page(sheets: Sequence[Sheet]) -> Response:
    """Give sheets as one page in the language asked for, 304 while it is what the caller holds."""
    language = asked_language()
    page = render_template(
        "sheets.html",
        language=language,
        title=spoken(TITLE, language),
        style=Markup(STYLE),  # noqa: S704 - our own constant, nothing of anybody else's
        sheets=sheets,
        words=WORDS,
        said=lambda text: spoken(text, language),
    )
    answer = bytes_unless_held(page.encode(), "text/html")
    answer.headers["Content-Security-Policy"] = POLICY
    return in_language(answer, language)


def in_language(answer: Response, language: str) -> Response:
    """Say in which language an answer is, and that another may be asked for."""
    answer.headers["Content-Language"] = language
    answer.headers["Vary"] = "Accept-Language"
    return answer
