"""Reading a rulebook file (TOML) into a `Rulebook`; all faults are told together, each with its path."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from allocator.domain.canonical import plain
from allocator.domain.errors import BadInput
from allocator.domain.facts import OTHER_CAUSE
from allocator.domain.rulebook.book import (
    Adder,
    CaseKind,
    Cause,
    Charging,
    Continuity,
    Factor,
    Label,
    LadderStep,
    Lane,
    Levers,
    Minutes,
    PointRule,
    PoolShare,
    Priority,
    ReasonCode,
    ReductionKind,
    Role,
    Rulebook,
    Triage,
    TriageRule,
    Weights,
)
from allocator.domain.rulebook.check import TRACKS, check
from allocator.domain.rulebook.fact_reading import read_facts
from allocator.domain.rulebook.node_reading import read_node
from allocator.domain.rulebook.section import Faults, Section, note_unread
from allocator.domain.rulebook.sections import with_sections
from allocator.domain.rulebook.written import Written
from allocator.domain.toml_words import not_toml
from allocator.domain.words import Count, Text

VERSIONS_KEPT = 8


@lru_cache(maxsize=VERSIONS_KEPT)
def read_rulebook(text: str) -> Rulebook:
    """Read a rulebook; raises BadInput whose faults name every path that is wrong.

    The versions read last are kept by their text: an office is read anew at every change to it, and its rules are not another.
    """
    try:
        values = tomllib.loads(text, parse_float=Written)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise BadInput(
            Text("规则手册不是有效的 TOML：{why}。", "The rulebook is not valid TOML: {why}.").fill(
                why=not_toml(error)
            ),
            Text("请照此更正。", "Correct that."),
            code="rulebook-not-toml",
        ) from error
    return rulebook_of(values)


def rulebook_of(values: Mapping[str, Any]) -> Rulebook:
    """Read a rulebook from the values of its file, floats as they are written; raises BadInput like `read_rulebook`."""
    faults = Faults()
    top = Section("", values, faults)
    rulebook = with_sections(_rulebook(top), top)
    note_unread(top)
    check(rulebook, faults)
    _raise(faults)
    return rulebook


def _raise(faults: Faults) -> None:
    if faults.found:
        raise BadInput(
            Text(
                f"规则手册有 {len(faults.found)} 处错误。", f"The rulebook has {Count(len(faults.found)):fault|faults}."
            ),
            Text("请按路径逐处更正。", "Correct each at its path."),
            code="rulebook-faulty",
            faults=[
                {"field": path, "text": fault.text.as_dict(), "remedy": fault.remedy.as_dict()}
                for path, fault in faults.found
            ],
        )


def _rulebook(top: Section) -> Rulebook:
    assets = {name: section.names() for name, section in top.named("assets")}
    kinds = {name: _kind(name, section) for name, section in top.named("kinds")}
    facts = read_facts(top, assets)
    top.kinds.update({name: fact.kind for name, fact in facts.items()})
    weights = _weights(top.section("weights"))
    facts["cause"] = replace(facts["cause"], values=(*(row.id for row in weights.causes), OTHER_CAUSE))
    facts["kind"] = replace(facts["kind"], values=tuple(kinds))
    return Rulebook(
        version=top.text("version"),
        effective_from=top.day("effective_from"),
        name=top.section("name").names(),
        lanes={name: _lane(name, section) for name, section in top.named("lanes")},
        facts=facts,
        kinds=kinds,
        assets=assets,
        triage=_triage(top.section("triage")),
        weights=weights,
        roles={name: _role(name, section) for name, section in top.named("roles")},
        ladder=tuple(_step(section) for section in top.sections("ladder")),
        charging=_charging(top.section("charging")),
        reductions={name: _reduction(name, section) for name, section in top.named("reductions")},
        continuity=_continuity(top.section("continuity")),
        levers=_levers(top.section("levers")),
        reasons={name: _reason(name, section) for name, section in top.named("reasons")},
        livelihood=tuple(_label(section) for section in top.sections("livelihood")),
        priorities=tuple(_priority(section) for section in top.sections("priorities")),
        skills=tuple(_label(section) for section in top.sections("skill_rules")),
        skill_names={name: section.names() for name, section in top.named("skills")},
        nodes=tuple(read_node(section) for section in top.sections("nodes")),
        source=dict(plain(top.values)),
    )


def _kind(name: str, section: Section) -> CaseKind:
    return CaseKind(
        name,
        section.names(),
        section.flag("needs_claim"),
        section.flag("resumes"),
        section.flag("reviews"),
        section.strings("aliases"),
        section.flag("needs_debtor"),
    )


def _triage(section: Section) -> Triage:
    rules = tuple(
        TriageRule(s.text("id"), s.condition(), s.text("lane"), s.names(), s.text("source", ""))
        for s in section.sections("rules")
    )
    points = tuple(
        PointRule(
            s.text("id"), s.condition(), s.integer("points", least=-1000, most=1000), s.names(), s.text("source", "")
        )
        for s in section.sections("points")
    )
    score = section.section("score")
    provisional = section.condition("provisional_when") if "provisional_when" in section.values else False
    return Triage(
        rules, points, score.integer("threshold"), score.text("at_or_above"), score.text("below"), provisional
    )


def _weights(section: Section) -> Weights:
    trip, intake = section.minutes("trip_hours"), section.minutes("intake_hours")
    causes = tuple(_cause(s, trip, intake) for s in section.sections("causes"))
    return Weights(
        causes=causes,
        other=_other_cause(causes),
        adders=tuple(_adder(s) for s in section.sections("adders")),
        factors=tuple(
            Factor(
                s.text("id"), s.condition(), s.permille("factor", most=5000, least=1), s.names(), s.text("source", "")
            )
            for s in section.sections("factors")
        ),
        quantile=section.permille("unknown_quantile", 800),
        least=section.integer("least_minutes", 30, least=1),
    )


def _cause(section: Section, trip: Minutes, intake: Minutes) -> Cause:
    minutes = section.minutes("hours")
    trips = section.permille("trips", 0, most=100_000)
    for role, length in trip.items():
        minutes[role] = minutes.get(role, 0) + length * trips // 1000
    for role, length in intake.items():
        minutes[role] = minutes.get(role, 0) + length
    return Cause(
        section.text("id"), section.names(), minutes, section.permille("low", 600, 1000),
        section.permille("high", 1600, 10_000), section.permille("share", 0), section.strings("aliases"),
        section.text("source", ""), section.flag("without_claim"),
    )  # fmt: skip


def _other_cause(causes: tuple[Cause, ...]) -> Cause:
    """Make the row for a cause nobody listed: the upper quartile of the listed ones, role by role."""
    roles = {role for cause in causes for role in cause.minutes}
    upper = {role: _upper_quartile([cause.minutes.get(role, 0) for cause in causes]) for role in roles}
    return Cause(OTHER_CAUSE, Text("其他案由", "another cause"), upper, 500, 2000)


def _upper_quartile(values: list[int]) -> int:
    return sorted(values)[(3 * len(values)) // 4 if len(values) > 1 else 0]


def _adder(section: Section) -> Adder:
    return Adder(
        section.text("id"), section.condition(), section.minutes("hours", signed=True), section.names(),
        section.amount("times"), section.integer("at_most", 1, least=1), section.text("source", ""),
    )  # fmt: skip


def _label(section: Section) -> Label:
    return Label(section.text("id"), section.condition(), section.names(), section.text("source", ""))


def _priority(section: Section) -> Priority:
    return Priority(
        section.text("id"),
        section.condition(),
        section.integer("rank", most=99),
        section.names(),
        section.text("source", ""),
    )


def _role(name: str, section: Section) -> Role:
    leads, signs, learns = (section.flag(word) for word in ("leads", "signs", "learns"))
    return Role(name, section.names(), leads, signs, learns, section.flag("mentors", default=leads and not learns))


def _step(section: Section) -> LadderStep:
    leads = section.section("leads")
    return LadderStep(
        section.optional("until_month", least=1),
        section.permille("capacity"),
        {track: leads.choice(track, ("alone", "with_mentor", "no"), "no") for track in TRACKS},
    )


def _lane(name: str, section: Section) -> Lane:
    return Lane(
        name, section.choice("class", TRACKS), section.names(), section.permille("effort", 1000, most=5000, least=1)
    )


def _charging(section: Section) -> Charging:
    pools = tuple(_pool(s) for s in section.sections("pools"))
    return Charging(section.text("lead_role"), pools, section.permilles("mentor"))


def _pool(section: Section) -> PoolShare:
    role = section.text("role")
    fixed = section.minutes("fixed_hours")
    for other in fixed.keys() - {role}:
        section.section("fixed_hours").wrong(
            other, Text(f"岗位 {role} 的工时", f"the hours of {role}, the pool's role")
        )
    share = section.permille("share", 0)
    return PoolShare(section.text("lane"), role, share, fixed.get(role, 0), section.text("by", ""))


def _reduction(name: str, section: Section) -> ReductionKind:
    return ReductionKind(
        name,
        section.names(),
        section.permille("most", 1000),
        section.optional("months", least=1),
        section.flag("stops_intake"),
    )


def _continuity(section: Section) -> Continuity:
    return Continuity(
        section.permilles("credit", most=10_000),
        section.integer("half_life_days", 180, least=1),
        section.permille("most", 200),
    )


def _levers(section: Section) -> Levers:
    return Levers(
        horizon_days=section.integer("horizon_working_days", 60, least=1, most=260),
        most_load=section.permille("most_load", 1100, most=10_000, least=1),
        most_new_in_7_days=section.optional("most_new_in_7_days", least=1),
        most_apprentices=section.integer("most_apprentices", 2, least=1),
        tolerance=section.permille("draw_tolerance", 50),
        least_pool=section.integer("least_pool", 2, least=1),
        guard_days=section.integer("guard_days", 3, least=0, most=60),
        assign_within_days=section.integer("assign_within_days", 7, least=1),
        spread_step=section.permille("spread_step", 50, least=1),
        peak_tolerance=section.permille("peak_tolerance", 3),
        spread_tolerance=section.permille("spread_tolerance", 4),
        misfit_tolerance=section.permille("misfit_tolerance", 2),
        undo_minutes=section.integer("undo_minutes", 10, least=0, most=1440),
    )


def _reason(name: str, section: Section) -> ReasonCode:
    return ReasonCode(name, section.names(), section.strings("uses"), section.text("approval", ""))
