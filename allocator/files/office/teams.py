"""What the teams must be able to do (团队配置): every lane served, led and signed for."""

from datetime import date

from allocator.domain.people import Officer, Team
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Text, listed
from allocator.files.faults import Place
from allocator.files.office.bureau import FILE, BureauFile
from allocator.files.office.checks import active
from allocator.files.office.findings import Findings
from allocator.files.office.tables import Known, OfficeTables
from allocator.files.office.toml_lines import row_of_path

SEAT = "seat"


def check_bureau(
    file: BureauFile, tables: OfficeTables, known: Known, rulebook: Rulebook | None, today: date, findings: Findings
) -> None:
    """Note where bureau.toml contradicts the people, the towns or the rulebook."""
    bench = _Bench(file, findings)
    _check_seat(bench, known)
    for team in file.teams:
        _check_lead(bench, team, tables, known)
    if rulebook is None:
        return
    officers = active((officer for _, officer in tables.people), today)
    _check_lanes(bench, rulebook)
    if officers and len(tables.people) == len(set(known.officers.values())):
        _check_handlers(bench, officers, rulebook)
    _check_signers(bench, officers, rulebook)


class _Bench:
    """The bureau's file with a way to name its places."""

    def __init__(self, file: BureauFile, findings: Findings) -> None:
        self.file = file
        self.findings = findings

    def at(self, path: str) -> Place:
        return Place(FILE, row_of_path(self.file.text, path), path)


def _check_seat(bench: _Bench, known: Known) -> None:
    seat = bench.file.bureau.seat
    if seat and known.towns and seat not in known.towns.values():
        bench.findings.unknown(bench.at(SEAT), seat, Text("乡镇", "town"), known.towns.values())


def _check_lead(bench: _Bench, team: Team, tables: OfficeTables, known: Known) -> None:
    place = bench.at(f"teams.{team.code}.lead")
    if team.lead is None or not known.officers:
        return
    if team.lead not in known.officers.values():
        bench.findings.unknown(place, team.lead, Text("人员", "officer"), known.officers.values())
        return
    elsewhere = [officer for _, officer in tables.people if officer.code == team.lead and officer.team != team.code]
    for officer in elsewhere:
        text = Text(
            f"{team.name.zh}的负责人{officer.name}（{officer.code}）不在该队。",
            f"{officer.name} ({officer.code}) leads the {team.name.en} but is not in it.",
        )
        remedy = Text(
            "请更换负责人，或在 people.csv 中调整其团队。", "Name another lead, or change the team in people.csv."
        )
        bench.findings.fault(place, "lead-not-in-team", text, remedy)


def _check_lanes(bench: _Bench, rulebook: Rulebook) -> None:
    for team in bench.file.teams:
        for name in team.lanes:
            if name not in rulebook.lanes:
                place = bench.at(f"teams.{team.code}.lanes")
                bench.findings.unknown(place, name, Text("通道", "lane"), rulebook.lanes)
    served = {lane for team in bench.file.teams for lane in team.lanes}
    for lane in rulebook.lanes.values():
        if lane.id not in served:
            text = Text(f"没有团队办理“{lane.name.zh}”通道。", f'No team serves the lane "{lane.name.en}".')
            remedy = Text(f'请在某队的 lanes 中加入 "{lane.id}"。', f'Add "{lane.id}" to the lanes of a team.')
            bench.findings.fault(bench.at("teams"), "lane-unserved", text, remedy)


def _check_handlers(bench: _Bench, officers: tuple[Officer, ...], rulebook: Rulebook) -> None:
    """Every lane that is served needs somebody who may lead alone; asked only once every row of people is sound."""
    leaders = {officer.team for officer in officers if _leads_alone(officer, rulebook)}
    for lane in rulebook.lanes.values():
        teams = [team for team in bench.file.teams if lane.id in team.lanes]
        if teams and not any(team.code in leaders for team in teams):
            text = Text(f"“{lane.name.zh}”通道无人可以承办。", f'Nobody can lead a case of the lane "{lane.name.en}".')
            leading = listed(
                Text(f"{role.name.zh}（{role.id}）", f"{role.name.en} ({role.id})")
                for role in rulebook.roles.values()
                if role.leads and not role.learns
            )
            remedy = Text("请在该队配备以下岗位之一：{roles}。", "Staff one of its teams with one of: {roles}.").fill(
                roles=leading
            )
            bench.findings.fault(bench.at(f"teams.{teams[0].code}.lanes"), "lane-without-handler", text, remedy)


def _leads_alone(officer: Officer, rulebook: Rulebook) -> bool:
    role = rulebook.roles.get(officer.role)
    return role is not None and role.leads and not role.learns


def _check_signers(bench: _Bench, officers: tuple[Officer, ...], rulebook: Rulebook) -> None:
    signing = {role.id for role in rulebook.roles.values() if role.signs}
    for team in bench.file.teams:
        if signing and team.lanes and not any(o.team == team.code and o.role in signing for o in officers):
            text = Text(f"{team.name.zh}没有可签发文书的人员。", f"Nobody in the {team.name.en} can sign.")
            remedy = Text("签发工作将由其他团队的签发人员承担。", "The signing falls on whoever signs in another team.")
            bench.findings.warn(bench.at(f"teams.{team.code}"), "team-without-signer", text, remedy)
