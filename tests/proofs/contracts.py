"""A contract for import-linter which says what a room may import, where `forbidden` says what it may not."""

import sys
from collections.abc import Iterator

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class OnlyContract(Contract):
    """The source rooms import themselves, the standard library and the allowed modules, nothing else."""

    type_name = "only"

    source_modules = fields.SetField(subfield=fields.ModuleField())
    allowed_modules = fields.SetField(subfield=fields.StringField(), required=False, default=())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001  (signature of the base)
        """Collect each direct import that leaves the allowed set."""
        rooms = [module.name for module in self.source_modules]  # type: ignore[attr-defined]
        breaches = [breach for room in rooms for breach in self._breaches(graph, room)]
        return ContractCheck(kept=not breaches, metadata={"breaches": sorted(breaches)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print importer and imported, one pair a line."""
        for importer, imported in check.metadata["breaches"]:
            output.print_error(f"{importer} imports {imported}, which is not allowed there")

    def _breaches(self, graph: ImportGraph, room: str) -> Iterator[tuple[str, str]]:
        allowed = (room, *self.allowed_modules)  # type: ignore[misc]
        for importer in (room, *graph.find_descendants(room)):
            for imported in graph.find_modules_directly_imported_by(importer):
                if not _within(imported, allowed) and imported.partition(".")[0] not in sys.stdlib_module_names:
                    yield importer, imported


def _within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)
