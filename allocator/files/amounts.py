"""Amounts of money as clerks write them, exactly in fen (分); nothing passes through a float."""

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache

from allocator.domain.words import Text
from allocator.files.faults import ValueFault

YUAN = 100
UNITS: dict[str, int] = {
    "分": 1, "角": 10, "元": YUAN, "百元": 100 * YUAN, "千元": 1000 * YUAN, "万元": 10**4 * YUAN,
    "十万元": 10**5 * YUAN, "百万元": 10**6 * YUAN, "千万元": 10**7 * YUAN, "亿元": 10**8 * YUAN,
}  # fmt: skip
MOST = 2**53 - 1
UNKNOWN = frozenset(
    ("", *["-", "--", "—", "——", "/", "未知", "不详", "待定", "待查", "待核实", "不明", "unknown", "n/a", "null"])
)
NOTHING = frozenset(["无", "没有", "无标的", "零", "none", "nil"])
PLAIN = re.compile(r"\d+(?:\.\d*)?|\.\d+")
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?")
DRESS = re.compile(r"人民币|大写|rmb|cny|[¥￥:：\s]|yuan$", re.IGNORECASE)
FOREIGN = re.compile(
    r"[美欧港日澳加新韩][元圆币]|美金|英镑|台币|卢布|法郎|(?:usd|eur|hkd|jpy|gbp|dollars?|euros?|pounds?)(?![a-z])|[$€£]",
    re.IGNORECASE,
)
SPOKEN = ("零〇○", "一壹", "二贰两貳", "三叁叄", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
DIGITS = {sign: digit for digit, signs in enumerate(SPOKEN) for sign in signs}
ZEROS = frozenset("零〇○0")
MULTIPLIERS = {
    "十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8,
    "w": 10**4, "W": 10**4,
}  # fmt: skip
PARTS = re.compile(
    r"(?P<yuan>[^元圆圓块角毛分整正]*)(?P<sign>[元圆圓块])?(?:(?P<jiao>[^角毛分元]+)[角毛])?(?:(?P<fen>[^角分元]+)分)?[整正]?"
)


class _NotAnAmount(Exception):
    """A part that is no amount; told as a `ValueFault` before anybody sees it."""


@lru_cache(maxsize=16384)
def money(text: str, unit: str = "元") -> int | None:
    """Read an amount in fen; a blank or unknown one is None, 无 is 0.

    `unit` is that of the column ("万元" for 执行标的额（万元）); a unit in the cell itself stands above it.
    Raises ValueFault for what is negative, finer than a fen, in another currency, or not to be understood.
    """
    word = unicodedata.normalize("NFKC", text).strip()
    if word.lower() in UNKNOWN:
        return None
    if word in NOTHING:
        return 0
    if FOREIGN.search(word):
        raise _foreign(text)
    fen = _reading(DRESS.sub("", word), UNITS[unit], text)
    if fen.denominator != 1:
        raise _too_fine(text, unit)
    if fen > MOST:
        raise _too_much(text)
    return int(fen)


def _reading(word: str, unit: int, text: str) -> Fraction:
    """Give the amount in fen; "12000（壹万贰仟）" must say the same twice."""
    if word.startswith(("-", "\u2212", "–", "负")) or re.fullmatch(r"\([\d,.]+\)", word):
        raise _negative(text)
    twice = re.fullmatch(r"([^()]+)\(([^()]+)\)", word)
    outer, inner = (twice[1], twice[2]) if twice else (word, "")
    try:
        amount = _amount(outer, unit)
        if inner and _amount(inner, unit if inner.isascii() else YUAN) != amount:
            raise _two_amounts(text)
    except _NotAnAmount as error:
        raise _not_understood(text) from error
    return amount


def _amount(word: str, unit: int) -> Fraction:
    if PLAIN.fullmatch(word) or GROUPED.fullmatch(word):
        return _decimal(word) * unit
    parts = PARTS.fullmatch(word)
    if parts is None or not (parts["yuan"] or parts["jiao"] or parts["fen"]):
        raise _NotAnAmount
    total = _numeral(parts["yuan"]) * YUAN if parts["yuan"] else Fraction(0)
    for name, size in (("jiao", 10), ("fen", 1)):
        if parts[name]:
            total += _numeral(parts[name].removeprefix("零") or "零") * size
    return total


def _decimal(word: str) -> Fraction:
    """Read digits with an optional point and thousands in threes, without a float."""
    if "," in word and not GROUPED.fullmatch(word):
        raise _NotAnAmount
    whole, _, part = word.replace(",", "").partition(".")
    return Fraction(int(whole + part or "0"), 10 ** len(part))


def _numeral(word: str) -> Fraction:
    """Read a number with Chinese multipliers: 3.5万, 12万3千, 壹万贰仟, 一百零五.

    A colloquial end (2万3 for 23,000; 一百五) could be meant two ways and is refused.
    """
    found = [(MULTIPLIERS[sign], -place) for place, sign in enumerate(word) if sign in MULTIPLIERS]
    if not found:
        return _digits(word)
    size, place = max(found)
    head, tail = word[:-place], word[1 - place :]
    if (not head and size != 10) or (size < 10**4 and set(head) & MULTIPLIERS.keys()):
        raise _NotAnAmount
    rest = _numeral(tail.lstrip("零〇○")) if tail.strip("零〇○") else Fraction(0)
    if rest >= size or _colloquial(tail, size):
        raise _NotAnAmount
    return (_numeral(head) if head else Fraction(1)) * size + rest


def _colloquial(tail: str, size: int) -> bool:
    """Say whether a short number behind a multiplier could mean tenths of it."""
    return size >= 100 and len(tail) in (1, 2) and not set(tail) & ZEROS and not set(tail) & MULTIPLIERS.keys()


def _digits(word: str) -> Fraction:
    if len(word) == 1 and word in DIGITS:
        return Fraction(DIGITS[word])
    if PLAIN.fullmatch(word) or GROUPED.fullmatch(word):
        return _decimal(word)
    raise _NotAnAmount


def _not_understood(text: str) -> ValueFault:
    return ValueFault(
        "money-not-understood",
        Text(f"“{text}”不是可读的金额。", f'"{text}" cannot be read as an amount.'),
        Text(
            "请写成数字，如 12345.67 或 3.5万；不写“约”“左右”。",
            "Write digits, such as 12345.67 or 3.5万, without words such as about.",
        ),
    )


def _negative(text: str) -> ValueFault:
    return ValueFault(
        "money-negative",
        Text(f"金额“{text}”为负数。", f'The amount "{text}" is negative.'),
        Text("金额须为零或正数。", "Amounts are zero or more."),
    )


def _too_fine(text: str, unit: str) -> ValueFault:
    return ValueFault(
        "money-too-fine",
        Text(f"“{text}”（{unit}）精确到分以下。", f'"{text}" ({unit}) is finer than a fen.'),
        Text("金额最多到分（元后两位小数）；请核对单位。", "Give at most two decimals of a yuan; check the unit."),
    )


def _too_much(text: str) -> ValueFault:
    return ValueFault(
        "money-too-large",
        Text(f"金额“{text}”大得不可能。", f'The amount "{text}" is impossibly large.'),
        Text("请核对单位（元、万元）和小数点。", "Check the unit (yuan, 10,000 yuan) and the decimal point."),
    )


def _foreign(text: str) -> ValueFault:
    return ValueFault(
        "money-foreign",
        Text(f"“{text}”不是人民币。", f'"{text}" is not in yuan.'),
        Text("请折算成人民币后填写。", "Convert it into yuan."),
    )


def _two_amounts(text: str) -> ValueFault:
    return ValueFault(
        "money-two-amounts",
        Text(f"“{text}”中的两个金额不一致。", f'The two amounts in "{text}" differ.'),
        Text("请核对，只留一个金额。", "Check them and leave one."),
    )
