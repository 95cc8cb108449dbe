"""How the field work of a report's scenarios was simulated (外勤推演说明), and what that leaves out (ADR 28, 61)."""

from collections.abc import Iterator

from allocator.domain.scenarios.scenario import Fieldwork
from allocator.domain.words import Text
from allocator.simulation.report import Report

TOLD = {
    Fieldwork.POOL: Text(
        "外勤只按车辆和人员的工时推演，不排每周的行程、同车人员和路线（排班时会排）：合并出行省下的、凑不齐人耽误的，都不在内。",
        "Field work is simulated as hours of vehicles and people only. Weeks, crews and roads are not planned, as they are in the real "
        "office, so these figures contain neither what shared trips save nor what a missing crew costs.",
    ),
    Fieldwork.WEEKS: Text(
        "外勤按周排定，与实际排班同一套代码：每周首个工作日上午排一次，排不上的等下一周。某日早上有人病假、离岗或车辆已退的，按实际处理缺位的办法改排本周余下车次，改不上的等下一周。"
        "院长批准、搜查令和公告视为到环节时已备齐。",
        "Field work is planned week by week by the code that plans real weeks, once on the first working morning; what finds no place "
        "waits for the next week. When somebody of a trip is ill or has left on a morning, or its vehicle is gone, the rest of the week "
        "is booked again as for a real outage; what finds no place then waits, too. Approvals, warrants and notices are assumed to be "
        "ready when a case comes to the stage.",
    ),
}


def fieldwork_told(report: Report) -> Iterator[Text]:
    """Walk how field work was simulated, naming the scenarios where they differ."""
    for way, text in TOLD.items():
        own = [outcome.name for outcome in report.outcomes if outcome.fieldwork == way]
        if len(own) == len(report.outcomes):
            yield text
        elif own:
            zh, en = "、".join(name.zh for name in own), ", ".join(name.en for name in own)
            yield Text(f"{zh}：{text.zh}", f"{en}: {text.en}")
