"""Commands that serve: the API with its page of documentation, the worker beside it, and tokens for who may call."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from allocator.cli.demo import first_start
from allocator.cli.group import Shell, command
from allocator.domain.errors import Unavailable
from allocator.domain.words import Text
from allocator.services.access import ROLES, create_token

THREADS = 64


@command("token", help="发放令牌 make a token for the API; it is shown once.")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="clerk", show_default=True)
@click.option("--days", type=int, default=None, help="有效天数 days it is valid; without end if not given.")
def token(shell: Shell, name: str, role: str, days: int | None) -> None:
    """Make a token."""
    secret = create_token(shell.context, name, role, days)
    shell.show({"name": name, "role": role, "token": secret}, lambda: click.echo(secret))


@command("serve", help="提供接口 serve the API and its documentation page until stopped, with a worker for plans.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=8000, show_default=True)
@click.option("--workers", type=int, default=2, show_default=True, help="进程数 web processes.")
@click.option(
    "--first-start",
    "first",
    is_flag=True,
    help="空库时先载入示例机构并演示 on an empty database load the demo bureau first.",
)
def serve(shell: Shell, host: str, port: int, workers: int, *, first: bool) -> None:
    """Serve until stopped."""
    check_port(host, port)
    if first:
        first_start(shell)
    context = shell.context
    context.database.close()
    environment = {**os.environ, "FENLIU_DB": shell.url}
    click.echo(f"http://{host}:{port}/docs  (Ctrl+C 停止 to stop)", err=True)
    web = [
        sys.executable, "-m", "gunicorn", "--no-control-socket", "-k", "gthread", "--threads", str(THREADS),
        "-w", str(workers), "-b", f"{host}:{port}", "wsgi:app",
    ]  # fmt: skip
    with _running([web, [sys.executable, "-m", "allocator.worker"]], environment) as processes:
        _wait_for_first(processes)


def check_port(host: str, port: int) -> None:
    """Refuse to start where something listens already; raises Unavailable."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Unavailable(
                Text(f"{host}:{port} 已被占用或不可用。", f"{host}:{port} is taken or cannot be used."),
                Text("请用 --port 换一个端口。", "Choose another with --port."),
                code="port-taken",
            ) from error


@contextmanager
def _running(commands: list[list[str]], environment: dict[str, str]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run processes side by side; whatever happens, none outlives this one's block."""
    processes = [subprocess.Popen(line, env=environment) for line in commands]  # noqa: S603 - our own two

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield processes
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def _wait_for_first(processes: list[subprocess.Popen[bytes]]) -> None:
    """Wait until any process ends; the others are stopped with it, so that a half service never goes on unnoticed."""
    while all(process.poll() is None for process in processes):
        try:
            processes[0].wait(timeout=1)
        except subprocess.TimeoutExpired:
            continue


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    group.add_command(token)
    group.add_command(serve)
