"""Cases and filings (案件、收案): what comes in, who the parties are, where a case stands."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from allocator.domain.errors import BadInput
from allocator.domain.rulebook.conditions import FactValue
from allocator.domain.words import Text


class PartySide(StrEnum):
    """Which side a party stands on (诉讼地位)."""

    CREDITOR = "creditor"
    DEBTOR = "debtor"


class PartyKind(StrEnum):
    """What a party is: a person, an enterprise or a public organ (自然人、企业、机关)."""

    PERSON = "person"
    ENTERPRISE = "enterprise"
    ORGAN = "organ"


class CaseState(StrEnum):
    """Where a case stands (案件状态): waiting for a handler, held by one, or closed."""

    WAITING = "waiting"
    ASSIGNED = "assigned"
    CLOSED = "closed"


CASE_STATES: Mapping[str, Text] = {
    CaseState.WAITING: Text("待分", "waiting"),
    CaseState.ASSIGNED: Text("在办", "in hand"),
    CaseState.CLOSED: Text("已结", "closed"),
}
"""What the states of a case are called."""


@lru_cache(maxsize=65536)
def normal_name(name: str) -> str:
    """Write a name in its one form: compatibility forms folded, no spaces, lower case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).lower()


@dataclass(frozen=True, slots=True)
class Party:
    """One party of a case (当事人); `identity` is the ID-card number or unified social credit code, if known."""

    side: PartySide
    name: str
    kind: PartyKind
    identity: str | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise BadInput(
                Text("当事人姓名为空。", "A party has no name."), Text("请填写姓名或名称。", "Give the party's name.")
            )

    @property
    def key(self) -> str:
        """The party key (当事人标识) by which cases of the same party are found: the identity, else the name."""
        return self.keys[0]

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key of the party: by identity and by name."""
        by_name = f"name:{normal_name(self.name)}"
        return (f"id:{normal_name(self.identity)}", by_name) if self.identity else (by_name,)


@dataclass(frozen=True, slots=True)
class Filing:
    """A case as it is filed (立案信息).

    `claim` is the amount under enforcement (执行标的额) in fen; `preserved` the cash already preserved in fen,
    None while unknown; `assets` the kinds of asset known (empty: none found), None while nobody has looked;
    `town` None while unknown. `traits` are the rulebook's further facts; a missing one is unknown.
    """

    case_no: str
    kind: str
    title: str
    cause: str | None
    claim: int
    parties: tuple[Party, ...]
    filed_on: date
    town: str | None = None
    preserved: int | None = None
    assets: frozenset[str] | None = None
    origin_case_no: str | None = None
    previous_handler: str | None = None
    series: str | None = None
    traits: Mapping[str, FactValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.case_no.strip():
            raise BadInput(
                Text("案号为空。", "The case number is empty."), Text("请填写案号。", "Give the case number.")
            )
        for name, amount in (("claim", self.claim), ("preserved", self.preserved)):
            if amount is not None and amount < 0:
                raise BadInput(
                    Text(f"{self.case_no}：金额为负数。", f"{self.case_no}: {name} is negative."),
                    Text("金额须为零或正数，单位为分。", "Amounts are zero or more, in fen."),
                )

    def side(self, side: PartySide) -> tuple[Party, ...]:
        """Give the parties of one side, in their order."""
        return tuple(party for party in self.parties if party.side == side)


@dataclass(frozen=True, slots=True)
class LinkedCase:
    """An earlier case tied to this one (关联案件): same debtor, same series, or the case it resumes.

    `tie` is "resumed", "series", "debtor" or "creditor_is_debtor"; `sure` is False when only a person's name agrees.
    `handler` is the code of who holds or held it, `since` the day of that assignment or of its closing.
    """

    case_no: str
    tie: str
    sure: bool
    handler: str | None
    since: date | None
    open: bool
