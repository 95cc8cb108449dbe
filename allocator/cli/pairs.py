"""Commands about mentors and apprentices: propose pairs, cover for a mentor, keep the ledger, decide."""

from collections.abc import Iterator, Mapping
from typing import Any

import click
from rich.table import Table

from allocator.cli.group import Shell, command
from allocator.cli.plans import percent, show_levels
from allocator.decisions.explaining.search_words import IN_PAIRING
from allocator.decisions.pairs.pair_ledger import GRADUATE, NEXT, Ledger, PairHours
from allocator.decisions.pairs.pairing import PAIR_LEVELS
from allocator.domain.words import Count, Text
from allocator.services.loads import board
from allocator.services.pairs import pair_acceptance, pair_ledgers, pairs
from allocator.services.pairs.pair_views import accepted_view, advanced_view, ledger_view, proposal_view
from allocator.services.run_kinds import run_now

MINUTES_PER_HOUR = 60
SECONDS = click.option(
    "--seconds",
    type=click.IntRange(1, 600),
    default=pairs.DEFAULT_SECONDS,
    show_default=True,
    help="最多秒数 limit.",
)


@click.group("pairs", help="师徒结对 mentors and apprentices.")
def group() -> None:
    """Mentors and apprentices."""


@command("propose", help="拟结对 propose a mentor for every apprentice without one; a person accepts.")
@click.option("--all", "anew", is_flag=True, help="全部重新结对 pair everybody anew, whatever pairs stand.")
@SECONDS
def propose(shell: Shell, seconds: int, *, anew: bool) -> None:
    """Propose pairs, stable by what both sides wish, balanced by the mentors' hours."""
    _run(shell, {"anew": anew, "seconds": seconds})


@command("cover", help="代管 find cover for the apprentices of a mentor who is away.")
@click.argument("person", metavar="PERSON[=UNTIL]")
@SECONDS
def cover(shell: Shell, person: str, seconds: int) -> None:
    """Find cover the same day, to the last day of the leave or the day given."""
    name, _, until = person.partition("=")
    _run(shell, {"person": name, "until": until or None, "seconds": seconds})


def _run(shell: Shell, params: Mapping[str, Any]) -> None:
    run = run_now(shell.context, pairs.PAIRS, params)
    document = pairs.read_proposal(shell.context, run.id)
    shell.show(proposal_view(run.id, document), lambda: show_proposal(shell, run.id, document))


def show_proposal(shell: Shell, run: str, document: Mapping[str, Any]) -> None:
    """Print a proposal: who goes with whom, who stays alone and why, the way out, and how it is proven."""
    names = board.names(shell.context)
    shell.out.print(_pairs_table(document, names))
    for row in document["covers"]:
        shell.out.print("  " + row["notice"][shell.language], highlight=False)
    for row in document["alone"]:
        shell.out.print("  ✗ " + row["text"][shell.language], highlight=False)
    for row in document["way_out"]:
        shell.out.print(shell.say(Text("  出路：", "  a way out: ")) + row["text"][shell.language], highlight=False)
    show_levels(shell, document["certificate"]["levels"], (PAIR_LEVELS.__getitem__, IN_PAIRING))
    for line in _verdict(document):
        shell.out.print(shell.say(line), highlight=False)
    if document["pairs"]:
        text = Text(f"采纳：fenliu pairs accept {run}", f"to accept: fenliu pairs accept {run}")
        shell.out.print(shell.say(text))


def _pairs_table(document: Mapping[str, Any], names: Mapping[str, str]) -> Table:
    table = _table("徒弟 apprentice", "师傅 mentor", "原师傅 before", "志愿 places", "负荷 load", "之后 after")
    for row in document["pairs"]:
        people = [f"{row[name]} {names[row[name]]}" for name in ("apprentice", "mentor")]
        places = f"{row['wish']} / {row['regard']}"
        former = f"{row['former']} {names[row['former']]}" if row["former"] else ""
        table.add_row(*people, former, places, percent(row["before"]), percent(row["after"]))
    return table


def _table(*titles: str) -> Table:
    table = Table(box=None)
    for title in titles:
        table.add_column(title)
    return table


SHARES = {"balance": "balance", "least": "balance_floor", "peak": "peak", "floor": "peak_floor"}
"""What is said in per cent of what the check has per mille."""


def _verdict(document: Mapping[str, Any]) -> Iterator[Text]:
    """Say what the checker found, in a sentence each."""
    check = document["check"]
    yield Text(
        f"校验：异议 {len(check['objections'])} 处，阻碍对 {len(check['blocking'])} 对；"
        f"结对 {check['paired']} 对，至多 {check['most']} 对。",
        f"checked: {Count(len(check['objections'])):objection|objections}, {Count(len(check['blocking'])):blocking pair|blocking pairs}; "
        f"{check['paired']} paired, {check['most']} at most.",
    )
    yield Text(
        "负荷合计 {balance}%（任何方案不低于 {least}%），最忙师傅 {peak}%（任何方案不低于 {floor}%）。",
        "loads of {balance} % in all (no pairing below {least} %), busiest mentor {peak} % (no pairing below {floor} %).",
    ).fill(**{name: f"{check[key] / 10:g}" for name, key in SHARES.items()})


@command("accept", help="采纳 accept a proposal of pairs or cover, whole or for some apprentices.")
@click.argument("run")
@click.option("--apprentice", "apprentices", multiple=True, help="只采纳此人 this apprentice only (repeatable).")
def accept(shell: Shell, run: str, apprentices: tuple[str, ...]) -> None:
    """Accept a proposal: the pairs begin today."""
    done = pair_acceptance.accept(shell.context, run, apprentices or None)
    shell.show(accepted_view(done), lambda: show_accepted(shell, done))


