"""The command line (命令行): `fenliu`. One of the few places that wire database, clock and use cases together."""

from allocator.cli import auditing, casework, demo, offices, planning, serving
from allocator.cli.group import main

for commands in (offices, casework, planning, auditing, serving, demo):
    commands.add_to(main)

__all__ = ["main"]
