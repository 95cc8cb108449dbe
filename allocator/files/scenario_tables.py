"""The tables of a scenario file as the domain's values: shape only; whether the office has what they name is asked later."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from allocator.domain.errors import BadInput
from allocator.domain.people import Period
from allocator.domain.rulebook.section import Section
from allocator.domain.scenarios.scenario import (
    Arrivals,
    Away,
    CalendarChanged,
    Campaign,
    Fieldwork,
    Join,
    LanesGiven,
    Leave,
    Move,
    People,
    Policy,
    Rebalance,
    Scenario,
    TeamFormed,
    Teams,
    TeamsMerged,
    VehiclesChanged,
)
from allocator.domain.words import Text
from allocator.files.office.toml import as_values

LONGEST, MOST_RUNS, LAST_SEED = 3660, 100_000, 2**31 - 1
MOST_TIMES, MOST_FILINGS, MOST_VEHICLES, MOST_MOVES = 100_000, 1_000_000, 1000, 100
LEAST_GROWTH = -999
MONTHS, USUAL_MOVES = 12, 10
WIDTH = Text("大于 0 的数字，如 0.005", "a number above 0, such as 0.005")
SEASON = Text("十二个数，一月在前", "twelve numbers, January first")


def read_tables(top: Section, rulebook: Mapping[str, object]) -> Scenario:
    """Read every table but the rulebook's file, which is given; what is wrong is noted in the section's faults."""
    replications = top.integer("replications", 30, least=2, most=MOST_RUNS)
    return Scenario(
        name=top.called("name"),
        first=top.day("first"),
        days=top.integer("days", least=1, most=LONGEST),
        seed=top.integer("seed", 1, most=LAST_SEED),
        policy=_policy(top),
        warm_up_days=top.optional("warm_up_days", most=LONGEST),
        arrivals=_arrivals(top.section("arrivals")),
        people=_people(top.section("people")),
        teams=_teams(top.section("teams")),
        vehicles=tuple(_vehicles(section) for section in top.sections("vehicles")),
        calendar=_calendar(top.section("calendar")),
        rules=dict(_paths("", top.section("rules").values)),
        weights=top.permilles("weights", most=MOST_TIMES),
        rulebook=rulebook,
        replications=replications,
        half_width=_half_widths(top.section("half_width")),
        most_replications=top.integer("most_replications", max(1000, replications), least=replications, most=MOST_RUNS),
        rebalance=_rebalance(top.section("rebalance"), top.values.get("rebalance")),
        fieldwork=_fieldwork(top),
    )


def _policy(top: Section) -> Policy:
    word = top.choice("policy", tuple(policy.value for policy in Policy), Policy.RECOMMEND.value)
    return Policy(word) if word in tuple(Policy) else Policy.RECOMMEND


def _rebalance(section: Section, written: object) -> Rebalance | None:
    """Read when loads are levelled; nothing is lacking in what is no table, which is told already."""
    if not isinstance(written, dict):
        return None
    hand_over = section.flag("hand_over")
    said = "every_days" in section.values or not hand_over
    every = section.integer("every_days", least=1, most=LONGEST) if said else None
    return Rebalance(every, section.integer("moves", USUAL_MOVES, least=1, most=MOST_MOVES), hand_over)


def _fieldwork(top: Section) -> Fieldwork:
    word = top.choice("fieldwork", tuple(one.value for one in Fieldwork), Fieldwork.POOL.value)
    return Fieldwork(word) if word in tuple(Fieldwork) else Fieldwork.POOL


def _half_widths(section: Section) -> dict[str, Fraction]:
    widths = {name: section.number(name, wanted=WIDTH) for name in section.values}
    told = {path for path, _ in section.faults.found}
    for name, width in widths.items():
        if width <= 0 and section.at(name) not in told:
            section.wrong(name, WIDTH)
    return widths


def _arrivals(section: Section) -> Arrivals:
    return Arrivals(
        per_year=section.optional("per_year", most=MOST_FILINGS),
        growth=section.permille("growth", 0, most=MOST_TIMES, least=LEAST_GROWTH),
        season=_season(section),
        mix=section.permilles("mix", most=MOST_TIMES),
        campaigns=tuple(_campaign(one) for one in section.sections("campaigns")),
    )


def _season(section: Section) -> tuple[int, ...]:
    months = _numbered(section, "season")
    weights = tuple(months.permille(number, most=MOST_TIMES) for number in months.values)
    if weights and (len(weights) != MONTHS or not any(weights)):
        section.wrong("season", SEASON)
    return weights


def _numbered(section: Section, key: str) -> Section:
    """Open a list as a table whose keys are the list's with a number each, so that a fault names its element."""
    values = {f"{key}[{number}]": value for number, value in enumerate(as_values(section, key), start=1)}
    return Section(section.path, values, section.faults)


