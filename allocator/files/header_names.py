"""How well a header fits a field: as its own name, an alias, a name of last resort, or by likeness."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from allocator.files.filing_fields import TELLING, FieldNames
from allocator.files.folding import bare, folded
from allocator.files.units import Unit, unit_in

LEAST_RATIO, FEW = 70, 5
OWN, ALIAS, LAST_RESORT, REMARK = 300, 200, 150, 10
LEAST_WORD_RATIO, LONG_WORD = 70, 4
BRACKETED = re.compile(r"[(\[{【〔〈<]([^)\]}】〕〉>]*)[)\]}】〕〉>]")
APART = re.compile(r"[/、()]")
WORDS = re.compile(r"[a-z]+")
LITTLE = frozenset(
    [
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
    ]
)
LITTLE_FORMS = re.compile(r"格式.*|y+m+d+|如.*|例.*|.*[/、]否|yn|yesno")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How well one column fits one field: 300 its own name, 200 an alias, 150 a name of last resort, else the ratio.

    A remark such as （含利息） takes ten away, so that a column without one goes first.
    """

    score: int
    place: int
    field: str

    @property
    def how(self) -> str:
        """Say how the column was found, for the report."""
        if self.score == OWN:
            return "exact"
        return "alias" if self.score >= LAST_RESORT - REMARK else f"similar {self.score}"


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Says whether a cell is a column name: an own name or an alias, with a unit where it is money."""

    names: frozenset[str]
    money: tuple[FieldNames, ...] = ()

    def __call__(self, cell: str) -> bool:
        """Look a cell up in every form it may have."""
        if not cell or len(cell) > 40:
            return False
        return any(form in self.names for form in forms(cell)) or any(
            named and not unit.words for named, unit in (money_header(cell, field) for field in self.money)
        )


def recogniser(fields: Iterable[FieldNames]) -> Recogniser:
    """Make the test by which `read_table` finds the header among title lines."""
    fields = tuple(fields)
    names = frozenset(name for field in fields for level in levels(field) for name in level)
    return Recogniser(names, tuple(field for field in fields if field.money))


@lru_cache(maxsize=4096)
def forms(header: str) -> tuple[str, ...]:
    """Give the forms under which a header is looked up: whole, and without brackets that say little."""
    whole = bare(header)
    short = bare(without_little(header))
    return tuple(dict.fromkeys(form for form in (whole, short) if form))


def without_little(header: str) -> str:
    """Leave out the brackets that leave the meaning of a header as it is: （必填）, （姓名）, （格式：…）."""
    return BRACKETED.sub(lambda found: "" if _says_little(found[1]) else found[0], folded(header))


def _says_little(inner: str) -> bool:
    word = bare(inner)
    return not word or word in LITTLE or bool(LITTLE_FORMS.fullmatch(word))


@lru_cache(maxsize=1024)
def levels(field: FieldNames) -> tuple[frozenset[str], ...]:
    """Give a field's own names, its aliases and its names of last resort, as they are compared."""
    named = ((field.id, field.zh, field.en), field.aliases, field.last_resort)
    return tuple(frozenset(map(bare, names)) - {""} for names in named)


@lru_cache(maxsize=1024)
def _pattern(field: FieldNames) -> re.Pattern[str]:
    """Find a name of a field in a header, the longest first, whatever divides its words."""
    names = (field.id, field.zh, field.en, *field.aliases, *field.last_resort)
    parted = {tuple(re.findall(r"[a-z\d]+|[^\W_]", folded(name))) for name in names} - {()}
    joined = (
        r"[\s_.\-]*".join(map(re.escape, parts)) for parts in sorted(parted, key=lambda parts: -len("".join(parts)))
    )
    return re.compile(rf"(?<![a-z])(?:{'|'.join(joined)})(?![a-z])")


