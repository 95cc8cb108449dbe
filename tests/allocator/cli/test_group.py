"""The group of all commands: what a room holds is found by its name."""

import click

from allocator.cli.group import MODULES, main


def test_every_command_of_a_room_can_be_asked_for() -> None:
    """A command its room has and the table lacks is found by nobody."""
    context = click.Context(main)
    for names in MODULES.values():
        main.get_command(context, names[0])
    assert set(main.commands) == {name for names in MODULES.values() for name in names}
