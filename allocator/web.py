"""The settings of the web server (网页服务设置): `gunicorn -c python:allocator.web wsgi:app`, as `fenliu serve` does."""

import gc
from typing import Any

from allocator.lifeline import end_with_parent

worker_class = "gthread"
threads = 64
control_socket_disable = True
# Seconds for answers under way when told to stop: no page takes so long, and an import happens whole or not at all.
graceful_timeout = 15
# The most there is. The application refuses an address sooner, in a problem document instead of a page of the server.
limit_request_line = 8190


def on_starting(_server: Any) -> None:
    """End with the process that started this one."""
    end_with_parent()


def post_worker_init(worker: Any) -> None:
    """Let the application ask whether its process was told to stop: a stream would keep it up until it is killed.

    What it was built of stays, so the collector of cycles need not look through it ever again: doing so stopped every page
    for a quarter of a second each time.
    """
    worker.wsgi.config["STOPPING"] = lambda: not worker.alive
    gc.collect()
    gc.freeze()
