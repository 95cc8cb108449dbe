"""The tables of field work (外勤表): shared things, engagements, closed roads and errands, as the domain's values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from allocator.domain.calendar import WorkCalendar
from allocator.domain.errors import BadInput
from allocator.domain.fieldwork.errand_kinds import ErrandKind
from allocator.domain.fieldwork.means import Closure, Engagement, EngagementKind, FieldMeans, Resource
from allocator.domain.fieldwork.trips import Errand, Place
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.section import Section
from allocator.domain.words import Count, Text
from allocator.files.faults import Place as Spot
from allocator.files.office import columns as forms
from allocator.files.office.checks import once
from allocator.files.office.field_cells import case_number, count, counted, parts
from allocator.files.office.findings import Findings
from allocator.files.office.hours import hours
from allocator.files.office.sheet import Entry, Names, Rows, names_of, read_table_of
from allocator.files.office.tables import LONGEST_DRIVE, Built, Known, code_of, declared, named
from allocator.files.text_tables import tidy

LONGEST_ERRAND, LAST_PRIORITY = 12 * 60, 99
SHARED = ("vehicles", "resources")
AHEAD = timedelta(366)  # what is asked for later is a slip of the year
KINDS = {
    EngagementKind.HEARING: ("听证", "开庭", "听证、开庭"),
    EngagementKind.DUTY_DESK: ("窗口值班", "值班", "窗口", "duty desk"),
    EngagementKind.HOTLINE: ("热线", "值守热线", "热线值班"),
    EngagementKind.COMMAND: ("指挥中心", "指挥中心值守", "command centre"),
    EngagementKind.PART_TIME: ("非工作时间", "半日工作", "part time"),
    EngagementKind.OTHER: ("其他", "其他公务", "会议", "培训"),
    EngagementKind.SERVICE: ("保养", "年检", "维保"),
    EngagementKind.OUTAGE: ("故障", "停用", "故障停用", "维修"),
}


@dataclass(frozen=True)
class FieldFiles:
    """What the tables of field work say (外勤资料); each may be empty."""

    resources: tuple[Resource, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    closures: tuple[Closure, ...] = ()
    errands: tuple[Errand, ...] = ()

    @property
    def means(self) -> FieldMeans:
        """Give all of it but the errands."""
        return FieldMeans(self.resources, self.engagements, self.closures)


@dataclass(frozen=True)
class FieldKnown:
    """What the tables of field work may name: ids by every written form; None where the file that declares them is faulty."""

    officers: Names
    towns: Names
    holders: Names | None
    skills: Names | None
    kinds: Names | None
    things: Names | None


def known_in_folder(known: Known, rules: Section | None, rows: Mapping[str, Rows], findings: Findings) -> FieldKnown:
    """Gather what may be named from the folder's files, sound or not, so that no fault begets another."""
    shared = [(entry.cell("code"), (entry.cell("name"),)) for table in SHARED for entry in rows[table].entries]
    empty = {rows[table].file for table in ("people", *SHARED) if not rows[table].entries}
    unread = empty & {fault.file for fault in findings.found if fault.is_error}
    return FieldKnown(
        officers=known.officers,
        towns=known.towns,
        holders=None if unread else _also(known.officers, names_of(shared)),
        skills=known.skills,
        kinds=named(declared(rules, "errands")) if rules else None,
        things=named(declared(rules.section("field"), "things")) if rules else None,
    )


def known_in_office(office: Office, rulebook: Rulebook) -> FieldKnown:
    """Gather what an errand may name from an office as it stands; holders are of no use to an errand."""
    officers = names_of((one.code, (one.name,)) for one in office.officers)
    skills = {rule.id: rule.text for rule in rulebook.skills} | dict(rulebook.skill_names)
    return FieldKnown(
        officers=officers,
        towns=names_of((town.name, (town.name_en, *town.aliases)) for town in office.towns),
        holders=officers,
        skills=named(skills),
        kinds=named({kind.id: kind.name for kind in rulebook.errands.values()}),
        things=named({thing.id: thing.name for thing in rulebook.fieldwork.things.values()}),
    )


def _also(names: Names, more: Names) -> Names:
    both = Names({**more, **names})
    both.written = (*names.written, *more.written)
    return both


