"""The unit of money in a header (计量单位): 标的额（万元）, claim (10k yuan). It is obeyed or refused, never passed over."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from allocator.files.amounts import FOREIGN, UNITS, YUAN
from allocator.files.folding import folded

UNIT_OF = {fen: unit for unit, fen in UNITS.items()}
SCALES = {
    "十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "ten": 10, "tens": 10, "hundred": 100, "hundreds": 100, "k": 1000,
    "thousand": 1000, "thousands": 1000, "w": 10**4, "wan": 10**4, "m": 10**6, "mn": 10**6, "mln": 10**6, "million": 10**6,
    "millions": 10**6, "yi": 10**8, "bn": 10**9, "billion": 10**9, "billions": 10**9,
}  # fmt: skip
SMALL = {"分": 1, "fen": 1, "角": 10, "jiao": 10}
CURRENCIES = ("rmb", "cny", "renminbi")
LATIN = "|".join(sorted(filter(str.isascii, SCALES), key=len, reverse=True))
GLUED = re.compile(rf"({LATIN})*(rmb|cny|renminbi|yuan|fen|jiao)?")
PIECES = re.compile(rf"rmb|cny|renminbi|yuan|fen|jiao|{LATIN}")
SAYS_NOTHING = frozenset(
    ["in", "of", "unit", "units", "the", "as", "all", "per", "expressed", "stated", "figures", "currency", "principal"]
)
HAN = r"\u3400-\u9fff"
TOKEN = re.compile(
    rf"""(?P<remark>(?:不?含|包[括含])[{HAN}]*?(?=[十百千万亿]*[元圆]|[^{HAN}]|$)|保?留?[\d一二两三四]位小数|精确到[元角分]|本金|本息
        |(?:in|ex)cl[a-z]*\.?\s+[a-z]+|\d\s+decimals?)
    |(?P<currency>人民币|¥)
    |(?P<foreign>{FOREIGN.pattern})
    |(?P<nothing>单位|币种|大写|小写|[以按为计])
    |(?P<number>\d{{1,3}}(?:[\ ,]\d{{3}})+|\d+)(?:s(?![a-z]))?
    |(?P<han>[十百千万亿元圆])
    |(?P<small>(?<![{HAN}])[角分](?![{HAN}])|(?<=[币位以按为])[角分](?!(?!计)[{HAN}]))
    |(?P<latin>x(?=\s*\d)|[a-z]+)
    |(?P<word>[^\W\d_a-z])
    |(?P<gap>[\s\-])
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
REMARKS, MONEY = {"remark", "word"}, {"scale", "yuan", "small", "currency", "foreign"}
LEAST_ALONE, SHORT = 1000, re.compile(r"[a-z]{1,3}")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a header says besides the name of its column.

    `name` is the unit, None while there is none; `problem` is "several" or "unclear" when it cannot be obeyed; `words`
    is what no unit explains; `remarked` says that there was a remark, such as 含利息; `money` that money is spoken of.
    """

    name: str | None = None
    problem: str = ""
    words: str = ""
    remarked: bool = False
    money: bool = False


@dataclass(slots=True)
class _Scan:
    """Gathers the quantities of a header in fen, sign by sign; `open` is the one being read, in yuan.

    `doubtful` is a short word nobody knows (tsd): it may be a unit as long as no other is there.
    """

    found: list[int] = field(default_factory=list)
    open: int | None = None
    alone: bool = False
    unclear: bool = False
    doubtful: bool = False

    def times(self, factor: int, *, number: bool = False) -> None:
        """Read a number or a scale: each scale multiplies what stands before it."""
        if number and self.open is not None:
            self.close()
        self.alone = number if self.open is None else False
        self.open = (self.open or 1) * factor

    def yuan(self) -> None:
        """Read 元, which ends a quantity."""
        self.found.append((1 if self.open is None else self.open) * YUAN)
        self.open = None

    def fen(self, size: int) -> None:
        """Read 分 or 角, which stand by themselves."""
        self.unclear |= self.open is not None
        self.found.append(size)
        self.open = None

    def close(self, *, cut: bool = False) -> None:
        """End what is being read; a bare number is a scale from a thousand on, one that runs into a word is unclear."""
        if self.open is not None:
            self.unclear |= cut or (self.alone and self.open < LEAST_ALONE)
            self.found.append(self.open * YUAN)
        self.open = None

    @property
    def problem(self) -> str:
        """Say why the unit cannot be obeyed, "" if it can."""
        if self.unclear or (self.doubtful and not self.found) or not UNIT_OF.keys() >= set(self.found):
            return "unclear"
        return "several" if len(set(self.found)) > 1 else ""


@lru_cache(maxsize=4096)
def unit_in(text: str) -> Unit:
    """Read the unit in a header from which the column's name was taken out."""
    scan, words, tokens = _Scan(), [], list(_tokens(folded(text)))
    for kind, token in tokens:
        if kind == "word":
            words.append(token)
        _read(scan, kind, token)
        scan.doubtful |= kind == "word" and bool(SHORT.fullmatch(token))
    scan.close()
    name = UNIT_OF[scan.found[0]] if scan.found and not scan.problem else None
    kinds = {kind for kind, _ in tokens}
    return Unit(name, scan.problem, "".join(words), bool(kinds & REMARKS), bool(kinds & MONEY))


