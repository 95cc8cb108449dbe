"""Processes side by side: told to stop they are gone, also those that do not listen."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from allocator.cli import side_by_side
from allocator.cli.side_by_side import run_side_by_side
from allocator.domain.words import Text

LISTENS = "import time; time.sleep(300)"
DEAF = "import signal, sys, time; signal.signal(15, signal.SIG_IGN); open(sys.argv[1], 'w').close(); time.sleep(300)"


def told_to_stop_once(condition):
    """Send this process the signal of an operator as soon as something has come about."""

    def wait():
        while not condition():
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_one_that_does_not_listen_holds_up_the_end_for_so_long_and_no_longer(tmp_path, monkeypatch):
    """A worker that is still starting hears nothing for a while: the service is gone all the same."""
    monkeypatch.setattr(side_by_side, "END_SECONDS", 1.0)
    deaf = tmp_path / "is deaf now"
    commands = {
        Text("听话", "who listens"): [sys.executable, "-c", LISTENS],
        Text("不听", "who is deaf"): [sys.executable, "-c", DEAF, str(deaf)],
    }
    told_to_stop_once(deaf.exists)
    met = []

    def note(*given, **more):
        met.append(begin(*given, **more))
        return met[-1]

    begin = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", note)

    assert run_side_by_side(commands, os.environ) is None
    assert [process.poll() for process in met] == [-signal.SIGTERM, -signal.SIGKILL]


def test_the_web_server_has_time_to_end_by_itself():
    """It is killed later than it would kill its own."""
    from allocator import web

    assert web.graceful_timeout < side_by_side.END_SECONDS
