"""Trips as people read them (出车表述): who goes where when and what for, by person, by vehicle and by day.

A trip may serve what office or rulebook know no more (a town taken out of the files under it): it is told with what is
known, and with what is missing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from allocator.decisions.fieldwork.windows import away_of
from allocator.decisions.fieldwork.words import FieldObjection
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Errand, Span, Stop, Trip, clock
from allocator.domain.words import Text
from allocator.persistence.errands import KeptErrand
from allocator.persistence.trips import KeptTrip

UNKNOWN_ERRAND = "known_errand"


@dataclass(frozen=True, slots=True)
class Call:
    """One errand of a trip (一项任务): hours, kind, place and case; `missing` says what office or rulebook know no more of it."""

    errand: str
    hours: str
    kind: Text
    town: str
    place: str
    case_no: str
    missing: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Outing:
    """A trip as it is told (一趟出车): its code and state, minutes of the week, vehicle and people by name, its errands.

    `id` and `version` are those of a published trip, 0 of a draft; `wrong` is what the checker objects to in it.
    """

    code: str
    state: str
    leaves: int
    back: int
    vehicle: str
    car: str
    driver: str
    aboard: tuple[str, ...]
    people: tuple[str, ...]
    calls: tuple[Call, ...]
    wrong: tuple[Text, ...] = ()
    id: int = 0
    version: int = 0

    @property
    def day(self) -> int:
        """Give its day of the week, 0 Monday."""
        return self.leaves // DAY

    @property
    def hours(self) -> str:
        """Say from when to when it is out."""
        return f"{clock(self.leaves)}–{clock(self.back)}"

    @property
    def towns(self) -> tuple[str, ...]:
        """Give its towns in the order of the way, each once."""
        return tuple(dict.fromkeys(call.town for call in self.calls if call.town))

    @property
    def missing(self) -> tuple[Text, ...]:
        """Say what is missing of what it serves."""
        return tuple(dict.fromkeys(text for call in self.calls for text in call.missing))


@dataclass(frozen=True, slots=True)
class WeekRow:
    """Somebody, or a vehicle, with the trips of each day from Monday on, and the hours for which they cannot be had."""

    code: str
    name: str
    days: tuple[tuple[Outing, ...], ...]
    gaps: tuple[Span, ...]

    @property
    def goes(self) -> bool:
        """Say whether there is any trip."""
        return any(self.days)


@dataclass(frozen=True)
class Telling:
    """Tells the trips of a week: `asked` are the errands as whoever asks may know of them, by code, also those the week does not see.

    An errand the week sees and `asked` does not is of a case that is not for whoever asks: it is told of in no trip.
    """

    week: FieldWeek
    asked: Mapping[str, KeptErrand]
    objections: Sequence[FieldObjection] = ()

    def outing(self, trip: Trip, kept: KeptTrip | None = None) -> Outing:
        """Tell a trip, with where it stands if it is kept."""
        office = self.week.office
        names = {code: one.name for code, one in office.officer_by_code.items()}
        cars = {code: one.name for code, one in self.week.vehicle_by_code.items()}
        return Outing(
            code=trip.code,
            state=kept.state if kept else trip.state.value,
            leaves=trip.leaves,
            back=trip.back,
            vehicle=trip.vehicle,
            car=cars.get(trip.vehicle, trip.vehicle),
            driver=names.get(trip.driver, trip.driver),
            aboard=trip.people,
            people=tuple(names.get(code, code) for code in trip.people),
            calls=tuple(self._call(stop) for stop in trip.stops if self.is_told(stop.errand)),
            wrong=tuple(
                one.text
                for one in self.objections
                if one.trip == trip.code and one.rule != UNKNOWN_ERRAND and self.is_told(one.errand)
            ),
            id=kept.id if kept else 0,
            version=kept.version if kept else 0,
        )

    def is_told(self, errand: str) -> bool:
        """Say whether an errand is for whoever asks to know of."""
        return errand in self.asked or errand not in self.week.errand_by_code

    def _call(self, stop: Stop) -> Call:
        errand = self.week.errand_by_code.get(stop.errand)
        if errand is not None:
            hours = f"{clock(stop.starts)}–{clock(stop.starts + self.week.minutes(errand))}"
            return _told(errand, hours, self.week.kind(errand).name, ())
        kept = self.asked.get(stop.errand)
        if kept is None:
            name = Text(stop.errand, stop.errand)
            return Call(stop.errand, clock(stop.starts), name, "", "", "", (_unknown(stop.errand),))
        kind = self.week.rulebook.errands.get(kept.errand.kind)
        said = kind.name if kind else Text(kept.errand.kind, kept.errand.kind)
        return _told(kept.errand, clock(stop.starts), said, tuple(self._gone(kept.errand)))

    def _gone(self, errand: Errand) -> Iterator[Text]:
        """Say what office and rulebook know no more of an errand."""
        if errand.kind not in self.week.rulebook.errands:
            zh, en = f"规则手册中已没有任务类型“{errand.kind}”", f'the rulebook has no kind "{errand.kind}" any more'
            yield Text(f"{errand.code}：{zh}", f"{errand.code}: {en}")
        if errand.place.town not in {town.name for town in self.week.office.towns}:
            town = errand.place.town
            zh, en = f"机构资料中已没有乡镇“{town}”", f'the office has no town "{town}" any more'
            yield Text(f"{errand.code}：{zh}", f"{errand.code}: {en}")

    def people(self, outings: Sequence[Outing]) -> tuple[WeekRow, ...]:
        """Give everybody who may be aboard and serves in this week, in the office's own order, with their trips."""
        there = [one for one in self.week.field_staff if any(one.serves(day) for day in self.week.days)]
        return tuple(
            self._row(one.code, one.name, (trip for trip in outings if one.code in trip.aboard)) for one in there
        )

    def vehicles(self, outings: Sequence[Outing]) -> tuple[WeekRow, ...]:
        """Give every vehicle with its trips."""
        return tuple(
            self._row(one.code, one.name, (trip for trip in outings if one.code == trip.vehicle))
            for one in self.week.office.vehicles
        )

    def _row(self, code: str, name: str, outings: Iterable[Outing]) -> WeekRow:
        listed = sorted(outings, key=lambda one: (one.leaves, one.code))
        days = (tuple(one for one in listed if one.day == number) for number in range(len(self.week.days)))
        return WeekRow(code, name, tuple(days), away_of(self.week, code))


def _told(errand: Errand, hours: str, kind: Text, missing: tuple[Text, ...]) -> Call:
    place = errand.place
    return Call(errand.code, hours, kind, place.town, place.name, errand.case_no, missing)


def _unknown(code: str) -> Text:
    return Text(f"没有任务 {code} 的登记", f"there is no errand {code} on the books")
