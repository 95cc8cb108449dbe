"""The monthly report as documents (月报文件): the values a page or a Word template is filled with, and the Word file itself."""

from collections.abc import Mapping
from typing import Any

from allocator.domain.words import Text, spoken
from allocator.files.word_reports import fill_template
from allocator.services.indicators.monthly_reports import Line, MonthlyReport

HEAD = (
    *(Text("指标", "indicator"), Text("本月", "month"), Text("本年累计", "year so far"), Text("区间", "band")),
    Text("提示", "note"),
)
PENDING_HEAD = (Text("案号", "case"), Text("立案日期", "filed on"), Text("天数", "days"))
PENDING = Text(
    "长期未结案件 {count} 件（列出立案最早的 {shown} 件）",
    "{count:long-pending case|long-pending cases}, the oldest {shown}",
)
NOTE = Text(
    "各数由规则手册的定义计算，仅在书写时四舍五入；不对人员排名。",
    "Every number follows a definition of the rulebook and is rounded where it is written; nobody is ranked.",
)
OUTSIDE = Text("超出区间", "outside its band")


def report_values(report: MonthlyReport, language: str) -> Mapping[str, Any]:
    """Give what a report says, in one language: the marks of a template by name."""
    last = report.sight.asked.last
    counts = {"count": report.pending_count, "shown": len(report.pending)}
    return {
        "title": spoken(report.title, language),
        "about": spoken(report.about, language),
        "head": [spoken(name, language) for name in HEAD],
        "lines": [_line(line, language) for line in report.lines],
        "pending_title": spoken(PENDING.fill(**counts), language),
        "pending_head": [spoken(name, language) for name in PENDING_HEAD],
        "pending": [
            {"case_no": case.case_no, "filed_on": case.filed_on.isoformat(), "days": str((last - case.filed_on).days)}
            for case in report.pending
        ],
        "note": spoken(NOTE, language),
    }


def _line(line: Line, language: str) -> Mapping[str, str]:
    parts = {"name": line.indicator.name, "month": line.month, "year": line.year, "band": line.band}
    mark = spoken(OUTSIDE, language) if line.within is False else ""
    return {**{name: spoken(text, language) for name, text in parts.items()}, "mark": mark}


def report_word(report: MonthlyReport, language: str, template: bytes | None = None) -> bytes:
    """Give the report as a Word file, by a template of the office's own or by the usual one; raises BadInput."""
    return fill_template(template, report_values(report, language))