def build_field(rows: Mapping[str, Rows], known: FieldKnown, today: date) -> tuple[FieldFiles, Built[Errand]]:
    """Build the four tables of a folder and check what their rows must hold together; errands come with their rows too."""
    builder = FieldBuilder(known, today)
    resources = rows["resources"].built(builder.resource)
    errands = rows["errands"].built(builder.errand)
    engagements = rows["engagements"].built(builder.engagement)
    once(resources, "code", lambda row: (row.code,))
    once(resources, "kind", lambda row: (row.kind, row.town))
    once(errands, "code", lambda row: (row.code,))
    taken = {*known.officers.values(), *(entry.cell("code") for entry in rows["vehicles"].entries)}
    for entry, resource in resources:
        if resource.code in taken:
            text = Text(
                f"“{resource.code}”已是人员或车辆编号。", f"\"{resource.code}\" is an officer's or a vehicle's code."
            )
            entry.fault("code", "code-taken", text, Text("请另取编号。", "Choose another code."))
    files = FieldFiles(
        tuple(value for _, value in resources),
        tuple(value for _, value in engagements),
        tuple(value for _, value in rows["closures"].built(builder.closure)),
        tuple(value for _, value in errands),
    )
    return files, errands


def check_errands(
    errands: Built[Errand], kinds: Mapping[str, ErrandKind], calendar: WorkCalendar, findings: Findings
) -> None:
    """Warn of errands that no plan can place as they stand, for a paper is missing (缺手续), or whose days are estimates."""
    for entry, errand in errands:
        if errand.due and calendar.is_estimated(errand.due.year):
            text = Text(
                f"{errand.due.year} 年调休尚未公布，工作日为预估。",
                f"The working days of {errand.due.year} are estimates.",
            )
            remedy = Text("公布后写入 bureau.toml 的 extra_workdays。", "Add them to extra_workdays once proclaimed.")
            findings.warn(entry.at("due"), "calendar-estimated", text, remedy)
        for field, name in _missing(errand, kinds[errand.kind]):
            text = Text(f"缺{name.zh}，尚不能安排。", f"Without {name.en} it cannot be planned.")
            findings.warn(entry.at(field), "paper-missing", text, Text("办好后补填。", "Fill it in once it is there."))


def _missing(errand: Errand, kind: ErrandKind) -> Iterator[tuple[str, Text]]:
    if kind.approval and errand.approved_on is None:
        yield "approved_on", Text("批准日期", "its approval")
    if kind.warrant and errand.warranted_on is None:
        yield "warranted_on", Text("搜查令", "a warrant")
    if kind.notice_days is not None and errand.noticed_on is None:
        yield "noticed_on", Text("公告、通知", "a notice")


def read_errands(file: Path, office: Office, rulebook: Rulebook, today: date) -> tuple[Errand, ...]:
    """Read a file of errands (CSV or XLSX) for an office as it stands; raises BadInput with every fault by row, or gives all.

    What is asked for more than a year after `today` is a slip of the year.
    """
    findings = Findings()
    rows = read_table_of(file, forms.ERRANDS, findings)
    errands = rows.built(FieldBuilder(known_in_office(office, rulebook), today).errand)
    once(errands, "code", lambda row: (row.code,))
    faults = [fault.as_dict() for fault in findings.found if fault.is_error]
    if faults:
        raise BadInput(
            Text(
                f"“{file.name}”有 {len(faults)} 处错误，未作任何改动。",
                f'"{file.name}" has {Count(len(faults)):fault|faults}.',
            ),
            Text("请逐行更正后重新载入。", "Correct each row and bring it in again; nothing was changed."),
            code="errands-faulty",
            faults=faults,
        )
    return tuple(value for _, value in errands)


