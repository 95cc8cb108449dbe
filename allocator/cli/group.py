"""The command group and what every command shares: database, clock, language, one JSON document, exit codes.

Exit codes: 0 done, 2 refused or faulty input (nothing was changed), 1 an unforeseen failure.
"""

import functools
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from getpass import getuser
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import click
from rich.console import Console

from allocator.domain.canonical import plain
from allocator.domain.errors import AllocatorError, BadInput, Unavailable
from allocator.domain.system_words import refused_by_system
from allocator.domain.words import Text
from allocator.persistence.engine import DEFAULT_DATABASE, Database, open_database
from allocator.persistence.migrate import upgrade
from allocator.services.context import Context, utc_now

REFUSED = 2
WORDS = "fenliu.words"
PAGE = 120  # columns: tables are meant to be read whole, also from a file


@dataclass
class Shell:
    """What a command is handed: its options, a context on demand, and where to write."""

    url: str
    language: str
    as_json: bool
    now: datetime | None
    out: Console
    actor: str | None = None  # the one at the keyboard, unless the program acts by itself
    _database: Database | None = None

    @property
    def context(self) -> Context:
        """Open the database (made or brought up to date if need be) and act as the one who is named, else the one at the keyboard."""
        if self._database is None:
            self._database = open_database(self.url)
            upgrade(self._database)
        return Context(self._database, self.clock, self.actor or _actor())

    def close(self) -> None:
        """Let go of the database; the next use opens it again."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def clock(self) -> datetime:
        """Give the present, or the instant a rehearsal was told to take for it."""
        return self.now or utc_now()

    def say(self, text: Text) -> str:
        """Give a text in the chosen language."""
        return text.zh if self.language == "zh" else text.en

    def show(self, document: Any, human: Callable[[], None]) -> None:
        """Print one JSON document, or the form for people."""
        self.show_figures(plain(document), human)

    def show_figures(self, document: Any, human: Callable[[], None]) -> None:
        """Print one JSON document that is plain but for numbers with a point, which stay as they are; or the form for people."""
        if self.as_json:
            click.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))
        else:
            human()


def console(**options: Any) -> Console:
    """Make what a command writes on: a name in brackets stays, and so does :x:, as nothing written here is markup."""
    return Console(markup=False, emoji=False, **options)


def _actor() -> str:
    try:
        return os.environ.get("FENLIU_ACTOR") or getuser()
    except (KeyError, OSError):
        return "console"


MODULES = {
    "load": ("load", "loads"),
    "office": ("office", "calendar"),
    "load_changes": ("load-change", "load-weeks"),
    "restrictions": ("restrict", "disclose", "restricted"),
    "campaigns": ("campaign",),
    "rescues": ("rescue",),
    "misses": ("misses",),
    "casework": ("import", "cases", "recommend", "assign", "undo"),
    "closings": ("close", "reopen", "closing-checks"),
    "deadlines": ("events", "nodes", "due", "clocks"),
    "triage": ("triage", "facts", "retriage"),
    "lanes": ("lane", "disputes", "settle"),
    "flags": ("flags", "flag"),
    "rulebook": ("rulebook",),
    "plans": ("allocate", "runs", "publish"),
    "explanations": ("explain", "diff"),
    "rebalance": ("rebalance", "withdraw", "handover"),
    "certificates": ("certificate",),
    "pairs": ("pairs",),
    "field_week": ("field-week", "outage"),
    "errands": ("errand",),
    "trips": ("trip",),
    "check_week": ("check-week",),
    "sheets": ("sheets",),
    "records": ("log", "decisions", "draws"),
    "backup": ("backup",),
    "calibration": ("calibrate", "forecast"),
    "serve": ("token", "serve"),
    "users": ("user",),
    "indicators": ("indicators", "report", "signals"),
    "peers": ("peers",),
    "simulations": ("simulate",),
    "least_change": ("staffing-for",),
    "demo": ("demo",),
}
"""In which module each command stands; a module is named as its command, or as what its commands are about."""


class Root(click.Group):
    """The group of all commands; a command line it cannot read is told like any other refusal, in both languages.

    A command's module is read when the command is asked for: only the planning ones should wait for the solver.
    """

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command, bringing in the module it stands in."""
        for module, names in MODULES.items():
            if cmd_name in names and cmd_name not in self.commands:
                import_module(f"allocator.cli.{module}").add_to(self)
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """List every command there is."""
        return [name for names in MODULES.values() for name in names]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the words as typed: whether --json was among them must be known when they cannot be read."""
        ctx.meta[WORDS] = tuple(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command named; help asked for by giving no words stays help."""
        try:
            return super().invoke(ctx)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            shell = Shell("", "zh", "--json" in ctx.meta[WORDS], None, console())
            refuse(shell, _unreadable(error, ctx))


