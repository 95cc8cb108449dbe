"""The service as an operator starts, stops and loses it: real processes on a port of their own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from allocator.cli import main
from allocator.services.access.permissions import create_token
from allocator.services.context import Context
from allocator.services.jobs.jobs import Jobs
from tests.stories import MONDAY, an_office

ROOT = Path(__file__).parents[3]
SERVE = [sys.executable, "-c", "from allocator.cli import main; main()", "serve"]


@pytest.mark.parametrize(
    "words",
    [["--port", 99999], ["--port", -1], ["--port", 0], ["--workers", 0], ["--workers", -2], ["--host", "no such host"]],
)
def test_a_service_that_cannot_be_is_refused(tmp_path, words):
    """An impossible port, no process, a host there is none: a message in both languages and exit code 2."""
    url = f"sqlite:///{tmp_path / 'office.db'}"
    result = CliRunner().invoke(main, ["serve", "--db", url, *map(str, words)], catch_exceptions=False)

    assert result.exit_code == 2
    assert "错误" in result.stderr
    assert "error:" in result.stderr


def test_a_service_goes_by_the_present_time(tmp_path):
    """An instant to rehearse is refused, not silently forgotten."""
    url = f"sqlite:///{tmp_path / 'office.db'}"
    words = ["serve", "--db", url, "--now", "2022-09-30T09:00+08:00"]
    result = CliRunner().invoke(main, words, catch_exceptions=False)

    assert result.exit_code == 2
    assert "--now" in result.stderr


class Service:
    """A service that was started."""

    def __init__(self, url, host):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as free:
            free.bind((host, 0))
            self.port = free.getsockname()[1]
        self.host = host
        words = ["--db", url, "--host", host, "--port", str(self.port), "--workers", "1"]
        environment = {name: value for name, value in os.environ.items() if name != "FENLIU_NOW"}
        self.process = subprocess.Popen([*SERVE, *words], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)

    @contextmanager
    def ask(self, path, **headers):
        """Send a request; gives the answer with its body still to be read."""
        with closing(http.client.HTTPConnection(self.host, self.port, timeout=20)) as line:
            line.request("GET", path, headers=headers)
            with line.getresponse() as answer:
                yield answer

    def answers(self):
        try:
            with self.ask("/readyz") as answer:
                return answer.status == 200
        except OSError:
            return False

    def children(self):
        """List the processes it started and those they started, by what they are."""
        return dict(_descendants(self.process.pid))

    def one(self, word):
        return next(pid for pid, command in self.children().items() if word in command)


def _descendants(pid):
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield int(child), Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
        yield from _descendants(int(child))


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def is_alive(pid):
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@pytest.fixture
def office(database):
    """A database that is served: its context."""
    with database.writing() as uow:
        uow.office.save(an_office(), MONDAY)
        uow.commit()
    return Context(database)


@pytest.fixture
def start(office):
    """Starts a service and waits until it answers; leaves none behind."""
    started = []

    def go(host="127.0.0.1"):
        service = Service(office.database.url, host)
        started.append(service)
        wait_until(lambda: service.answers() or service.process.poll() is not None)
        assert service.process.poll() is None, service.process.communicate()[1]
        return service

    yield go
    for service in started:
        if service.process.poll() is None:
            service.process.terminate()
        service.process.communicate(timeout=60)


@pytest.mark.slow
def test_whoever_opens_the_address_as_soon_as_it_is_told_is_let_in(office):
    """It is told once somebody listens: the first visitor waits a moment, and is not refused."""
    service = Service(office.database.url, "127.0.0.1")
    try:
        assert service.process.stderr is not None
        assert f"http://127.0.0.1:{service.port}/" in service.process.stderr.readline()
        socket.create_connection(("127.0.0.1", service.port)).close()
        wait_until(service.answers)
    finally:
        service.process.terminate()
        service.process.communicate(timeout=60)


def test_a_port_somebody_listens_at_is_refused(tmp_path):
    """Before anything is begun, with what to do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        words = ["serve", "--db", f"sqlite:///{tmp_path / 'office.db'}", "--port", str(other.getsockname()[1])]
        result = CliRunner().invoke(main, words, catch_exceptions=False)

    assert result.exit_code == 2
    assert "--port" in result.stderr


@pytest.mark.slow
def test_a_worker_that_is_killed_ends_the_service_with_its_name_and_an_exit_code(start):
    """Whoever watches the service, such as systemd, sees a failure and starts it again."""
    service = start()
    worker = service.one("allocator.worker")
    children = service.children()
    os.kill(worker, signal.SIGKILL)
    said = service.process.communicate(timeout=60)[1]

    assert service.process.returncode == 1
    assert f"后台进程（进程 {worker}）被信号 9" in said
    assert f"the worker (process {worker}) was ended by signal 9" in said
    assert not [pid for pid in children if is_alive(pid)]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent is gone")
def test_a_service_that_is_killed_leaves_nothing_running(start):
    """Neither the web server nor the worker goes on without the one that started them."""
    service = start()
    children = service.children()
    assert len(children) == 3
    service.process.kill()

    wait_until(lambda: not [pid for pid in children if is_alive(pid)], seconds=20)


@pytest.mark.slow
def test_an_open_stream_does_not_hold_up_the_end(start, office):
    """Told to stop while somebody follows a run, the service is gone within seconds, with exit code 0."""
    token = create_token(office, "王某", "clerk")
    service = start()
    run = Jobs(office.database).submit("allocate", {}, "王某", inline=True)
    with service.ask(f"/api/v1/runs/{run.id}/events", Authorization=f"Bearer {token}") as stream:
        assert stream.readline() == b"event: queued\n"
        began = time.monotonic()
        service.process.send_signal(signal.SIGTERM)
        said = service.process.communicate(timeout=60)[1]

    assert service.process.returncode == 0, said
    assert time.monotonic() - began < 15


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_an_address_of_ipv6_is_served(start):
    """Written with brackets where an address needs them, and without them where it does not."""
    assert start("::1").answers()


@pytest.mark.slow
def test_an_address_too_long_is_answered_by_the_application(start):
    """A problem document with the next step, where the server would have sent a page of its own."""
    with start().ask("/api/v1/cases?handler=" + "x" * 7500) as answer:
        assert (answer.status, answer.headers["Content-Type"]) == (414, "application/problem+json")
        assert json.loads(answer.read())["type"] == "/problems/address-too-long"
