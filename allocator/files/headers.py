"""Which column is which: headers as clerks write them, matched to fields, never two columns to one field."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from allocator.domain.words import Text
from allocator.files.amounts import UNITS
from allocator.files.faults import Fault, Place
from allocator.files.filing_fields import TELLING, FieldNames

LEAST_RATIO = 70
BRACKETED = re.compile(r"[(\[{【〔〈<]([^)\]}】〕〉>]*)[)\]}】〕〉>]")
NO_SIGN = re.compile(r"[\s*_\-—:：、,，./\\'\"#&?!()\[\]{}【】〔〕〈〉<>]+")
WORDS = re.compile(r"[a-z]+")
UNIT_NAMES: dict[str, str] = {
    **{name: name for name in UNITS}, "万": "万元", "亿": "亿元", "千": "千元", "人民币": "元", "人民币元": "元", "人民币万元": "万元",
    "yuan": "元", "rmb": "元", "cny": "元", "¥": "元", "rmbyuan": "元", "cnyyuan": "元", "fen": "分", "jiao": "角",
    "10k": "万元", "10krmb": "万元", "10kyuan": "万元", "10kcny": "万元", "10000yuan": "万元", "10000rmb": "万元", "10000cny": "万元",
    "tenthousandyuan": "万元", "wan": "万元", "wanyuan": "万元", "k": "千元", "kyuan": "千元", "krmb": "千元", "1000yuan": "千元",
    "thousandyuan": "千元", "1000rmb": "千元", "millionyuan": "百万元", "millionrmb": "百万元", "mrmb": "百万元", "yi": "亿元",
}  # fmt: skip
UNIT_TAILS = ("人民币万元", "百万元", "千万元", "万元", "亿元", "千元", "元", "wanyuan", "yuan", "rmb", "cny", "fen")
CURRENCY = re.compile(r"美元|美金|欧元|港元|港币|日元|英镑|usd|eur|hkd|jpy|gbp|[$€£]", re.IGNORECASE)
SHEET_UNIT = re.compile(r"单位\s*[:：]\s*(?:人民币)?\s*(亿元|百万元|万元|千元|元|分)")


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


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How well one column fits one field: 300 its own name, 200 an alias, else the ratio."""

    score: int
    place: int
    field: str

    @property
    def how(self) -> str:
        """Say how the column was found, for the report."""
        return {300: "exact", 200: "alias"}.get(self.score, f"similar {self.score}")


def match_headers(
    headers: Sequence[str], fields: Iterable[FieldNames], place: Place, preamble: Iterable[str] = ()
) -> HeaderMatch:
    """Match headers to fields: own name, else alias, else likeness of 70 or more; the best fit first.

    Two columns that fit one field equally well, and a column that fits two, are faults and stay unread. A unit in the
    header, or "单位：万元" above the table (`preamble`), is obeyed for money.
    """
    fields = tuple(fields)
    likes = [like for at, header in enumerate(headers) for field in fields if (like := _likeness(at, header, field))]
    taken, ties = _assign(likes)
    faults = [_tie_fault(tie, headers, place) for tie in ties]
    money = {field.id for field in fields if field.money}
    above = next((found[1] for cell in preamble if (found := SHEET_UNIT.search(cell))), None)
    columns = [_column(at, header, taken.get(at), money, above) for at, header in enumerate(headers)]
    faults += [
        _currency_fault(column, place) for column in columns if column.field in money and CURRENCY.search(column.header)
    ]
    return HeaderMatch(tuple(columns), tuple(faults))


