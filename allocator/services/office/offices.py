"""Loading an office from its folder (载入机构): checked whole before anything changes; the difference is told."""

from dataclasses import dataclass
from pathlib import Path

from allocator.domain.difference import Change, describe
from allocator.domain.errors import Conflict
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.difference import describe_rulebook
from allocator.domain.words import Text
from allocator.files.office import OfficeFolder, read_office
from allocator.services.context import Context
from allocator.services.fieldwork.loading import check_served, load_errands, load_means
from allocator.services.office.load_warnings import after_loading
from allocator.services.office.office_keeping import Edit, edits_of, keep_changes
from allocator.services.rules.rules_by_folder import check_released
from allocator.services.staffing.processes import load_process
from allocator.services.staffing.scenario_files import load_scenarios
from allocator.services.transaction import writing


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading did: each difference by natural key, warnings, and whether the rulebook is new (载入报告)."""

    office: Office
    rulebook: Rulebook
    changes: tuple[Change, ...]
    new_rulebook: bool
    warnings: tuple[dict[str, object], ...]
    first: bool


def load_office(context: Context, folder: Path, *, dry_run: bool = False) -> LoadReport:
    """Load a folder; raises BadInput with every fault of the folder, Conflict for another office's database.

    Conflict, too, for an office that knows no more the kind or the town of what published trips serve.
    """
    found = read_office(folder, context.clock().date())
    with writing(context) as (uow, here):
        old = uow.office.load()
        _check_same_office(old, found.office)
        check_served(uow, here.today(found.office), found.office, found.rulebook)
        previous = next(iter(uow.rulebooks.all()), None)
        check_released(uow, found.rulebook, here.today(found.office))
        changes = describe(uow.office.as_loaded(), found.office)
        field = load_means(uow, found.fieldwork)
        text = (folder / "rulebook.toml").read_text(encoding="utf-8")
        new_rulebook = uow.rulebooks.add(text, found.rulebook)
        if changes or field or new_rulebook:
            edits = _edited(old, found, changes, new_rulebook=new_rulebook)
            body = {"rulebook": found.rulebook.digest}
            keep_changes(uow, here, found.office, (*changes, *field), body, edits)
        field += load_errands(uow, here, found.fieldwork.errands)
        field += load_process(uow, here, found.process_text)
        field += load_scenarios(uow, here, found.scenario_files)
        told = after_loading(uow, uow.office.load() or found.office, here.today(found.office), previous)
        if not dry_run:
            uow.commit()
    rules = describe_rulebook(previous.source if previous else None, found.rulebook.source)
    warnings = tuple(fault.as_dict() for fault in (*found.warnings, *told))
    return LoadReport(found.office, found.rulebook, (*changes, *field, *rules), new_rulebook, warnings, old is None)


def _check_same_office(old: Office | None, new: Office) -> None:
    if old is not None and old.bureau.code != new.bureau.code:
        raise Conflict(
            Text(
                f"数据库属于“{old.bureau.name.zh}”（{old.bureau.code}），不能载入“{new.bureau.name.zh}”。",
                f"This database holds {old.bureau.name.en} ({old.bureau.code}); {new.bureau.name.en} cannot go into it.",
            ),
            Text("一个数据库只存一个机构：请用 --db 指定另一个。", "One database, one office: name another with --db."),
            code="another-office",
        )


def _edited(old: Office | None, found: OfficeFolder, changes: tuple[Change, ...], *, new_rulebook: bool) -> list[Edit]:
    """Give what the pool guard must know of; a first load shrinks no pool."""
    if old is None:
        return []
    edits = edits_of(changes, found.office)
    return [*edits, ("rulebook", found.rulebook.version, None)] if new_rulebook else edits
