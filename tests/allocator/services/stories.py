"""Filings as the office would tell of them."""

from datetime import UTC, date, datetime
from typing import Any

from allocator.domain.cases import Filing, Party, PartyKind, PartySide

FILED = date(2022, 9, 29)
NOON = datetime(2022, 9, 5, 4, 0, tzinfo=UTC)
ALL_ANSWERED = {
    "query_unanswered": False,
    "full_cash": False,
    "no_asset": False,
    "act_enforcement": False,
    "appraisal_needed": False,
    "objection_pending": False,
    "third_party_claim": False,
    "party_joinder": False,
    "distribution": False,
    "bankruptcy_signs": False,
    "petition_high": False,
    "foreign_or_military": False,
    "out_of_province": False,
    "debtor_missing": False,
    "already_paying": False,
    "resumption_performed": False,
    "online_only": False,
    "occupied": False,
    "settlement_intent": False,
    "on_site": False,
    "conflict_history": False,
    "was_dormant": False,
    "search_or_detain": False,
    "instalments": False,
}


def a_debtor(name: str = "子虚", identity: str | None = None) -> Party:
    """A person against whom enforcement runs."""
    return Party(PartySide.DEBTOR, name, PartyKind.PERSON, identity)


def a_filing(number: int = 1, *debtors: Party, **changes: Any) -> Filing:
    """A plain loan of 30,000 yuan with every question answered: certainly simple unless changed."""
    answers = changes.pop("answers", {})
    values: dict[str, Any] = {
        "case_no": f"（2022）内0222执{9000 + number}号",
        "kind": "执",
        "title": "乌有与子虚民间借贷纠纷",
        "cause": "民间借贷纠纷",
        "claim": 3_000_000,
        "parties": (Party(PartySide.CREDITOR, "乌有", PartyKind.PERSON), *(debtors or (a_debtor(),))),
        "filed_on": FILED,
        "town": "金山镇",
        "preserved": 0,
        "assets": frozenset({"deposit"}),
        "traits": {**ALL_ANSWERED, **answers},
    }
    return Filing(**{**values, **changes})


def a_complex_filing(number: int = 1, *debtors: Party, **changes: Any) -> Filing:
    """A loan whose pledged house must be appraised and auctioned: certainly complex."""
    answers = {"appraisal_needed": True, **changes.pop("answers", {})}
    return a_filing(number, *debtors, answers=answers, **changes)