def _read(scan: _Scan, kind: str, token: str) -> None:
    if kind == "number":
        scan.times(_number(token), number=True)
    elif kind == "scale":
        scan.times(SCALES[token])
    elif kind == "yuan":
        scan.yuan()
    elif kind == "small":
        scan.fen(SMALL[token])
    elif kind not in ("gap", "currency", "nothing"):
        scan.close(cut=kind == "word")


def _number(digits: str) -> int:
    """Read digits; 000 stands for a thousand."""
    plain = re.sub(r"\D", "", digits)
    return int(plain) if plain.strip("0") or len(plain) < len("000") else 10 ** len(plain)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for found in TOKEN.finditer(text):
        kind = found.lastgroup or "sign"
        if kind == "latin":
            yield from _latin(found["latin"])
        elif kind == "han":
            yield ("scale" if found["han"] in SCALES else "yuan", found["han"])
        else:
            yield kind, found[kind]


def _latin(word: str) -> Iterator[tuple[str, str]]:
    """Take a word of Latin letters apart where it is made of units (10krmb, wanyuan)."""
    if word in SAYS_NOTHING or word == "x":
        yield "nothing", word
    elif GLUED.fullmatch(word):
        yield from ((_latin_kind(piece), piece) for piece in PIECES.findall(word))
    else:
        yield "word", word


def _latin_kind(piece: str) -> str:
    if piece in SCALES:
        return "scale"
    return "small" if piece in SMALL else "currency" if piece in CURRENCIES else "yuan"


ABOVE = re.compile(r"(?:单位|units?)\s*[:：]?\s*([^\s)）\]】,，;；]+(?:\s+(?:yuan|rmb|cny)\b)?)|[(（]([^()（）]+)[)）]")


def unit_above(preamble: Iterable[str]) -> Unit:
    """Read the unit told above a table (单位：万元), for every money column that has none of its own."""
    units = {_told(found) for cell in preamble for found in ABOVE.finditer(folded(cell))}
    told = {unit for unit in units if unit.name or unit.problem}
    names = {unit.name for unit in told}
    return next(iter(told), Unit()) if len(names) < 2 else Unit(problem="several")


def _told(found: re.Match[str]) -> Unit:
    """Read one place above the table: 单位：某法院 and a title's （2022） are no units."""
    unit = unit_in(found[1] or found[2])
    return Unit() if unit.words or (unit.problem and not found[1]) else unit
