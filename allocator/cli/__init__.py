"""The command line (命令行): `fenliu`. One of the few places that wire database, clock and use cases together."""

from allocator.cli.group import main

__all__ = ["main"]
