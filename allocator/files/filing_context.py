"""What the office knows that a filing sheet may name: towns, kinds, causes, assets, facts, people."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from allocator.domain.cases import normal_name
from allocator.domain.errors import NotFound
from allocator.domain.facts import ASSET, CORE, OTHER_CAUSE, cause_id
from allocator.domain.office import Office
from allocator.domain.rulebook.book import CaseKind, FactKind, Rulebook
from allocator.domain.words import Text
from allocator.files.filing_fields import ASSET_WORDS, FILING_FIELDS, FieldNames

TWO_PLACES = re.compile(r"[、，,;；/\n]")
ADDRESS = re.compile(
    r"[、，,]|(?:[县旗区市盟州]|苏木|社区)$|自治区|省.*[市州盟]|[市盟州].*[县旗区]|[县旗区].*[镇乡村街路号]|[镇乡].*[村组]"
)
ADDRESS_COLUMN = re.compile(r"地址|住址|住所|address|city", re.IGNORECASE)
ANOTHER_PLACE = re.compile(r"[县旗镇乡市]|苏木|(?<![小社])区")


@dataclass(frozen=True)
class FilingContext:
    """The office and rulebook a sheet is read for, and the day it is read on: no filing is later."""

    office: Office
    rulebook: Rulebook
    today: date

    @cached_property
    def traits(self) -> dict[str, FactKind]:
        """The rulebook's facts that may have a column of their own (要素); the rest come from other columns."""
        return {name: kind for name, kind in self.rulebook.facts.items() if name not in CORE}

    @cached_property
    def fields(self) -> tuple[FieldNames, ...]:
        """Every field a column may be: those of a filing, then the rulebook's facts."""
        filing = (_as_here(names, self.rulebook.facts.get(names.id)) for names in FILING_FIELDS)
        return (*filing, *(_trait_names(kind) for kind in self.traits.values()))

    @cached_property
    def called(self) -> dict[str, Text]:
        """What each field is called in this office (本机构的叫法)."""
        return {names.id: Text(names.zh, names.en) for names in self.fields}

    @cached_property
    def needed(self) -> frozenset[str]:
        """The fields without whose column no row can be taken: number, day, and what the rulebook cannot do without.

        That is the claim and the debtors where a kind of case needs them: an office of permits has neither.
        """
        kinds = self.rulebook.kinds.values()
        claim = ["claim"] if any(kind.needs_claim for kind in kinds) else []
        debtors = ["debtors"] if any(kind.needs_debtor for kind in kinds) else []
        return frozenset(["case_no", "filed_on", *claim, *debtors])

    @cached_property
    def towns(self) -> dict[str, str]:
        """Find a town's name by every written form, in normal form."""
        return {normal_name(form): town.name for form, town in self.office.town_by_name.items() if form}

    @cached_property
    def town_names(self) -> tuple[str, ...]:
        """The towns as the office writes them."""
        return tuple(town.name for town in self.office.towns)

    def town_of(self, address: str) -> str | None:
        """Find the town an address lies in: the last it names, unless a place nobody listed follows, or it names two."""
        if TWO_PLACES.search(address.strip()):
            return None
        written = normal_name(address)
        ends = {
            written.rfind(form) + len(form): name
            for form, name in self.towns.items()
            if len(form) > 1 and form in written
        }
        last = max(ends, default=0)
        rest = written[last:]
        return ends[last] if ends and len(rest) != 1 and not ANOTHER_PLACE.search(rest) else None

    def is_address(self, written: str, header: str = "") -> bool:
        """Say whether a cell is an address rather than the name of a town: by its header, or by what it says."""
        return bool(ADDRESS_COLUMN.search(header) or ADDRESS.search(written))

    @cached_property
    def kinds(self) -> dict[str, CaseKind]:
        """Find a kind of case by its id, names and aliases, in normal form."""
        named = {
            normal_name(name): kind
            for kind in self.rulebook.kinds.values()
            for name in (kind.name.zh, kind.name.en, *kind.aliases)
        }
        return {**named, **{normal_name(kind.id): kind for kind in self.rulebook.kinds.values()}}

    @cached_property
    def kind_ids(self) -> tuple[str, ...]:
        """The kinds as they stand in case numbers."""
        return tuple(self.rulebook.kinds)

    @cached_property
    def assets(self) -> dict[str, str]:
        """Find a kind of asset by its id, its names and everyday words for it, in normal form."""
        found: dict[str, str] = {}
        for asset, name in self.rulebook.assets.items():
            parts = re.split(r"或|和|、|/| or ", f"{name.zh}或{name.en}")
            bare = [re.sub(r"^(a|an|the)\s+", "", part.strip()) for part in parts]
            for word in (asset, name.zh, name.en, *bare, *_everyday(bare)):
                found.setdefault(normal_name(word), asset)
        return found

    def asset_of(self, written: str) -> str | None:
        """Find a kind of asset: by name, else by the longest name contained (银行存款 is 存款)."""
        word = normal_name(written)
        if word in self.assets:
            return self.assets[word]
        contained = [known for known in self.assets if len(known) > 1 and known in word]
        return self.assets[max(contained, key=len)] if contained else None

    @property
    def case_no_pattern(self) -> str | None:
        """The form of the office's case numbers, None when any will do."""
        return self.office.bureau.case_no_pattern or None

    def knows_cause(self, cause: str) -> bool:
        """Say whether the rulebook has a row for a cause; others take its default row."""
        return cause_id(cause, self.rulebook) != OTHER_CAUSE

    def without_claim(self, cause: str | None) -> bool:
        """Say whether a cause asks for an act or a thing, so that a filing may state no amount."""
        return cause_id(cause, self.rulebook) in self._without_claim

    @cached_property
    def _without_claim(self) -> frozenset[str]:
        return frozenset(row.id for row in self.rulebook.weights.causes if row.without_claim)

    def officer_code(self, code_or_name: str) -> str | None:
        """Find an officer by code or name; None for somebody who is not of the office, or two of one name."""
        try:
            return self.office.officer(code_or_name).code
        except NotFound:
            return None


def _as_here(names: FieldNames, fact: FactKind | None) -> FieldNames:
    """Give a filing's field as the rulebook calls it: building costs, where a court has a claim. A count is no name of parties."""
    if fact is None or (fact.name == CORE[names.id][1] and not fact.aliases):
        return names
    renamed = fact.kind != "count" and fact.name != CORE[names.id][1]
    called = fact.name if renamed else Text(names.zh, names.en)
    return replace(names, zh=called.zh, en=called.en, aliases=(*fact.aliases, names.zh, names.en, *names.aliases))


def _trait_names(kind: FactKind) -> FieldNames:
    """Give the headers of a fact; an asset's own column must be named by its id, as "存款" may hold an amount."""
    if kind.id.startswith(ASSET):
        return FieldNames(kind.id, f"查到{kind.name.zh}", kind.id, similar=False)
    return FieldNames(kind.id, kind.name.zh, kind.name.en, kind.aliases, money=kind.kind == "money")


def _everyday(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(other for word in words for group in ASSET_WORDS if word in group for other in group)
