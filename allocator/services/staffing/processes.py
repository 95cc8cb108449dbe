"""The way of working of the office in the database (在册办案流程): kept at loading as its file was written."""

from allocator.domain.difference import Change, ChangeKind
from allocator.domain.errors import NotFound
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.scenarios.process import Process
from allocator.domain.scenarios.process_reading import read_process
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context

FILE, KIND = "process.toml", "process"
SHOWN = 12  # digits of a digest, enough for people to tell two apart


def load_process(uow: UnitOfWork, here: Context, text: str) -> tuple[Change, ...]:
    """Keep the text of a folder's process file if it is another than the one kept; "" leaves that as it is."""
    if not text:
        return ()
    before = _last(uow)
    after = uow.documents.put(KIND, {"toml": text})
    if before == after:
        return ()
    uow.log.append(here.now(), here.actor, KIND, None, {"document": after})
    kind = ChangeKind.CHANGED if before else ChangeKind.ADDED
    return (Change(kind, KIND, FILE, before=before and before[:SHOWN], after=after[:SHOWN]),)


def the_process(uow: UnitOfWork, rulebook: Rulebook) -> Process:
    """Give the process kept last, read by a rulebook; raises NotFound when none was, BadInput when they disagree."""
    last = _last(uow)
    if last is None:
        raise no_process()
    return read_process(str(uow.documents.get(last)["toml"]), rulebook)


def process_text(uow: UnitOfWork) -> str:
    """Give the text of the process file kept last; "" where none was."""
    last = _last(uow)
    return str(uow.documents.get(last)["toml"]) if last else ""


def no_process() -> NotFound:
    """Make the error for an office that has not said how it works: nothing is invented in its place."""
    return NotFound(
        Text("该机构没有办案流程，不能推演。", "This office has no process, so it cannot be simulated."),
        Text(
            f"请在机构目录中放入 {FILE}（可参照 fixtures/guyang/{FILE}），再运行 fenliu load 目录。",
            f"Put a {FILE} into its folder (fixtures/guyang/{FILE} is one) and run `fenliu load FOLDER`.",
        ),
        code="process-missing",
    )


def _last(uow: UnitOfWork) -> str | None:
    entries = uow.log.entries(kind=KIND)
    return str(entries[-1].body["document"]) if entries else None
