"""The parties of one row: names and numbers brought together, and those that were only counted."""

from collections.abc import Sequence

from allocator.domain.cases import Party, PartyKind, PartySide
from allocator.domain.party_kinds import kind_of_name
from allocator.domain.words import Text, listed
from allocator.files.filing_cells import Cells
from allocator.files.identities import Identity, identities
from allocator.files.names import BLANKS, Names, names_in

COLUMNS = {PartySide.CREDITOR: ("creditors", "creditor_ids"), PartySide.DEBTOR: ("debtors", "debtor_ids")}
CALLED = {PartySide.CREDITOR: Text("申请执行人", "creditor"), PartySide.DEBTOR: Text("被执行人", "debtor")}
ORGAN_CODE = "11"
DIVIDE = Text(
    "若是几人，姓名之间请用“、”；若是一人则无需更正。",
    "If they are several, write ; between the names; if one, leave it.",
)
NAME = Text("请写当事人姓名或名称；没有的请留空。", "Write the party's name; leave the cell empty if there is none.")
DOUBTS = {
    "people-spaced": (
        Text("按空格分成：{said}。", "Divided at the blank into: {said}."),
        Text("姓名之间请用“、”；若是一人请去掉空格。", "Write 、 between names, or no blank within one."),
    ),
    "people-comma": (
        Text("按逗号分成：{said}。", "Divided at the comma into: {said}."),
        Text("姓名之间请用“;”；若是一人请先写名后写姓。", "Write ; between names; write one person as John Smith."),
    ),
    "people-turned": (Text("读作一人：{said}。", "Read as one person: {said}."), DIVIDE),
    "people-joined": (Text("“{said}”可能是几人，按一人计。", '"{said}" may be several and counts as one.'), DIVIDE),
    "name-remark": (
        Text("姓名旁的“{said}”未计入姓名。", 'What stands beside the name was left out: "{said}".'),
        Text(
            "若是姓名的一部分请更正；重要情况请记入案件。",
            "Correct it if it belongs to the name; put what matters in the case.",
        ),
    ),
}


def parties_of(cells: Cells, case_no: str, *, needs_debtor: bool) -> tuple[Party, ...]:
    """Read creditors, then debtors; a kind of case that needs a debtor is not taken without one."""
    creditors = _side(cells, case_no, PartySide.CREDITOR)
    debtors = _side(cells, case_no, PartySide.DEBTOR)
    if needs_debtor:
        _check_somebody(cells, creditors, debtors)
    _check_sides(cells, creditors, debtors)
    return (*creditors, *debtors)


def _side(cells: Cells, case_no: str, side: PartySide) -> tuple[Party, ...]:
    column, id_column = COLUMNS[side]
    text = cells.text(column)
    names = names_in(text)
    if not names.names:
        if text.strip().lower() not in BLANKS:
            cells.warn(
                column, "people-unread", Text(f"“{text}”中没有读出姓名。", f'No name was read from "{text}".'), NAME
            )
        return ()
    _doubts(cells, column, names)
    numbers = _aligned(cells, id_column, names.names)
    named = tuple(_party(side, name, number) for name, number in zip(names.names, numbers, strict=True))
    return (*named, *_unnamed(case_no, side, len(named), names.count))


def _party(side: PartySide, name: str, number: Identity | None) -> Party:
    return Party(side, name, _kind(name, number), number.sure if number else None)


def _kind(name: str, number: Identity | None) -> PartyKind:
    """Tell what a party is: by its number where it has one, else by its name."""
    if number is None or number.kind == "plain":
        return kind_of_name(name)
    if number.kind == "id_card":
        return PartyKind.PERSON
    is_organ = str(number.number).startswith(ORGAN_CODE) or kind_of_name(name) == PartyKind.ORGAN
    return PartyKind.ORGAN if is_organ else PartyKind.ENTERPRISE


def _unnamed(case_no: str, side: PartySide, named: int, count: int) -> tuple[Party, ...]:
    """Count those whom 等5人 leaves unnamed as parties of this case alone, so that they link to no other."""
    called = CALLED[side].zh
    return tuple(
        Party(side, f"{case_no}未列名{called}{place}", PartyKind.PERSON) for place in range(named + 1, count + 1)
    )


