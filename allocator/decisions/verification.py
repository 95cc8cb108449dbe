"""Verifying a certificate (核验证明): digests, plan, values and hard rules, and the bound of every level by another solver.

Nothing is believed that can be worked out again: what was tampered with contradicts the instance, the plan, a digest,
or HiGHS.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Literal

from allocator.decisions.certificate import ALLOCATE
from allocator.decisions.certificate_file import read_certificate, stated_levels
from allocator.domain.canonical import digest
from allocator.domain.words import Text
from solver.assignment import PREFER, Instance, Plan, excess, score
from solver.assignment.plan import minutes, new_minutes
from solver.assignment.prefer import HOLDABLE
from solver.assignment.recheck import Discrepancy, draw_price, recheck, unlawful
from solver.assignment.rule import Prefer
from solver.assignment.witness import Testimony, hear
from solver.search import LevelResult

Word = Literal["confirmed", "refuted", "open"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found at one place of a certificate: confirmed, refuted, or left open by the time given."""

    place: str
    word: Word
    text: Text
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying came to: `holds` unless something is refuted; `open` counts bounds not confirmed in time."""

    holds: bool
    open: int
    seal: str
    findings: tuple[Finding, ...]


def verify(text: str | bytes, seconds: float) -> Verdict:
    """Verify an exported certificate within about so many seconds; raises BadInput when it cannot be read."""
    document, instance = read_certificate(text)
    found = list(_statements(document, instance))
    if not found:
        found = list(_bounds(document, instance, seconds))
    refuted = any(item.word == "refuted" for item in found)
    return Verdict(not refuted, sum(item.word == "open" for item in found), document["seal"], tuple(found))


def terms_of(document: Mapping[str, Any]) -> tuple[Prefer, ...]:
    """Give the rules a certificate says were switched on."""
    known = {term.name: term for term in PREFER}
    return tuple(known[name] for name in document["certificate"]["rules"])


def _statements(document: Mapping[str, Any], instance: Instance) -> Iterator[Finding]:
    """Everything but the bounds: what does not fit, and nothing where all fits."""
    certificate, part = document["certificate"], document["plan"]
    yield from _differs("seal", document["seal"], digest(certificate))
    yield from _differs("format", document["format"], certificate.get("format"))
    yield from _differs("certificate.digests.plan", certificate["digests"]["plan"], digest(part))
    for place, stated in (
        ("digests.instance", certificate["digests"]["instance"]),
        ("instance", certificate["instance"]),
    ):
        yield from _differs(f"certificate.{place}", stated, instance.digest)
    sizes = {"people": instance.people, "cases": instance.cases, "chosen": instance.cases, "settled": instance.cases}
    wrong = [item for name, size in sizes.items() for item in _differs(f"plan.{name}", len(part[name]), size)]
    yield from wrong or _levels(document, instance)


def _levels(document: Mapping[str, Any], instance: Instance) -> Iterator[Finding]:
    terms, part = terms_of(document), document["plan"]
    wrong = [_told(item) for item in recheck(instance, _plan(part["chosen"]), stated_levels(document), terms)]
    yield from wrong
    if not wrong:
        yield from _given(document, instance)
        yield from _draw(document, instance, terms)
        yield from _rows(part, instance)
        if document["certificate"]["kind"] == ALLOCATE:
            yield from _loads(part, instance)


def _given(document: Mapping[str, Any], instance: Instance) -> Iterator[Finding]:
    """What a plan was held to from the first level on, it keeps; and it is something that can be measured."""
    known = {term.level: term for term in HOLDABLE}
    for name, most in document["certificate"]["given"].items():
        value = known[name].amount(instance, _plan(document["plan"]["chosen"])) if name in known else None
        if value is None or value > most:
            yield _refuted(f"certificate.given.{name}", most, value)


def _draw(document: Mapping[str, Any], instance: Instance, terms: tuple[Prefer, ...]) -> Iterator[Finding]:
    """The plan from before the draw keeps what is held, and the draw cost what it is said to."""
    plan, settled = (_plan(document["plan"][name]) for name in ("chosen", "settled"))
    broken = [_told(item, "plan.settled") for item in unlawful(instance, settled)]
    yield from broken
    if broken:
        return
    values = score(instance, settled, terms)
    for level in stated_levels(document)[:-1]:
        if values[level.name] > level.held:
            yield _told(Discrepancy(level.name, "held", level.held, values[level.name]), "plan.settled")
    wanted = draw_price(instance, plan, settled, terms)
    yield from _differs("certificate.draw", document["certificate"]["draw"], wanted)


def _rows(part: Mapping[str, Any], instance: Instance) -> Iterator[Finding]:
    """Each row says what the option taken for its case says, and no case is in two lists or in none."""
    rows = {row["case_no"]: row for row in part["rows"]}
    left = {item["case_no"]: item for item in part["unplaced"]}
    over = excess(instance, _plan(part["chosen"]))
    for case, name in enumerate(part["cases"]):
        option = part["chosen"][case]
        if option < 0:
            least = over.get(case)
            wanted = (part["people"][least.person], least.minutes) if least else (None, None)
            stated = left.pop(name, {})
            yield from _differs(f"plan.unplaced.{name}", (stated.get("officer"), stated.get("excess_minutes")), wanted)
        elif name in rows:
            yield from _row(rows.pop(name), case, option, part, instance)
        elif instance.holder[case] != instance.option_lead[option]:
            yield from _differs(f"plan.rows.{name}", None, part["people"][int(instance.option_lead[option])])
    yield from (item for name in (*rows, *left) for item in _differs(f"plan.rows.{name}", name, None))


def _row(
    row: Mapping[str, Any], case: int, option: int, part: Mapping[str, Any], instance: Instance
) -> Iterator[Finding]:
    place = f"plan.rows.{row['case_no']}"
    yield from _differs(f"{place}.officer", row["officer"], part["people"][int(instance.option_lead[option])])
    yield from _differs(f"{place}.alternatives", row["alternatives"], len(instance.options_of(case)) - 1)
    charged = slice(int(instance.charge_start[option]), int(instance.charge_start[option + 1]))
    people = [part["people"][person] for person in instance.charge_person[charged].tolist()]
    taken = dict(zip(people, instance.charge_minutes[charged].tolist(), strict=True))
    for code, count in row["charges"].items():
        if code in taken and not count <= taken[code]:  # a share of a desk's work may come on top of the own
            yield _refuted(f"{place}.charges.{code}", count, taken[code])


def _loads(part: Mapping[str, Any], instance: Instance) -> Iterator[Finding]:
    """Loads shown of a plan for waiting cases are what is held and what the plan brings.

    An instance may hold more than is shown: minutes kept free for cases that are expected to convert.
    """
    plan = _plan(part["chosen"])
    new, after = new_minutes(instance, plan).tolist(), minutes(instance, plan).tolist()
    number = {code: person for person, code in enumerate(part["people"])}
    for load in part["loads"]:
        person, place = number.get(load["officer"]), f"plan.loads.{load['officer']}"
        if person is None:
            yield from _differs(place, load["officer"], None)
        elif instance.capacity[person]:
            shown = load["after"]["held"]
            yield from _differs(f"{place}.available", load["after"]["available"], int(instance.capacity[person]))
            yield from _differs(f"{place}.new", shown - load["before"]["held"], new[person])
            if shown > after[person]:
                yield _refuted(f"{place}.after", shown, after[person])


def _bounds(document: Mapping[str, Any], instance: Instance, seconds: float) -> Iterator[Finding]:
    """Ask another solver about the bound of every level, with the levels above held as the certificate says."""
    end, levels, terms = monotonic() + seconds, stated_levels(document), terms_of(document)
    held: dict[str, int] = dict(document["certificate"]["given"])
    for number, level in enumerate(levels):
        share = max(0.0, end - monotonic()) / (len(levels) - number)
        yield _heard(hear(instance, level.name, held, level.bound, share, terms), level, seconds)
        held[level.name] = level.held


def _heard(said: Testimony, level: LevelResult, seconds: float) -> Finding:
    place = f"certificate.levels.{level.name}.bound"
    facts: dict[str, object] = {"stated": said.stated, "proven": said.proven, "found": said.found}
    texts = {
        "confirmed": Text(
            f"{level.name}：下界 {said.stated} 已由 HiGHS 证实。",
            f"{level.name}: HiGHS confirms the bound {said.stated}.",
        ),
        "refuted": Text(
            f"{level.name}：所称下界 {said.stated} 不成立，HiGHS 找到值为 {said.found} 的方案。",
            f"{level.name}: the stated bound {said.stated} is false, HiGHS found a plan of value {said.found}.",
        ),
        "open": Text(
            f"{level.name}：下界 {said.stated} 在 {seconds:g} 秒内未能证实（HiGHS 证至 {said.proven}）。",
            f"{level.name}: the bound {said.stated} is not confirmed within {seconds:g} s (HiGHS proves {said.proven}).",
        ),
    }
    return Finding(place, said.word, texts[said.word], facts)


def _plan(chosen: list[int]) -> Plan:
    return Plan(chosen)  # type: ignore[arg-type]


def _told(item: Discrepancy, under: str = "certificate.levels") -> Finding:
    return _refuted(f"{under}.{item.level}.{item.figure}", item.stated, item.found)


def _differs(place: str, stated: object, found: object) -> Iterator[Finding]:
    if stated != found:
        yield _refuted(place, stated, found)


def _refuted(place: str, stated: object, found: object) -> Finding:
    text = Text(f"{place}：所称 {stated}，实为 {found}。", f"{place}: stated {stated}, found {found}.")
    return Finding(place, "refuted", text, {"stated": stated, "found": found})
