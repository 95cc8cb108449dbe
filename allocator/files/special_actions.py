"""The file of a special action (专项行动文件): read whole, or refused with every fault by line and field."""

from collections.abc import Iterator
from dataclasses import replace

from allocator.domain.errors import BadInput
from allocator.domain.office import Office
from allocator.domain.people import Period
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.condition_saying import condition_said
from allocator.domain.rulebook.conditions import OneOf, atoms
from allocator.domain.rulebook.section import Section, note_unread
from allocator.domain.special_actions import SpecialAction
from allocator.domain.words import Count, Text
from allocator.files.office.findings import Findings
from allocator.files.office.toml import note_paths, toml_of

FEN_PER_YUAN = 100
LONGEST_DAYS = 366
DEAREST = 10**12


def read_action(text: str, file: str, rulebook: Rulebook, office: Office | None = None) -> SpecialAction:
    """Read a special action over the facts of a rulebook; raises BadInput with every fault.

    With an office, whom and what it names must be there; one that was opened is read again without.
    """
    findings = Findings()
    top = toml_of(file, text, findings)
    if top is None:
        raise _faulty(file, findings)
    top = replace(top, kinds={fact.id: fact.kind for fact in rulebook.facts.values()})
    found = _action(top)
    note_unread(top)
    if found is not None and office is not None:
        for key, fault, remedy in (*_strangers(found, office), *_values(found, rulebook)):
            top.faults.add(key, fault, remedy)
    note_paths(file, text, top.faults, findings)
    if findings.found or found is None:
        raise _faulty(file, findings)
    return replace(found, about=condition_said(found.when, rulebook))


def _faulty(file: str, findings: Findings) -> BadInput:
    return BadInput(
        Text(
            f"专项行动文件“{file}”有 {len(findings.found)} 处错误。",
            f'The file of the campaign "{file}" has {Count(len(findings.found)):fault|faults}.',
        ),
        Text("请按行、项逐处更正。", "Correct each at its row and field."),
        code="campaign-faulty",
        faults=[fault.as_dict() for fault in sorted(findings.found, key=lambda fault: fault.row or 0)],
    )


def _action(top: Section) -> SpecialAction | None:
    """Read the whole file; None where its days make no window, which is noted."""
    first, last = top.day("first"), top.day("last")
    quota, target = top.section("quota"), top.section("target")
    given = {
        "code": top.text("code"),
        "name": top.section("name").names(),
        "when": top.condition("filter"),
        "people": quota.strings("people"),
        "share": quota.permille("share", 1000, least=1),
        "vehicles": quota.strings("vehicles"),
        "closed": target.optional("closed"),
        "recovered": _fen(target),
    }
    if not 0 <= (last - first).days < LONGEST_DAYS:
        top.faults.add(
            "last",
            Text(f"{first} 至 {last} 不是一年以内的期间。", f"{first} to {last} is no span within a year."),
            Text("请更正起止日期。", "Correct the days."),
        )
        return None
    return SpecialAction(window=Period(first, last), **given)  # type: ignore[arg-type] # each is read as its field is


def _fen(target: Section) -> int | None:
    yuan = target.optional("recovered_yuan", most=DEAREST)
    return None if yuan is None else yuan * FEN_PER_YUAN


def _strangers(found: SpecialAction, office: Office) -> Iterator[tuple[str, Text, Text]]:
    vehicles = {vehicle.code for vehicle in office.vehicles}
    for key, codes, known in (
        ("quota.people", found.people, set(office.officer_by_code)),
        ("quota.vehicles", found.vehicles, vehicles),
    ):
        for code in codes:
            if code not in known:
                yield key, Text(f"没有“{code}”。", f'There is no "{code}".'), _one_of(sorted(known))


def _values(found: SpecialAction, rulebook: Rulebook) -> Iterator[tuple[str, Text, Text]]:
    """A word the rulebook does not have would silently be about no case at all."""
    for atom in atoms(found.when):
        if isinstance(atom, OneOf):
            known = rulebook.facts[atom.fact].values
            for value in sorted(atom.values - set(known)):
                yield "filter", Text(f"没有“{value}”。", f'There is no "{value}".'), _one_of(list(known))


def _one_of(known: list[str]) -> Text:
    return Text(f"可用：{'、'.join(known)}。", f"Use one of: {', '.join(known)}.")
