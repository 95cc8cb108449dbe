"""Facts that take two persons in the log (待复核事项留痕): said by one, they wait beside the case and are unknown meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from allocator.domain.canonical import plain
from allocator.domain.cases import Filing
from allocator.domain.docket import Case, WaitingFlag
from allocator.domain.errors import Conflict
from allocator.domain.facts import facts_of
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.conditions import FactValue
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.cases.wishes import check_note
from allocator.services.context import Context
from allocator.services.saying_why import check_because

ASKED, REFUSED, WITHDRAWN = "flag_asked", "flag_refused", "flag_withdrawn"
FLAGS = (ASKED, REFUSED, WITHDRAWN)
"""The kinds of entries about facts that wait; one that is approved is an entry of facts."""


def with_filing(filing: Filing, rulebook: Rulebook) -> tuple[str, ...]:
    """Name the facts a filing says are so that take two persons: until then they are unknown."""
    return tuple(name for name, kind in rulebook.facts.items() if kind.two_persons and filing.traits.get(name) is True)


def needing_two(case: Case, facts: Mapping[str, FactValue], snapshot: Snapshot) -> tuple[WaitingFlag, ...]:
    """Give those of new facts that take a second person before they are so, with what is known now; without who and when."""
    kinds = snapshot.rulebook.facts
    known = facts_of(case.input, snapshot.office, snapshot.rulebook)
    return tuple(
        WaitingFlag(name, "", case.received, "", known[name])
        for name, value in facts.items()
        if kinds[name].two_persons and value is True and known[name] is not True
    )


def ask_within(
    uow: UnitOfWork, here: Context, case: Case, flags: Sequence[WaitingFlag], because: str, rulebook: Rulebook
) -> Case:
    """Let facts wait for a second person, within a unit of work; raises BadInput without a reason."""
    check_reason_of(because, [rulebook.facts[one.fact].name for one in flags])
    said = [replace(one, by=here.actor, at=here.now(), because=because.strip()) for one in flags]
    seq = uow.log.append(here.now(), here.actor, ASKED, case.id, asked_body(case.case_no, said, case.flags))
    numbered = (replace(one, decision=seq) for one in said)
    return uow.cases.save(replace(case, flags=(*case.flags, *numbered)), case.version)


def asked_body(case_no: str, said: Sequence[WaitingFlag], before: Sequence[WaitingFlag] = ()) -> dict[str, Any]:
    """Write down what is said, and all that waits on the case from then on."""
    names, because = [one.fact for one in said], said[0].because
    return {"case_no": case_no, "facts": names, "because": because, "flags": plain((*before, *said))}


def ask_with_filings(uow: UnitOfWork, here: Context, filed: Iterable[tuple[int, str, tuple[str, ...]]]) -> None:
    """Let what came with filings wait for a second person: by case id its number and the facts that it takes two to say."""
    said = {
        case_id: (case_no, [WaitingFlag(name, here.actor, here.now(), "") for name in names])
        for case_id, case_no, names in filed
        if names
    }
    entries = [
        (here.now(), here.actor, ASKED, case_id, asked_body(case_no, flags))
        for case_id, (case_no, flags) in said.items()
    ]
    numbers = uow.log.append_many(entries) if entries else ()
    uow.cases.mark_flags(
        {
            case_id: [replace(one, decision=seq) for one in flags]
            for (case_id, (_, flags)), seq in zip(said.items(), numbers, strict=True)
        }
    )


def check_none_waits(case: Case, facts: Iterable[str], rulebook: Rulebook) -> None:
    """Refuse to say anything of a fact that waits for a second person already; raises Conflict."""
    for one in case.flags:
        if one.fact in facts:
            name = name_of(one.fact, rulebook)
            raise Conflict(
                Text(
                    "“{name}”由{who}提出，正待另一人复核。", '{who} said "{name}"; it waits for a second person.'
                ).fill(name=name, who=one.by),
                Text(
                    "请由另一人批准或不予批准，或由提出人撤回。",
                    "Somebody else approves or refuses it, or who said it takes it back.",
                ),
                code="flag-waits",
                facts={"case_no": case.case_no, "fact": one.fact, "by": one.by},
            )


def name_of(fact: str, rulebook: Rulebook) -> Text:
    """Give the name of a fact; its id where the rulebook has it no more."""
    kind = rulebook.facts.get(fact)
    return kind.name if kind else Text(fact, fact)


def check_reason_of(because: str, names: Sequence[Text]) -> None:
    """Refuse a word about coercive measures that comes without its reason; raises BadInput."""
    check_note(because)
    listed = Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
    check_because(because, Text("“{names}”须写明理由。", 'Of "{names}", say why.').fill(names=listed), "flag-because")
