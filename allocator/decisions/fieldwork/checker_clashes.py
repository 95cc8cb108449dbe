"""Nobody and nothing in two places (时间撞车校验): people, vehicles and shared things, minute by minute."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allocator.decisions.fieldwork.words import ENGAGED, FieldObjection, name_of, until, when
from allocator.domain.fieldwork.means import Resource
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Span, Trip, TripState
from allocator.domain.words import Text

Found = Iterator[FieldObjection]


def clashes(week: FieldWeek, trips: Sequence[Trip]) -> Found:
    """Check that everybody is there and free, every vehicle too, and that things are not shared out twice."""
    yield from _twice(week, trips)
    for trip in trips:
        if trip.state != TripState.STARTED:
            yield from _away(week, trip)
            yield from _engaged(week, trip)
    for thing in week.resources:
        yield from _shared_out(week, thing, trips)


def _twice(week: FieldWeek, trips: Sequence[Trip]) -> Found:
    """Two trips that share a minute share neither vehicle nor anybody aboard.

    Who is on many trips at once is told of each but one: in pairs it would be thousands of sentences that say the same.
    """
    held: dict[tuple[str, str], list[Trip]] = {}
    for trip in trips:
        for rule, code in (
            ("vehicle_once", trip.vehicle),
            *(("person_once", code) for code in dict.fromkeys(trip.people)),
        ):
            held.setdefault((rule, code), []).append(trip)
    for (rule, code), own in held.items():
        for one, other in _at_once(own):
            at = max(one.leaves, other.leaves)
            text = Text("{who}，{when}：同时在 {one} 和 {other}。", "{who}, {when}: both on {one} and {other}.")
            said = text.fill(who=name_of(week, code), when=when(week, at), one=one.code, other=other.code)
            yield FieldObjection(rule, said, other.code, "", code, at, min(one.back, other.back) - at)


def _at_once(trips: Sequence[Trip]) -> Iterator[tuple[Trip, Trip]]:
    """Walk the trips that leave while another is out, each beside the one that is back last; the two in the plan's order."""
    order = sorted(range(len(trips)), key=lambda place: trips[place].leaves)
    out = order[0]
    for place in order[1:]:
        if trips[out].span.meets(trips[place].span):
            first, second = sorted((out, place))
            yield trips[first], trips[second]
        out = max(out, place, key=lambda one: trips[one].back)


def _away(week: FieldWeek, trip: Trip) -> Found:
    """Everybody aboard serves and is not away that day (在岗)."""
    day = week.day(trip.leaves)
    for code in trip.people:
        if not week.office.is_there(code, day):
            named = name_of(week, code)
            text = Text(f"{named.zh}，{day}：不在岗。", f"{named.en}, {day}: not there that day.")
            yield FieldObjection("present", text, trip.code, "", code, trip.leaves, trip.back - trip.leaves)


def _engaged(week: FieldWeek, trip: Trip) -> Found:
    """Nobody aboard is wanted elsewhere, and the vehicle is not in service (占用)."""
    for engagement in week.engagements:
        if engagement.holder in (trip.vehicle, *trip.people):
            for span in engagement.hours.spans(week.monday):
                if span.meets(trip.span):
                    at = max(span.begins, trip.leaves)
                    said = Text("{who}，{when}：{what}。", "{who}, {when}: {what}.").fill(
                        who=name_of(week, engagement.holder), when=until(week, span), what=ENGAGED[engagement.kind]
                    )
                    minutes = min(span.ends, trip.back) - at
                    yield FieldObjection("engaged", said, trip.code, "", engagement.holder, at, minutes)


@dataclass(frozen=True, slots=True)
class Taken:
    """So many of a thing for a time, and the trip and errand for which they are ("" for an engagement)."""

    span: Span
    count: int
    trip: str = ""
    errand: str = ""


def _shared_out(week: FieldWeek, thing: Resource, trips: Sequence[Trip]) -> Found:
    """At no minute is more of a thing taken than there is (共用资源不超量)."""
    taken = [*_engagements(week, thing), *(one for trip in trips for one in on_trip(week, thing, trip))]
    for at in sorted({one.span.begins for one in taken}):
        now = [one for one in taken if one.span.begins <= at < one.span.ends]
        count, of_plan = sum(one.count for one in now), [one for one in now if one.trip]
        if of_plan and count > thing.count:
            text = Text(
                "{what}，{when}：有 {there} 件，要用 {count} 件。",
                "{what}, {when}: there are {there}, {count} are taken.",
            )
            said = text.fill(what=name_of(week, thing.code), when=when(week, at), there=thing.count, count=count)
            last = of_plan[-1]
            yield FieldObjection("thing_count", said, last.trip, last.errand, thing.code, at, count - thing.count)


def _engagements(week: FieldWeek, thing: Resource) -> Iterator[Taken]:
    for engagement in week.engagements:
        if engagement.holder == thing.code:
            for span in engagement.hours.spans(week.monday):
                yield Taken(span, engagement.count)


def on_trip(week: FieldWeek, thing: Resource, trip: Trip) -> Iterator[Taken]:
    """What one trip takes of a thing: a carried one all the way, another while each errand lasts."""
    uses = []
    for stop in (stop for stop in trip.stops if stop.part == 0):
        errand = week.errand_by_code[stop.errand]
        count = week.uses(errand).get(thing.kind, 0)
        if count and week.resource(thing.kind, errand.place) == thing:
            uses.append(Taken(Span(stop.starts, stop.starts + week.minutes(errand)), count, trip.code, errand.code))
    if uses and week.rulebook.fieldwork.things[thing.kind].carried:
        most = max(uses, key=lambda one: one.count)
        uses = [Taken(trip.span, most.count, trip.code, most.errand)]
    yield from uses
