"""What a newer rulebook says that an older one does not (规则手册可补的内容): told to whoever keeps it, with the lines to add.

Nothing is taken for granted where a section is absent; but who loaded their office before a section was known cannot know it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from allocator.domain.rulebook.book import FactKind, Rulebook
from allocator.domain.rulebook.citing import DETAILED, MARKED, PARTS
from allocator.domain.words import Text

MARK = re.compile(r"[A-Z][A-Z0-9]+")
CITING = ("source", "basis")
COERCIVE = ("搜查", "拘留", "拘传", "罚款", "限制出境")
"""What the law calls coercive measures against a person (对人的强制措施)."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Something a rulebook could say and does not: its section, why it matters, and the lines to add to the file."""

    section: str
    text: Text
    lines: tuple[str, ...]


def lacking(rulebook: Rulebook) -> tuple[Lack, ...]:
    """Give what a rulebook could say besides; nothing where it says all that is known of."""
    return (*_sources(rulebook), *_two_persons(rulebook))


def _sources(rulebook: Rulebook) -> Iterator[Lack]:
    if rulebook.sources:
        return
    marks = sorted({mark for written in _cited(rulebook.source) for mark in _marks(written)})
    if marks:
        text = Text(
            "依据中的 {n} 个代号没有写明全称，页面只能显示代号。请在 rulebook.toml 的 [sources] 中补上全称。",
            "{n:mark of its sources is|marks of its sources are} not written out, and pages show them bare: name them in [sources] of rulebook.toml.",
        ).fill(n=len(marks))
        yield Lack("sources", text, ("[sources]", *(f'{mark} = {{zh = "{mark}", en = "{mark}"}}' for mark in marks)))


def _cited(value: object) -> Iterator[str]:
    """Walk every source a rulebook's file names."""
    if isinstance(value, Mapping):
        yield from (str(value[name]) for name in CITING if isinstance(value.get(name), str))
        for part in value.values():
            yield from _cited(part)
    elif isinstance(value, list):
        for part in value:
            yield from _cited(part)


def _marks(written: str) -> Iterator[str]:
    for part in PARTS.split(written.strip()):
        found = MARKED.fullmatch(part) or DETAILED.fullmatch(part)
        if found and MARK.fullmatch(found["mark"]):
            yield found["mark"]


def _two_persons(rulebook: Rulebook) -> Iterator[Lack]:
    alone = [kind.id for kind in rulebook.facts.values() if _is_coercive(kind) and not kind.two_persons]
    if alone:
        names = "、".join(rulebook.facts[one].name.zh for one in alone)
        english = ", ".join(rulebook.facts[one].name.en for one in alone)
        text = Text(
            f"“{names}”引出对人的强制措施，现由一人登记即生效。如须另一人复核，请在 rulebook.toml 中补上。",
            f'"{english}" opens coercive measures and takes effect by one person\'s word: for a second person to approve, add this to rulebook.toml.',
        )
        lines = (line for one in alone for line in (f"[facts.{one}]", "two_persons = true"))
        yield Lack("facts", text, tuple(lines))


def _is_coercive(kind: FactKind) -> bool:
    return kind.kind == "yes_no" and any(word in kind.name.zh for word in COERCIVE)
