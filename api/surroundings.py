"""What a request is handed (请求环境): the office's context, the engine for runs, and who is asking."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import current_app, g

from allocator.domain.errors import Unavailable
from allocator.domain.words import Text
from allocator.services.access.access_rules import AccessRules
from allocator.services.access.hiding import seen_by
from allocator.services.access.permissions import Access
from allocator.services.context import Context
from api.runner import Jobs


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The context of the office, the engine that runs plans if this process has one, and how strict the door is."""

    context: Context
    jobs: Jobs | None
    rules: AccessRules = field(default_factory=AccessRules)


def surroundings() -> Surroundings:
    """Give what the application was built with."""
    found: Surroundings = current_app.extensions["fenliu"]
    return found


def asking() -> Access:
    """Give who is asking; only within a request that was let in."""
    found: Access = g.access
    return found


def acting() -> Context:
    """Give the office's context in the name of who is asking, whom the log will name, and as far as it is for them to know."""
    within: Context | None = g.get("within")
    if within is not None:
        return within
    if "acting" not in g:
        who = asking()
        g.acting = seen_by(surroundings().context.by(who.actor, signed_in=who.session is not None), who)
    found: Context = g.acting
    return found


@contextmanager
def acting_within(context: Context) -> Iterator[None]:
    """Let the request act in a context of its own for a while: the unit of work that keeps its answer too."""
    g.within = context
    try:
        yield
    finally:
        g.pop("within")


def engine() -> Jobs:
    """Give the engine for runs; raises Unavailable when this process was started without one."""
    jobs = surroundings().jobs
    if jobs is None:
        raise Unavailable(
            Text("本服务未配置批量分案的运行环境。", "This service was started without an engine for runs."),
            Text(
                "请用 fenliu serve 启动，或用 fenliu allocate。",
                "Start it with `fenliu serve`, or use `fenliu allocate`.",
            ),
            code="no-engine",
        )
    return jobs
