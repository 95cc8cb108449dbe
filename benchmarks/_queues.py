"""Plain queues on the kernel of simulated offices: customers come, wait for one of some servers, and go on to the next desk."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from allocator.simulation.clock import Clock
from allocator.simulation.desks import Desks, Task
from allocator.simulation.working_time import Always


@dataclass(slots=True)
class Customer:
    """Somebody served: when they come, how urgent they are (0 first), the work at each desk, and how long they waited."""

    comes: float
    rank: int
    works: Sequence[float]
    waited: float = 0.0


@dataclass(eq=False, slots=True)
class Visit(Task):
    """A customer at a desk: which one, and since when."""

    customer: Customer = field(kw_only=True)
    number: int = field(kw_only=True)
    stage: int = field(kw_only=True)
    came: float = field(kw_only=True)


class Line:
    """Desks one behind the other with so many servers each; not `shared`: every server has a queue of its own."""

    def __init__(self, servers: Sequence[int], *, shared: bool = True) -> None:
        self.clock = Clock()
        self.desks = Desks(self.clock)
        queues = [count if not shared else 1 for count in servers]
        self.keys = [[f"{stage}/{queue}" for queue in range(count)] for stage, count in enumerate(queues)]
        for stage, count in enumerate(servers):
            for server in range(count):
                self.desks.seat(f"{stage}.{server}", Always(), self.keys[stage][server % queues[stage]])

    def serve(self, customers: Iterable[Customer]) -> None:
        """Let customers through, who come in the order of time, noting how long each waited."""
        coming = enumerate(customers)
        self._announce(coming)
        self.clock.run(math.inf)

    def _announce(self, coming: Iterator[tuple[int, Customer]]) -> None:
        following = next(coming, None)
        if following is not None:
            self.clock.at(following[1].comes, self._come, (following, coming))

    def _come(self, news: tuple[tuple[int, Customer], Iterator[tuple[int, Customer]]]) -> None:
        (number, customer), coming = news
        self._visit(customer, number, 0)
        self._announce(coming)

    def _visit(self, customer: Customer, number: int, stage: int) -> None:
        visit = Visit(
            customer.works[stage], customer.rank, self._done,
            customer=customer, number=number, stage=stage, came=self.clock.now,
        )  # fmt: skip
        keys = self.keys[stage]
        self.desks.put(keys[number % len(keys)], visit)

    def _done(self, task: Task) -> None:
        if not isinstance(task, Visit):
            raise TypeError("only visits are put to these desks")
        task.customer.waited += task.begun - task.came
        if task.stage + 1 < len(self.keys):
            self._visit(task.customer, task.number, task.stage + 1)


def poisson(rate: float, random: Random) -> Iterator[float]:
    """Give the instants of a Poisson stream."""
    now = 0.0
    while True:
        now += random.expovariate(rate)
        yield now


def mmc_wait(rate: float, service: float, servers: int) -> float:
    """Give the mean wait of M/M/c by Erlang's formula: arrivals a minute, mean minutes of service, servers."""
    offered = rate * service
    blocked = 1.0
    for count in range(1, servers + 1):
        blocked = offered * blocked / (count + offered * blocked)
    waiting = blocked / (1 - offered / servers * (1 - blocked))
    return waiting * service / (servers - offered)
