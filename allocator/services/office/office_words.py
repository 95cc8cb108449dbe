"""Changes of the office in words (变更说明): the table, the row and the column by the names clerks know them by."""

from collections.abc import Mapping

from allocator.domain.difference import Change, ChangeKind
from allocator.domain.words import Text, listed
from allocator.files.office.columns import FORMS

OTHERS = {
    "bureau": Text("机构", "bureau"),
    "rulebook": Text("规则手册", "rulebook"),
    "teams": Text("团队", "teams"),
    "holidays": Text("放假日", "days off"),
    "extra_workdays": Text("调休上班日", "make-up days"),
}
TABLES = {**{form.stem: form.name for form in FORMS}, **OTHERS}
COLUMNS = {(form.stem, column.field): column.headers for form in FORMS for column in form.columns}
KINDS = {
    ChangeKind.ADDED: Text("新增", "added"),
    ChangeKind.CHANGED: Text("更改", "changed"),
    ChangeKind.REMOVED: Text("删除", "removed"),
}
NOTHING = Text("无", "nothing")


def change_words(change: Change) -> Text:
    """Say one change: 人员表 G08：离岗日期 无 → 2026-12-31."""
    table = TABLES.get(change.table, Text(change.table, change.table))
    row = Text(f"{table.zh} {change.key}".strip(), f"{table.en} {change.key}".strip())
    if change.kind is not ChangeKind.CHANGED:
        return Text("{kind} {row}", "{kind}: {row}").fill(kind=KINDS[change.kind], row=row)
    text = Text("{row}：{column} {before} → {after}", "{row}: {column} {before} → {after}")
    return text.fill(
        row=row,
        column=_column(change.table, change.field),
        before=_value(change.before, change.field),
        after=_value(change.after, change.field),
    )


def _column(table: str, name: str) -> Text:
    headers = COLUMNS.get((table, {"permille": "share"}.get(name, name)), (name, name))
    return Text(headers[1], headers[0].replace("_", " "))


def _value(value: object, field: str = "") -> Text:
    if field == "permille" and isinstance(value, int):
        return Text(f"{value / 10:g}%", f"{value / 10:g} %")
    if isinstance(value, Mapping):
        value = " ".join(str(part) for part in value.values() if part not in (None, ""))
    if isinstance(value, list | tuple) and value:
        return listed(_value(part) for part in value)
    return NOTHING if value in (None, "", [], ()) else Text(str(value), str(value))
