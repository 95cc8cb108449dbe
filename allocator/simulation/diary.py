"""The path of one person or vehicle through a run (一人一车经过): being there or not, work taken in hand; cases and trips tell themselves.

Only a run that is told keeps one; nothing that happens in it is otherwise.
"""

from collections.abc import Callable

from allocator.domain.words import Text
from allocator.simulation.clock import Clock
from allocator.simulation.desks import Desks, Task, Worker
from allocator.simulation.life import Piece
from allocator.simulation.outings.trips import is_ill
from allocator.simulation.timetable import vehicle_at
from allocator.simulation.working_time import DAY
from allocator.simulation.world import World

THERE = Text("到岗", "there")
ILL = Text("病假", "ill")
AWAY = Text("不在岗（未到任、休假、占用或已离任）", "not there: not yet, on leave, taken otherwise, or gone")
READY = Text("可用", "ready to go")
STANDING = Text("不可用（保养、故障或已撤）", "not to be had: in service, out of order, or gone")
OTHER = Text("案外事务", "work beside cases")


class WatchedDesks(Desks):
    """Desks of which one worker is watched (旁观岗位)."""

    def __init__(self, clock: Clock, name: str, taken: Callable[[Task], None]) -> None:
        super().__init__(clock)
        self._name, self._taken = name, taken

    def _begin(self, worker: Worker, task: Task) -> None:
        super()._begin(worker, task)
        if worker.name == self._name:
            self._taken(task)


class Diary:
    """What is written down of one person or vehicle (日志)."""

    def __init__(self, world: World, code: str) -> None:
        self._world, self._code = world, code
        self._last: Text | None = None

    def taken(self, task: Task) -> None:
        """Write down what is taken in hand."""
        stage, about = OTHER, ""
        if isinstance(task, Piece) and task.life is not None:
            stage, about = self._world.stages[task.life.place].text, task.life.case_no
        minutes = round(task.minutes)
        self._write(Text(f"着手：{stage.zh}，{minutes} 分钟", f"takes in hand: {stage.en}, {minutes} minutes"), about)

    def morning(self, day: int) -> None:
        """Write down whether it is there, where that is otherwise than on the day before."""
        found = self._state(day)
        if found != self._last:
            self._last = found
            self._write(found)

    def _state(self, day: int) -> Text:
        world, code = self._world, self._code
        if code in world.table.vehicles:
            return READY if world.table.vehicles[code].minutes[day] else STANDING
        if is_ill(world, code, day):
            return ILL
        return THERE if world.tally.people[code].minutes[day] and code in world.desks.workers else AWAY

    def _write(self, text: Text, about: str = "") -> None:
        self._world.note_for(self._code, text, about)


def keep_diary(world: World) -> None:
    """Write down the path of whom or what is listened for, if it is a person or a vehicle of the office; before anybody sits down."""
    code, table = world.listens, world.table
    if code not in table.people and code not in table.vehicles:
        return
    diary = Diary(world, code)
    name = vehicle_at(code) if code in table.vehicles else code
    world.desks = WatchedDesks(world.clock, name, diary.taken)
    for day, works in enumerate(table.working):
        if works:
            world.clock.at(float(day * DAY + table.opening.opens), diary.morning, day)
