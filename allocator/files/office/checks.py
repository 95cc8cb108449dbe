"""What an office's tables must hold together (机构数据一致性): keys used once, dates and caps that agree."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from allocator.domain.people import Officer, Reduction, Town
from allocator.domain.rulebook.book import ReductionKind, Rulebook
from allocator.domain.words import Text
from allocator.files.office.findings import Findings
from allocator.files.office.pairs import check_pairs
from allocator.files.office.sheet import Entry, plain_word
from allocator.files.office.tables import Built, OfficeTables

PERMILLE = 1000
MONTHS = 12


def check_tables(tables: OfficeTables, rulebook: Rulebook | None, today: date, findings: Findings) -> None:
    """Note every row that contradicts another row or the rulebook; dates are looked at as of `today`."""
    _check_keys(tables)
    _check_towns(tables.towns)
    _check_drives(tables)
    _check_expiry(tables.people, today, findings)
    check_pairs(tables, rulebook, today, findings)
    if rulebook is not None:
        for entry, reduction in tables.reductions:
            _check_reduction(entry, reduction, rulebook.reductions.get(reduction.kind))


def _check_keys(tables: OfficeTables) -> None:
    once(tables.people, "code", lambda row: (row.code,))
    once(tables.pairings, "first", lambda row: (row.mentor, row.apprentice, row.period.first))
    once(tables.preferences, "other", lambda row: (row.person, row.other))
    once(tables.absences, "first", lambda row: (row.officer, row.period.first))
    once(tables.reductions, "first", lambda row: (row.officer, row.kind, row.period.first))
    once(tables.recusals, "party", lambda row: (row.officer, row.party, row.identity, row.case_no))
    once(tables.vehicles, "code", lambda row: (row.code,))
    once(tables.town_minutes, "target", lambda row: (row.origin, row.target))


def once(rows: Built[Any], field: str, key: Callable[[Any], tuple[object, ...]]) -> None:
    """Note every row whose key stands in an earlier row already."""
    seen: dict[tuple[object, ...], int | None] = {}
    for entry, row in rows:
        if key(row) in seen:
            said = " ".join(str(part) for part in key(row) if part is not None)
            first = seen[key(row)]
            text = Text(f"“{said}”与第 {first} 行重复。", f'"{said}" is there already, in row {first}.')
            entry.fault(field, "row-twice", text, Text("请删除或更正其中一行。", "Delete or correct one of them."))
        seen.setdefault(key(row), entry.place.row)


def _check_towns(towns: Built[Town]) -> None:
    """Every written form of a town must lead to one town only."""
    owners: dict[str, str] = {}
    for entry, town in towns:
        for name in dict.fromkeys((town.name, town.name_en, *town.aliases)):
            owner = owners.setdefault(plain_word(name), town.name)
            if owner != town.name or (name == town.name and _repeated(town, entry, towns)):
                field = "name" if name == town.name else "name_en" if name == town.name_en else "aliases"
                text = Text(f"“{name}”已是“{owner}”的名称。", f'"{name}" already names "{owner}".')
                entry.fault(
                    field, "town-twice", text, Text("每个名称只能指一个乡镇。", "A name may mean one town only.")
                )


def _repeated(town: Town, entry: Entry, towns: Built[Town]) -> bool:
    return next(other for other, known in towns if known.name == town.name) is not entry


def _check_drives(tables: OfficeTables) -> None:
    """Both directions may be written, but then with the same minutes; nobody drives from a town to itself."""
    seen: dict[frozenset[str], tuple[Entry, int]] = {}
    for entry, drive in tables.town_minutes:
        if drive.origin == drive.target:
            text = Text(f"起点和终点都是“{drive.origin}”。", f'Origin and target are both "{drive.origin}".')
            entry.fault("target", "drive-to-itself", text, Text("请更正或删除。", "Correct or delete it."))
        first, minutes = seen.setdefault(frozenset((drive.origin, drive.target)), (entry, drive.minutes))
        if minutes != drive.minutes:
            text = Text(
                f"与第 {first.place.row} 行同一路程的 {minutes} 分钟不一致。",
                f"The same road takes {minutes} minutes in row {first.place.row}.",
            )
            entry.fault("minutes", "drive-asymmetric", text, Text("请统一为一个数。", "Give it one figure."))


def _check_expiry(people: Built[Officer], today: date, findings: Findings) -> None:
    for entry, officer in people:
        for skill in officer.skills:
            if officer.serves(today) and skill.expires and skill.expires < today:
                text = Text(
                    f"{officer.name}的“{skill.id}”已于 {skill.expires} 到期。",
                    f'"{skill.id}" of {officer.name} expired on {skill.expires}.',
                )
                remedy = Text("到期后不再据此分案；续期后请更新。", "It no longer counts; update it once renewed.")
                findings.warn(entry.at("skills"), "skill-expired", text, remedy)


def _check_reduction(entry: Entry, reduction: Reduction, kind: ReductionKind | None) -> None:
    if kind is None:
        return
    if reduction.permille > kind.most:
        text = Text(
            f"“{kind.name.zh}”减量 {share(reduction.permille)}，超过上限 {share(kind.most)}。",
            f'"{kind.name.en}" takes {share(reduction.permille)}; at most {share(kind.most)} is allowed.',
        )
        entry.fault("share", "reduction-above-cap", text, Text("请降低减量比例。", "Lower the share."))
    latest = last_day(reduction.period.first, kind.months) if kind.months else None
    if latest and (reduction.period.last is None or reduction.period.last > latest):
        text = Text(
            f"“{kind.name.zh}”最长 {kind.months} 个月。", f'"{kind.name.en}" lasts {kind.months} months at most.'
        )
        entry.fault("last", "reduction-too-long", text, Text(f"结束日期不得晚于 {latest}。", f"End it by {latest}."))


def share(permille: int) -> str:
    """Write a share as people read it, exactly: 720 is 72%, 725 is 72.5%."""
    whole, rest = divmod(permille, PERMILLE // 100)
    return f"{whole}.{rest}%" if rest else f"{whole}%"


def last_day(first: date, months: int) -> date:
    """Give the last day of a span of full months: of six months from 1 March that is 31 August."""
    year, month = divmod(first.month - 1 + months, MONTHS)
    begin = date(first.year + year, month + 1, 1)
    following = begin + timedelta(days=first.day - 1)
    end = (
        following
        if following.month == begin.month
        else date(begin.year + begin.month // MONTHS, begin.month % MONTHS + 1, 1)
    )
    return end - timedelta(days=1)


def active(people: Iterable[Officer], day: date) -> tuple[Officer, ...]:
    """Give those who serve on a day or will come later."""
    return tuple(officer for officer in people if officer.left is None or officer.left >= day)
