"""One cell as a value: the door to every reader of this room. Each is pure and raises `ValueFault` with a remedy."""

import re
import unicodedata
from functools import lru_cache

from allocator.domain.words import Text
from allocator.files.amounts import UNITS, money
from allocator.files.case_numbers import KINDS, case_kind, case_no
from allocator.files.days import day
from allocator.files.faults import ValueFault
from allocator.files.identities import Identity, identities, identity
from allocator.files.names import Names, names_in, people

__all__ = [
    "KINDS",
    "UNITS",
    "Identity",
    "Names",
    "ValueFault",
    "case_kind",
    "case_no",
    "count",
    "day",
    "identities",
    "identity",
    "is_unknown",
    "money",
    "names_in",
    "people",
    "yes_no_unknown",
]

YES = frozenset(
    ["是", "有", "对", "已", "需", "需要", "属", "属于", "确认", "√", "✓", "✔", "☑", "y", "yes", "true", "t", "1", "ok"]
)
NO = frozenset(
    [
        "否",
        "无",
        "没有",
        "没",
        "非",
        "不是",
        "不",
        "不需要",
        "无需",
        "×",
        "✗",
        "✘",
        "✕",
        "x",
        "n",
        "no",
        "false",
        "f",
        "0",
        "none",
    ]
)
UNKNOWN = frozenset(
    (
        "",
        *[
            "未知",
            "不详",
            "待查",
            "待核",
            "待核实",
            "待定",
            "待查明",
            "不明",
            "不清楚",
            "未查明",
            "不确定",
            "未核实",
            "unknown",
            "n/a",
            "na",
            "?",
            "-",
            "--",
            "—",
            "——",
            "/",
            "\\",
            "null",
        ],
    )
)


def is_unknown(text: str) -> bool:
    """Say whether a cell says that nobody knows yet: blank, 未知, 待查, a dash."""
    return _plain(text) in UNKNOWN


@lru_cache(maxsize=4096)
def yes_no_unknown(text: str, yes: tuple[str, ...] = (), no: tuple[str, ...] = ()) -> bool | None:
    """Read yes, no or unknown (是、否、未知); `yes` and `no` are further words of one column."""
    word = _plain(text)
    if word in UNKNOWN:
        return None
    if word in YES or word in yes:
        return True
    if word in NO or word in no:
        return False
    raise ValueFault(
        "yes-no-not-understood",
        Text(f"“{text}”不是“是”“否”或“未知”。", f'"{text}" is neither yes, no nor unknown.'),
        Text("请填 是、否 或 未知（可留空）。", "Write yes, no or unknown (or leave it blank)."),
    )


@lru_cache(maxsize=4096)
def count(text: str) -> int | None:
    """Read a whole number of things, zero or more; None while unknown."""
    word = _plain(text)
    if word in UNKNOWN:
        return None
    found = re.fullmatch(r"(\d{1,9})(\.0+)?[个人名户件处次]?", word)
    if found:
        return int(found[1])
    raise ValueFault(
        "count-not-understood",
        Text(f"“{text}”不是零或正的整数。", f'"{text}" is no whole number of zero or more.'),
        Text("请填整数，如 3。", "Write a whole number, such as 3."),
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()
