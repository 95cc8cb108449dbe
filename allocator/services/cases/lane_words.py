"""Saying who gave a case its class and who differs (类别说明): sentences for whoever asks why, from the entries of the log."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from allocator.decisions.triage.triage import SCORE
from allocator.domain.canonical import plain
from allocator.domain.docket import Case, Dispute, Hand, Standing
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Text, listed, name_in
from allocator.persistence.log import Entry
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.transaction import the_office, the_rulebook

CLASSES: Mapping[str, Text] = {"fast": Text("简案", "simple"), "regular": Text("繁案", "complex")}
DISPUTES: Mapping[Dispute, Text] = {
    Dispute.ASKED: Text("转为简案须由另一人批准。", "That it is simple has to be approved by somebody else."),
    Dispute.RULE: Text(
        "人工类别与规则不一致，待确认。", "The class given by hand is not the rules'; it waits to be confirmed."
    ),
    Dispute.FACTS: Text(
        "后来的事实或规则与所在类别相反，待处理。", "Facts or rules that came later contradict its class."
    ),
    Dispute.CLERKS: Text("两人对类别意见不一，待处理。", "Two people differ about its class."),
}
GONE = Text("（事由已不在规则手册中）", "(a reason the rulebook has no more)")


def why_by_hand(context: Context, case: Case) -> tuple[Text, ...]:
    """Say of a case who gave it its class by hand and why, who asked for another, and what is in dispute; nothing if nobody did."""
    if not _spoken_of(case.standing):
        return ()
    with context.database.reading() as uow:
        return told(uow, case, the_rulebook(uow, context.today(the_office(uow))))


def told(uow: UnitOfWork, case: Case, rulebook: Rulebook) -> tuple[Text, ...]:
    """Say it within a unit of work; one query for each person who spoke."""
    return tuple(_sentences(uow, case.standing, rulebook)) if _spoken_of(case.standing) else ()


def hand_view(standing: Standing) -> dict[str, Any]:
    """Show what people said of a class, as data."""
    return {
        "by_hand": standing.hand and plain(standing.hand),
        "asked": standing.asked and plain(standing.asked),
        "dispute": standing.dispute and standing.dispute.value,
    }


def _spoken_of(standing: Standing) -> bool:
    return standing.hand is not None or standing.asked is not None or standing.dispute is not None


def _sentences(uow: UnitOfWork, standing: Standing, rulebook: Rulebook) -> Iterator[Text]:
    if standing.hand is not None:
        yield _given(uow, standing.hand, rulebook)
    if standing.asked is not None:
        who = Text("{who}提出转为简案{why}。", "{who} finds it simple{why}.")
        yield who.fill(who=uow.users.shown(standing.asked.by), why=_why(uow, standing.asked, rulebook))
    if standing.dispute == Dispute.FACTS:
        yield _came_later(uow, uow.log.get(standing.decision))
    elif standing.dispute is not None:
        yield DISPUTES[standing.dispute]


def _came_later(uow: UnitOfWork, entry: Entry | None) -> Text:
    """Say whose facts contradict the class, or that other rules do."""
    if entry is None or entry.kind != "facts" or entry.body.get("because") == "rulebook":
        return DISPUTES[Dispute.FACTS]
    text = Text(
        "{who}登记的事实（第 {n} 号记录）与所在类别相反，待处理。",
        "The facts {who} put down (entry {n}) contradict its class.",
    )
    return text.fill(who=uow.users.shown(entry.actor), n=entry.seq)


def _given(uow: UnitOfWork, hand: Hand, rulebook: Rulebook) -> Text:
    text = Text(
        "{who}人工定为{name}{why}；当时规则为“{lane}”（{rules}）。",
        '{who} made it {name} by hand{why}; the rules then said "{lane}" ({rules}).',
    )
    lane = name_in(rulebook.lanes, hand.lane)
    return text.fill(
        who=uow.users.shown(hand.by),
        name=CLASSES[hand.track],
        why=_why(uow, hand, rulebook),
        lane=lane,
        rules=_rules(hand.rules),
    )


def _why(uow: UnitOfWork, hand: Hand, rulebook: Rulebook) -> Text:
    """Give the reason and the words of an entry, from which a person's word rests."""
    entry = uow.log.get(hand.decision)
    body = entry.body if entry is not None else {}
    code = body.get("reason")
    parts = [] if not code else [rulebook.reasons[code].name if code in rulebook.reasons else GONE]
    parts += [Text(body["words"], body["words"])] if body.get("words") else []
    return Text("", "") if not parts else Text("，事由：{parts}", ": {parts}").fill(parts=listed(parts))


def _rules(rules: Sequence[str]) -> Text:
    return listed([Text("按计分", "by points") if rule == SCORE else Text(rule, rule) for rule in rules])
