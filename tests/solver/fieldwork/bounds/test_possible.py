"""What could be at all: the moments at which a part could start, were it alone."""

from solver.fieldwork.bounds.possible import Possible
from tests.solver.fieldwork.weeks import CREW, DAY, LI, WANG, ZHAO, a_part, a_week, an_errand, away

BY_ONE_CAR = {"vehicle_seats": [4], "vehicle_driver": [-1]}


def starts(week, day=0):
    """When the first part of a week could start on a day."""
    return Possible(week).starts.get((0, day))


def test_a_part_starts_after_the_way_there_and_ends_before_the_way_home():
    """Half an hour out, an hour there, half an hour home; windows cut what the day leaves."""
    assert starts(a_week(an_errand())) == ((30, DAY - 90),)
    assert starts(a_week(an_errand(a_part(windows=((0, 60), (100, 900)))))) == ((30, 60), (100, DAY - 90))
    assert starts(a_week(an_errand(a_part(windows=((DAY, DAY + 10),))))) is None


def test_enough_people_must_be_there_at_once():
    """Each of two is there for half a day: never both."""
    halves = away((LI, 0, 200), (WANG, 200, DAY), (ZHAO, 0, DAY))

    assert starts(a_week(an_errand(a_part(need=((CREW, 1),))), **halves)) == ((30, 110), (230, DAY - 90))
    assert starts(a_week(an_errand(a_part(need=((CREW, 2),))), **halves)) is None
    assert starts(a_week(an_errand(a_part(need=((CREW, 2),))), **halves), day=1) == ((DAY + 30, 2 * DAY - 90),)


def test_who_stands_for_it_a_car_and_a_driver_must_be_there_too():
    """The handler away, the car in service, nobody who drives."""
    handled = an_errand(a_part(who=((LI, 0),)))
    off = {"off_vehicle": [0], "off_from": [0], "off_until": [DAY]}

    assert starts(a_week(handled, **away((LI, 0, 300)))) == ((330, DAY - 90),)
    assert starts(a_week(an_errand(a_part(who=((LI, 0),), barred=((LI,),))))) is None
    assert starts(a_week(an_errand(), **BY_ONE_CAR, **off)) is None
    assert starts(a_week(an_errand(), vehicle_seats=[4], vehicle_driver=[9])) is None


def test_things_must_be_left_over_by_others():
    """A desk is wanted while the work lasts, a camera from leaving to being back; of none there is never one."""
    errand = an_errand(a_part(use=((0, 1),)))
    taken = {"taken_resource": [0], "taken_from": [200], "taken_until": [210], "taken_count": [1]}

    assert starts(a_week(errand, resource_count=[1], **taken)) == ((30, 140), (210, DAY - 90))
    assert starts(a_week(errand, resource_count=[1], resource_carried=[1], **taken)) == ((30, 110), (240, DAY - 90))
    assert starts(a_week(errand, resource_count=[2], **taken)) == ((30, DAY - 90),)
    assert starts(a_week(errand, resource_count=[0])) is None


def test_what_takes_no_time_overlaps_nothing():
    """A signature at the seat."""
    signature = an_errand(a_part(place=0, minutes=0, who=((LI, 0),)))

    assert starts(a_week(signature, **away((LI, 100, 200)))) == ((0, DAY),)


def test_a_day_is_as_long_as_nobody_takes_of_it():
    """Taken twice at once counts once, and what lies outside does not count."""
    possible = Possible(a_week(an_errand()))

    assert possible.day_long(0, ()) == DAY
    assert possible.day_long(0, ((400, 900), (-50, 100), (50, 150), (60, 70))) == 250
    assert possible.day_long(1, ((0, DAY),)) == DAY
