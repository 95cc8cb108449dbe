"""The facts of a case (案件要素): what the rules read, drawn from the filing, the traits and what was learned since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from allocator.domain.cases import Filing, PartyKind, PartySide, normal_name
from allocator.domain.errors import BadInput
from allocator.domain.office import Office
from allocator.domain.rulebook.book import FactKind, Rulebook
from allocator.domain.rulebook.conditions import FactValue
from allocator.domain.words import Count, Text

OTHER_CAUSE = "other"
ASSET = "asset_"
DISPUTE = "纠纷"
CORE: dict[str, tuple[str, Text, bool]] = {
    "claim": ("money", Text("执行标的额", "claim"), False),
    "kind": ("choice", Text("案件类型", "kind of case"), False),
    "cause": ("choice", Text("案由", "cause"), True),
    "title": ("text", Text("案件名称", "title"), False),
    "cause_text": ("text", Text("案由原文", "cause as written"), False),
    "creditors": ("count", Text("申请执行人数", "number of creditors"), False),
    "debtors": ("count", Text("被执行人数", "number of debtors"), False),
    "creditor_enterprise": ("yes_no", Text("申请执行人为企业", "an enterprise is creditor"), False),
    "debtor_enterprise": ("yes_no", Text("被执行人为企业", "an enterprise is debtor"), False),
    "debtor_organ": ("yes_no", Text("被执行人为机关", "a public organ is debtor"), False),
    "resumed": ("yes_no", Text("恢复执行", "resumed enforcement"), False),
    "in_series": ("yes_no", Text("系列案或同一被执行人的后案", "later case of a series or debtor"), False),
    "town_minutes": ("count", Text("车程分钟", "drive in minutes"), True),
    "preserved": ("money", Text("已保全金额", "cash preserved"), True),
    "town": ("text", Text("乡镇", "town"), True),
}


@dataclass(frozen=True, slots=True)
class CaseInput:
    """All that the triage of one case may see: the filing, whether an earlier case is tied to it, and later facts.

    `learned` are facts that came after filing (查控反馈、异议…); they stand above what the filing said.
    """

    filing: Filing
    in_series: bool = False
    learned: Mapping[str, FactValue] | None = None

    def learn(self, facts: Mapping[str, FactValue]) -> "CaseInput":
        """Add new facts; a fact set to None is unknown again."""
        return CaseInput(self.filing, self.in_series, {**(self.learned or {}), **facts}) if facts else self


def facts_of(case: CaseInput, office: Office, rulebook: Rulebook) -> dict[str, FactValue]:
    """Draw every fact the rulebook knows from a case; None stands for unknown."""
    facts: dict[str, FactValue] = dict.fromkeys(rulebook.facts)
    facts.update(_core(case, rulebook))
    facts.update(_assets(case.filing, rulebook))
    for source in (case.filing.traits, case.learned or {}):
        facts.update({name: value for name, value in source.items() if name in facts})
    facts.update(_following(facts, office, rulebook))
    return facts


def facts_after(
    before: Mapping[str, FactValue], case: CaseInput, new: Mapping[str, FactValue], office: Office, rulebook: Rulebook
) -> dict[str, FactValue]:
    """Draw the facts of a case that has just learned new ones from those it had before: the same as `facts_of` draws."""
    facts = {**before, **{name: value for name, value in new.items() if name in before}}
    traits, learned = case.filing.traits, case.learned or {}
    facts.update({name: learned.get(name, traits.get(name)) for name in rulebook.following})
    facts.update(_following(facts, office, rulebook))
    return facts


def _following(facts: Mapping[str, FactValue], office: Office, rulebook: Rulebook) -> dict[str, FactValue]:
    """Draw what follows from other facts where nobody said it: that there is no asset, how far the town is."""
    found: dict[str, FactValue] = {
        name: _no_asset(facts, rulebook) for name in rulebook.from_assets if facts.get(name) is None
    }
    town = office.town_by_name.get(str(facts["town"]))
    if facts["town_minutes"] is None and town is not None:
        found["town_minutes"] = town.minutes
    return found


def _no_asset(facts: Mapping[str, FactValue], rulebook: Rulebook) -> bool | None:
    known = [facts[f"{ASSET}{asset}"] for asset in rulebook.assets]
    return False if True in known else None if None in known or not known else True


def _core(case: CaseInput, rulebook: Rulebook) -> dict[str, FactValue]:
    filing = case.filing
    debtors, creditors = filing.side(PartySide.DEBTOR), filing.side(PartySide.CREDITOR)
    kind = rulebook.kinds.get(filing.kind)
    return {
        "claim": filing.claim,
        "kind": filing.kind,
        "cause": cause_id(filing.cause, rulebook),
        "title": filing.title,
        "cause_text": filing.cause or "",
        "creditors": len(creditors),
        "debtors": len(debtors),
        "creditor_enterprise": any(party.kind == PartyKind.ENTERPRISE for party in creditors),
        "debtor_enterprise": any(party.kind == PartyKind.ENTERPRISE for party in debtors),
        "debtor_organ": any(party.kind == PartyKind.ORGAN for party in debtors),
        "resumed": kind is not None and kind.resumes,
        "in_series": case.in_series,
        "town": filing.town,
        "town_minutes": None,
        "preserved": filing.preserved,
    }


def _assets(filing: Filing, rulebook: Rulebook) -> dict[str, FactValue]:
    known = filing.assets
    return {f"{ASSET}{asset}": None if known is None else asset in known for asset in rulebook.assets}


def cause_id(cause: str | None, rulebook: Rulebook) -> str | None:
    """Find the rulebook's cause for one as written: the longest name it contains or is ("纠纷" apart), else "other"."""
    if not cause or not cause.strip():
        return None
    if cause not in rulebook.causes_met:
        rulebook.causes_met[cause] = _find_cause(normal_name(cause), rulebook.cause_names)
    return rulebook.causes_met[cause]


