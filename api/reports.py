"""The monthly report as a page to print (可打印月报): everything within the page itself, nothing asked of anybody."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from flask import Response, render_template
from markupsafe import Markup

from allocator.domain.words import Text, spoken
from api.language import asked_language
from api.sheets import in_language
from api.versions import bytes_unless_held

STYLE = (
    "body{font:10.5pt/1.4 'Noto Serif CJK SC','Songti SC',SimSun,serif;margin:1.5cm auto;max-width:18cm}"
    "h1{font-size:16pt;margin:0;text-align:center}"
    "h2{font-size:11pt;font-weight:400;margin:.2em 0 1em}tbody th{font-weight:400}p{margin:.2em 0 1em}h1+p{text-align:center}"
    "table{border-collapse:collapse;width:100%;margin-bottom:1.5em}tr{break-inside:avoid}"
    "th,td{border:1px solid #000;padding:.2em .5em;text-align:start;vertical-align:top}"
    "td{white-space:nowrap}@media print{nav{display:none}}"
)
DIGEST = b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{DIGEST}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

BACK = Text("质效指标", "Indicators")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BYTES = {"type": "string", "format": "binary"}
"""How the description tells of a file."""


def report_page(values: Mapping[str, Any]) -> Response:
    """Give a report as one page, 304 while it is what the caller holds."""
    language = asked_language()
    style = Markup(STYLE)  # noqa: S704 - our own constant, nothing of anybody else's
    page = render_template("report.html", language=language, style=style, back=spoken(BACK, language), **values)
    answer = bytes_unless_held(page.encode(), "text/html")
    answer.headers["Content-Security-Policy"] = POLICY
    return in_language(answer, language)
