"""Who works at what (岗位与排队): people take tasks from their own queue and from those of the desks they share.

The next task is the one of the highest rank, of equal ones the one that came first; once begun it is finished, however
many days that takes. A task that meets people who are free goes to the one who has been free longest.
"""

import heapq
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter

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
class People:
    """Those of one queue (同队列人员), in order of sitting down; `free` are those with nothing in hand, the longest free first."""

    seated: list["Worker"] = field(default_factory=list)
    free: dict["Worker", None] = field(default_factory=dict)

    def add(self, worker: "Worker") -> None:
        """Let somebody sit down."""
        self.seated.append(worker)
        if worker.task is None:
            self.free = dict.fromkeys(sorted((*self.free, worker), key=_free_since))

    def remove(self, worker: "Worker") -> None:
        """Let somebody stand up."""
        self.seated.remove(worker)
        self.free.pop(worker, None)

    def longest_free(self, now: float) -> "Worker | None":
        """Find who is there with nothing in hand, of several the one free longest; of equals who sat down first."""
        found, place = None, self.seated.index
        for worker in self.free:
            if found is not None and worker.free_since > found.free_since:
                break
            if worker.hours.returns(now) == now and (found is None or place(worker) < place(found)):
                found = worker
        return found

    def unplanned(self, now: float) -> list["Worker"]:
        """Give who has nothing in hand and is not to look at the queues when back."""
        found = [worker for worker in self.free if worker.wakes <= now]
        return sorted(found, key=self.seated.index) if len(found) > 1 else found


@dataclass(eq=False, slots=True)
class Queue:
    """Tasks that wait for one person or for all of a desk (队列), and its people."""

    key: str
    waiting: list[tuple[int, int, Task]] = field(default_factory=list)
    workers: People = field(default_factory=People)
    helpers: People = field(default_factory=People)

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
    next look at the queues is planned already, `ends` the one at which the task in hand is done.
    """

    name: str
    hours: Hours
    queues: list[Queue] = field(default_factory=list)
    helps: list[Queue] = field(default_factory=list)
    task: Task | None = None
    finished: float = 0.0
    free_since: float = 0.0
    wakes: float = -math.inf
    ends: float = math.inf

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
            queue.workers.add(worker)
        self._look(worker)
        return worker

    def help(self, name: str, key: str) -> None:
        """Let somebody also work at another queue while nothing waits in the own ones (补位)."""
        worker, queue = self.workers[name], self.queue(key)
        if queue not in (*worker.queues, *worker.helps):
            worker.helps.append(queue)
            queue.helpers.add(worker)

    def queue(self, key: str) -> Queue:
        """Give the queue of a person or desk."""
        if key not in self.queues:
            self.queues[key] = Queue(key)
        return self.queues[key]

    def put(self, key: str, task: Task) -> None:
        """Give a task to a person or desk: to who is free and there, else to the queue."""
        queue, now = self.queue(key), self.clock.now
        for people in (queue.workers, queue.helpers):
            if people.free and (worker := people.longest_free(now)) is not None:
                self._take(worker, task)
                return
        self._came += 1
        heapq.heappush(queue.waiting, (task.rank, self._came, task))
        for people in (queue.workers, queue.helpers):
            for other in people.unplanned(now) if people.free else ():
                self._look(other)

    def reseat(self, name: str, *queues: str) -> None:
        """Let somebody work at other queues from now on; the task in hand is finished first."""
        worker = self.workers[name]
        _stand_up(worker)
        worker.queues = [self.queue(key) for key in queues]
        for queue in worker.queues:
            queue.workers.add(worker)
        self._look(worker)

    def delay(self, worker: Worker) -> None:
        """Reckon anew when the task in hand is done, as somebody has fewer hours than when it was begun."""
        task = worker.task
        if task is None:
            return
        worker.ends = worker.hours.finish(task.begun, task.minutes)
        if worker.ends != math.inf:
            self.clock.at(worker.ends, self._finish, task)

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
            queue.workers, queue.helpers = People(), People()
            queue.waiting.clear()
        self.clock.end()

    def _take(self, worker: Worker, task: Task) -> None:
        """Let somebody who was free begin with a task."""
        for queue in worker.queues:
            del queue.workers.free[worker]
        for queue in worker.helps:
            del queue.helpers.free[worker]
        self._begin(worker, task)

    def _begin(self, worker: Worker, task: Task) -> None:
        task.worker, task.begun, worker.task = worker, self.clock.now, task
        time = worker.ends = worker.hours.finish(task.begun, task.minutes)
        if time != math.inf:
            self.clock.at(time, self._finish, task)

    def _finish(self, task: Task) -> None:
        worker = task.worker
        if worker is None or worker.task is not task or worker.ends > self.clock.now:  # left before, or done later
            return
        worker.finished += task.minutes
        worker.task, worker.free_since = None, self.clock.now
        following = self._next(worker)
        if following is None:
            _be_free(worker)
        else:
            self._begin(worker, following)
        task.done(task)

    def _look(self, worker: Worker) -> None:
        """Let somebody free take the next task, now or when back."""
        if worker.task is None and (task := self._next(worker)) is not None:
            self._take(worker, task)

    def _next(self, worker: Worker) -> Task | None:
        """Take out the next task for somebody who is there, of the own queues before those somebody helps at; else look when back."""
        queue = _foremost(worker.queues) or (_foremost(worker.helps) if worker.helps else None)
        if queue is None:
            return None
        now = self.clock.now
        back = worker.hours.returns(now)
        if back == now:
            return heapq.heappop(queue.waiting)[2]
        if back not in (math.inf, worker.wakes):
            worker.wakes = back
            self.clock.at(back, self._look, worker)
        return None


def _be_free(worker: Worker) -> None:
    """Note that somebody has nothing in hand from now on."""
    for queue in worker.queues:
        queue.workers.free[worker] = None
    for queue in worker.helps:
        queue.helpers.free[worker] = None


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


_free_since = attrgetter("free_since")


def _stand_up(worker: Worker) -> None:
    """Take somebody from all queues; who is still to come back finds nothing to do."""
    for queue in worker.queues:
        queue.workers.remove(worker)
    for queue in worker.helps:
        queue.helpers.remove(worker)
    worker.queues, worker.helps = [], []
