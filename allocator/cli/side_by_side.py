"""Processes side by side (并行进程): none goes on without the others, and none outlives the one that started them."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import FrameType, MappingProxyType

from allocator.domain.words import Text
from allocator.lifeline import PARENT

LOOK_SECONDS = 1.0
END_SECONDS = 20.0  # more than the web server gives to answers under way (allocator.web)


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that ended by itself: its name, its number, and its exit code (negative: the signal that killed it)."""

    name: Text
    pid: int
    code: int

    @property
    def how(self) -> Text:
        """Say how it ended."""
        if self.code >= 0:
            return Text(f"以退出码 {self.code} 结束", f"ended with exit code {self.code}")
        known = f"{-self.code} ({signal.strsignal(-self.code) or '-'})"
        return Text(f"被信号 {known} 终止", f"was ended by signal {known}")


def run_side_by_side(
    commands: Mapping[Text, Sequence[str]],
    environment: Mapping[str, str],
    handed: Mapping[Text, Sequence[int]] = MappingProxyType({}),
) -> Ended | None:
    """Run processes until one of them ends, and give that one; None when told to stop by SIGTERM or from the keyboard.

    `handed` are the open files (by number) a process is handed; all others stay here.

    Whatever happens, none is left behind: one that does not end within END_SECONDS is killed. A worker that is still
    starting, or a solver, hears nothing for a while; what it had begun is begun again by the next, as after a crash.
    """
    environment = {**environment, PARENT: str(os.getpid())}
    processes: dict[Text, subprocess.Popen[bytes]] = {}
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        for name, line in commands.items():
            processes[name] = subprocess.Popen(line, env=environment, pass_fds=handed.get(name, ()))  # noqa: S603 - our own
        return _first_to_end(processes)
    except KeyboardInterrupt:
        return None
    finally:
        signal.signal(signal.SIGTERM, before)
        _end(list(processes.values()))


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _first_to_end(processes: Mapping[Text, subprocess.Popen[bytes]]) -> Ended:
    """Wait until any process ends, so that a half service never goes on unnoticed."""
    while True:
        for name, process in processes.items():
            try:
                return Ended(name, process.pid, process.wait(LOOK_SECONDS / len(processes)))
            except subprocess.TimeoutExpired:
                continue


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    end = time.monotonic() + END_SECONDS
    for process in processes:
        try:
            process.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
