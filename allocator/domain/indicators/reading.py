"""Reading the definitions of indicators (质效指标) from the rulebook's section [indicators]; it may be absent."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from allocator.domain.canonical import digest
from allocator.domain.indicators.definitions import Band, How, Indicator, Part, Window
from allocator.domain.indicators.facts import KINDS, SUMS
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.conditions import OneOf, atoms
from allocator.domain.rulebook.section import Faults, Section
from allocator.domain.scenarios.figures import Unit
from allocator.domain.words import Text

CHANGES = (How.GROWTH, How.POINTS)
WINDOWS = tuple(window.value for window in Window)
UNITS = tuple(unit.value for unit in Unit)
MONTHS = {str(number): number for number in range(1, 13)}


def read_indicators(top: Section) -> dict[str, Indicator]:
    """Read every definition, in the order of the file."""
    return {name: _indicator(name, section) for name, section in top.named("indicators")}


def _indicator(name: str, section: Section) -> Indicator:
    over_facts = Section(section.path, section.values, section.faults, KINDS)
    base = section.text("change_of", "")
    how = section.choice("how", tuple(how.value for how in How), How.RATIO.value)
    return Indicator(
        id=name,
        name=section.names(),
        unit=Unit(_among(section.choice("unit", UNITS, Unit.SHARE.value), UNITS)),
        window=Window(_among(section.choice("window", WINDOWS, Window.PERIOD.value), WINDOWS)),
        how=How(_among(how, tuple(one.value for one in How))),
        numerator=Part(when=False) if base else _part(over_facts, "numerator"),
        denominator=_part(over_facts, "denominator") if "denominator" in section.values else None,
        base=base,
        band=_band(section.section("band")),
        floors=_floors(section.section("floors")),
        note=_note(section.section("meaning")),
        source=section.text("source", ""),
        digest=digest({"id": name, **section.values}),
    )


def _among(value: str, allowed: tuple[str, ...]) -> str:
    """Give a harmless value in place of one that was noted as a fault."""
    return value if value in allowed else allowed[0]


def _part(section: Section, key: str) -> Part:
    added = section.choice(f"{key}_sum", ("", *SUMS), "")
    return Part(section.condition(key), added if added in SUMS else "")


def _band(section: Section) -> Band:
    given = {side: section.number(side) if side in section.values else None for side in ("least", "most")}
    return Band(given["least"], given["most"])


def _floors(section: Section) -> Mapping[int, Fraction]:
    return {number: section.number(month) for month, number in MONTHS.items() if month in section.values}


def _note(section: Section) -> Text:
    return section.names() if section.values else Text("", "")


def check_indicators(rulebook: Rulebook, faults: Faults) -> None:
    """Note definitions that name what the rulebook does not have, or that are changes of a change."""
    for indicator in rulebook.indicators.values():
        path = f"indicators.{indicator.id}"
        if (indicator.how in CHANGES) != bool(indicator.base):
            text = Text(
                "同比须写明所比指标（change_of）。", "A change, and only a change, names what it is a change of."
            )
            faults.add(
                f"{path}.how", text, Text("how 用 growth 或 points，并写 change_of。", "Give how and change_of.")
            )
        _check_base(rulebook, indicator, path, faults)
        for key, part in (("numerator", indicator.numerator), ("denominator", indicator.denominator)):
            if part is not None:
                _check_values(rulebook, part, f"{path}.{key}", faults)


def _check_base(rulebook: Rulebook, indicator: Indicator, path: str, faults: Faults) -> None:
    base = rulebook.indicators.get(indicator.base)
    if indicator.base and (base is None or base.base):
        listed = [one.id for one in rulebook.indicators.values() if not one.base]
        text = Text(f"“{indicator.base}”不能作同比。", f'"{indicator.base}" is nothing to compare with its last year.')
        remedy = Text("可用：" + "、".join(listed) + "。", f"Use one of: {', '.join(listed)}.")
        faults.add(f"{path}.change_of", text, remedy)


def _check_values(rulebook: Rulebook, part: Part, path: str, faults: Faults) -> None:
    known = dict(_known(rulebook))
    for atom in atoms(part.when):
        for value in sorted(atom.values if isinstance(atom, OneOf) else ()):
            listed = known.get(atom.facts()[0])
            if listed is not None and value not in listed:
                text = Text(f"“{value}”不在规则手册中。", f'"{value}" is not in the rulebook.')
                faults.add(path, text, Text("可用：" + "、".join(listed) + "。", f"Use one of: {', '.join(listed)}."))


def _known(rulebook: Rulebook) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "kind", tuple(rulebook.kinds)
    yield "lane", tuple(rulebook.lanes)
    yield "track", tuple(sorted({lane.track for lane in rulebook.lanes.values()}))
    yield "way", tuple(rulebook.closings)
    yield "label", tuple(label.id for label in rulebook.livelihood)
    yield "cause", (*(cause.id for cause in rulebook.weights.causes), rulebook.weights.other.id)
