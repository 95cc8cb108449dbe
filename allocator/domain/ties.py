"""By what cases are tied to one another (关联依据): the keys of their parties and series.

An identity number is sure; a name is sure for enterprises and organs, not for persons; two equal names with different
identity numbers are different people and no tie at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from allocator.domain.cases import Filing, Party, PartyKind, PartySide, normal_name

CREDITOR, DEBTOR, SERIES = PartySide.CREDITOR.value, PartySide.DEBTOR.value, "series"
TIES = {
    (DEBTOR, DEBTOR): "debtor",
    (SERIES, SERIES): "series",
    (CREDITOR, DEBTOR): "creditor_is_debtor",
    (DEBTOR, CREDITOR): "creditor_is_debtor",
}
"""The tie between two equal keys by the sides on which they stand; other sides tie nothing."""

STRENGTH = ("resumed", "series", "debtor", "creditor_is_debtor")


class Identified(Protocol):
    """Whatever stands beside an identity number (证件号)."""

    @property
    def identity(self) -> Any:
        """Give the number, or None."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a case (关联键): on which side, whether it is sure, and the identity number known beside a name."""

    side: str
    key: str
    sure: bool
    identity: str | None

    def agrees(self, other: "Identified") -> bool:
        """Say whether an equal key may mean the same party."""
        return self.identity is None or other.identity is None or self.identity == other.identity


def keys_of(filing: Filing) -> tuple[Key, ...]:
    """Give every key of a filing, each side and key once."""
    found: dict[tuple[str, str], Key] = {}
    for key in _keys(filing):
        found.setdefault((key.side, key.key), key)
    return tuple(found.values())


def _keys(filing: Filing) -> Iterator[Key]:
    for party in filing.parties:
        yield from _party_keys(party)
    if filing.series:
        yield Key(SERIES, normal_name(filing.series), sure=True, identity=None)


def _party_keys(party: Party) -> Iterator[Key]:
    side = CREDITOR if party.side == PartySide.CREDITOR else DEBTOR
    if not party.identity:
        yield Key(side, party.key, party.kind != PartyKind.PERSON, None)
        return
    by_identity, by_name = party.keys
    yield Key(side, by_identity, sure=True, identity=None)
    yield Key(side, by_name, party.kind != PartyKind.PERSON, normal_name(party.identity))


def tie_of(mine: str, other: str) -> str | None:
    """Name the tie between two equal keys by the sides on which they stand; None where they tie nothing."""
    return TIES.get((mine, other))


TIED = {
    side: tuple((other, STRENGTH.index(tie)) for other in (CREDITOR, DEBTOR, SERIES) if (tie := tie_of(side, other)))
    for side in (CREDITOR, DEBTOR, SERIES)
}
"""By side: with which other sides equal keys tie a case, each with the place of that tie among the strengths."""
