"""Runs in words (任务用语): what their kinds and states are called, whoever tells of them."""

from collections.abc import Mapping

from allocator.domain.words import Text

STATES: Mapping[str, Text] = {
    "queued": Text("排队", "waiting"),
    "running": Text("进行中", "running"),
    "done": Text("完成", "done"),
    "failed": Text("失败", "failed"),
    "cancelled": Text("已取消", "cancelled"),
}
KINDS: Mapping[str, Text] = {
    "allocate": Text("分案方案", "plan of cases"),
    "rebalance": Text("调案方案", "plan of moves"),
    "field-week": Text("外勤周方案", "plan of a field week"),
    "pairs": Text("结对方案", "proposal of pairs"),
    "explanation": Text("追问", "question about a plan"),
    "clocks": Text("期限重算", "recount of deadlines"),
    "rehearsal": Text("规则试行", "rehearsal of rules"),
    "simulation": Text("推演", "simulation"),
    "staffing": Text("最小变动", "search for the least change"),
    "calibration": Text("校准", "calibration"),
    "forecast": Text("预测", "forecast"),
}


def kind_named(kind: str) -> Text:
    """Name a kind of run, one that nobody named by the word it was asked for with."""
    return KINDS.get(kind, Text(kind, kind))
