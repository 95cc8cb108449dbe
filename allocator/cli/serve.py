"""Commands that serve (提供服务): pages and API with a worker beside them, and tokens for programs that call."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import click

from allocator.cli.first_start import first_start, tell_first_link
from allocator.cli.group import Shell, command
from allocator.cli.side_by_side import Ended, run_side_by_side
from allocator.cli.tokens import token
from allocator.domain.errors import BadInput, Unavailable
from allocator.domain.words import Text
from allocator.services.access.access_rules import AccessRules, WebRules, rules_from

FAILED = 1
PYTHON = (sys.executable, "-m")
WEB, WORKER = Text("网页服务", "the web server"), Text("后台进程", "the worker")


@command("serve", help="提供网页与接口 serve the pages and the API until stopped, with a worker for plans.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(min=1), default=2, show_default=True, help="进程数 web processes.")
@click.option(
    "--first-start",
    "first",
    is_flag=True,
    help="空库时先载入示例机构并演示 on an empty database load the demo bureau first.",
)
def serve(shell: Shell, host: str, port: int, workers: int, *, first: bool) -> None:
    """Serve until stopped; exit code 1 when one of the two processes ends by itself, which stops the other."""
    _refuse_rehearsal(shell)
    host = host.removeprefix("[").removesuffix("]")
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    rules = _reached_at(rules_from(os.environ.get("FENLIU_ACCESS")), f"http://{address}")
    with reserved(host, port) as door:
        if first:
            first_start(shell)
        door.listen()  # before the address is told: who opens it at once waits a moment, and is not refused
        if first:
            tell_first_link(shell, rules)
        shell.context.database.close()
        click.echo(f"{rules.web.address}/  (Ctrl+C 停止 to stop)", err=True)
        ended = _served(shell.url, workers, door)
    if ended is not None:
        _tell(ended)
        sys.exit(FAILED)


def _served(url: str, workers: int, door: socket.socket) -> Ended | None:
    """Serve at a door that is open until a process ends, and give that one; None when told to stop."""
    web = ["gunicorn", "-c", "python:allocator.web", "-w", str(workers), "-b", f"fd://{door.fileno()}", "wsgi:app"]
    commands = {WEB: [*PYTHON, *web], WORKER: [*PYTHON, "allocator.worker"]}
    return run_side_by_side(commands, {**os.environ, "FENLIU_DB": url}, {WEB: [door.fileno()]})


def _refuse_rehearsal(shell: Shell) -> None:
    """Refuse an instant to rehearse: the processes that serve go by the clock on the wall."""
    if shell.now is not None:
        raise BadInput(
            Text("serve 只按当前时间运行。", "What is served goes by the present time."),
            Text("请去掉 --now（或环境变量 FENLIU_NOW）。", "Leave out --now (or unset FENLIU_NOW)."),
            code="now-not-served",
        )


def _reached_at(rules: AccessRules, address: str) -> AccessRules:
    """Give the settings with the address served at, where they name no other."""
    named = rules.web.address != WebRules().address
    return rules if named else replace(rules, web=replace(rules.web, address=address))


@contextmanager
def reserved(host: str, port: int) -> Iterator[socket.socket]:
    """Take a port nobody else listens at, and keep it; raises Unavailable."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except (OSError, ValueError) as error:
            raise Unavailable(
                Text(f"{host}:{port} 已被占用或不可用。", f"{host}:{port} is taken or cannot be used."),
                Text("请用 --port 或 --host 换一个。", "Choose another with --port or --host."),
                code="port-taken",
            ) from error
        yield door


def _tell(ended: Ended) -> None:
    """Tell which process ended; whoever watches the service (such as systemd) learns it from the exit code."""
    name, how = ended.name, ended.how
    click.echo(
        f"错误 {name.zh}（进程 {ended.pid}）{how.zh}，服务已全部停止。原因见此前日志；请重新启动。\n"
        f"error: {name.en} (process {ended.pid}) {how.en}; the whole service has stopped. "
        "The lines above may say why; start it again.",
        err=True,
    )


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    group.add_command(token)
    group.add_command(serve)