def recogniser(fields: Iterable[FieldNames]) -> "Recogniser":
    """Make the test by which `read_table` finds the header among title lines: own names and aliases only."""
    return Recogniser(frozenset(name for field in fields for name in (*_own(field), *_aliases(field))))


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Says whether a cell is a column name."""

    names: frozenset[str]

    def __call__(self, cell: str) -> bool:
        """Look a cell up in every form it may have."""
        return len(cell) <= 40 and any(form in self.names for form in _forms(cell))


def _column(at: int, header: str, like: _Likeness | None, money: set[str], above: str | None) -> Column:
    if like is None:
        return Column(at, header)
    unit = (unit_of(header) or above or "元") if like.field in money else None
    return Column(at, header, like.field, like.how, unit)


def unit_of(header: str) -> str | None:
    """Read the unit of money in a header: 标的额（万元）, 标的额/万元, claim (10k yuan); None when it names none."""
    folded = unicodedata.normalize("NFKC", header).lower()
    for inner in BRACKETED.findall(folded):
        word = NO_SIGN.sub("", re.sub(r"^单位|,(?=\d{3})", "", inner))
        if word in UNIT_NAMES:
            return UNIT_NAMES[word]
    bare = NO_SIGN.sub("", BRACKETED.sub("", folded))
    tail = next((tail for tail in UNIT_TAILS if bare.endswith(tail) and bare != tail), None)
    return UNIT_NAMES[tail] if tail else None


@lru_cache(maxsize=4096)
def _forms(header: str) -> tuple[str, ...]:
    """Give the forms under which a header is looked up: whole, without its unit, without brackets that say little."""
    folded = unicodedata.normalize("NFKC", header).lower()
    whole = NO_SIGN.sub("", folded)
    kept = BRACKETED.sub(lambda found: "" if _says_little(found[1]) else found[0], folded)
    short = NO_SIGN.sub("", kept)
    tail = next((tail for tail in UNIT_TAILS if short.endswith(tail) and short != tail), "")
    return tuple(dict.fromkeys(form for form in (whole, short, short.removesuffix(tail)) if form))


def _says_little(inner: str) -> bool:
    """Say whether what stands in brackets leaves the meaning of a header as it is."""
    word = NO_SIGN.sub("", inner)
    little = (
        "必填",
        "选填",
        "可空",
        "可不填",
        "姓名",
        "名称",
        "姓名或名称",
        "全称",
        "required",
        "optional",
        "text",
        "文本",
        "是否",
    )
    return (
        word in UNIT_NAMES
        or word in little
        or bool(re.fullmatch(r"单位.*|格式.*|y+m+d+|如.*|例.*|.*[/、]否|yn|yesno|\d*", word))
    )


def _own(field: FieldNames) -> tuple[str, ...]:
    return tuple(
        NO_SIGN.sub("", unicodedata.normalize("NFKC", name).lower()) for name in (field.id, field.zh, field.en)
    )


@lru_cache(maxsize=1024)
def _aliases(field: FieldNames) -> tuple[str, ...]:
    return tuple(NO_SIGN.sub("", unicodedata.normalize("NFKC", name).lower()) for name in field.aliases)


def _likeness(at: int, header: str, field: FieldNames) -> _Likeness | None:
    forms = _forms(header)
    if not forms:
        return None
    for score, names in ((300, _own(field)), (200, _aliases(field))):
        if any(form in names for form in forms):
            return _Likeness(score, at, field.id)
    ratio = (
        max((_ratio(header, form, name) for form in forms for name in _spelled(field)), default=0)
        if field.similar
        else 0
    )
    return _Likeness(ratio, at, field.id) if ratio >= LEAST_RATIO else None


def _spelled(field: FieldNames) -> tuple[str, ...]:
    return (field.zh, field.en, *field.aliases)


def _ratio(header: str, form: str, name: str) -> int:
    """Give the likeness of a header to a name, 0..100; 0 when one says something telling that the other does not."""
    bare = NO_SIGN.sub("", unicodedata.normalize("NFKC", name).lower())
    ratio = int(fuzz.ratio(form, bare))
    return ratio if ratio >= LEAST_RATIO and _telling(header) == _telling(name) else 0


@lru_cache(maxsize=4096)
def _telling(name: str) -> frozenset[int]:
    folded = unicodedata.normalize("NFKC", name).lower()
    words = set(WORDS.findall(folded))
    return frozenset(
        number
        for number, group in enumerate(TELLING)
        if any(word in words if word.isascii() else word in folded for word in group)
    )


def _assign(likes: Iterable[_Likeness]) -> tuple[dict[int, _Likeness], list[tuple[_Likeness, ...]]]:
    """Give each column one field and each field one column, best fit first; equals are ties and take nothing."""
    rest = sorted(_best(likes), key=lambda like: (-like.score, like.place))
    taken: dict[int, _Likeness] = {}
    ties: list[tuple[_Likeness, ...]] = []
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


def _best(likes: Iterable[_Likeness]) -> list[_Likeness]:
    """Keep only what each column fits best: a column beaten there must not slip into a field it resembles less."""
    likes = tuple(likes)
    most: dict[int, int] = {}
    for like in likes:
        most[like.place] = max(like.score, most.get(like.place, 0))
    return [like for like in likes if like.score == most[like.place]]


def _compete(one: _Likeness, other: _Likeness) -> bool:
    return one.place == other.place or one.field == other.field


def _tie_fault(tie: tuple[_Likeness, ...], headers: Sequence[str], place: Place) -> Fault:
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
