"""What the API needs of the engine that runs plans (任务引擎); the wiring hands one in."""

from collections.abc import Mapping
from typing import Any, Protocol


class Jobs(Protocol):
    """The engine for runs: puts one down, and stops one."""

    def submit(self, kind: str, params: Mapping[str, Any], actor: str, key: str | None = None) -> Any:
        """Put a run down and give it; the same actor's same key gives the run it gave before."""

    def cancel(self, run_id: str, actor: str | None = None) -> Any:
        """Ask a run to stop, in somebody's name."""
