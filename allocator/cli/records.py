"""Commands for looking back: the log, a decision run again, a day's draws."""

import json
from datetime import date
from pathlib import Path

import click

from allocator.cli.group import REFUSED, Shell, command, read_bytes, write_text
from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from allocator.services import audit
from allocator.services.assignment import draw_reveals
from allocator.services.log_check import verify_log, witness_named, witnesses_in
from allocator.services.log_words import entry_named
from allocator.services.views import log_view, replay_view


@click.group("log", help="决策日志 the decision log.")
def log() -> None:
    """The decision log."""


@command("verify", help="校验 check the whole log; exit code 2 when it is broken.")
@click.option(
    "--witness", type=click.Path(path_type=Path), multiple=True, help="凭证 an exported transcript to hold it against."
)
@click.option(
    "--head", metavar="NUMBER:HASH", multiple=True, help="凭证 what verify printed as the head at an earlier time."
)
def verify(shell: Shell, witness: tuple[Path, ...], head: tuple[str, ...]) -> None:
    """Check the log: its chain, what was changed behind it, and what witnesses remember."""
    known = dict(witness_named(text) for text in head)
    for file in witness:
        known |= witnesses_in(_json(file))
    check = verify_log(shell.context, known)

    def human() -> None:
        """Say that the log is whole, or each place where it is not."""
        whole = Text(
            f"日志完整：{check.entries} 条，末值 {check.entries}:{check.head}",
            f"whole: {check.entries} entries, head {check.entries}:{check.head}",
        )
        shell.out.print(
            shell.say(whole)
            if not check.breaks
            else "\n".join(f"{item.seq}: {shell.say(item.text)}" for item in check.breaks)
        )

    shell.show(log_view(check), human)
    if check.breaks:
        raise SystemExit(REFUSED)


def _json(file: Path) -> object:
    try:
        return json.loads(read_bytes(str(file)))
    except ValueError:
        return None


@click.group("decisions", help="决定 stored decisions.")
def decisions() -> None:
    """Stored decisions."""


@command("replay", help="重演 run a stored decision again; exit code 2 when the outcome differs.")
@click.argument("decision", type=int)
def replay(shell: Shell, decision: int) -> None:
    """Run a stored decision again."""
    found = audit.replay(shell.context, decision)
    same = Text("结果一致", "identical outcome") if found.identical else Text("结果不同", "the outcome differs")
    kind = shell.say(entry_named(found.kind))
    note = f" ({shell.say(found.note)})" if found.note else ""
    shell.show(replay_view(found), lambda: shell.out.print(f"{decision} {kind}: {shell.say(same)}{note}"))
    if not found.identical:
        raise SystemExit(REFUSED)


@command("show", help="查看 show a stored decision.")
@click.argument("decision", type=int)
def show(shell: Shell, decision: int) -> None:
    """Show one entry of the log."""
    entry = audit.decision(shell.context, decision).as_dict()
    shell.show(entry, lambda: shell.out.print_json(json.dumps(entry, ensure_ascii=False)))


@click.group("draws", help="抽签 draws.")
def draws() -> None:
    """Draws."""


@command("export", help="导出当日抽签记录 export a past day's transcript, for docs/verify_draws.py.")
@click.argument("day")
@click.option("--out", type=click.Path(path_type=Path), help="写入文件 write to a file instead of stdout.")
def export(shell: Shell, day: str, out: Path | None) -> None:
    """Export the transcript of a past day's draws."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError as error:
        raise BadInput(
            Text(f"“{day}”不是日期。", f'"{day}" is not a date.'), Text("例如 2022-09-30。", "For example 2022-09-30.")
        ) from error
    transcript = audit.export_draws(shell.context, wanted)
    text = json.dumps(transcript, ensure_ascii=False, indent=1)
    if out is None:
        click.echo(text)
        return
    write_text(out, text + "\n")
    shell.show({"day": day, "entries": len(transcript["entries"]), "file": str(out)}, lambda: click.echo(str(out)))


@command("today", help="当日抽签 today's commitment, whether its secret is shown, and what waits for a second person.")
def today(shell: Shell) -> None:
    """Show how today's draws stand."""
    _tell_draws(shell)


@command("ask", help="申请提前公开 ask that today's secret be shown before the day is over; a second person does it.")
@click.option("--because", required=True, help="事由 why.")
def ask(shell: Shell, because: str) -> None:
    """Ask that today's secret be shown."""
    draw_reveals.ask_to_reveal(shell.context, because)
    _tell_draws(shell)


@command("take-back", help="撤回申请 take back what was asked for today.")
def take_back(shell: Shell) -> None:
    """Take the asking back."""
    draw_reveals.take_back_asking(shell.context)
    _tell_draws(shell)


@command("reveal", help="复核公开 show today's secret as the second person; nothing more is drawn today.")
def reveal(shell: Shell) -> None:
    """Show today's secret."""
    draw_reveals.reveal_today(shell.context)
    _tell_draws(shell)


def _tell_draws(shell: Shell) -> None:
    found = draw_reveals.read_draws(shell.context)
    shell.show(draw_reveals.draws_view(found), lambda: shell.out.print(shell.say(_draws_words(found)), highlight=False))


def _draws_words(found: draw_reveals.DrawsToday) -> Text:
    if found.commitment is None:
        return Text(f"{found.day} 尚无抽签承诺。", f"{found.day}: nothing is committed yet.")
    state = Text("密钥已公开", "the secret is shown") if found.revealed else Text("密钥未公开", "the secret is closed")
    asked = found.asked
    waiting = Text("；{by} 申请公开：{because}", "; {by} asks to show it: {because}") if asked else Text("", "")
    filled = waiting.fill(by=asked.by, because=asked.because) if asked else waiting
    return Text(f"{found.day} {found.commitment[:16]}… ", f"{found.day} {found.commitment[:16]}… ") + state + filled


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    log.add_command(verify)
    decisions.add_command(replay)
    decisions.add_command(show)
    for item in (export, today, ask, take_back, reveal):
        draws.add_command(item)
    for item in (log, decisions, draws):
        group.add_command(item)
