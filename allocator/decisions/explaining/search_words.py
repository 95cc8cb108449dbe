"""Saying how far a search is (优化进度用语): what a level counts, its best value and what is proven, with unit and meaning."""

from collections.abc import Mapping
from typing import Any, Final

from allocator.domain.words import Text
from solver.assignment import PREFER as ASSIGNMENT
from solver.fieldwork import PREFER as FIELDWORK
from solver.pairing.rules.prefer import PREFER as PAIRING

MILLION = 1_000_000
PRICED: Final = Text("代价 {n}（按规则手册定价）", "a price of {n} (the rulebook's own)")
COUNTED: Final[Mapping[tuple[str, str], Text]] = {
    ("assigned", "cases"): Text("未能分出 {n} 件", "{n:case|cases} left out"),
    ("deadlines", "minutes"): Text("{h} 小时工作赶不上期限", "{h} h of work come too late"),
    ("peak", "per mille"): Text("最忙者负荷 {p}%", "the busiest at {p} %"),
    ("spread", "step-minutes"): Text("{n} 个不均衡点", "{n:point|points} of unevenness"),
    ("fair", "minutes"): Text("超出应担份额 {h} 小时", "{h} h beyond people's own shares"),
    ("learning", "thousandths of a case"): Text("学徒尚缺 {c} 件", "apprentices {c} {cases} short"),
    ("together", "groups"): Text("拆开关联案件 {n} 组", "{n:group|groups} of linked cases split"),
    ("rotation", "cases"): Text("超出轮换份额 {n} 件", "{n:case|cases} beyond a team's turn"),
    ("misfit", "per mille"): Text("匹配不足合计 {n}‰", "a misfit of {n} ‰ in all"),
    ("placed", "errands"): Text("未能安排 {n} 项", "{n:errand|errands} left out"),
    ("late", "minutes"): Text("超过期限 {h} 小时", "{h} h after what is due"),
    ("fair", "hard minutes"): Text("繁重任务超出应担份额 {h} 小时", "{h} h of hard work beyond people's own shares"),
    ("away", "person-minutes"): Text("外出合计 {h} 人时", "{h} person-hours away"),
    ("travel", "minutes"): Text("行车 {h} 小时", "{h} h on the road"),
    ("unpaired", "apprentices"): Text("{n} 名学徒没有师傅", "{n:apprentice|apprentices} without a mentor"),
    ("concessions", "concessions"): Text("破例 {n} 项", "{n:concession|concessions}"),
    ("balance", "per mille"): Text("负荷合计 {p}%", "loads of {p} % in all"),
    ("wishes", "places"): Text("与首选相差 {n} 位", "{n:place|places} from the first choices"),
    ("changes", "apprentices"): Text("{n} 名学徒换师傅", "{n:apprentice|apprentices} with another mentor"),
}
"""What a value of a level means, by name and unit; prices of the rulebook have no other unit, and lots mean nothing to anybody."""


def _levels(*terms: type) -> Mapping[str, Text | None]:
    """Give what the values of some levels mean by name, None for lots."""
    return {
        term.name: None if term.unit == "lots" else COUNTED.get((term.name, term.unit), PRICED)  # type: ignore[attr-defined]
        for term in terms
    }


IN_ASSIGNMENT = _levels(*(type(term) for term in ASSIGNMENT))
IN_FIELDWORK = _levels(*(type(term) for term in FIELDWORK))
IN_PAIRING = _levels(*(type(term) for term in PAIRING))


def amount(level: str, value: int, meanings: Mapping[str, Text | None]) -> Text | None:
    """Say a value of a level by what it counts, with its unit; None for lots and for a level nobody named."""
    meaning = meanings.get(level.partition(":")[0])
    if meaning is None:
        return None
    return meaning.fill(
        n=value,
        h=f"{value / 60:.1f}",
        p=f"{value / 10:.1f}",
        c=f"{value / 1000:g}",
        cases="case" if value == 1000 else "cases",
    )


REACHED: Final[Mapping[str, Text]] = {
    "proven": Text("已证不能更好", "proven, nothing is better"),
    "within tolerance": Text("在容许差距之内", "within the tolerance"),
    "within limits": Text("限度内所得", "the best found within the limits"),
}
"""How a level of a certificate ended, by its status."""


def level_row(level: Mapping[str, Any], meanings: Mapping[str, Text | None]) -> tuple[Text, Text, Text]:
    """Say of a level of a certificate its value, what is proven of it, and how it ended; a stroke for lots."""
    value, bound = (amount(level["name"], level[one], meanings) or Text("—", "—") for one in ("value", "bound"))
    return value, bound, REACHED.get(level["status"], Text(level["status"], level["status"]))


def so_far(level: str, value: int | None, bound: int | None, meanings: Mapping[str, Text | None]) -> Text:
    """Say the best value found and what is proven of it, as far as either is known; nothing where a level says nothing."""
    best = None if value is None else amount(level, value, meanings)
    if best is None or value is None:
        return Text("", "")
    if bound is None:
        return Text("目前：{best}。", "So far: {best}.").fill(best=best)
    if bound >= value:
        return Text("目前：{best}，已证不能更好。", "So far: {best}; proven that nothing is better.").fill(best=best)
    least, gap = amount(level, bound, meanings), f"{(value - bound) * 100 / max(1, value):.1f}"
    text = Text(
        "目前：{best}；已证明最好不过：{least}，即最多还差 {gap}%。",
        "So far: {best}; proven that nothing is better than: {least}, so at most {gap} % is missing.",
    )
    return text.fill(best=best, least=least, gap=gap)
