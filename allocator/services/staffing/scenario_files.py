"""The office's own scenario files (机构推演方案): kept at loading as they were written, offered as starting points."""

from collections.abc import Sequence
from dataclasses import dataclass

from allocator.domain.difference import Change, ChangeKind
from allocator.domain.errors import AllocatorError, NotFound
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Text
from allocator.files.scenarios import ScenarioText, scenario_of
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.staffing.processes import SHOWN
from allocator.services.transaction import the_office, the_rulebook

KIND = "scenarios"


@dataclass(frozen=True, slots=True)
class Kept:
    """A scenario file of the office (机构推演方案): its name and text, what it asks, or what stands in its way today."""

    file: str
    toml: str
    title: Text | None
    refused: AllocatorError | None = None


def load_scenarios(uow: UnitOfWork, here: Context, files: Sequence[tuple[str, str]]) -> tuple[Change, ...]:
    """Keep the scenario files of a folder if they are others than those kept; none leaves them as they are."""
    if not files:
        return ()
    before = _last(uow)
    after = uow.documents.put(KIND, {"files": [{"name": name, "toml": text} for name, text in files]})
    if before == after:
        return ()
    uow.log.append(here.now(), here.actor, KIND, None, {"document": after})
    kind = ChangeKind.CHANGED if before else ChangeKind.ADDED
    return (Change(kind, KIND, f"{KIND}/", before=before and before[:SHOWN], after=after[:SHOWN]),)


def scenario_files(context: Context) -> tuple[Kept, ...]:
    """List the office's own scenario files, each read as it would be today; one that names what is gone says so."""
    with context.database.reading() as uow:
        files = _kept(uow)
        office = the_office(uow)
        rulebook = the_rulebook(uow, context.today(office))
    return tuple(_known(ScenarioText(name, toml), office, rulebook) for name, toml in files.items())


_seen: dict[tuple[ScenarioText, str, str], Kept] = {}
_MOST_SEEN = 64


def _known(source: ScenarioText, office: Office, rulebook: Rulebook) -> Kept:
    """Give a file as it is read: what comes of it rests on its text, the office and the rulebook, and so is read once for them."""
    key = (source, office.digest, rulebook.digest)
    found = _seen.get(key)
    if found is None:
        for old in list(_seen)[: max(0, len(_seen) - _MOST_SEEN + 1)]:
            _seen.pop(old, None)
        found = _seen[key] = _read(source, office, rulebook)
    return found


def _read(source: ScenarioText, office: Office, rulebook: Rulebook) -> Kept:
    try:
        return Kept(source.name, source.text, scenario_of(source, office, rulebook).name)
    except AllocatorError as error:
        return Kept(source.name, source.text, None, error)


def scenario_file(context: Context, name: str) -> str:
    """Give the text of one of the office's own scenario files; raises NotFound."""
    with context.database.reading() as uow:
        files = _kept(uow)
    if name not in files:
        raise NotFound(
            Text(f"没有推演方案文件“{name}”。", f'There is no scenario file "{name}".'),
            Text(
                "请放入机构目录的 scenarios 文件夹，再运行 fenliu load。",
                "Put it into the folder scenarios of the office's own and run `fenliu load`.",
            ),
            code="scenario-file-unknown",
        )
    return files[name]


def _kept(uow: UnitOfWork) -> dict[str, str]:
    last = _last(uow)
    files = uow.documents.get(last)["files"] if last else []
    return {one["name"]: one["toml"] for one in files}


def _last(uow: UnitOfWork) -> str | None:
    entries = uow.log.entries(kind=KIND)
    return str(entries[-1].body["document"]) if entries else None
