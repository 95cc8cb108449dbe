"""Writing an office back as its folder (导出机构目录): every value as the cell a clerk would write; read again, it is the same."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from allocator.domain.calendar import Correction
from allocator.domain.fieldwork.means import Closure, Engagement, Resource
from allocator.domain.fieldwork.trips import ALWAYS, DAY, Hours, clock
from allocator.domain.office import Bureau, Office
from allocator.domain.people import (
    Absence,
    Officer,
    Pairing,
    Period,
    Preference,
    Recusal,
    Reduction,
    Skill,
    Team,
    Town,
    TownMinutes,
    Vehicle,
)
from allocator.domain.words import Text
from allocator.files.office import bureau as bureau_file
from allocator.files.office import columns as forms
from allocator.files.office import process as process_file
from allocator.files.office.calendar import OwnDays, own_days
from allocator.files.office.columns import TableForm
from allocator.files.office.field import FieldFiles
from allocator.files.office.folder import RULEBOOK
from allocator.files.office.tables import LIST

Cells = dict[str, str]
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
WRITTEN = tuple(form for form in forms.FORMS if form is not forms.ERRANDS)
"""The tables an office is made of; errands are work, which comes and goes."""
TEAMS = forms.TableForm(
    "teams",
    Text("团队表", "table of teams"),
    tuple(
        forms.Column(name, (name, header))
        for name, header in (
            ("code", "编号"),
            ("zh", "中文名称"),
            ("en", "英文名称"),
            ("lanes", "办理通道"),
            ("lead", "负责人"),
        )
    ),
)
"""The teams as a table; in the folder they stand in bureau.toml."""


@dataclass(frozen=True)
class Sheets:
    """An office as the sheets of its folder (机构目录): rows of cells by table, and the files that are no tables."""

    bureau: Bureau
    rulebook: str
    process: str
    own_days: OwnDays
    tables: Mapping[str, tuple[Cells, ...]]

    def write(self, folder: Path) -> None:
        """Write the folder; tables without a row are left out, but for those it cannot do without."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / bureau_file.FILE).write_text(self._bureau_file(), encoding="utf-8")
        (folder / RULEBOOK).write_text(self.rulebook, encoding="utf-8")
        if self.process:
            (folder / process_file.FILE).write_text(self.process, encoding="utf-8")
        for form in WRITTEN:
            if self.tables[form.stem] or form.needed:
                (folder / f"{form.stem}.csv").write_text(_csv(form, self.tables[form.stem]), encoding="utf-8")

    def _bureau_file(self) -> str:
        lines = [*_bureau_lines(self.bureau, self.own_days)]
        return "\n".join([*lines, *(line for team in self.tables["teams"] for line in _team_lines(team))]) + "\n"


def sheets_of(office: Office, means: FieldFiles, rulebook: str, process: str) -> Sheets:
    """Lay an office out as its folder; `rulebook` and `process` are the texts of those files, as they were written."""
    tables = tables_of(office) | {
        "resources": tuple(_cells(map(_resource, means.resources))),
        "engagements": tuple(_cells(map(_engagement, means.engagements))),
        "closures": tuple(_cells(map(_closure, means.closures))),
    }
    own = own_days(office.bureau.country, office.calendar, office.corrections)
    return Sheets(office.bureau, rulebook, process, own, tables)


def tables_of(office: Office) -> dict[str, tuple[Cells, ...]]:
    """Lay the office itself out as tables, without what field work needs."""
    rows = {
        "teams": map(_team, office.teams),
        "people": map(_officer, office.officers),
        "pairings": map(_pairing, office.pairings),
        "preferences": map(_preference, office.preferences),
        "absences": map(_absence, office.absences),
        "reductions": map(_reduction, office.reductions),
        "recusals": map(_recusal, office.recusals),
        "vehicles": map(_vehicle, office.vehicles),
        "towns": map(_town, office.towns),
        "town_minutes": map(_drive, office.town_minutes),
        "calendar": map(_correction, office.corrections),
    }
    return {stem: tuple(_cells(found)) for stem, found in rows.items()}


def _cells(rows: Iterable[Mapping[str, object]]) -> Iterator[Cells]:
    for row in rows:
        yield {name: "" if value is None else str(value) for name, value in row.items()}


