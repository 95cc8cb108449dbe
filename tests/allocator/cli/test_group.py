"""The group of all commands: what a room holds is found by its name."""

import io

import click
from rich.table import Table

from allocator.cli.group import MODULES, console, main


def test_every_command_of_a_room_can_be_asked_for() -> None:
    """A command its room has and the table lacks is found by nobody."""
    context = click.Context(main)
    for names in MODULES.values():
        main.get_command(context, names[0])
    assert set(main.commands) == {name for names in MODULES.values() for name in names}


def test_what_is_written_stays_as_it_is():
    """A name in brackets is no style and the evidence of a skill no picture: a clerk copies the row into a table."""
    page = io.StringIO()
    table = Table(box=None)
    table.add_row("Wang [acting]", "driving:x:")

    console(file=page, width=80).print(table)
    console(file=page, width=80).print("Wang [acting] driving:x:", highlight=False)

    assert page.getvalue().count("Wang [acting]") == 2
    assert page.getvalue().count("driving:x:") == 2
