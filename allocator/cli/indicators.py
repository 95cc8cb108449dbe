"""The commands that tell the office's indicators (质效指标), the cases behind each number, and the monthly report."""

import re
from datetime import date
from pathlib import Path

import click
from rich.table import Table

from allocator.cli.group import Shell, command, read_bytes, the_day, write_bytes
from allocator.domain.indicators.words import band_shown, shown
from allocator.domain.words import Count, Text, name_in
from allocator.files.word_reports import usual_template
from allocator.services.indicators.exports import FORMS, export_cases, export_indicators
from allocator.services.indicators.monthly_reports import monthly_report
from allocator.services.indicators.numbers import (
    MOST_PER_PAGE,
    Behind,
    Question,
    Statement,
    read_behind,
    read_indicators,
)
from allocator.services.indicators.report_documents import report_word
from allocator.services.indicators.signals import Signalled, read_signals, signals_view
from allocator.services.indicators.views import behind_view, statement_view
from allocator.services.reading import read_office
from allocator.services.rules.rehearsal import rulebook_of

MOST_SHOWN = 20
MONTH = re.compile(r"\d{4}-\d{2}")
FILE = click.Path(dir_okay=False, path_type=Path)


@command("indicators", help="质效指标 the office's indicators for some days, or with --of the cases behind one.")
@click.option("--from", "first", default=None, metavar="DAY", help="起始日 first day; without it 1 January.")
@click.option("--to", "last", default=None, metavar="DAY", help="截止日 last day; without it today.")
@click.option("--as-of", default=None, metavar="DAY", help="截至日 as it stood at the end of this day.")
@click.option("--of", "indicator", default=None, metavar="ID", help="案件明细 the cases behind this number.")
@click.option("--after", type=int, default=None, metavar="CASE", help="翻页 go on after this case id.")
@click.option("--export", type=FILE, default=None, help="导出 write a .csv or .xlsx instead of showing it.")
@click.option("--team", default=None, help="只看此团队 of this team only.")
@click.option("--lane", default=None, help="只看此通道 of this lane only.")
@click.option("--cause", default=None, help="只看此案由 of this cause only.")
def indicators(
    shell: Shell, first: str | None, last: str | None, as_of: str | None, indicator: str | None, after: int | None,
    export: Path | None,
    **part: str | None,
) -> None:  # fmt: skip
    """Tell every indicator, or a page of the cases behind one."""
    question = asked(shell, first, last, as_of, part)
    if export:
        _export(shell, export, indicator, question)
    elif indicator:
        page = read_behind(shell.context, indicator, question, after, MOST_PER_PAGE)
        shell.show(behind_view(page), lambda: _show_behind(shell, page))
    else:
        statement = read_indicators(shell.context, question)
        shell.show(statement_view(statement), lambda: _show(shell, statement))


def asked(
    shell: Shell, first: str | None, last: str | None, as_of: str | None, part: dict[str, str | None]
) -> Question:
    """Make a question of what was typed: this year to today where days are left out."""
    until = the_day(last) or the_day(as_of) or read_office(shell.context)[1]
    return Question(the_day(first) or until.replace(month=1, day=1), until, the_day(as_of), **part)


def _export(shell: Shell, file: Path, indicator: str | None, question: Question) -> None:
    """Write the numbers, or all cases behind one, in the form the file's ending names."""
    form = file.suffix.lstrip(".").lower()
    if form not in FORMS:
        raise click.UsageError("--export FILE.csv / FILE.xlsx")
    context, language = shell.context, shell.language
    of_cases = indicator and export_cases(context, indicator, question, form, language)
    _write(shell, file, of_cases or export_indicators(context, question, form, language))


def _write(shell: Shell, file: Path, data: bytes) -> None:
    write_bytes(file, data)
    told = Text(f"已写入 {file}。", f"Written to {file}.")
    shell.show({"file": str(file), "bytes": len(data)}, lambda: shell.out.print(shell.say(told), highlight=False))


@command("signals", help="异常提示 whether numbers of some days may have been helped, with the cases; for the head.")
@click.option("--from", "first", default=None, metavar="DAY", help="起始日 first day; without it 1 January.")
@click.option("--to", "last", default=None, metavar="DAY", help="截止日 last day; without it today.")
def signals(shell: Shell, first: str | None, last: str | None) -> None:
    """Tell every signal with its first cases."""
    found = read_signals(shell.context, asked(shell, first, last, None, {}))
    shell.show(signals_view(found), lambda: _show_signals(shell, found))


