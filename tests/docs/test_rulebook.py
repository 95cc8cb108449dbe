"""The page on the rulebook is one whole rulebook, of an office that is no court, and leaves no key out."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from allocator.domain.rulebook.reading import rulebook_of
from allocator.files.filing_context import FilingContext
from allocator.files.filings import read_filings
from tests.fixtures.folders import GUYANG, TODAY, load, small_desk
from tests.proofs import tree

PAGE = (tree.ROOT / "docs" / "rulebook.md").read_text(encoding="utf-8")
RULES = "\n".join(re.findall(r"```toml\n(.+?)```", PAGE, flags=re.DOTALL))
NAMED = {
    *("sources", "lanes", "kinds", "assets", "facts", "roles", "reductions", "skills", "reasons"),
    *("closings", "happenings", "owners", "indicators", "errands", "reserves"),
}
"""Tables whose rows bear names of the office's own, like [field.things]."""
COUNTED_BY_NAME = {
    "hours",
    "trip_hours",
    "intake_hours",
    "fixed_hours",
    "needs",
    "uses",
    "brings",
    "floors",
    "apprentice_kinds",
}
"""Keys below which names of the office's own stand: of roles, skills, things, months."""


class Asked(dict[str, Any]):
    """A table that remembers which keys a reader asked it for, with the path of each."""

    def __init__(self, values: dict[str, Any], path: tuple[str, ...], met: set[tuple[str, ...]]) -> None:
        super().__init__({key: listening(value, (*path, key), met) for key, value in values.items()})
        self.path, self.met = path, met

    def get(self, key: str, default: Any = None) -> Any:
        self.met.add((*self.path, key))
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.met.add((*self.path, str(key)))
        return super().__contains__(key)


def listening(value: Any, path: tuple[str, ...], met: set[tuple[str, ...]]) -> Any:
    """Wrap a value of the file so that it remembers what it is asked for."""
    if isinstance(value, dict):
        return Asked(value, path, met)
    return [listening(row, path, met) for row in value] if isinstance(value, list) else value


def asked(text: str) -> set[str]:
    """Give every key the readers ask a rulebook for."""
    met: set[tuple[str, ...]] = set()
    rulebook_of(Asked(tomllib.loads(text, parse_float=str), (), met))
    return {of_any_office(path) for path in met}


def of_any_office(path: tuple[str, ...]) -> str:
    """Write a path without the names that are an office's own."""
    words = list(path)
    if words[0] in NAMED and len(words) > 1:
        words[1] = "NAME"
    if words[:2] == ["field", "things"] and len(words) > 2:
        words[2] = "NAME"
    own = next(
        (place for place, word in enumerate(words[:-1]) if word in COUNTED_BY_NAME and words[:2] != ["field", "hours"]),
        None,
    )
    return ".".join(words if own is None else words[: own + 1])


def written(values: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Walk every key that stands on the page."""
    if isinstance(values, list):
        for row in values:
            yield from written(row, path)
    elif isinstance(values, dict):
        for key, value in values.items():
            yield of_any_office((*path, key))
            yield from written(value, (*path, key))


def test_no_key_a_rulebook_may_have_is_missing_from_the_page():
    """Nobody has to look into the code for one; the source every row may name is told of once."""
    known = set(written(tomllib.loads(RULES)))

    missing = (asked(RULES) | asked((GUYANG / "rulebook.toml").read_text(encoding="utf-8"))) - known

    assert {path for path in missing if not path.endswith(".source")} == set()


BUREAU = """
code = "desk"
timezone = "Europe/Amsterdam"
country = "NL"
name = {zh = "许可科", en = "Permit desk"}
court = {zh = "某市", en = "A town"}
[teams.counter]
zh = "窗口组"
en = "counter"
lanes = ["counter"]
[teams.review]
zh = "审查组"
en = "reviewers"
lanes = ["review"]
"""
PEOPLE = """code,name,role,team,share,entered
h1,A. Aardappel,inspector,counter,0.9,2015-01-05
h2,B. Bloemkool,inspector,review,1,2020-09-01
"""
FILED = """案号,立案日期,案件类型,案由,listed,costs
P-1,2026-11-20,permit,dormer,no,20000
P-2,2026-11-23,permit,house,yes,300000
"""


def test_an_office_lives_by_the_rulebook_of_the_page(tmp_path):
    """Its folder is loaded, and its filings are read under its own names: costs, where a court has a claim."""
    folder = load(small_desk(tmp_path, rulebook=RULES, bureau=BUREAU, people=PEOPLE))

    sheet = read_filings("filings.csv", FILED.encode(), FilingContext(folder.office, folder.rulebook, TODAY))

    filings = sheet.filings
    assert [filing.claim for filing in filings] == [2_000_000, 30_000_000]
    assert [filing.traits["monument"] for filing in filings] == [False, True]
