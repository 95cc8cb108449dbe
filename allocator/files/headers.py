"""Which column is which: headers as clerks write them, matched to fields, never two columns to one field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from allocator.domain.words import Text
from allocator.files.amounts import FOREIGN
from allocator.files.corrections import NOTHING_SAID, ColumnChoice
from allocator.files.faults import Fault, Place
from allocator.files.filing_fields import FieldNames
from allocator.files.header_names import Likeness, likeness, money_header
from allocator.files.units import Unit, unit_above

YUAN = "元"
CHOSEN = "chosen"
NOT_READ = (None, "not read")
UNIT_REMEDY = Text(
    "请把单位写成（元）、（千元）、（万元）、（百万元）或（亿元）之一。",
    "Write the unit as one of (yuan), (1,000 yuan), (10k yuan), (million yuan) or (元), (万元), (亿元).",
)


@dataclass(frozen=True, slots=True)
class Column:
    """What became of one column: its field, None when it is not read; how it was found; its unit, for money."""

    place: int
    header: str
    field: str | None = None
    how: str = "not read"
    unit: str | None = None

    def as_dict(self) -> dict[str, object]:
        """Give the column for the report."""
        return {
            "column": self.place + 1,
            "header": self.header,
            "field": self.field,
            "how": self.how,
            "unit": self.unit,
        }


@dataclass(frozen=True)
class HeaderMatch:
    """The columns of a table with their fields (列名对照), to be shown to whoever brought the file."""

    columns: tuple[Column, ...]
    faults: tuple[Fault, ...] = ()

    @cached_property
    def by_field(self) -> dict[str, Column]:
        """Find the column of a field."""
        return {column.field: column for column in self.columns if column.field is not None}

    @property
    def unread(self) -> tuple[str, ...]:
        """The headers that matched nothing."""
        return tuple(column.header for column in self.columns if column.field is None and column.header)

    def as_dict(self) -> dict[str, object]:
        """Give the mapping as one JSON-ready document."""
        return {"columns": [column.as_dict() for column in self.columns], "unread": list(self.unread)}


def match_headers(
    headers: Sequence[str],
    fields: Iterable[FieldNames],
    place: Place,
    preamble: Iterable[str] = (),
    said: Mapping[int, ColumnChoice] = NOTHING_SAID.columns,
) -> HeaderMatch:
    """Match headers to fields: as was said of a column, else own name, else alias, else likeness of 70 or more.

    Two columns that fit one field equally well, and a column that fits two, are faults and stay unread. A unit that was
    said, one in the header, or "单位：万元" above the table (`preamble`), is obeyed for money; one that cannot be obeyed
    is a fault. What somebody said of a column (`said`, by place) takes its field from whatever else might be it.
    """
    fields = tuple(fields)
    taken, ties = _assign(_likes(headers, fields, said))
    money = {field.id: field for field in fields if field.money}
    above = unit_above(preamble)
    found = {**{at: (like.field, like.how) for at, like in taken.items()}, **_said(headers, fields, said)}
    units = {at: choice.unit for at, choice in said.items()}
    columns = [
        _column(at, header, *found.get(at, NOT_READ), money, units.get(at), above) for at, header in enumerate(headers)
    ]
    faults = [_tie_fault(tie, headers, place) for tie in ties]
    amounts = [column for column in columns if column.field in money]
    for column in amounts:
        faults += _money_faults(column, money[str(column.field)], units.get(column.place), above, place)
    return HeaderMatch(tuple(columns), tuple(faults))


def _likes(headers: Sequence[str], fields: Sequence[FieldNames], said: Mapping[int, ColumnChoice]) -> list[Likeness]:
    """Compare every header of which nothing was said with every field that nothing was said to be."""
    taken = {choice.field for choice in said.values()}
    free = [field for field in fields if field.id not in taken]
    open_ = [(at, header) for at, header in enumerate(headers) if at not in said]
    return [like for at, header in open_ for field in free if (like := likeness(at, header, field))]


def _said(
    headers: Sequence[str], fields: Iterable[FieldNames], said: Mapping[int, ColumnChoice]
) -> dict[int, tuple[str | None, str]]:
    """Give what was said of the columns there are, as far as there is such a field; of two said to be one, the last is it."""
    known = {field.id for field in fields}
    there = [(choice.field, at) for at, choice in sorted(said.items()) if choice.field and at < len(headers)]
    last = {at: name for name, at in dict(there).items() if name in known}
    return {at: (last.get(at), CHOSEN) for at in said}


def _column(
    at: int, header: str, field: str | None, how: str, money: Mapping[str, FieldNames], unit: str | None, above: Unit
) -> Column:
    if field is None or field not in money:
        return Column(at, header, field, how)
    told = money_header(header, money[field])[1].name
    return Column(at, header, field, how, unit or told or above.name or YUAN)


def _money_faults(column: Column, field: FieldNames, said: str | None, above: Unit, place: Place) -> Iterable[Fault]:
    """Tell of a money column whose unit cannot be obeyed: nothing is read in a unit that is only guessed."""
    if FOREIGN.search(column.header):
        yield _currency_fault(column, place)
    if said:
        return
    unit = money_header(column.header, field)[1]
    problem = unit.problem or ("" if unit.name else above.problem)
    if problem:
        yield _unit_fault(column, problem, place)


def _assign(likes: Iterable[Likeness]) -> tuple[dict[int, Likeness], list[tuple[Likeness, ...]]]:
    """Give each column one field and each field one column, best fit first; equals are ties and take nothing."""
    rest = sorted(_best(likes), key=lambda like: (-like.score, like.place))
    taken: dict[int, Likeness] = {}
    ties: list[tuple[Likeness, ...]] = []
    while rest:
        best = rest[0]
        rivals = [like for like in rest if like.score == best.score and _compete(like, best)]
        if len(rivals) == 1:
            taken[best.place] = best
        else:
            ties.append(tuple(rivals))
        places, used = {like.place for like in rivals}, {like.field for like in rivals}
        rest = [like for like in rest if like.place not in places and like.field not in used]
    return taken, ties


def _best(likes: Iterable[Likeness]) -> list[Likeness]:
    """Keep only what each column fits best: a column beaten there must not slip into a field it resembles less."""
    likes = tuple(likes)
    most: dict[int, int] = {}
    for like in likes:
        most[like.place] = max(like.score, most.get(like.place, 0))
    return [like for like in likes if like.score == most[like.place]]


def _compete(one: Likeness, other: Likeness) -> bool:
    return one.place == other.place or one.field == other.field


def _tie_fault(tie: tuple[Likeness, ...], headers: Sequence[str], place: Place) -> Fault:
    columns = list(dict.fromkeys(headers[like.place] for like in tie))
    fields = list(dict.fromkeys(like.field for like in tie))
    where = replace(place, field=fields[0])
    return where.fault(
        "header-tie",
        Text(
            f"列“{'”“'.join(columns)}”与字段 {'、'.join(fields)} 同样相符，无法确定（共 {len({t.place for t in tie})} 列）。",
            f"The columns {', '.join(columns)} fit {' and '.join(fields)} equally well ({len({t.place for t in tie})} columns).",
        ),
        Text(
            "请把要读取的一列改为标准列名，其余改名或删除。",
            "Give the column to be read its standard name; rename or delete the others.",
        ),
    )


def _currency_fault(column: Column, place: Place) -> Fault:
    return replace(place, field=column.header).fault(
        "header-currency",
        Text(f"“{column.header}”不是以人民币计。", f'"{column.header}" is not in yuan.'),
        Text("请折算成人民币，并在列名中注明元或万元。", "Convert it into yuan and name the unit in the header."),
    )


def _unit_fault(column: Column, problem: str, place: Place) -> Fault:
    told = {
        "several": Text("“{header}”的单位不止一个。", '"{header}" names more than one unit.'),
        "unclear": Text("“{header}”的单位看不懂。", 'The unit in "{header}" cannot be understood.'),
    }
    return replace(place, field=column.header).fault(
        "header-unit", told[problem].fill(header=column.header), UNIT_REMEDY
    )
