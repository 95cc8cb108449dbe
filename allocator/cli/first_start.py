"""The first start (首次启动): two years lived through up to last month's main job and to today, a link to come in by."""

import tempfile
from dataclasses import replace
from pathlib import Path

import click

from allocator.cli.demo import main_job
from allocator.cli.group import Shell
from allocator.cli.past import Past
from allocator.cli.users import link_address
from allocator.domain.words import Text
from allocator.files.office import read_office
from allocator.persistence.copying import copy_into
from allocator.services.access.access_rules import AccessRules
from allocator.services.access.links import first_link
from allocator.services.context import day_of
from allocator.services.intake.filings import import_file
from fixtures.bureau_life import bureau_life
from fixtures.guyang_month import GUYANG
from fixtures.sheets import Writer, as_csv

SYSTEM = "system"  # nobody sat at the keyboard through two years of it
NEXT = Text(
    "下一步：设好口令即可登录，收案分流中有新收案件待分；也可导入收案文件 fixtures/example/filings.csv。",
    "Next: set a password, and you are signed in; new cases wait in the inbox, and fixtures/example/filings.csv is a file to bring in.",
)


def first_start(shell: Shell) -> None:
    """In a database without an office live through the demonstration bureau's past.

    Beside an embedded database it is done in a file of its own that is copied into the empty one when all is done:
    interrupted at any moment, the next start begins anew.
    """
    with shell.context.database.reading() as uow:
        empty = uow.office.load() is None
    if empty:
        _begin(shell)


def tell_first_link(shell: Shell, rules: AccessRules) -> None:
    """Print a link for the first administrator, while there is nobody who could sign in; best once somebody listens there."""
    secret = first_link(shell.context.by(SYSTEM), rules.links)
    if secret is not None:
        address, hours = link_address(rules, secret), rules.links.hours
        text = Text(
            f"首位管理员请打开（{hours} 小时内有效，只能用一次）：{address}",
            f"The first administrator opens this, once, within {hours} hours: {address}",
        )
        click.echo(shell.say(text))
        click.echo(shell.say(NEXT))


def _begin(shell: Shell) -> None:
    place = shell.context.database.path
    if place is None:
        _furnish(replace(shell, actor=SYSTEM))
        return
    with tempfile.TemporaryDirectory(prefix="first-start-", dir=place.parent) as folder:
        made = Path(folder) / place.name
        aside = replace(shell, url=f"sqlite:///{made}", actor=SYSTEM, _database=None)
        _furnish(aside)
        aside.close()
        shell.close()
        copy_into(made, place)


def _furnish(shell: Shell) -> None:
    """Live through the past, do the main job in it, and leave the filings of these days for whoever sits down at the desk."""
    found = read_office(GUYANG)
    today = day_of(found.office, shell.clock())
    life = bureau_life(found.rulebook, found.office, today)
    Past(shell, found, life, today).live(lambda: main_job(shell, life.month))
    done = import_file(shell.context, "waiting.csv", as_csv(Writer(found.office, found.rulebook).rows(life.waiting)))
    text = Text(
        f"\n近日新收 {done.created} 件，留在收案分流待分。",
        f"\n{done.created} filings of these days wait in the inbox.",
    )
    click.echo(shell.say(text))