def _find_cause(written: str, known: Mapping[str, str]) -> str:
    bare = written.removesuffix(DISPUTE)
    contained = [name for name in known if name in written or name.removesuffix(DISPUTE) == bare]
    return known[max(contained, key=len)] if contained else OTHER_CAUSE


def check_facts(given: Mapping[str, FactValue], rulebook: Rulebook) -> None:
    """Refuse facts the rulebook does not know, may not change, or of the wrong kind; raises BadInput with each fault."""
    faults = [fault for name, value in given.items() for fault in _fact_faults(name, value, rulebook.facts.get(name))]
    if faults:
        raise BadInput(
            Text(f"有 {len(faults)} 项事实不能接受。", f"{Count(len(faults)):fact|facts} cannot be accepted."),
            Text(
                "请按 faults 逐项更正；可用事实见规则手册 [facts]。", "Correct each; the rulebook's [facts] lists them."
            ),
            code="facts-refused",
            faults=faults,
        )


def _fact_faults(name: str, value: FactValue, kind: FactKind | None) -> list[dict[str, object]]:
    if kind is None:
        text = Text(f"规则手册没有事实“{name}”。", f'The rulebook has no fact "{name}".')
    elif not kind.may_be_unknown:
        text = Text(f"“{kind.name.zh}”取自立案信息，不能在此更改。", f'"{kind.name.en}" comes from the filing itself.')
    elif value is not None and not fits(value, kind):
        wanted = "/".join(kind.values) if kind.kind == "choice" else kind.kind
        text = Text(f"“{kind.name.zh}”的值不合类型（{wanted}）。", f'"{kind.name.en}" must be of kind {wanted}.')
    else:
        return []
    return [{"field": name, "text": text.as_dict()}]


def fits(value: FactValue, kind: FactKind) -> bool:
    """Say whether a known value is of the fact's kind."""
    if kind.kind == "yes_no":
        return isinstance(value, bool)
    if kind.kind in ("money", "count"):
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53
    return isinstance(value, str) and (not kind.values or value in kind.values)


def in_force(rulebooks: tuple[Rulebook, ...], day: date) -> Rulebook | None:
    """Choose the rulebook in force on a day: the latest that has begun."""
    begun = [rulebook for rulebook in rulebooks if rulebook.effective_from <= day]
    return max(begun, key=lambda rulebook: rulebook.effective_from) if begun else None
