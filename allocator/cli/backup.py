"""Commands that keep the office safe (备份)."""

from pathlib import Path

import click

from allocator.cli.group import Shell, command
from allocator.domain.words import Text
from allocator.services.backup import back_up

MEBIBYTE, BREAKS = 2**20, 1
BROKEN = Text(
    "警告：备份中的决策日志不完整，与库中一样。请用 fenliu log verify 查看，并保留此前的备份。",
    "warning: the decision log in it breaks, as it does in the database. See `fenliu log verify`, and keep the backups from before.",
)


@command("backup", help="备份 copy the whole database, while it is in use, into a new file that was looked through.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(shell: Shell, file: Path) -> None:
    """Make a backup, and print the head of its log: a witness for whoever verifies a log later; exit code 1 where that log breaks."""
    made = back_up(shell.context, file)
    witness, size = f"{made.entries}:{made.head}", f"{made.bytes / MEBIBYTE:.1f}"
    told = Text(
        f"已备份到 {made.file}：{size} MiB，日志 {made.entries} 条。凭证 --head {witness}",
        f"Backed up to {made.file}: {size} MiB, a log of {made.entries} entries. Witness: --head {witness}",
    )
    shell.show(made, lambda: shell.out.print(shell.say(told), markup=False, highlight=False))
    if made.breaks:
        click.echo(shell.say(BROKEN), err=True)
        raise SystemExit(BREAKS)


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    group.add_command(backup)
