"""Somebody with a browser: asks for pages in either language, and gets them parsed."""

from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.api.pages.parsed import Node, parsed

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@dataclass
class Seen:
    """A page as it was answered: the answer and its tree."""

    answer: TestResponse
    tree: Node

    @property
    def status(self):
        return self.answer.status_code

    @property
    def text(self):
        return self.tree.text


@dataclass
class Visitor:
    """Somebody of a role with a browser in a language, which keeps its cookies."""

    app: Flask
    token: str | None
    language: str

    def __post_init__(self):
        self.browser = self.app.test_client()

    def get(self, path, **options):
        return self.send("GET", path, **options)

    def post(self, path, data=None, **options):
        return self.send("POST", path, data=data, **options)

    def send(self, method, path, headers=None, **options):
        sent = {"Accept": HTML, "Accept-Language": self.language, **(headers or {})}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        answer = self.browser.open(path, method=method, headers=sent, **options)
        page = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
        return Seen(answer, parsed(page))


@pytest.fixture(params=["zh", pytest.param("en", marks=pytest.mark.slow)])
def language(request):
    """Each language in turn; where what is slow is left out, Chinese."""
    return request.param


@pytest.fixture
def visitor(app, guyang):
    """Make somebody of a role with a browser."""
    return lambda role, language="zh": Visitor(app, guyang[1][role] if role else None, language)


@pytest.fixture
def at_desk(visitor):
    """The clerk's browser, in Chinese."""
    return visitor("clerk")


@pytest.fixture
def at_board(visitor, language):
    """The supervisor's browser, in each language."""
    return visitor("supervisor", language)