def _unreadable(error: click.UsageError, ctx: click.Context) -> BadInput:
    told, asked = error.format_message(), f"{(error.ctx or ctx).command_path} --help"
    return BadInput(
        Text(f"命令无法理解：{told}", f"The command cannot be read: {told}"),
        Text(f"用法见 {asked}。", f"See {asked}."),
        code="usage",
    )


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="fenliu")
def main() -> None:
    """分流 Fenliu: routes the cases of an office to its people (把机构的案件分给合适的人)."""


def command(name: str, **settings: Any) -> Callable[[Callable[..., None]], click.Command]:
    """Make a command with the shared options; errors of the office become a message, a remedy and exit code 2."""

    def as_command(function: Callable[..., None]) -> click.Command:
        """Give a function that is handed a shell and its own options as a command."""

        @click.option(
            "--db", envvar="FENLIU_DB", default=DEFAULT_DATABASE, show_default=True, help="数据库 database URL."
        )
        @click.option("--json", "as_json", is_flag=True, help="一份 JSON one JSON document on stdout.")
        @click.option(
            "--lang", envvar="FENLIU_LANG", type=click.Choice(["zh", "en"]), default="zh", help="语言 language."
        )
        @click.option("--now", envvar="FENLIU_NOW", default=None, help="演练时刻 take this instant (RFC 3339) for now.")
        @functools.wraps(function)
        def in_a_shell(db: str, *, as_json: bool, lang: str, now: str | None, **options: Any) -> None:
            """Make a shell of the shared options and call the function with it; the office's errors end here."""
            shell = Shell(db, lang, as_json, None, console(soft_wrap=True, width=PAGE))
            try:
                shell.now = _instant(now)
                function(shell, **options)
            except AllocatorError as error:
                refuse(shell, error)

        make: Any = click.command(name, **settings)
        return cast("click.Command", make(in_a_shell))

    return as_command


def refuse(shell: Shell, error: AllocatorError) -> None:
    """Tell an error on stderr (and as the one document with --json), then leave with exit code 2."""
    if shell.as_json:
        click.echo(json.dumps({"error": plain(error.as_dict())}, ensure_ascii=False, indent=2))
    click.echo(f"错误 {error.text.zh} {error.remedy.zh}\nerror: {error.text.en} {error.remedy.en}", err=True)
    for fault in error.faults:
        click.echo("  " + fault_line(fault, shell.language), err=True)
    sys.exit(REFUSED)


def fault_line(fault: dict[str, Any], language: str) -> str:
    """Write one fault on a line: place, what is wrong, what to do."""
    place = ":".join(str(fault[name]) for name in ("file", "row", "field") if fault.get(name) is not None)
    texts = [fault[name][language] for name in ("text", "remedy") if isinstance(fault.get(name), dict)]
    return f"{place}  {' '.join(texts)}"


def _instant(now: str | None) -> datetime | None:
    if now is None:
        return None
    try:
        found = datetime.fromisoformat(now)
    except ValueError as error:
        raise BadInput(
            Text(f"“{now}”不是时刻。", f'"{now}" is not an instant.'),
            Text("例如 2022-09-30T09:00+08:00。", "For example 2022-09-30T09:00+08:00."),
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def the_day(written: str | None) -> date | None:
    """Read a day as it was typed, None where none was; raises BadInput."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise BadInput(
            Text(f"“{written}”不是日期。", f'"{written}" is no date.'),
            Text("写成 2022-10-12。", "Write it as 2022-10-12."),
            code="day-unreadable",
        ) from error


def read_bytes(path: str) -> bytes:
    """Read a file a command names; raises Unavailable with the path."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Unavailable(
            Text("无法读取 {path}：{why}。", "{path} cannot be read: {why}.").fill(
                path=path, why=refused_by_system(error)
            ),
            Text("请核对路径与权限。", "Check the path and its permissions."),
            code="file-unreadable",
        ) from error


def readable(file: Path) -> Path:
    """Give the path of a file that can be read; raises Unavailable with the path."""
    read_bytes(str(file))
    return file


def write_text(file: Path, text: str) -> None:
    """Write a text file a command names; raises Unavailable with the path."""
    write_bytes(file, text.encode())


def write_bytes(file: Path, data: bytes) -> None:
    """Write a file a command names; raises Unavailable with the path."""
    try:
        file.write_bytes(data)
    except OSError as error:
        raise Unavailable(
            Text("无法写入 {file}：{why}。", "{file} cannot be written: {why}.").fill(
                file=str(file), why=refused_by_system(error)
            ),
            Text("请核对路径与权限。", "Check the path and its permissions."),
            code="file-unwritable",
        ) from error