def _show_signals(shell: Shell, found: Signalled) -> None:
    for signal in found.signals:
        mark = "!" if signal.flagged else " "
        count = f"{len(signal.cases)}/{signal.of}"
        shell.out.print(f"{mark} {shell.say(signal.name)} {count}: {shell.say(signal.text)}", highlight=False)
        for case in signal.cases[:MOST_SHOWN]:
            shell.out.print(f"    {case.case_no} {case.filed_on} {case.closed_on or ''}", highlight=False)


@command("report", help="质效月报 the monthly report as a Word file, by the usual template or one changed in Word.")
@click.option("--month", default=None, metavar="MONTH|DAY", help="月份 2026-11, or a day of it; without it today's.")
@click.option("--as-of", default=None, metavar="DAY", help="截至日 as it stood at the end of this day.")
@click.option("--to", "file", type=FILE, default=None, help="写入 the .docx to write.")
@click.option("--template", type=FILE, default=None, help="模板 a template changed in Word.")
@click.option(
    "--template-to", "usual", type=FILE, default=None, help="取模板 write the usual template here, to be changed."
)
def report(
    shell: Shell, month: str | None, as_of: str | None, file: Path | None, template: Path | None, usual: Path | None
) -> None:
    """Write the report, or the template it is made by."""
    if bool(file) == bool(usual):
        raise click.UsageError("--to FILE.docx / --template-to FILE.docx")
    if usual:
        _write(shell, usual, usual_template())
    elif file:
        day = _in_month(month) or the_day(as_of) or read_office(shell.context)[1]
        told = monthly_report(shell.context, day, the_day(as_of))
        _write(shell, file, report_word(told, shell.language, read_bytes(str(template)) if template else None))


def _in_month(written: str | None) -> date | None:
    """Read a month as its first day, or a day of it; None where neither was typed."""
    return the_day(f"{written}-01" if written and MONTH.fullmatch(written) else written)


def _show(shell: Shell, statement: Statement) -> None:
    """Print the numbers in the rulebook's order, each with its days and its band."""
    question, rulebook = statement.question, statement.rulebook
    head = Text(
        f"{question.first} 至 {question.last}，截至 {statement.as_of}；规则手册 {rulebook.version}（{rulebook.digest[:12]}）",
        f"{question.first} to {question.last}, as of {statement.as_of}; rulebook {rulebook.version} ({rulebook.digest[:12]})",
    )
    shell.out.print(shell.say(head), highlight=False)
    table = Table(box=None)
    for title in (
        "编号 id",
        "指标 indicator",
        "值 value",
        "分子/分母 parts",
        "自 from",
        "区间 band",
        "定义 definition",
    ):
        table.add_column(title)
    for reading in statement.readings:
        found, indicator = reading.measure, reading.indicator
        band = shell.say(band_shown(indicator, reading.band.least, reading.band.most))
        mark = "" if reading.within is not False else " !"
        table.add_row(
            indicator.id, shell.say(indicator.name), shell.say(shown(indicator, found.value)),
            f"{found.numerator}/{found.denominator}", str(reading.days.first), band + mark, indicator.digest[:12],
        )  # fmt: skip
    shell.out.print(table)


def _show_behind(shell: Shell, page: Behind) -> None:
    """Print cases with what each gives to the number."""
    indicator = page.reading.indicator
    value = shell.say(shown(indicator, page.reading.measure.value))
    head = Text(
        f"{indicator.name.zh}：{value}，{page.count} 件",
        f"{indicator.name.en}: {value}, {Count(page.count):case|cases}",
    )
    shell.out.print(shell.say(head), highlight=False)
    table = Table(box=None)
    for title in (
        "编号 id",
        "案号 case",
        "立案 filed",
        "结案 closed",
        "方式 way",
        "分子 numerator",
        "分母 denominator",
    ):
        table.add_column(title)
    ways = rulebook_of(shell.context).closings if page.members else {}
    for member in page.members:
        case, parts = member.case, (member.numerator, member.denominator)
        ends = (str(case.closed_on or ""), shell.say(name_in(ways, case.way)))
        table.add_row(
            str(case.id), case.case_no, str(case.filed_on), *ends, *("" if one is None else str(one) for one in parts)
        )
    shell.out.print(table)
    if page.next is not None:
        more = Text(f"接下页：--after {page.next}", f"more: --after {page.next}")
        shell.out.print(shell.say(more), highlight=False)


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    group.add_command(indicators)
    group.add_command(report)
    group.add_command(signals)