def _csv(form: TableForm, rows: Iterable[Cells]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, [column.field for column in form.columns], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _officer(one: Officer) -> dict[str, object]:
    return {
        "code": one.code,
        "name": one.name,
        "role": one.role,
        "team": one.team,
        "share": share(one.share),
        "entered": one.entered,
        "left": one.left,
        "skills": "；".join(map(_skill, one.skills)),
        "step": one.step,
    }


def share(permille: int) -> str:
    """Write a share per mille as the part of one it is: 720 is 0.72."""
    return f"{permille // 1000}.{permille % 1000:03}".rstrip("0").rstrip(".")


def _skill(one: Skill) -> str:
    return f"{one.id}:{one.evidence}:{one.expires or ''}"


def _pairing(one: Pairing) -> dict[str, object]:
    return {"mentor": one.mentor, "apprentice": one.apprentice, **_period(one.period), "cover": _flag(one.cover)}


def _preference(one: Preference) -> dict[str, object]:
    return {"person": one.person, "other": one.other, "rank": "no" if one.rank is None else one.rank}


def _absence(one: Absence) -> dict[str, object]:
    return {"officer": one.officer, **_period(one.period), "reason": one.reason}


def _reduction(one: Reduction) -> dict[str, object]:
    return {"officer": one.officer, "kind": one.kind, "share": share(one.permille), **_period(one.period)}


def _recusal(one: Recusal) -> dict[str, object]:
    return {
        "officer": one.officer,
        "relation": one.relation,
        "state": one.state.value,
        "party": one.party,
        "identity": one.identity,
        "case_no": one.case_no,
        "since": one.since,
    }


def _vehicle(one: Vehicle) -> dict[str, object]:
    return {"code": one.code, "name": one.name, "kind": one.kind, "seats": one.seats}


def _town(one: Town) -> dict[str, object]:
    return {
        "name": one.name,
        "name_en": one.name_en,
        "minutes": one.minutes,
        "code": one.code,
        "aliases": ";".join(one.aliases),
        "lat": one.lat,
        "lon": one.lon,
        "source": one.source,
    }


def _drive(one: TownMinutes) -> dict[str, object]:
    return {"origin": one.origin, "target": one.target, "minutes": one.minutes, "source": one.source}


def _correction(one: Correction) -> dict[str, object]:
    return {"day": one.day, "works": _flag(one.works), "because": one.because, "by": one.by}


def _resource(one: Resource) -> dict[str, object]:
    named = {"code": one.code, "name": one.name, "kind": one.kind, "count": one.count, "town": one.town}
    return {**named, **_hours(one.hours)}


def _engagement(one: Engagement) -> dict[str, object]:
    return {"holder": one.holder, "kind": one.kind.value, **_hours(one.hours), "count": one.count}


def _closure(one: Closure) -> dict[str, object]:
    return {"town": one.town, "village": one.village, **_hours(one.hours), "reason": one.reason}


def _period(one: Period) -> dict[str, date | None]:
    return {"first": one.first, "last": one.last}


def _hours(one: Hours) -> dict[str, object]:
    return {
        **({"first": None, "last": None} if one.period == ALWAYS.period else _period(one.period)),
        "weekdays": "、".join(str(day + 1) for day in one.weekdays),
        "begins": clock(one.begins) if one.begins else "",
        "ends": clock(one.ends) if one.ends < DAY else "",
    }


def _flag(value: bool) -> str:  # noqa: FBT001 - a cell of a table
    return "yes" if value else "no"


def _bureau_lines(bureau: Bureau, own: OwnDays) -> Iterator[str]:
    plain = ("code", "timezone", "country", "day_minutes", "opens", "closes", "case_no_pattern")
    yield from (f"{name} = {_toml(getattr(bureau, name))}" for name in plain)
    yield from [f"seat = {_toml(bureau.seat)}"] if bureau.seat else []
    for name, days in (("extra_holidays", own.off), ("extra_workdays", own.worked)):
        yield f"{name} = [{', '.join(day.isoformat() for day in sorted(days))}]"
    named = {"name": bureau.name, "court": bureau.court, "command_centre": bureau.command_centre}
    for name, words in named.items():
        yield from ["", f"[{name}]", f"zh = {_toml(words.zh)}", f"en = {_toml(words.en)}"] if words else []


def _team(one: Team) -> dict[str, object]:
    return {"code": one.code, "zh": one.name.zh, "en": one.name.en, "lanes": ";".join(one.lanes), "lead": one.lead}


def _team_lines(row: Cells) -> Iterator[str]:
    code, lead = row.get("code", ""), row.get("lead", "")
    lanes = [lane.strip() for lane in LIST.split(row.get("lanes", "")) if lane.strip()]
    yield from ("", f"[teams.{code if BARE_KEY.fullmatch(code) else _toml(code)}]")
    yield from (f"zh = {_toml(row.get('zh', ''))}", f"en = {_toml(row.get('en', ''))}", f"lanes = {_toml(lanes)}")
    yield from [f"lead = {_toml(lead)}"] if lead else []


def _toml(value: Any) -> str:
    """Write a text, a whole number or a list of texts as TOML, whose quoting of them is JSON's."""
    return json.dumps(value, ensure_ascii=False)
