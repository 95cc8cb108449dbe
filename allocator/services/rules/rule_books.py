"""Reading the rulebook (规则手册查阅): one version as it stands, every version kept, and what differs between two."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from allocator.domain.canonical import plain
from allocator.domain.difference import Change
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.difference import describe_rulebook
from allocator.domain.rulebook.newer import Lack, lacking
from allocator.services.context import Context
from allocator.services.rules.releases import Version, versions
from allocator.services.transaction import the_office, the_rulebook


@dataclass(frozen=True, slots=True)
class RulesShown:
    """A version of the rules to be read (规则手册版本): `conditions` are its sentences by the id of their row, as written.

    `lacks` is what it could say besides, for whoever keeps it.
    """

    rulebook: Rulebook
    version: Version
    versions: tuple[Version, ...]
    conditions: Mapping[str, str]
    levers: Mapping[str, object]
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class RulesCompared:
    """Two versions of the rules and every difference between their files (版本差异)."""

    old: Rulebook
    new: Rulebook
    changes: tuple[Change, ...]


def read_rules(context: Context, digest: str | None = None) -> RulesShown:
    """Give a version of the rules, the one in force where none is named; raises NotFound."""
    listed = versions(context)
    with context.database.reading() as uow:
        now = the_rulebook(uow, context.today(the_office(uow)))
        book = uow.rulebooks.by_digest(digest) if digest else now
    version = next(one for one in listed if one.digest == book.digest)
    levers: Any = book.source.get("levers", {})
    return RulesShown(book, version, listed, dict(_sentences(book.source)), levers, lacking(book))


def compare_rules(context: Context, old: str, new: str) -> RulesCompared:
    """Tell every difference between two versions, by table, id and key; raises NotFound."""
    with context.database.reading() as uow:
        before, after = uow.rulebooks.by_digest(old), uow.rulebooks.by_digest(new)
    return RulesCompared(before, after, describe_rulebook(before.source, after.source))


def compared_view(found: RulesCompared) -> dict[str, Any]:
    """Show the differences of two versions."""
    return {
        "old": {"version": found.old.version, "digest": found.old.digest},
        "new": {"version": found.new.version, "digest": found.new.digest},
        "changes": [plain(change) for change in found.changes],
    }


def _sentences(value: object) -> Iterator[tuple[str, str]]:
    """Walk every row that has an id and a sentence saying when it holds."""
    if isinstance(value, Mapping):
        if "id" in value and "when" in value:
            yield str(value["id"]), str(value["when"])
        for part in value.values():
            yield from _sentences(part)
    elif isinstance(value, list):
        for part in value:
            yield from _sentences(part)
