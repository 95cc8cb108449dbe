"""Who works at what (岗位与排队): people take tasks from their own queue and from those of the desks they share.

The next task is the one of the highest rank, of equal ones the one that came first; once begun it is finished, however
many days that takes. A task that meets people who are free goes to the one who has been free longest.
"""

import heapq
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from allocator.simulation.clock import Clock
from allocator.simulation.working_time import Hours


@dataclass(eq=False, slots=True)
class Task:
    """Work of one person (任务): minutes, a rank (0 first), and what follows when it is done.

    `begun` is the instant at which `worker` took it; a task `dropped` before that is nobody's any more.
    """

    minutes: float
    rank: int
    done: Callable[["Task"], None]
    worker: "Worker | None" = None
    begun: float = math.inf
    dropped: bool = False


@dataclass(eq=False, slots=True)
class Queue:
    """Tasks that wait for one person or for all of a desk (队列)."""

    key: str
    waiting: list[tuple[int, int, Task]] = field(default_factory=list)
    workers: list["Worker"] = field(default_factory=list)
    helpers: list["Worker"] = field(default_factory=list)

    def first(self) -> tuple[int, int, Task] | None:
        """Give what is next in this queue, with its rank and number; dropped tasks are forgotten."""
        waiting = self.waiting
        while waiting and waiting[0][2].dropped:
            heapq.heappop(waiting)
        return waiting[0] if waiting else None

    def take(self) -> Iterator[Task]:
        """Take everything out that waits, in order."""
        while self.first():
            yield heapq.heappop(self.waiting)[2]


@dataclass(eq=False, slots=True)
class Worker:
    """Somebody who works (人员), or a vehicle: the task in hand, minutes of those finished, free since when.

    Queues somebody `helps` at are looked into when nothing waits in the own ones. `wakes` is the instant for which the
    next look at the queues is planned already.
    """

    name: str
    hours: Hours
    queues: list[Queue] = field(default_factory=list)
    helps: list[Queue] = field(default_factory=list)
    task: Task | None = None
    finished: float = 0.0
    free_since: float = 0.0
    wakes: float = -math.inf

    def worked(self, now: float) -> float:
        """Give the minutes worked so far, those at the task in hand included."""
        task = self.task
        under_way = min(task.minutes, self.hours.between(task.begun, now)) if task else 0.0
        return self.finished + under_way


class Desks:
    """All queues of an office and the people at them (各岗位)."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.queues: dict[str, Queue] = {}
        self.workers: dict[str, Worker] = {}
        self.gone: list[Worker] = []
        self._came = 0

    def seat(self, name: str, hours: Hours, *queues: str) -> Worker:
        """Let somebody work at some queues; comes back for what waits already when there next."""
        worker = Worker(name, hours, [self.queue(key) for key in queues], free_since=self.clock.now)
        self.workers[name] = worker
        for queue in worker.queues:
            queue.workers.append(worker)
        self._look(worker)
        return worker

    def help(self, name: str, key: str) -> None:
        """Let somebody also work at another queue while nothing waits in the own ones (补位)."""
        worker, queue = self.workers[name], self.queue(key)
        if queue not in (*worker.queues, *worker.helps):
            worker.helps.append(queue)
            queue.helpers.append(worker)

    def queue(self, key: str) -> Queue:
        """Give the queue of a person or desk."""
        if key not in self.queues:
            self.queues[key] = Queue(key)
        return self.queues[key]

    def put(self, key: str, task: Task) -> None:
        """Give a task to a person or desk: to who is free and there, else to the queue."""
        queue = self.queue(key)
        worker = self._free(queue.workers) or (self._free(queue.helpers) if queue.helpers else None)
        if worker is not None:
            self._begin(worker, task)
            return
        self._came += 1
        heapq.heappush(queue.waiting, (task.rank, self._came, task))
        now = self.clock.now
        for other in (*queue.workers, *queue.helpers) if queue.helpers else queue.workers:
            if other.task is None and other.wakes <= now:  # who is to look at the queues when back need not be told
                self._look(other)

    def _free(self, workers: list[Worker]) -> Worker | None:
        """Find who of some with nothing in hand is there, of several the one who has been free longest."""
        now, found = self.clock.now, None
        for worker in workers:
            if worker.task is None and (found is None or worker.free_since < found.free_since):
                found = worker if worker.hours.returns(now) == now else found
        return found

    def reseat(self, name: str, *queues: str) -> None:
        """Let somebody work at other queues from now on; the task in hand is finished first."""
        worker = self.workers[name]
        _stand_up(worker)
        worker.queues = [self.queue(key) for key in queues]
        for queue in worker.queues:
            queue.workers.append(worker)
        self._look(worker)

    def unseat(self, name: str) -> tuple[Task, float] | None:
        """Let somebody go; gives the task in hand, if any, and the minutes that are left of it."""
        worker = self.workers.pop(name)
        _stand_up(worker)
        task, worker.task = worker.task, None
        self.gone.append(worker)
        if task is None:
            return None
        done = min(task.minutes, worker.hours.between(task.begun, self.clock.now))
        worker.finished += done
        return task, task.minutes - done

    def end(self) -> None:
        """Let go of everybody and of all that was to come."""
        for queue in self.queues.values():
            queue.workers.clear()
            queue.helpers.clear()
            queue.waiting.clear()
        self.clock.end()

    def _begin(self, worker: Worker, task: Task) -> None:
        task.worker, task.begun, worker.task = worker, self.clock.now, task
        time = worker.hours.finish(task.begun, task.minutes)
        if time != math.inf:
            self.clock.at(time, self._finish, task)

    def _finish(self, task: Task) -> None:
        worker = task.worker
        if worker is None or worker.task is not task:  # left before it was done
            return
        worker.finished += task.minutes
        worker.task, worker.free_since = None, self.clock.now
        self._look(worker)
        task.done(task)

    def _look(self, worker: Worker) -> None:
        """Let somebody free take the next task, of the own queues before those somebody helps at; now or when back."""
        if worker.task is not None:
            return
        queue = _foremost(worker.queues) or (_foremost(worker.helps) if worker.helps else None)
        if queue is None:
            return
        now = self.clock.now
        back = worker.hours.returns(now)
        if back == now:
            self._begin(worker, heapq.heappop(queue.waiting)[2])
        elif back not in (math.inf, worker.wakes):
            worker.wakes = back
            self.clock.at(back, self._look, worker)


def _foremost(queues: list[Queue]) -> Queue | None:
    """Find the queue with the next task; no two tasks have one number, so that rank and number tell them apart."""
    best: Queue | None = None
    foremost: tuple[int, int, Task] | None = None
    for queue in queues:
        if queue.waiting:
            first = queue.waiting[0] if not queue.waiting[0][2].dropped else queue.first()
            if first is not None and (foremost is None or first < foremost):
                best, foremost = queue, first
    return best


def _stand_up(worker: Worker) -> None:
    """Take somebody from all queues; who is still to come back finds nothing to do."""
    for queue in worker.queues:
        queue.workers.remove(worker)
    for queue in worker.helps:
        queue.helpers.remove(worker)
    worker.queues, worker.helps = [], []
