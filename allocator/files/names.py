"""Names of parties in one cell: 张三、李四（化名）；王五等5人."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from allocator.domain.cases import PartyKind
from allocator.domain.party_kinds import kind_of_name
from allocator.files.name_parts import NUMBERING, bare_name, is_description, joined, masked, undescribed

BLANKS = frozenset(("", *["/", "\\", "-", "--", "—", "——", "无", "未知", "不详", "none", "unknown", "n/a", "null"]))
SEPARATORS = "、，,;；/\n\r|"
OPENING, CLOSING = "（(【[「《〈", "）)】]」》〉"
AND_OTHERS = re.compile(
    r"(?<=\S\S)\s*等\s*(?:共\s*)?(?:(\d{1,4}|[一二两三四五六七八九十]{1,3})\s*[人名户位家个](?:被执行人|申请人|申请执行人)?|人)?\s*$"
)
COMPANY_TAIL = re.compile(r"^(ltd|inc|llc|co|corp|plc|gmbh|b\.?v|n\.?v|s\.?a)\.?$", re.IGNORECASE)
CHINESE_BLANK = re.compile(r"(?<=[\u3400-\u9fff·])[ \u3000\xa0]+(?=[\u3400-\u9fff·])")
CHINESE_WORDS = re.compile(r"[\u3400-\u9fff·]{2,}(?:[ \u3000\xa0]+[\u3400-\u9fff·]{2,})+")
NEXT_NUMBER = re.compile(r"(?<=[^\d\s(（])\s*(?=[(（]?\d{1,2}[.．)）、]\D)")
PLAIN = re.compile(r"(?!.*[等和与及])[\u3400-\u9fff]{2,3}")
STRONG = re.compile(r"[;；、/\n|]")
LATIN = re.compile(r"[A-Za-zÀ-ɏ'’.,，;；、/|\s\-]+")
TURNED = re.compile(r"([^\s.,，]+)\s*[,，]\s*([^\s.,，]+(?:\s[A-Za-z]\.?)*)")
NUMERALS = {sign: number for number, sign in enumerate("一二三四五六七八九", start=1)} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Names:
    """The people of one cell: `names` bare, each once; `stated` how many there are in all ("等5人").

    `others` says that others are meant but not counted ("张三等"); `spaced` that a blank alone divided two names;
    `remarks` what stood beside the names and was left out; `whole` what may be two names and was left one; `turned` the
    persons read from "Smith, John"; `parted` that a comma divided single English words.
    """

    names: tuple[str, ...]
    stated: int | None = None
    others: bool = False
    spaced: bool = False
    remarks: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    turned: tuple[str, ...] = ()
    parted: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Say whether the clerk should look at how the names were read."""
        return bool(self.spaced or self.parted or self.remarks or self.whole or self.turned)

    @property
    def count(self) -> int:
        """Count the people: those named, or as many as stated; uncounted others are one more."""
        return max(self.stated or 0, len(self.names) + (1 if self.others else 0))


def people(text: str) -> tuple[str, ...]:
    """Give the names of a cell, each once, in their order."""
    return names_in(text).names


@lru_cache(maxsize=16384)
def names_in(text: str) -> Names:
    """Read the names of a cell with how many people are meant in all."""
    if text.strip().lower() in BLANKS:
        return Names(())
    if PLAIN.fullmatch(text):
        return Names((text,))
    persons, turned = _turned(_listed(text))
    parts, remarks = _parts(split(persons))
    return _told(parts, remarks, turned, parted=_parted(persons))


def _listed(text: str) -> str:
    """Divide "1.张三 2.李四" before each number, where the first of them is numbered too."""
    return NEXT_NUMBER.sub("；", text.strip()) if NUMBERING.match(text.strip()) else text


def _told(parts: list[tuple[str, bool]], remarks: list[str], turned: tuple[str, ...], *, parted: bool) -> Names:
    suffixes = [found for part, _ in parts if "等" in part and (found := AND_OTHERS.search(part))]
    bare = [AND_OTHERS.sub("", part).strip() if suffixes else part.strip() for part, _ in parts]
    named = [joined(_name(part)) for part in bare if part.lower() not in BLANKS and not part.isdigit()]
    stated = [_number(suffix[1]) for suffix in suffixes if suffix[1]]
    return Names(
        names=tuple(dict.fromkeys(name for names, _ in named for name in names)),
        stated=max(stated, default=None),
        others=bool(suffixes) and not stated,
        spaced=any(spaced for _, spaced in parts),
        remarks=tuple(dict.fromkeys(map(masked, remarks))),
        whole=tuple(names[0] for names, doubtful in named if doubtful),
        turned=turned,
        parted=parted,
    )


def _parts(wholes: Iterable[str]) -> tuple[list[tuple[str, bool]], list[str]]:
    """Give the parts that are names, each with whether a blank alone divided it from another, and the remarks."""
    parts: list[tuple[str, bool]] = []
    remarks: list[str] = []
    for whole in wholes:
        if PLAIN.fullmatch(whole) and not (parts and is_description(whole)):
            parts.append((whole, False))
            continue
        name, left = bare_name(whole)
        remarks += left
        for described, run in undescribed(name, first=not parts):
            if described:
                remarks.append(run)
            else:
                divided = _divided(run)
                parts += [(part, len(divided) > 1) for part in divided]
    return parts, remarks


def _turned(text: str) -> tuple[str, tuple[str, ...]]:
    """Read "Smith, John" as the one person John Smith; gives the cell with the names turned, and those names."""
    if "," not in text.replace("，", ",") or not LATIN.fullmatch(text):
        return text, ()
    cells = STRONG.split(text)
    turned = tuple(_turn(cell) for cell in cells)
    return ";".join(name or cell for name, cell in zip(turned, cells, strict=True)), tuple(filter(None, turned))


def _turn(text: str) -> str:
    """Put a family name behind the given one; "" when it is no such pair of words."""
    found = TURNED.fullmatch(text.strip())
    if found is None or COMPANY_TAIL.match(found[2]) or kind_of_name(text) != PartyKind.PERSON:
        return ""
    return f"{found[2]} {found[1]}"


def _parted(text: str) -> bool:
    """Say whether a comma divides English words of which one stands alone: it may be a family name before its own."""
    if not LATIN.fullmatch(text):
        return False
    commas = [cell for cell in STRONG.split(text) if re.search("[,，]", cell)]
    parts = [part.strip() for cell in commas for part in split(cell)]
    return any(len(part.split()) == 1 and kind_of_name(part) == PartyKind.PERSON for part in parts if part)


def split(text: str) -> list[str]:
    """Divide a cell at separators, but not inside brackets and not before Ltd or Inc."""
    if not any(sign in text for sign in SEPARATORS):
        return [text]
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in OPENING) - (sign in CLOSING and depth > 0)
        if sign in SEPARATORS and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return _with_company_tails(parts)


def _with_company_tails(parts: list[str]) -> list[str]:
    joined: list[str] = []
    for part in parts:
        if joined and COMPANY_TAIL.match(part.strip()):
            joined[-1] += f", {part.strip()}"
        else:
            joined.append(part)
    return joined


def _divided(part: str) -> list[str]:
    """Divide "张三 李四" at the blank; "张 三" is one name written wide."""
    return part.split() if len(part.split()) > 1 and CHINESE_WORDS.fullmatch(part.strip()) else [part]


def _name(part: str) -> str:
    return CHINESE_BLANK.sub("", part.strip())


def _number(text: str) -> int:
    """Read 5, 五, 十二 or 二十三."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (NUMERALS.get(tens, 1) * 10 if ten else 0) + NUMERALS.get(ones, 0)
