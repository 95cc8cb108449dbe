"""Entries of the log in words (记录用语): what their kinds are called."""

from collections.abc import Mapping

from allocator.domain.words import Text

KINDS: Mapping[str, Text] = {
    "filing": Text("立案", "filed"),
    "facts": Text("补充事实", "new facts"),
    "assignment": Text("分案", "given out"),
    "placement": Text("按方案分案", "given out by a plan"),
    "assignment_undone": Text("撤销分案", "assignment undone"),
    "handler_asked": Text("提请指定或改派", "a handler asked for"),
    "handler_asking_withdrawn": Text("撤回提请", "asking taken back"),
    "lane": Text("人工变更繁简", "class by hand"),
    "lane_undone": Text("撤销繁简变更", "change of class undone"),
    "flag_asked": Text("提出待复核事项", "said, and waits for a second person"),
    "flag_refused": Text("未批准", "refused"),
    "flag_withdrawn": Text("撤回待复核事项", "taken back"),
    "closing": Text("结案", "closed"),
    "reopening": Text("撤销结案", "reopened"),
    "errand": Text("外勤任务", "errand"),
    "events": Text("办案事件", "case events"),
    "restriction": Text("限制知悉", "restriction"),
    "plan": Text("分案方案", "plan of cases"),
    "rebalance": Text("调案方案", "plan of moves"),
    "publication": Text("发布方案", "plan published"),
    "pairs": Text("结对方案", "proposal of pairs"),
    "field_plan": Text("外勤周方案", "plan of a field week"),
    "trips_published": Text("发布出车", "trips published"),
    "trips_repaired": Text("调整出车", "trips repaired"),
}


def entry_named(kind: str) -> Text:
    """Name a kind of entry, one that nobody named by the word it is kept under."""
    return KINDS.get(kind, Text(kind, kind))
