"""An office's log of work (办案日志) from CSV, also packed (.gz), or a workbook: whole or not at all, each fault by its row."""

import gzip
import io
import unicodedata
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allocator.domain.errors import BadInput
from allocator.domain.scenarios.check import EARLIEST, LATEST
from allocator.domain.scenarios.worklog import WorkItem, WorkLog
from allocator.domain.words import Count, Text
from allocator.files.faults import Fault, Place, UnreadableFile, ValueFault
from allocator.files.filing_fields import FieldNames
from allocator.files.header_names import names_to_use, recogniser
from allocator.files.headers import match_headers
from allocator.files.headless import with_columns
from allocator.files.sheet_tables import too_large
from allocator.files.tables import MOST_BYTES, Row, Table, read_table

PACKED = b"\x1f\x8b"
MOST_ROWS = 1_000_000
FIELDS = (
    FieldNames("case", "案号", "case", ("案件", "案件编号", "case id", "case no", "case number", "caseid"), similar=False),
    FieldNames(
        "step", "环节", "step", ("步骤", "阶段", "活动", "工作环节", "节点", "activity", "task", "stage"), similar=False
    ),
    FieldNames(
        "person", "人员", "person",
        ("承办人", "办理人", "经办人", "人员编号", "officer", "resource", "handler", "user"), similar=False,
    ),
    FieldNames(
        "started", "开始时间", "start",
        ("开始", "开始时刻", "收到时间", "起", "started at", "start time", "start timestamp", "begin"), similar=False,
    ),
    FieldNames(
        "ended", "结束时间", "end",
        ("结束", "结束时刻", "完成时间", "办结时间", "止", "ended at", "end time", "end timestamp", "completed at"), similar=False,
    ),
)  # fmt: skip
FORM = Text(
    "请写成 2022-09-30T09:00+08:00；未办结的结束时间留空。",
    "Write 2022-09-30T09:00+08:00; leave the end of open work blank.",
)
ZONE = Text(
    "请写上时区，如 +08:00，或用 --zone 给出整份文件的时区。",
    "Write its zone, such as +08:00, or give the zone of the whole file with --zone.",
)