def show_accepted(shell: Shell, done: pair_acceptance.Accepted) -> None:
    """Print whom to tell, what is left to hand over, and the rows the folder should have."""
    for notice in done.notices:
        shell.out.print(shell.say(notice), highlight=False)
    for code, count in sorted(done.left.items()):
        text = Text(
            f"  {code} 有 {count} 件在办案件仍记原师傅。",
            f"  {code}: {Count(count):open case names|open cases name} the former mentor.",
        )
        shell.out.print(shell.say(text))
    shell.out.print(shell.say(Text("请同时写入 pairings.csv：", "Put into pairings.csv as well:")))
    for pair in done.begun:
        last = str(pair.period.last or "")
        shell.out.print(f"  {pair.mentor},{pair.apprentice},{pair.period.first},{last}{',yes' if pair.cover else ''}")
    if done.away:
        shell.out.print(shell.say(Text("并写入 absences.csv：", "And into absences.csv:")))
    for item in done.away:
        shell.out.print(f"  {item.officer},{item.period.first},{item.period.last or ''}")


@command("ledger", help="师傅台账 hours given, kinds of case met, evidence, and the step it speaks for.")
@click.argument("person", required=False)
@click.option("--days", type=click.IntRange(7, 730), default=None, help="期间天数 window, the rulebook's by default.")
def show_ledger(shell: Shell, person: str | None, days: int | None) -> None:
    """Show the books of all apprentices, of one, or of a mentor's."""
    found = pair_ledgers.ledgers(shell.context, person, days)
    names = board.names(shell.context)

    def human() -> None:
        """Print each book, or say that there is none."""
        for book in found:
            print_book(shell, book, names)
        if not found:
            shell.out.print(shell.say(Text("没有在岗的徒弟。", "There are no apprentices in service.")))

    shell.show([ledger_view(book) for book in found], human)


def print_book(shell: Shell, book: Ledger, names: Mapping[str, str]) -> None:
    """Print one apprentice's book, line by line."""
    share = "—" if book.share is None else f"{book.share / 10:.0f} %"
    head = Text(
        f"{book.apprentice} {names[book.apprentice]}（{book.first} 至 {book.last}）："
        f"{book.cases} 件，共同承办 {share}（要求 {book.asked_share / 10:.0f} %）",
        f"{book.apprentice} {names[book.apprentice]} ({book.first} to {book.last}): "
        f"{Count(book.cases):case|cases}, together {share} ({book.asked_share / 10:.0f} % asked)",
    )
    shell.out.print(shell.say(head), highlight=False)
    for line in (*_hours_lines(book, names), *_kind_lines(book), *_step_lines(book)):
        shell.out.print("  " + shell.say(line), highlight=False)


def _hours_lines(book: Ledger, names: Mapping[str, str]) -> Iterator[Text]:
    for pair in book.pairs:
        role = Text("代管", "cover") if pair.cover else Text("师傅", "mentor")
        given = _span(pair)
        asked = f"{pair.asked / MINUTES_PER_HOUR:.1f} h"
        yield Text(
            f"{role.zh} {pair.mentor} {names[pair.mentor]}：{pair.cases} 件，工时 {given}，要求 {asked}",
            f"{role.en} {pair.mentor} {names[pair.mentor]}: {Count(pair.cases):case|cases}, {given}, {asked} asked",
        )


def _span(pair: PairHours) -> str:
    """Write the hours charged with their interval: those given and those still running."""
    both = (pair.given, pair.running)
    minutes, low, high = (sum(getattr(one, name) for one in both) for name in ("minutes", "low", "high"))
    return f"{minutes / MINUTES_PER_HOUR:.1f} h ({low / MINUTES_PER_HOUR:.1f}–{high / MINUTES_PER_HOUR:.1f})"


def _kind_lines(book: Ledger) -> Iterator[Text]:
    for row in book.kinds:
        sign = "✓" if row.met >= row.least else "·"
        yield Text(f"{sign} {row.text.zh} {row.met}/{row.least}", f"{sign} {row.text.en} {row.met}/{row.least}")


def _step_lines(book: Ledger) -> Iterator[Text]:
    step = book.step
    if step.kind == NEXT:
        yield Text(f"建议晋级：第 {step.now} 级 → 第 {step.then} 级", f"proposed: step {step.now} → {step.then}")
    elif step.kind == GRADUATE:
        yield Text("建议出师", "proposed: the apprenticeship is over")
    else:
        yield Text(f"建议：留在第 {step.now} 级", f"proposed: stay on step {step.now}")
    yield from step.reasons


@command("advance", help="晋级 decide on an apprentice's step: the one the ledger proposes, or --step.")
@click.argument("person")
@click.option("--step", type=click.IntRange(1, 20), default=None, help="第几级 another step, 1 the lowest.")
def advance(shell: Shell, person: str, step: int | None) -> None:
    """Decide on a step of the ladder."""
    done = pair_ledgers.advance(shell.context, person, step)
    text = Text(
        f"{done.apprentice}：第 {done.before} 级 → 第 {done.after} 级{'，出师' if done.graduated else ''}。请同时写入 people.csv 的 step。",
        f"{done.apprentice}: step {done.before} → {done.after}{', apprenticeship over' if done.graduated else ''}. "
        "Put it into the column step of people.csv as well.",
    )
    shell.show(advanced_view(done), lambda: shell.out.print(shell.say(text)))


def add_to(parent: click.Group) -> None:
    """Add these commands to the group."""
    for item in (propose, cover, accept, show_ledger, advance):
        group.add_command(item)
    parent.add_command(group)