def _check_sides(cells: Cells, creditors: tuple[Party, ...], debtors: tuple[Party, ...]) -> None:
    """Tell of one who stands on both sides: most likely a slip of the pen."""
    both = [party.name for party in debtors if party.keys[0] in {other.keys[0] for other in creditors}]
    if both:
        names = listed(both)
        text = Text(f"“{names.zh}”同时是申请执行人和被执行人。", f'"{names.en}" is creditor and debtor at once.')
        cells.warn("debtors", "both-sides", text, Text("请核对。", "Check it."))


def _check_somebody(cells: Cells, creditors: tuple[Party, ...], debtors: tuple[Party, ...]) -> None:
    """Tell of a side nobody stands on: without debtors neither linked cases nor recusals can be found."""
    if not creditors and not cells.text("creditors"):
        remedy = Text(
            "移送执行（罚金、没收等）可留空，否则请填写。", "Leave it blank only where the court enforces by itself."
        )
        cells.warn("creditors", "creditor-missing", Text("申请执行人为空。", "There is no creditor."), remedy)
    if not debtors:
        text = Text("被执行人为空。", "There is no debtor.")
        cells.error("debtors", "debtor-missing", text, Text("请填写姓名或名称。", "Give the name."))


def _doubts(cells: Cells, column: str, names: Names) -> None:
    if names.count > len(names.names):
        _unnamed_people(cells, column, names)
    if not names.is_doubtful:
        return
    listed = Text("、".join(names.names), ", ".join(names.names))
    told = {
        "people-spaced": names.spaced and listed,
        "people-comma": names.parted and listed,
        "people-turned": names.turned and Text("、".join(names.turned), "; ".join(names.turned)),
        "people-joined": names.whole and Text("、".join(names.whole), ", ".join(names.whole)),
        "name-remark": names.remarks and Text("、".join(names.remarks), ", ".join(names.remarks)),
    }
    for code, said in told.items():
        if said:
            text, remedy = DOUBTS[code]
            cells.warn(column, code, text.fill(said=said), remedy)


def _unnamed_people(cells: Cells, column: str, names: Names) -> None:
    cells.warn(
        column,
        "people-unnamed",
        Text(
            f"共 {names.count} 人，只列出 {len(names.names)} 人。",
            f"{names.count} people are meant, {len(names.names)} are named.",
        ),
        Text(
            "未列名者计入人数，但查不到其关联案件和回避；请补全姓名。",
            "The others are counted, but no tie of theirs can be found; name them.",
        ),
    )


def _aligned(cells: Cells, column: str, names: Sequence[str]) -> list[Identity | None]:
    """Give each name its number: in their order, or by what they are (person or enterprise) when that is plain."""
    numbers = list(identities(cells.text(column)))
    for number in dict.fromkeys(number for number in numbers if number and number.doubt):
        _doubtful(cells, column, number)
    if len(numbers) == len(names) or not numbers:
        return numbers or [None] * len(names)
    by_kind = _by_kind([number for number in numbers if number], names)
    if by_kind is None:
        text = Text(
            f"{len(names)} 个姓名、{len(numbers)} 个证件号，对不上，证件号未采用。",
            f"{len(names)} names and {len(numbers)} numbers do not go together; the numbers are not used.",
        )
        remedy = Text(
            "请按姓名顺序填写，缺号处写“无”。", "Give them in the order of the names, 无 where one is missing."
        )
        cells.warn(column, "ids-unmatched", text, remedy)
    return by_kind or [None] * len(names)


def _by_kind(numbers: list[Identity], names: Sequence[str]) -> list[Identity | None] | None:
    kinds = ["id_card" if kind_of_name(name) == PartyKind.PERSON else "credit_code" for name in names]
    rest = {kind: [number for number in numbers if number.kind == kind] for kind in ("id_card", "credit_code")}
    if any(found and len(found) != kinds.count(kind) for kind, found in rest.items()) or any(
        number.kind == "plain" for number in numbers
    ):
        return None
    return [rest[kind].pop(0) if rest[kind] else None for kind in kinds]


def _doubtful(cells: Cells, column: str, number: Identity) -> None:
    if number.doubt:
        cells.warn(column, "id-doubtful", number.doubt, number.remedy)
