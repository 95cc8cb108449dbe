"""Passwords (口令): kept by werkzeug's scrypt, compared in constant time; one that nobody has takes as long as one somebody has."""

import unicodedata

from werkzeug.security import check_password_hash, generate_password_hash

from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from allocator.services.access.access_rules import PasswordRules

LONGEST = 200
FEWEST_SIGNS = 4  # one key held down, or two, is no password
METHOD = "scrypt:32768:8:1"
# The hash of a password that was thrown away: checked against where there is none, so that both take as long.
NOBODYS = (
    "scrypt:32768:8:1$AAAAAAAAAAAAAAAA$"
    "0000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000000"
)


def kept_form(password: str, rules: PasswordRules, *names: str) -> str:
    """Give the form in which a password is kept; raises BadInput for one too short, too long, or easily guessed."""
    _check(_normal(password), rules, [_normal(name) for name in names if name])
    return generate_password_hash(_normal(password), METHOD)


def fits(kept: str | None, password: str) -> bool:
    """Say whether a password is the one kept; as slow when none is."""
    right = check_password_hash(kept or NOBODYS, _normal(password)[:LONGEST])
    return right and kept is not None


def _normal(password: str) -> str:
    """Write a password in one form, however a keyboard wrote it."""
    return unicodedata.normalize("NFKC", password.encode("utf-8", "replace").decode())


def _check(password: str, rules: PasswordRules, names: list[str]) -> None:
    if not rules.shortest <= len(password) <= LONGEST:
        raise _refused(
            Text(f"口令须有 {rules.shortest} 到 {LONGEST} 个字符。", f"A password has {rules.shortest} to {LONGEST} characters.")
        )  # fmt: skip
    bare = password.casefold()
    for name in names:
        bare = bare.replace(name.casefold(), "")
    if len(set(bare)) < FEWEST_SIGNS:
        raise _refused(Text("口令过于容易猜到。", "This password is too easily guessed."))


def _refused(text: Text) -> BadInput:
    advice = Text("可用几个不相关的词连成一句。", "A few words that have nothing to do with each other will do.")
    fault: dict[str, object] = {"field": "password", "text": text.as_dict()}
    return BadInput(text, advice, code="password-refused", faults=[fault])
