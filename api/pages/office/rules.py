"""规则手册 Rulebook: a version as tables people read, every version kept, and what differs between two."""

from typing import Any

from flask import Response, request

from allocator.domain.words import Text
from allocator.services.reading import read_office
from allocator.services.rules.rule_books import compare_rules, read_rules
from api.pages.shell import Page, show
from api.pages.wording import APPROVERS
from api.surroundings import acting, asking

page = Page("rules", "/rulebook")
UNITS = {
    "calendar": Text("日", "days"),
    "working": Text("个工作日", "working days"),
    "months": Text("个月", "months"),
    "hours": Text("小时", "hours"),
}
KINDS = {"added": Text("新增", "added"), "changed": Text("更改", "changed"), "removed": Text("删除", "removed")}
USES = {
    "designate": Text("指定", "designating"),
    "override": Text("变更建议", "going against the suggestion"),
    "reassign": Text("改派", "reassigning"),
}
LEVERS = {
    "horizon_working_days": Text("负荷测算工作日", "working days a load looks ahead"),
    "most_load": Text("负荷上限", "highest load"),
    "most_new_in_7_days": Text("七日新收上限", "most new cases in seven days"),
    "most_apprentices": Text("每人带教上限", "most apprentices of a mentor"),
    "draw_tolerance": Text("抽签容差", "tolerance of the draw"),
    "least_pool": Text("抽签最少人数", "fewest in a draw"),
    "guard_days": Text("候选池保护天数", "days the pool is guarded"),
    "assign_within_days": Text("分案期限（日）", "days within which a case is given out"),
    "undo_minutes": Text("可撤销分钟数", "minutes within which a slip is taken back"),
    "peak_tolerance": Text("最高负荷容差", "tolerance of the peak"),
    "spread_tolerance": Text("离散容差", "tolerance of the spread"),
    "misfit_tolerance": Text("匹配容差", "tolerance of the fit"),
    "spread_step": Text("离散步长", "step of the spread"),
}
LONGEST = 64


@page.get("")
@page.needs("rulebook:read")
def index() -> Response:
    """Show the rulebook in force, or the version asked for (`version`, a digest)."""
    found = read_rules(acting(), request.args.get("version", "")[:LONGEST] or None)
    office, _ = read_office(acting())
    names = {one.id: one.name for one in found.rulebook.roles.values()}
    teams = {lane: [team for team in office.teams if lane in team.lanes] for lane in found.rulebook.lanes}
    words: dict[str, Any] = {"units": UNITS, "uses": USES, "levers": LEVERS, "roles": names, "teams": teams}
    words["approvers"] = APPROVERS
    return show("rulebook/index.html", shown=found, may_rehearse=asking().may("rulebook:rehearse"), **words)


@page.get("/compare")
@page.needs("rulebook:read")
def compare() -> Response:
    """Show what differs between two versions (`old` and `new`, digests)."""
    old, new = (request.args.get(name, "")[:LONGEST] for name in ("old", "new"))
    return show("rulebook/compare.html", found=compare_rules(acting(), old, new), kinds=KINDS, said=said)


def said(value: object) -> str:
    """Write a value of the file so that a person can read it."""
    if isinstance(value, dict):
        return " · ".join(f"{name} = {said(part)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(said(part) for part in value)
    return "—" if value is None else str(value)
