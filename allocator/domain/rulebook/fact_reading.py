"""Reading the facts of a rulebook (要素): every case's own, one for each kind of asset, and those it declares."""

from collections.abc import Mapping

from allocator.domain.facts import ASSET, CORE
from allocator.domain.rulebook.book import FactKind
from allocator.domain.rulebook.conditions import FactValue
from allocator.domain.rulebook.section import Section
from allocator.domain.words import Text

PLAIN = Text(
    "false，或只用于 assume = false、不随财产得出的 yes_no 事实",
    "false, or let the fact be yes_no, with assume = false and not from_assets",
)
FACT_KINDS = ("yes_no", "money", "count", "choice", "text")


def read_facts(top: Section, assets: Mapping[str, Text]) -> dict[str, FactKind]:
    """Read the facts a rulebook may ask for: those of every filing, one per kind of asset, and its own."""
    core = {
        name: FactKind(name, kind, text, text, may_be_unknown=unknown) for name, (kind, text, unknown) in CORE.items()
    }
    found = {
        ASSET + asset: FactKind(
            ASSET + asset, "yes_no", name, Text(f"查到{name.zh}吗？", f"Was {name.en} found?"), assume=False
        )
        for asset, name in assets.items()
    }
    declared = {name: _fact(name, section, core.get(name) or found.get(name)) for name, section in top.named("facts")}
    return {**core, **found, **declared}


def _fact(name: str, section: Section, known: FactKind | None) -> FactKind:
    kind = section.choice("kind", (known.kind,), known.kind) if known else section.choice("kind", FACT_KINDS)
    text = section.names() if known is None or {"zh", "en"} & section.values.keys() else known.name
    question = section.section("question")
    return FactKind(
        id=name,
        kind=kind,
        name=text,
        question=question.names()
        if question.values
        else Text(f"{text.zh}：是否已查明？", f"{text.en}: what is known?"),
        may_be_unknown=known.may_be_unknown if known else section.flag("may_be_unknown", default=True),
        chance=section.permille("chance", 500),
        assume=_assumed(section, kind),
        values=section.strings("values"),
        aliases=section.strings("aliases"),
        source=section.text("source", ""),
        from_assets=kind == "yes_no" and section.flag("from_assets"),
        later=section.flag("later"),
        two_persons=_two_persons(section, kind),
    )


def _two_persons(section: Section, kind: str) -> bool:
    """Read whether it takes two persons to say that a fact is so: of a yes/no fact that nobody assumes and nothing else tells."""
    found = section.flag("two_persons")
    if found and (kind != "yes_no" or section.flag("from_assets") or _assumed(section, kind)):
        section.wrong("two_persons", PLAIN)
    return found


def _assumed(section: Section, kind: str) -> FactValue:
    if kind == "yes_no":
        return section.flag("assume", default=section.permille("chance", 500) > 500)
    if kind in ("money", "count"):
        return section.integer("assume", 0, most=2**53)
    return section.text("assume", "") or None
