"""The first start (首次启动): the main job with last month's filings, this week's waiting at the desk, a link to come in by."""

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import click

from allocator.cli.demo import main_job
from allocator.cli.group import Shell
from allocator.cli.users import link_address
from allocator.domain.words import Text
from allocator.files.office import read_office
from allocator.persistence.copying import copy_into
from allocator.services.access_rules import AccessRules
from allocator.services.intake import import_file
from allocator.services.links import first_link
from fixtures.generate import generate
from fixtures.guyang_month import BEFORE, COUNT, GUYANG
from fixtures.sheets import Writer, as_csv

FIRST = "执"
WAITING, WAITING_SEED, WAITING_DAYS = 16, 11, 4
NEXT = Text(
    "下一步：设好口令即可登录，收案分流中有新收案件待分；也可导入收案文件 fixtures/example/filings.csv。",
    "Next: set a password, and you are signed in; new cases wait in the inbox, and fixtures/example/filings.csv is a file to bring in.",
)


def first_start(shell: Shell, rules: AccessRules) -> None:
    """In a database without an office do the main job with last month's filings; print a link for the first administrator.

    Beside an embedded database it is done in a file of its own that is copied into the empty one when all is done:
    interrupted at any moment, the next start begins anew.
    """
    with shell.context.database.reading() as uow:
        empty = uow.office.load() is None
    if empty:
        _begin(shell)
    secret = first_link(shell.context, rules.links)
    if secret is not None:
        address, hours = link_address(rules, secret), rules.links.hours
        text = Text(
            f"首位管理员请打开（{hours} 小时内有效，只能用一次）：{address}",
            f"The first administrator opens this, once, within {hours} hours: {address}",
        )
        click.echo(shell.say(text))
        click.echo(shell.say(NEXT))


def _begin(shell: Shell) -> None:
    month_before = (shell.clock().date().replace(day=1) - timedelta(days=1)).replace(day=1)
    place = shell.context.database.path
    if place is None:
        _furnish(shell, month_before)
        return
    with tempfile.TemporaryDirectory(prefix="first-start-", dir=place.parent) as folder:
        made = Path(folder) / place.name
        aside = replace(shell, url=f"sqlite:///{made}", _database=None)
        _furnish(aside, month_before)
        aside.close()
        shell.close()
        copy_into(made, place)


def _furnish(shell: Shell, first: date) -> None:
    """Do the main job, and leave the filings of the last days for whoever sits down at the desk."""
    main_job(shell, first)
    found, today = read_office(GUYANG), shell.clock().date()
    since = today - timedelta(days=WAITING_DAYS)
    drawn = generate(
        WAITING_SEED, WAITING, since, today, found.rulebook, found.office, numbered_from=BEFORE + COUNT + 1
    )
    rows = Writer(found.office, found.rulebook).rows(one for one in drawn if one.kind == FIRST)
    done = import_file(shell.context, "waiting.csv", as_csv(rows))
    text = Text(
        f"\n近日新收 {done.created} 件，留在收案分流待分。",
        f"\n{done.created} filings of these days wait in the inbox.",
    )
    click.echo(shell.say(text))
