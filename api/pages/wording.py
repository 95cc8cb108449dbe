"""Names that several pages say (用语): kinds of entries of the log, states of cases, ways of giving them out, lights."""

from collections.abc import Mapping

from allocator.domain.words import Text

LIGHTS: Mapping[str, Text] = {
    "green": Text("在期限内", "in time"),
    "yellow": Text("将到期", "soon due"),
    "red": Text("已超期", "overdue"),
}
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
}
APPROVERS: Mapping[str, Text] = {"president": Text("院长", "the president of the court")}
"""Whose approval a reason of the rulebook needs."""
VEHICLE_KINDS: Mapping[str, Text] = {
    "off_road": Text("越野车", "off-road car"),
    "van": Text("面包车", "van"),
    "car": Text("轿车", "car"),
    "bus": Text("客车", "bus"),
    "truck": Text("货车", "lorry"),
}
"""What kinds of vehicles are called; an office may name others by words of its own, which are shown as they are."""
STATES: Mapping[str, Text] = {
    "waiting": Text("待分", "waiting"),
    "assigned": Text("在办", "in hand"),
    "closed": Text("已结", "closed"),
}
