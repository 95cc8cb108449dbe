"""Names of parties in one cell: 张三、李四（化名）；王五等5人."""

import re
from dataclasses import dataclass
from functools import lru_cache

BLANKS = frozenset(("", *["/", "\\", "-", "--", "—", "——", "无", "未知", "不详", "none", "unknown", "n/a", "null"]))
SEPARATORS = "、，,;；/\n\r|"
OPENING, CLOSING = "（(【[「《〈", "）)】]」》〉"
NUMBERING = re.compile(r"^[(（]?\d{1,2}[.．)）、](?=\D)|^[①-⑳]")
AND_OTHERS = re.compile(
    r"(?<=\S\S)\s*等\s*(?:共\s*)?(?:(\d{1,4}|[一二两三四五六七八九十]{1,3})\s*[人名户位家个](?:被执行人|申请人|申请执行人)?|人)?\s*$"
)
COMPANY_TAIL = re.compile(r"^(ltd|inc|llc|co|corp|plc|gmbh|b\.?v|n\.?v|s\.?a)\.?$", re.IGNORECASE)
CHINESE_BLANK = re.compile(r"(?<=[\u3400-\u9fff·])[ \u3000\xa0]+(?=[\u3400-\u9fff·])")
CHINESE_WORDS = re.compile(r"[\u3400-\u9fff·]{2,}(?:[ \u3000\xa0]+[\u3400-\u9fff·]{2,})+")
NUMERALS = {sign: number for number, sign in enumerate("一二三四五六七八九", start=1)} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Names:
    """The people of one cell: `names` as written, each once; `stated` how many there are in all ("等5人").

    `others` says that others are meant but not counted ("张三等"); `spaced` that a blank alone divided two names.
    """

    names: tuple[str, ...]
    stated: int | None = None
    others: bool = False
    spaced: bool = False

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
    wholes = split(text)
    parts = [part for whole in wholes for part in _divided(whole)]
    suffixes = [found for part in parts if "等" in part and (found := AND_OTHERS.search(part))]
    bare = [AND_OTHERS.sub("", part).strip() for part in parts] if suffixes else [part.strip() for part in parts]
    names = tuple(dict.fromkeys(_name(part) for part in bare if part.lower() not in BLANKS and not part.isdigit()))
    stated = [_number(found[1]) for found in suffixes if found[1]]
    spaced = len(parts) > len(wholes)
    return Names(names, max(stated, default=None), bool(suffixes) and not stated, spaced)


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
    return CHINESE_BLANK.sub("", NUMBERING.sub("", part).strip())


def _number(text: str) -> int:
    """Read 5, 五, 十二 or 二十三."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (NUMERALS.get(tens, 1) * 10 if ten else 0) + NUMERALS.get(ones, 0)
