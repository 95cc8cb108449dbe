"""The clock of a simulated office."""

from allocator.simulation.clock import Clock


def test_what_is_earlier_happens_first_and_of_two_at_once_what_was_said_first():
    """Order of time, then order of saying: the same office runs the same way every time."""
    clock, seen = Clock(), list[str]()
    for time, name in ((5.0, "late"), (1.0, "first"), (1.0, "second")):
        clock.at(time, seen.append, name)

    clock.run(10.0)

    assert seen == ["first", "second", "late"]
    assert clock.now == 10
    assert clock.happened == 3


def test_what_is_to_come_later_waits_for_the_next_run():
    """A run stops before its end, and goes on from there."""
    clock, seen = Clock(), list[str]()
    clock.at(5.0, seen.append, "noon")

    clock.run(5.0)
    before = list(seen)
    clock.run(6.0)

    assert (before, seen) == ([], ["noon"])
