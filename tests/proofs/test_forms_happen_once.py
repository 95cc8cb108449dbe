"""Every form that changes something carries its token and a key: under the key it happens once (ADR 40)."""

import re
from pathlib import Path

import pytest

from tests.proofs import tree

TEMPLATES = tree.ROOT / "api" / "templates"
FORM = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL)
TOKEN, KEY = 'name="csrf_token"', 'name="key"'
BOTH = re.compile(r"\{\{ (?:hidden\(key\)|basics\(|team_fields\()")  # macros that write the two
# Forms without a key, and why sending them twice is no harm.
HARMLESS = {
    "account.password": "what is kept under a key would be made of the password; set already, it says so",
    "intake.bring": "the same file again is the draft there is",
    "intake.correct": "rows of a draft are put as they are typed",
    "sign_in.leave": "who has left is at the door",
    "sign_in.send": "who is in comes in again",
    "special_actions.preview": "it only shows what a campaign would cost",
    "{{ place }}": "the form of a lost session sent on, with the key it had",
    "sign_in/enter.html": "the link is used up by the first",
}


def forms() -> list[tuple[str, str]]:
    """Give each form that posts, with its endpoint or the template it stands in."""
    return [
        (_name(path, form.partition(">")[0]), form)
        for path in sorted(TEMPLATES.rglob("*.html"))
        for form in FORM.findall(path.read_text(encoding="utf-8"))
    ]


def _name(path: Path, head: str) -> str:
    endpoint = re.search(r"url_for\('([\w.]+)'", head) or re.search(r'action="([^"]*)"', head)
    return endpoint.group(1) if endpoint else path.relative_to(TEMPLATES).as_posix()


@pytest.mark.parametrize("name, form", forms(), ids=[name for name, _ in forms()])
def test_a_form_carries_its_token_and_its_key(name: str, form: str):
    """Both, unless sending it twice is said to be harmless."""
    both = bool(BOTH.search(form))
    assert both or TOKEN in form
    assert both or KEY in form or name in HARMLESS


def test_what_is_said_to_be_harmless_is_there():
    """No excuse outlives its form."""
    without = {name for name, form in forms() if not BOTH.search(form) and KEY not in form}
    assert without == set(HARMLESS)
