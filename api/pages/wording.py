"""Names that several pages say (用语): lights, whose approval is needed."""

from collections.abc import Mapping

from allocator.domain.words import Text

LIGHTS: Mapping[str, Text] = {
    "green": Text("在期限内", "in time"),
    "yellow": Text("将到期", "soon due"),
    "red": Text("已超期", "overdue"),
}
APPROVERS: Mapping[str, Text] = {"president": Text("院长", "the president of the court")}
"""Whose approval a reason of the rulebook needs."""
