"""Saying a contrast, a refusal, a flip (说明用语): typed facts in, one sentence in Chinese and English out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from allocator.decisions.allocation.allocation import LEVELS
from allocator.decisions.explaining.changes import Change, said
from allocator.decisions.explaining.contrast import GIVEN, Contrast
from allocator.decisions.explaining.planned import Planned
from allocator.decisions.recommendation.eligibility import Refusal
from allocator.domain.words import Text, listed

PLURAL = re.compile(r"s\b")
"""What a unit loses when there is one of it: one minute, one group."""
IN_THOUSANDTHS = "thousandths of a case"
UNITS = {
    "cases": Text("件", "cases"),
    "per mille": Text("‰", "per mille"),
    "step-minutes": Text("个不均衡点", "points of unevenness"),
    "minutes": Text("分钟", "minutes"),
    "groups": Text("组", "groups"),
    "move price": Text("变更代价", "move price"),
}


ALIKE = {"recuse": "", "stop_intake": ""}
"""Kinds of change that are said of several people at once."""


def _rulebook(place: str) -> Text:
    return Text(f"规则手册 {place}", f"rulebook, {place}")


_LOAD, _NEW, _SKILLS = _rulebook("levers.most_load"), _rulebook("levers.most_new_in_7_days"), _rulebook("skills")
SOURCES: Mapping[str, Text] = {
    "not_serving": Text("人员在职起止", "the person's time in service"),
    "absent": Text("考勤；规则手册 horizon", "absences; rulebook, horizon"),
    "intake_stopped": _rulebook("reductions"),
    "recused": Text(
        "民事诉讼法第47条；回避规定第1、2条", "Civil Procedure Law art. 47; Recusal Provisions art. 1 and 2"
    ),
    "is_party": Text("民事诉讼法第47条第1项", "Civil Procedure Law art. 47 (1)"),
    "signer_recused": Text("回避规定第1条", "Recusal Provisions art. 1"),
    "reviewer_is_handler": Text("异议复议规定第11条", "Provisions on Objections and Reconsideration art. 11"),
    "is_holder": Text("变更承办人须另有其人", "a change of handler is to somebody else"),
    "declined": Text("主管意见", "the supervisor's word"),
    "track": Text("bureau.toml teams.lanes", "bureau.toml, teams.lanes"),
    "ladder": _rulebook("ladder"),
    "no_mentor": Text("规则手册 ladder；师徒结对", "rulebook, ladder; pairs of mentor and apprentice"),
    "skill_missing": _SKILLS,
    "skill_expired": _SKILLS,
    "no_minutes": _rulebook("levers.horizon_working_days"),
    "new_case_cap": _NEW,
    "within_ceiling": _LOAD,
    "within_new_cases": _NEW,
    "over_cap": _LOAD,
    "mentor_over_cap": _LOAD,
}
"""Where each hard rule stands."""

MEASURED_ONLY = Text(
    "此方案只能度量，不重新求解，故不述改变。", "This plan is measured only, and not solved again: no change is told."
)
TAKES_PLANS = Text(
    "怎样才会不同，须整批重新分案才能证实，另提任务即得。",
    "What would change it takes whole plans allocated anew: that is asked for as a run.",
)
RULES = {
    "within_ceiling": Text("负荷上限", "the load cap"),
    "within_new_cases": Text("新案上限", "the cap of new cases"),
    "nobody_without_minutes": Text("可用工时", "the available time"),
}
"""What the caps are called that bar somebody only in the company of other cases."""


def level_name(level: str) -> Text:
    """Call a level, with its rank of urgency where it has one."""
    base, _, rank = level.partition(":")
    name = LEVELS.get(base) or Text(GIVEN[base].zh, GIVEN[base].en)
    return Text(f"{name.zh}（缓急 {rank} 级）", f"{name.en} (rank {rank} of urgency)") if rank else name


def amount(value: int, unit: str, level: str) -> Text:
    """Say a value of a level: loads in per cent, parts of a case as cases, everything else in its own unit."""
    if level == "peak":
        return Text(f"{value / 10:g}%", f"{value / 10:g} %")
    if unit == IN_THOUSANDTHS:
        return Text(f"{value / 1000:g} 件", f"{value / 1000:g} {'case' if value == 1000 else 'cases'}")
    found = UNITS.get(unit, Text(unit, unit))
    return Text(f"{value} {found.zh}", f"{value} {PLURAL.sub('', found.en, 1) if value == 1 else found.en}")


def worse(found: Contrast, planned: Planned) -> Text:
    """Say on which level another plan is worse, from what to what; or which hard rule it breaks, by how much."""
    if found.broken:
        match = found.broken[0]
        person = planned.snapshot.office.officers[match.subjects[-1]].code
        text = Text("{person}将超出{rule} {amount}（{source}）", "{person} would be {amount} over {rule} ({source})")
        return text.fill(
            person=planned.person(person),
            rule=RULES.get(match.term, RULES["within_ceiling"]),
            amount=amount(match.amount, match.unit, ""),
            source=SOURCES.get(match.term, SOURCES["within_ceiling"]),
        )
    level = found.level or "lots"
    text = Text("“{level}”将由 {before} 变差为 {after}", '"{level}" would worsen from {before} to {after}')
    if level == "peak":
        text = Text("最高负荷将由 {before} 升至 {after}", "the peak load would rise from {before} to {after}")
    return text.fill(
        level=level_name(level),
        before=amount(found.before, found.unit, level),
        after=amount(found.after, found.unit, level),
    )


def refusal_words(reasons: Sequence[Refusal]) -> Text:
    """Say every hard rule in the way, with its source."""
    return listed(
        Text("{text}（{source}）", "{text} ({source})").fill(text=item.text, source=_source(item)) for item in reasons
    )


def _source(refusal: Refusal) -> Text:
    return SOURCES.get(refusal.code, Text(refusal.code, refusal.code))


def conditions(changes: Iterable[Change], planned: Planned) -> Text:
    """Say some changes as one condition; people to whom the same applies are named together."""
    alike: dict[Change, list[str]] = {}
    for change in changes:
        alike.setdefault(replace(change, officer=ALIKE.get(change.kind, change.officer)), []).append(change.officer)
    texts = [
        said(change, listed(planned.person(code) for code in people), planned.snapshot)
        for change, people in alike.items()
    ]
    return Text("，且".join(text.zh for text in texts), " and ".join(text.en for text in texts))


def apart(texts: Iterable[Text]) -> Text:
    """Join what has commas of its own."""
    texts = tuple(texts)
    return Text("；".join(text.zh for text in texts), "; ".join(text.en for text in texts))


def priced(found: Mapping[str, tuple[int, int]], planned: Planned) -> Text:
    """Say what levels would come to, from what to what."""
    units = {level.name: level.unit for level in planned.levels}
    text = Text("“{level}”由 {before} 至 {after}", '"{level}" from {before} to {after}')
    return listed(
        text.fill(
            level=level_name(name),
            before=amount(before, units[name], name),
            after=amount(after, units[name], name),
        )
        for name, (before, after) in found.items()
    )
