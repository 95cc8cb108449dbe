"""A run done here and now, watched by whoever asked for it: a bar on stderr, or lines where nothing can be drawn over."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from allocator.cli.group import Shell, console
from allocator.domain.words import Text
from allocator.persistence.runs import Run

SECONDS_A_LINE = 5


def watched(shell: Shell, kind: str, params: Mapping[str, Any], called: Text) -> Run:
    """Do a run here and now, with a bar that tells how far it is."""
    from allocator.services.run_kinds import run_now  # brings the solver, which only a run waits for

    with progress_bar(shell, called) as tell:
        return run_now(shell.context, kind, params, lambda step: tell(step.progress, step.text))


@contextmanager
def progress_bar(shell: Shell, called: Text) -> Iterator[Callable[[int, Text], None]]:
    """Show a bar on stderr while something goes on; gives how to tell it per mille and in a sentence.

    Where stderr is no terminal there is no bar to draw over: what is told is written line by line, not too often.
    """
    page = console(stderr=True, soft_wrap=True)
    if not page.is_terminal:
        yield _lines(shell, called, page)
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=page, transient=True) as bar:
        task = bar.add_task(shell.say(called), total=1000)
        yield lambda done, text: bar.update(task, completed=done, description=shell.say(text))


def _lines(shell: Shell, called: Text, page: Console) -> Callable[[int, Text], None]:
    """Write how far something is as lines, one in some seconds."""
    last = monotonic()

    def tell(done: int, text: Text) -> None:
        """Write a line, unless one was written a moment ago."""
        nonlocal last
        if monotonic() - last >= SECONDS_A_LINE:
            last = monotonic()
            page.print(f"{shell.say(called)} {done / 10:.0f} %: {shell.say(text)}", highlight=False)

    return tell