def _campaign(section: Section) -> Campaign:
    return Campaign(
        section.called("name"), _period(section), section.permille("factor", most=MOST_TIMES), section.strings("causes")
    )


def _people(section: Section) -> People:
    return People(
        tuple(_join(one) for one in section.sections("join")),
        tuple(Leave(one.text("who"), one.day("last")) for one in section.sections("leave")),
        tuple(_move(one) for one in section.sections("move")),
        tuple(Away(one.text("who"), _period(one)) for one in section.sections("away")),
    )


def _join(section: Section) -> Join:
    return Join(
        code=section.text("code"),
        first=section.day("first"),
        like=_optional(section, "like"),
        name=section.text("name", ""),
        role=_optional(section, "role"),
        team=_optional(section, "team"),
        share=_share(section),
        skills=section.strings("skills") if "skills" in section.values else None,
    )


def _move(section: Section) -> Move:
    return Move(
        section.text("who"),
        section.day("first"),
        _optional(section, "role"),
        _optional(section, "team"),
        _share(section),
        section.strings("skills"),
    )


def _teams(section: Section) -> Teams:
    return Teams(
        tuple(_formed(one) for one in section.sections("formed")),
        tuple(
            TeamsMerged(one.text("into"), _some(one, "absorbs"), _optional_day(one))
            for one in section.sections("merged")
        ),
        tuple(
            LanesGiven(one.text("team"), one.strings("lanes"), _optional_day(one)) for one in section.sections("lanes")
        ),
    )


def _formed(section: Section) -> TeamFormed:
    return TeamFormed(
        section.text("code"),
        section.called("name"),
        section.strings("lanes"),
        section.strings("members"),
        _optional(section, "lead"),
        _optional_day(section),
    )


def _vehicles(section: Section) -> VehiclesChanged:
    add = section.integer("add", least=-MOST_VEHICLES, most=MOST_VEHICLES)
    return VehiclesChanged(add, _optional(section, "like"), _optional_day(section))


def _calendar(section: Section) -> CalendarChanged:
    return CalendarChanged(_days(section, "holidays"), _days(section, "workdays"))


def _days(section: Section, key: str) -> frozenset[date]:
    days = _numbered(section, key)
    known = len(section.faults.found)
    found = frozenset(days.day(number) for number in days.values)
    return found if len(section.faults.found) == known else frozenset()


def _period(section: Section) -> Period:
    first = section.day("first")
    last = section.day("last") if "last" in section.values else None
    try:
        return Period(first, last)
    except BadInput as fault:
        section.faults.add(section.at("last"), fault.text, fault.remedy)
        return Period(first)


def _optional(section: Section, key: str) -> str | None:
    return section.text(key) if key in section.values else None


def _optional_day(section: Section) -> date | None:
    return section.day("first") if "first" in section.values else None


def _share(section: Section) -> int | None:
    return section.permille("share") if "share" in section.values else None


def _some(section: Section, key: str) -> tuple[str, ...]:
    found = section.strings(key)
    if not found and not section.values.get(key):
        section.need(key)
    return found


def _paths(path: str, values: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Walk the values to be changed by their whole path, however their tables are nested in the file."""
    for key, value in values.items():
        place = f"{path}.{key}" if path else key
        if isinstance(value, dict) and value:  # an empty table is a value too, and told to be a wrong one
            yield from _paths(place, value)
        else:
            yield place, value