@lru_cache(maxsize=4096)
def money_header(header: str, field: FieldNames) -> tuple[str, Unit]:
    """Take the name of a money field out of a header; gives it ("" if it is not there) and the unit the rest tells."""
    shown = without_little(header)
    found = _pattern(field).search(shown)
    if found is None:
        return "", unit_in(shown)
    return bare(found[0]), unit_in(f"{shown[: found.start()]} {shown[found.end() :]}")


def likeness(place: int, header: str, field: FieldNames) -> Likeness | None:
    """Compare a header with a field; None when it is not like any of its names."""
    found = forms(header)
    if not found:
        return None
    named, unit = money_header(header, field) if field.money else ("", Unit())
    if named and not unit.words:
        found, lost = (named,), REMARK * unit.remarked
    elif field.money:
        found, lost = (f"{named}{unit.words}",), 0
    else:
        lost = 0
    for score, names in zip((OWN, ALIAS, LAST_RESORT), levels(field), strict=True):
        if any(form in names for form in found):
            return Likeness(score - lost, place, field.id)
    if _all_named(header, field):
        return Likeness(ALIAS - REMARK, place, field.id)
    ratio = _likest(header, found, field)
    return Likeness(ratio, place, field.id) if ratio >= LEAST_RATIO else None


def _all_named(header: str, field: FieldNames) -> bool:
    """Say whether a header gives several names of one field: 原告（申请人）, Town/City."""
    parts = [part for written in APART.split(folded(header)) if (part := bare(written))]
    return len(parts) > 1 and all(any(part in names for names in levels(field)) for part in parts)


def _likest(header: str, found: tuple[str, ...], field: FieldNames) -> int:
    """Give the best likeness to a name of a field; a header that tells a unit is like money columns only."""
    if not field.similar or (not field.money and unit_in(header).money):
        return 0
    names = (field.zh, field.en, *field.aliases)
    return max((_ratio(header, form, name) for form in found for name in names), default=0)


def _ratio(header: str, form: str, name: str) -> int:
    """Give the likeness of a header to a name, 0..100; 0 when one says something telling that the other does not."""
    ratio = int(fuzz.ratio(form, bare(name)))
    if ratio < LEAST_RATIO or telling(header) != telling(name) or not _same_words(header, name):
        return 0
    return ratio


def _same_words(header: str, name: str) -> bool:
    """Say whether each longer English word of a header has its like in the name: nature of case is no name of case."""
    known = WORDS.findall(folded(name))
    return all(
        any(fuzz.ratio(word, other) >= LEAST_WORD_RATIO for other in known)
        for word in WORDS.findall(folded(header))
        if len(word) >= LONG_WORD and known
    )


@lru_cache(maxsize=4096)
def telling(name: str) -> frozenset[int]:
    """Give the groups of telling words a name speaks of."""
    shown = folded(name)
    words = set(WORDS.findall(shown))
    return frozenset(
        number
        for number, group in enumerate(TELLING)
        if any(word in words if word.isascii() else word in shown for word in group)
    )


def may_be_meant(field: FieldNames, headers: Iterable[str]) -> tuple[str, ...]:
    """Give the unread headers that may be a missing field: they hold one of its names, or speak of money as it does."""
    return tuple(
        header
        for header in dict.fromkeys(headers)
        if _pattern(field).search(folded(header)) or (field.money and unit_in(header).money)
    )


def amounts(headers: Iterable[str]) -> tuple[str, ...]:
    """Give the unread headers that tell a unit of money and no other thing: without a claim column they may be it."""
    return tuple(header for header in headers if unit_in(header).money and telling(header) <= telling("标的额（元）"))


def names_to_use(field: FieldNames) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give a few of a field's names to choose from, in Chinese and in English."""
    names = list(dict.fromkeys((field.zh, field.id, field.en, *field.aliases, *field.last_resort)))
    english = tuple(name for name in names if name.isascii())
    return tuple(name for name in names if not name.isascii())[:FEW], english[:FEW]
