"""Every text of a page goes through `t` with both languages; nothing is said beside it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from tests.proofs import tree

TEMPLATES = tree.ROOT / "api" / "templates"
# The API's own documentation is in English beside Chinese, the day sheets hold no words of their own.
OTHERS = {"docs.html", "sheets.html"}
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if path.name not in OTHERS)
SCRIPTS = [path for path in (tree.ROOT / "api" / "static").glob("*.js") if path.name != "docs.js"]
CHINESE = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[^\W\d_]{2,}")
TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
SPOKEN = re.compile(r"""\b(?:title|alt|placeholder|aria-label|aria-description|label|content)=["']([^"']*)""")
# What is the same in both: the names of the languages in themselves, what the head of a page says to the browser.
SAME = {"中文", "English", "UTF", "width=device-width, initial-scale=1", "Enter"}


def template(text: str) -> nodes.Template:
    """Read a template."""
    return jinja2.Environment(autoescape=True).parse(text)


def untranslated(text: str) -> Iterator[str]:
    """Give each text of a template that stands beside `t`, or that `t` has in one language only."""
    parsed = template(text)
    said = "\x00".join(data.data for data in parsed.find_all(nodes.TemplateData))
    spoken = [*re.split("[\x00\n]", TAG.sub("\n", said)), *SPOKEN.findall(said)]
    yield from (part.strip() for part in spoken if _is_said(part))
    for call in parsed.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t":
            yield from _half_said(call)


def _is_said(part: str) -> bool:
    return bool(WORD.search(part)) and part.strip() not in SAME and not part.strip().startswith(("{", "<"))


def _half_said(call: nodes.Call) -> Iterator[str]:
    words = [one.value for one in call.args if isinstance(one, nodes.Const) and isinstance(one.value, str)]
    if words and (
        len(words) != 2 or CHINESE.search(words[1]) or not (CHINESE.search(words[0]) or words[0] == words[1])
    ):
        yield " / ".join(words)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_a_page_says_everything_in_both_languages(path: Path):
    """No text of a template stands outside `t(...)`, none is given in one language."""
    assert list(untranslated(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_says_nothing_of_its_own(path: Path):
    """What a script shows stands in the page, where it was said in the language of the page."""
    code = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))

    assert not CHINESE.search(code)
    assert re.findall(r"(?:textContent|innerText|innerHTML|title|ariaLabel)\s*=\s*[\"'`][^\"'`]*\w", code) == []


def test_the_search_finds_what_it_looks_for():
    """A text beside the helper, in an attribute, in one language or in the wrong one is found; ordinary markup is not."""
    slips = [
        "<p>收案</p>",
        "<p>Inbox {{ x }}</p>",
        '<input placeholder="案号">',
        '{{ t("收案") }}',
        '{{ t("Inbox", "收案") }}',
    ]
    fine = ['<p class="lead">{{ t("收案", "Inbox") }}</p>', "{{ t(entry.name) }}", '<a href="/x">{{ count }} · —</a>']

    assert [bool(list(untranslated(text))) for text in slips] == [True] * len(slips)
    assert [list(untranslated(text)) for text in fine] == [[]] * len(fine)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_an_instant_is_said_by_the_offices_clock(path: Path):
    """By `clock` or `moment`; a template that writes hours itself writes those of Greenwich."""
    assert re.findall(r"%H|\[:16\]|\[11:16\]|UTC", path.read_text(encoding="utf-8")) == []


AN_ENDING = re.compile(r"\((?:e?s|ies)\)")
BOTH_NUMBERS = re.compile(rf"[a-z]{AN_ENDING.pattern}")


@pytest.mark.parametrize("path", [*tree.code_files(), *PAGES], ids=lambda path: str(path.relative_to(tree.ROOT)))
def test_a_noun_is_said_in_the_number_it_has(path: Path):
    """`1 case`, `2 cases`: nothing is said as "case(s)", which nobody says."""
    text = path.read_text(encoding="utf-8")
    spoken = path.suffix == ".html" or not AN_ENDING.search(
        text
    )  # most code has none at all, and is not read as a program
    said = text if spoken else "\n".join(literals(text))

    assert BOTH_NUMBERS.findall(said.replace("http(s)", "")) == []


def literals(code: str) -> Iterator[str]:
    """Give the texts that stand in a program, but for what explains it."""
    parsed = ast.parse(code)
    explained = {id(node.value) for node in ast.walk(parsed) if isinstance(node, ast.Expr)}
    for node in ast.walk(parsed):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield node.value
