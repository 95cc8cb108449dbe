"""The frame of every page (页面框架): who may see it, its entry in the top bar, its language and its strict policy."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Blueprint, Flask, Response, current_app, g, render_template, request, url_for

from allocator.domain.words import Text
from api import access
from api.language import CHOICE, COOKIE, LANGUAGES
from api.pages import said, words
from api.pages.browsers import browser_named
from api.roles import PERMISSION_NAMES, ROLE_NAMES
from api.surroundings import asking

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the top bar: a page's name, what it is for in a sentence, and the permission it takes to see it."""

    name: Text
    purpose: Text
    permission: str


class Page(Blueprint):
    """A page and what belongs to it; `index` is its first view, which the entry leads to."""

    def __init__(self, name: str, path: str, entry: Entry | None = None) -> None:
        super().__init__(name, "api.pages", url_prefix=path)
        self.entry = entry

    needs = staticmethod(access.needs)


def furnish(app: Flask, pages: Iterable[Page]) -> None:
    """Register pages, and hand templates what every page may use."""
    listed = tuple(pages)
    for page in listed:
        app.register_blueprint(page)
    app.extensions["fenliu.pages"] = listed
    helpers = {
        "t": words.t,
        "otherwise": words.otherwise,
        "concerned": words.concerned,
        "yuan": words.yuan,
        "hours": words.hours,
        "percent": words.percent,
        "clock": words.clock,
        "moment": words.moment,
        "who": words.who,
        "source": words.source,
    }
    app.jinja_env.globals.update(helpers, language=words.language, entries=entries, in_language=_in_language)
    app.jinja_env.globals.update(role_names=ROLE_NAMES, permission_names=PERMISSION_NAMES, browser_named=browser_named)
    app.jinja_env.globals.setdefault("csrf_token", str)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.after_request(_remember_language)
    app.after_request(said.forget)


def is_page() -> bool:
    """Say whether the request is for one of the pages for people."""
    return request.blueprint in {page.name for page in current_app.extensions["fenliu.pages"]}


def entries() -> list[tuple[str, Entry, bool]]:
    """Give the entries of the top bar that whoever asks may use: address, entry, whether it is the present page."""
    if "access" not in g:
        return []
    pages = [page for page in current_app.extensions["fenliu.pages"] if page.entry]
    return [
        (url_for(f"{page.name}.index"), page.entry, request.blueprint == page.name)
        for page in pages
        if asking().may(page.entry.permission)
    ]


def show(template: str, status: int = 200, **values: Any) -> Response:
    """Give a page in the language of whoever asks, under the strict policy."""
    asker = asking() if "access" in g else None
    given = {"asker": asker, "form_page": _form_page(), "just": said.just_said() if status < 400 else {}, **values}
    markup = render_template(template, **given)
    answer = Response(markup, status, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Content-Language"] = words.language()
    answer.headers["Vary"] = "Accept-Language, Cookie"
    return answer


def _form_page() -> str:
    """Give the page whose form this page answers, by which the browser is to remember it; nothing for a page asked for by itself.

    Else coming back to what a refused form said would offer to send the form again.
    """
    from_ = urlsplit(request.referrer or "")
    is_own = request.method == "POST" and from_.netloc == request.host
    return urlunsplit(("", "", from_.path, from_.query, "")) if is_own else ""


def _in_language(language: str) -> str:
    """Give the address of the present page in a language; of a form that was refused, that of the page it stands on."""
    if request.method != "GET" or request.url_rule is None:
        return _in_other_words(_form_page() or "/", language)
    values: dict[str, Any] = {**(request.view_args or {}), **request.args.to_dict(), CHOICE: language}
    return url_for(request.url_rule.endpoint, **values)


def _in_other_words(address: str, language: str) -> str:
    """Give an address of a page in a language, whichever it named before."""
    parts = urlsplit(address)
    asked = [pair for pair in parse_qsl(parts.query) if pair[0] != CHOICE]
    return urlunsplit(("", "", parts.path, urlencode([*asked, (CHOICE, language)]), ""))


def _remember_language(answer: Response) -> Response:
    """Keep a choice of language for the visits to come."""
    chosen = request.args.get(CHOICE)
    if chosen in LANGUAGES and answer.mimetype == "text/html":
        answer.set_cookie(COOKIE, chosen, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return answer