def zone_named(name: str | None) -> ZoneInfo | None:
    """Give a zone by its name (时区), none for none; raises BadInput for one that does not exist."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(
            Text(f"没有时区“{name}”。", f'There is no zone "{name}".'),
            Text("例如 Asia/Shanghai。", "For example Asia/Shanghai."),
            code="zone-unknown",
        ) from error


def read_event_log(name: str, data: bytes, zone: tzinfo | None = None, now: datetime | None = None) -> WorkLog:
    """Read a log of work; `zone` is that of times which name none (None: such a time is a fault).

    With `now` a time that is still to come is a fault, too: nothing has been done then.
    Raises BadInput with every fault by row and field, or UnreadableFile where there is no table at all.
    """
    table = _table(name, data)
    match = match_headers(table.header, FIELDS, Place(name, table.header_row))
    columns = {field: column.place for field, column in match.by_field.items()}
    faults = [fault for fault in (*table.faults, *match.faults) if fault.is_error]
    faults += _missing(table, columns, {fault.field for fault in match.faults})
    items: list[WorkItem] = []
    if not faults:
        for row in table.rows:
            place = Place(name, row.number)
            for item in _read(row, place, columns, zone, faults):
                faults += _to_come(item, place, now)
                items.append(item)
    _stop_if_faulty(name, faults)
    return WorkLog.of(items)


def _table(name: str, data: bytes) -> Table:
    try:
        return read_table(name, _unpacked(name, data), recogniser(FIELDS), most_rows=MOST_ROWS)
    except UnreadableFile as error:
        raise UnreadableFile(
            with_columns(error.fault, [field.zh for field in FIELDS], [field.en for field in FIELDS])
        ) from error


def _unpacked(name: str, data: bytes) -> bytes:
    """Unpack a file that is packed; never more than a table may hold."""
    if not data.startswith(PACKED):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            found = packed.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise _broken(name) from error
    if len(found) > MOST_BYTES:
        raise too_large(
            Place(name), Text(f"解压后超过 {MOST_BYTES >> 20} MB", f"unpacks to more than {MOST_BYTES >> 20} MB")
        )
    return found


def _broken(name: str) -> UnreadableFile:
    return UnreadableFile(
        Place(name).fault(
            "file-broken",
            Text("压缩文件已损坏。", "The packed file is damaged."),
            Text("请重新导出，或解压后再读取。", "Export it again, or unpack it first."),
        )
    )


def _missing(table: Table, columns: Mapping[str, int], told: Collection[str | None]) -> Iterator[Fault]:
    """Tell of columns that are not there; all five are needed, ends may be blank."""
    for field in FIELDS:
        if field.id in columns or field.id in told:
            continue
        chinese, english = names_to_use(field)
        yield Place(table.name, table.header_row, field.id).fault(
            "column-missing",
            Text(f"缺少“{field.zh}”列。", f"There is no column for the {field.en}."),
            Text(
                f"请补上或改列名，列名可为：{'、'.join(chinese)}。",
                f"Add or rename it; it may be called {', '.join(english)}.",
            ),
        )


def _read(
    row: Row, place: Place, columns: Mapping[str, int], zone: tzinfo | None, faults: list[Fault]
) -> Iterator[WorkItem]:
    """Read one row as an item; what is wrong with it is added to the faults."""
    cells = {field: row.cells[at] for field, at in columns.items()}
    blank = [field for field in ("case", "step", "person", "started") if not cells[field]]
    faults += [_blank(replace(place, field=field)) for field in blank]
    known = len(faults)
    started = _time(cells["started"], replace(place, field="started"), zone, faults)
    ended = _time(cells["ended"], replace(place, field="ended"), zone, faults)
    if blank or started is None or len(faults) > known:
        return
    try:
        yield WorkItem(cells["case"], cells["step"], cells["person"], started, ended)
    except BadInput as error:
        faults.append(replace(place, field="ended").fault(error.code, error.text, error.remedy))


def _to_come(item: WorkItem, place: Place, now: datetime | None) -> Iterator[Fault]:
    """Tell of times of a row that are later than now."""
    for field, time in (("started", item.started), ("ended", item.ended)):
        if now is not None and time is not None and time > now:
            yield replace(place, field=field).fault(
                "time-to-come",
                Text(f"{time.isoformat()} 尚未到来。", f"{time.isoformat()} is still to come."),
                Text("请更正；尚未办结的，结束留空。", "Correct it; leave the end of open work blank."),
            )


def _blank(place: Place) -> Fault:
    called = next(field for field in FIELDS if field.id == place.field)
    return place.fault(
        "cell-blank", Text(f"“{called.zh}”为空。", f"The {called.en} is blank."), Text("请填写。", "Fill it in.")
    )


def _time(word: str, place: Place, zone: tzinfo | None, faults: list[Fault]) -> datetime | None:
    try:
        return instant(word, zone) if word else None
    except ValueFault as fault:
        faults.append(fault.at(place))
        return None


def instant(word: str, zone: tzinfo | None = None) -> datetime:
    """Read an instant as clerks and systems write it; raises ValueFault for what is none, or lacks its zone."""
    plain = unicodedata.normalize("NFKC", word).strip().replace("/", "-")
    try:
        found = datetime.fromisoformat(plain)
    except ValueError as error:
        raise ValueFault(
            "time-not-understood", Text(f"“{word}”不是可读的时刻。", f'"{word}" cannot be read as a time.'), FORM
        ) from error
    if not EARLIEST.year <= found.year <= LATEST.year:
        raise ValueFault(
            "time-beyond-calendars",
            Text(f"“{word}”不在 {EARLIEST.year} 至 {LATEST.year} 年之间。",
                 f'"{word}" is not of the years {EARLIEST.year} to {LATEST.year}.'),
            Text("请更正年份。", "Correct the year."),
        )  # fmt: skip
    if found.tzinfo is None and zone is None:
        raise ValueFault("zone-missing", Text(f"“{word}”缺少时区。", f'"{word}" lacks its zone.'), ZONE)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _stop_if_faulty(name: str, faults: list[Fault]) -> None:
    if faults:
        raise BadInput(
            Text(
                f"“{name}”有 {len(faults)} 处错误，未读取。",
                f'"{name}" has {Count(len(faults)):error|errors}; nothing was read.',
            ),
            Text("请按行逐处更正后重试。", "Correct each at its row and try again."),
            code="log-faulty",
            facts={"file": name, "count": len(faults)},
            faults=[fault.as_dict() for fault in faults],
        )
