"""What can become of a run (任务失败的说明), in both languages and with the next step."""

from allocator.domain.errors import AllocatorError, Conflict, NotFound, Unavailable
from allocator.domain.words import Text

AGAIN = Text("请重新提交。", "Submit it anew.")
BEGUN_NO_MORE = Text("如仍需要，请重新提交。", "Submit it anew if it is wanted after all.")


def run_unknown(run_id: str) -> NotFound:
    """There is no such run."""
    return NotFound(
        Text(f"没有任务“{run_id}”。", f'There is no run "{run_id}".'),
        Text("列表见 fenliu runs。", "`fenliu runs` lists them."),
        code="run-unknown",
        facts={"run": run_id},
    )


def kind_unknown(kind: str, known: list[str]) -> NotFound:
    """No function was handed in for this kind of run."""
    listed = ", ".join(sorted(known)) or "-"
    return NotFound(
        Text(f"没有“{kind}”这种任务。", f'There is no kind of run "{kind}".'),
        Text(f"可用：{listed}。", f"Use one of: {listed}."),
        code="run-kind-unknown",
        facts={"kind": kind},
    )


def given_up(starts: int) -> AllocatorError:
    """It was begun too often without an end."""
    return Unavailable(
        Text(f"任务开始 {starts} 次都未能结束，已放弃。", f"Begun {starts} times without an end; given up."),
        Text("请查看服务日志，缩小任务范围后重新提交。", "Look at the service log, and submit a smaller run."),
        code="run-given-up",
        facts={"starts": starts},
    )


def interrupted() -> AllocatorError:
    """Its process is gone."""
    return Unavailable(
        Text("任务所在进程已中断，未留下任何结果。", "The process of the run is gone; it left nothing behind."),
        AGAIN,
        code="run-interrupted",
    )


def cancelled(by: str | None = None) -> AllocatorError:
    """Somebody called it off."""
    whom = Text(f"已由 {by} 取消", f"was cancelled by {by}") if by else Text("已取消", "was cancelled")
    return Conflict(
        Text(f"任务{whom.zh}。", f"The run {whom.en}."),
        BEGUN_NO_MORE,
        code="run-cancelled",
        facts={"by": by} if by else {},
    )


def unforeseen(error: Exception) -> AllocatorError:
    """The program failed where it should not."""
    return AllocatorError(
        Text("任务因程序错误而失败。", "The run failed by a fault of the program."),
        Text(
            "请把服务日志中的任务编号报给维护人员。", "Tell the maintainers the run's id; the service log has the rest."
        ),
        code="run-failed",
        facts={"error": type(error).__name__},
    )