def read_errand(cells: Mapping[str, str], office: Office, rulebook: Rulebook, today: date) -> Errand:
    """Read one errand written field by field, as in a row of a file; raises BadInput with every fault by field."""
    findings = Findings()
    blank = {column.field: "" for column in forms.ERRANDS.columns}
    written = {**blank, **{name: tidy(cell) for name, cell in cells.items()}}
    entry = Entry(Spot("errand"), written, findings, headers=forms.ERRANDS.called())
    builder = FieldBuilder(known_in_office(office, rulebook), today)
    built = Rows(forms.ERRANDS, "errand", (entry,)).built(builder.errand)
    if not built:
        raise BadInput(
            Text(
                f"任务有 {len(findings.found)} 处错误，未作任何改动。",
                f"The errand has {Count(len(findings.found)):fault|faults}.",
            ),
            Text("请更正所列各处。", "Correct each field; nothing was changed."),
            code="errand-faulty",
            faults=[fault.as_dict() for fault in findings.found],
        )
    return built[0][1]


@dataclass(frozen=True)
class FieldBuilder:
    """Builds the rows of the tables of field work, knowing what they may name, and the day it is."""

    known: FieldKnown
    today: date

    def _asked_on(self, entry: Entry) -> date:
        """Read the day an errand is asked for: also one to come, as weeks are planned ahead, but no slip of the year."""
        asked, last = entry.first_day("asked_on"), self.today + AHEAD
        if asked > last:
            text = Text(
                f"日期“{asked}”在一年以后（{last} 之后）。",
                f'The day "{asked}" is more than a year ahead (after {last}).',
            )
            entry.fault("asked_on", "day-in-future", text, Text("请核对年份。", "Check the year."))
        return asked

    def resource(self, entry: Entry) -> Resource:
        """Build a shared thing; a blank count is one."""
        return Resource(
            code=code_of(entry),
            name=entry.text("name"),
            kind=entry.known("kind", Text("资源类型", "kind of shared thing"), self.known.things),
            count=count(entry, "count"),
            town=entry.resolve("town", entry.cell("town"), Text("乡镇", "town"), self.known.towns) or None,
            hours=hours(entry, one_day=False),
        )

    def engagement(self, entry: Entry) -> Engagement:
        """Build an engagement of an officer, a vehicle or a shared thing."""
        what = Text("人员、车辆或共用资源", "officer, vehicle or shared thing")
        kind = entry.known("kind", Text("占用事由", "kind of engagement"), names_of(KINDS.items()))
        return Engagement(
            holder=entry.known("holder", what, self.known.holders),
            kind=EngagementKind(kind) if kind in tuple(EngagementKind) else EngagementKind.OTHER,
            hours=hours(entry, one_day=True),
            count=count(entry, "count"),
        )

    def closure(self, entry: Entry) -> Closure:
        """Build a closed road."""
        town = entry.known("town", Text("乡镇", "town"), self.known.towns)
        return Closure(town, hours(entry, one_day=True), entry.cell("village") or None, entry.cell("reason"))

    def errand(self, entry: Entry) -> Errand:
        """Build an errand; without a village it is in the town's centre."""
        town = entry.known("town", Text("乡镇", "town"), self.known.towns)
        beyond = entry.integer("village_minutes", 0, LONGEST_DRIVE) if entry.cell("village_minutes") else 0
        officer = Text("人员", "officer")
        barred = parts(entry.cell("barred"))
        return Errand(
            code=code_of(entry),
            kind=entry.known("kind", Text("外勤任务类型", "kind of errand"), self.known.kinds),
            case_no=case_number(entry),
            place=Place(town, entry.cell("village"), beyond),
            asked_on=self._asked_on(entry),
            handler=entry.resolve("handler", entry.cell("handler"), officer, self.known.officers) or None,
            minutes=entry.integer("minutes", 1, LONGEST_ERRAND) if entry.cell("minutes") else None,
            earliest=entry.day("earliest"),
            latest=entry.day("latest"),
            due=entry.day("due"),
            urgent=entry.flag("urgent"),
            livelihood=entry.flag("livelihood"),
            priority=entry.integer("priority", 0, LAST_PRIORITY) if entry.cell("priority") else 9,
            noticed_on=entry.day("noticed_on"),
            approved_on=entry.day("approved_on"),
            warranted_on=entry.day("warranted_on"),
            booked_on=entry.day("booked_on"),
            needs=counted(entry, "needs", Text("技能", "skill"), self.known.skills),
            uses=counted(entry, "uses", Text("资源类型", "kind of shared thing"), self.known.things),
            barred=tuple(entry.resolve("barred", word, officer, self.known.officers) for word in barred),
        )
