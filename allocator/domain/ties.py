"""By what cases are tied to one another (关联依据): the keys of their parties and series.

An identity number is sure; a name is sure for enterprises and organs, not for persons; two equal names with different
identity numbers are different people and no tie at all.
"""

from typing import Any, NamedTuple, Protocol

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


class Key(NamedTuple):
    """A key of a case (关联键): on which side, whether it is sure, and the identity number known beside a name.

    A simulated year makes a hundred thousand; a tuple takes half the time of a frozen dataclass.
    """

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
    for party in filing.parties:
        for key in _party_keys(party):
            found.setdefault((key.side, key.key), key)
    if filing.series:
        series = Key(SERIES, normal_name(filing.series), sure=True, identity=None)
        found.setdefault((SERIES, series.key), series)
    return tuple(found.values())


def _party_keys(party: Party) -> tuple[Key, ...]:
    side = CREDITOR if party.side == PartySide.CREDITOR else DEBTOR
    sure = party.kind != PartyKind.PERSON
    if not party.identity:
        return (Key(side, party.key, sure, None),)
    by_identity, by_name = party.keys
    return (Key(side, by_identity, True, None), Key(side, by_name, sure, normal_name(party.identity)))


def tie_of(mine: str, other: str) -> str | None:
    """Name the tie between two equal keys by the sides on which they stand; None where they tie nothing."""
    return TIES.get((mine, other))


TIED = {
    side: tuple((other, STRENGTH.index(tie)) for other in (CREDITOR, DEBTOR, SERIES) if (tie := tie_of(side, other)))
    for side in (CREDITOR, DEBTOR, SERIES)
}
"""By side: with which other sides equal keys tie a case, each with the place of that tie among the strengths."""
