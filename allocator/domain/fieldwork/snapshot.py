"""All that the plan of one week of field work may see (外勤周快照): the office, its rules, errands, means and trips."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from functools import cached_property

from allocator.domain.canonical import digest
from allocator.domain.errors import BadInput
from allocator.domain.fieldwork.errand_kinds import ErrandKind, Part
from allocator.domain.fieldwork.means import Closure, Engagement, Resource
from allocator.domain.fieldwork.travel import Travel
from allocator.domain.fieldwork.trips import DAY, WEEK_DAYS, Errand, Place, Stop, Trip, TripState, WeekPlan
from allocator.domain.ledgers import Counts
from allocator.domain.office import Office
from allocator.domain.people import Officer, Vehicle
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Text


@dataclass(frozen=True)
class FieldWeek:
    """A week of field work at one instant (外勤周).

    - `monday` begins the week; `now` is the minute at which it is planned, counted from then (negative: before the week):
      nothing begins earlier, and lead times run from its day;
    - `trips` are those already published or under way;
    - `hard` are the minutes of hard work by officer in the window of the rulebook, up to this week;
    - `special` are the errands of cases that a special action is about, by the action, as far as it takes anything this week;
    - `joint` is the day of each apprentice's last trip with a mentor, `seen` the errands by apprentice and kind in the window.
    """

    office: Office
    rulebook: Rulebook
    monday: date
    now: int
    errands: tuple[Errand, ...]
    resources: tuple[Resource, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    closures: tuple[Closure, ...] = ()
    trips: tuple[Trip, ...] = ()
    hard: Mapping[str, int] = field(default_factory=dict)
    joint: Mapping[str, date] = field(default_factory=dict)
    seen: Counts = field(default_factory=dict)
    special: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.monday.weekday():
            raise BadInput(
                Text(f"{self.monday} 不是星期一。", f"{self.monday} is no Monday."),
                Text("外勤周从星期一开始。", "A week of field work begins on a Monday."),
            )
        if any(trip.state == TripState.DRAFT for trip in self.trips):
            raise BadInput(
                Text("草案中的出车不属于现状。", "A drafted trip is no part of what stands."),
                Text("只列已发布和已出发的。", "List those published or under way."),
            )
        codes = [errand.code for errand in self.errands]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise BadInput(
                Text(f"任务编号重复：{'、'.join(twice)}。", f"Errands with one code: {', '.join(twice)}."),
                Text("每项任务一个编号。", "Give each errand its own."),
            )

    @cached_property
    def digests(self) -> dict[str, str]:
        """Name each thing that was seen, the rolling books among them: a certificate says by them what a plan rests on."""
        known = {"office": self.office.digest, "rulebook": self.rulebook.digest}
        parts = [part.name for part in fields(self) if part.name != "special" or self.special]
        return {name: known.get(name) or digest(getattr(self, name)) for name in parts}

    @cached_property
    def digest(self) -> str:
        """Name all that was seen."""
        return digest(self.digests)

    @property
    def today(self) -> date:
        """Give the day on which the week is planned."""
        return self.monday + timedelta(days=self.now // DAY)

    def day(self, moment: int) -> date:
        """Give the day of a moment."""
        return self.monday + timedelta(days=moment // DAY)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Give the seven days of the week, Monday first."""
        return tuple(self.monday + timedelta(days=number) for number in range(WEEK_DAYS))

    @cached_property
    def travel(self) -> Travel:
        """Give the drives of this week, winter counted in by its Monday's month."""
        rules = self.rulebook.fieldwork
        factor = rules.winter_factor if self.monday.month in rules.winter_months else 1000
        return Travel(self.office, factor, rules.least_drive)

    @cached_property
    def errand_by_code(self) -> dict[str, Errand]:
        """Find errands by code."""
        return {errand.code: errand for errand in self.errands}

    @cached_property
    def vehicle_by_code(self) -> dict[str, Vehicle]:
        """Find vehicles by code."""
        return {vehicle.code: vehicle for vehicle in self.office.vehicles}

    def served(self, trip: Trip) -> tuple[Errand, ...]:
        """Give the errands of a trip in its order, each stop's own; what office or rulebook know no more is left out."""
        return tuple(self.errand_by_code[stop.errand] for stop in trip.stops if stop.errand in self.errand_by_code)

    def kind(self, errand: Errand) -> ErrandKind:
        """Give the rulebook's row of an errand; a KeyError means that the week was put together unchecked."""
        return self.rulebook.errands[errand.kind]

    def minutes(self, errand: Errand) -> int:
        """Give how long an errand takes on the spot, in minutes."""
        return errand.minutes or self.kind(errand).minutes

    def part(self, errand: Errand, number: int) -> Part:
        """Give what one vehicle brings to an errand; what the errand itself needs, its first part brings too."""
        part = self.kind(errand).parts[number]
        if number or not errand.needs:
            return part
        skills = dict.fromkeys((*part.needs, *errand.needs))
        needs = {skill: max(part.needs.get(skill, 0), errand.needs.get(skill, 0)) for skill in skills}
        return Part(part.crew, needs, part.vehicles, part.seats, part.after)

    def holders(self, errand: Errand) -> tuple[str, ...]:
        """Give who counts as holding the case in the field (承办人): its handler, and the mentor where the rulebook says so."""
        mentor = errand.mentor if self.rulebook.fieldwork.mentor_stands_in else None
        return tuple(code for code in (errand.handler, mentor) if code is not None)

    def uses(self, errand: Errand) -> dict[str, int]:
        """Give how many shared things of each kind an errand takes."""
        kind = self.kind(errand)
        things = dict.fromkeys((*kind.uses, *errand.uses))
        return {thing: max(kind.uses.get(thing, 0), errand.uses.get(thing, 0)) for thing in things}

    def resource(self, kind: str, place: Place) -> Resource | None:
        """Find the shared thing of a kind that serves a place: its town's own before one for all towns."""
        serving = [one for one in self.resources if one.kind == kind and one.town in (None, place.town)]
        return min(serving, key=lambda one: one.town is None, default=None)

    def skills(self, officer: Officer, day: date) -> frozenset[str]:
        """Give what an officer can do on a day: proven skills that are valid, and what the role brings."""
        own = (skill.id for skill in officer.skills if skill.valid(day))
        return frozenset((*own, *self.rulebook.fieldwork.brings.get(officer.role, ())))

    def is_crew(self, officer: Officer) -> bool:
        """Say whether somebody counts as crew, by role."""
        return officer.role in self.rulebook.fieldwork.crew

    def hard_minutes(self, errands: Iterable[Errand]) -> int:
        """Give what a trip counts as hard work for each aboard: the work of its errands, and the longest of its drives once."""
        served = tuple(errands)
        drive = max((self.hard_drive(errand.place) for errand in served), default=0)
        return sum(map(self.hard_on_the_spot, served)) + drive

    def hard_on_the_spot(self, errand: Errand) -> int:
        """Give what the work of an errand counts as hard: what its kind says, and at night all of it."""
        kind = self.kind(errand)
        return kind.hardness + (self.minutes(errand) if kind.night else 0)

    def hard_drive(self, place: Place) -> int:
        """Give what a drive from the seat counts as hard: what lies above a long one, there and back."""
        return 2 * max(0, self.travel.from_seat(place) - self.rulebook.fieldwork.long_drive)

    def rank(self, errand: Errand) -> int:
        """Give the rank in which an errand is served: 0 if it is urgent or of livelihood, else by its priority, from 1 on."""
        return 0 if errand.urgent or errand.livelihood else 1 + errand.priority

    @cached_property
    def hard_held(self) -> dict[str, int]:
        """Give the minutes of hard work each officer has in the window, what trips under way carry included."""
        held = {one.code: self.hard.get(one.code, 0) for one in self.office.officers}
        for trip in (trip for trip in self.trips if trip.state == TripState.STARTED):
            for code in trip.people:
                held[code] = held.get(code, 0) + self.hard_minutes(self.served(trip))
        return held

    @cached_property
    def hard_shares(self) -> dict[str, int]:
        """Give everybody's fair share of hard work in minutes, rounded up: what is held and what is asked, by days there.

        Asked is what each part of every errand takes of its crew, and one drive to each place with the largest of them; days
        there are the working days of this week.
        """
        parts = [(one, part.crew) for one in self.errands for part in self.kind(one).parts]
        going: dict[Place, int] = {}
        for one, crew in parts:
            going[one.place] = max(crew, going.get(one.place, 0))
        asked = sum(self.hard_on_the_spot(one) * crew for one, crew in parts)
        asked += sum(self.hard_drive(place) * crew for place, crew in going.items())
        days = [day for day in self.days if self.office.calendar.is_working(day)]
        there = {one.code: sum(self.office.is_there(one.code, day) for day in days) for one in self.field_staff}
        whole, total = sum(self.hard.get(code, 0) for code in there) + asked, sum(there.values())
        return {code: -(-whole * count // total) if total else 0 for code, count in there.items()}

    @cached_property
    def field_staff(self) -> tuple[Officer, ...]:
        """Give everybody who may be aboard a trip: who counts as crew, who drives, and who is on a trip that stands."""
        drives, standing = self.rulebook.fieldwork.driver, {code for trip in self.trips for code in trip.people}
        return tuple(
            one
            for one in self.office.officers
            if self.is_crew(one) or one.code in standing or drives in self.skills(one, self.monday)
        )

    @cached_property
    def bookings(self) -> dict[tuple[str, int], tuple[Trip, Stop]]:
        """Find what is published by errand and part; a trip whose vehicle or people have left the office binds nobody."""
        known = {*self.office.officer_by_code, *self.vehicle_by_code}
        published = [trip for trip in self.trips if trip.state == TripState.PUBLISHED]
        return WeekPlan(tuple(trip for trip in published if {trip.vehicle, *trip.people} <= known)).placed

    @cached_property
    def wishes(self) -> tuple[tuple[str, str | None, str | None], ...]:
        """Give what apprentices should do this week (随案见习): who, beside whom (None: anybody), on which kind (None: any).

        A trip with the mentor if the last is as many days ago by Sunday as the rulebook says; and each kind of errand seen less
        often in the window than it asks. What trips under way do of it is no wish any more.
        """
        rules, found = self.rulebook.fieldwork, list[tuple[str, str | None, str | None]]()
        for one in self.field_staff:
            role = self.rulebook.roles.get(one.role)
            if role is not None and role.learns and one.serves(self.monday):
                found += [(one.code, mentor, None) for mentor in self._due_with(one.code)]
                seen = Counter(self.seen.get(one.code, {})) + self._under_way(one.code)
                found += [
                    (one.code, None, kind) for kind, least in rules.apprentice_kinds.items() if seen[kind] < least
                ]
        return tuple(found)

    def _due_with(self, apprentice: str) -> tuple[str, ...]:
        days, last = self.rulebook.fieldwork.joint_trip_days, self.joint.get(apprentice)
        due = days and (last is None or (self.days[-1] - last).days >= days)
        staff = {one.code for one in self.field_staff}
        out = {
            code
            for trip in self.trips
            if trip.state == TripState.STARTED and apprentice in trip.people
            for code in trip.people
        }
        mentors = self.office.mentors_on(apprentice, self.monday)
        return () if out.intersection(mentors) else tuple(one for one in mentors if due and one in staff)[:1]

    def _under_way(self, apprentice: str) -> Counter[str]:
        """Count the kinds of errands an apprentice sees on trips under way."""
        own = (trip for trip in self.trips if trip.state == TripState.STARTED and apprentice in trip.people)
        return Counter(errand.kind for trip in own for errand in self.served(trip))
