"""An instance that contradicts itself cannot be built, and its text stands for it."""

import hashlib
import json
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given

from solver.assignment import Instance
from tests.solver.assignment.offices import LI, WANG, an_office, few, random_offices, to

FAULTS = [
    ({"held": [0, 0]}, "equally long"),
    ({"capacity": [-1, 0, 0]}, "capacity of person 0 is -1"),
    ({"capacity": [2**41, 0, 0]}, "capacity of person 0"),
    ({"held": [0, -5, 0]}, "held by person 1 is -5"),
    ({"priority": [-1]}, "priority of case 0"),
    ({"holder": [3]}, "holder of case 0 is 3"),
    ({"option_case": [1]}, "case of option 0 is 1"),
    ({"option_lead": [3]}, "lead of option 0 is 3"),
    ({"option_misfit": [-1]}, "misfit of option 0"),
    ({"option_lot": [-1]}, "lot of option 0"),
    ({"option_lot": [1, 2]}, "equally long"),
    ({"charge_start": [0]}, "charge_start must have one place more"),
    ({"charge_start": [1, 1]}, "charge_start must have one place more"),
    ({"charge_person": [3]}, "person of charge 0"),
    ({"charge_minutes": [-1]}, "minutes of charge 0"),
    ({"together": [(0, 0)]}, "names a case twice"),
    ({"together": [(0, 1)]}, "names a case that is not there"),
    ({"ceiling": -1}, "ceiling is -1 per mille"),
    ({"present": [1, 2]}, "equally long"),
    ({"present": [1, -2, 3]}, "present minutes of person 1 is -2"),
    ({"spread_step": 0}, "step of the spread is 0"),
    ({"peak_tolerance": -1}, "peak_tolerance is -1"),
    ({"capacity": [[1000, 1000, 1000]]}, "one dimension"),
]


@pytest.mark.parametrize("change, message", FAULTS)
def test_what_contradicts_itself_is_refused_in_one_sentence(change, message):
    """The message names the place and the figure."""
    with pytest.raises(ValueError, match=message):
        an_office([to(LI, 60)], **change)


def test_falling_starts_are_refused():
    """Charges lie end to end."""
    with pytest.raises(ValueError, match="must not decrease"):
        an_office([to(LI, 60), to(WANG, 60)], charge_start=[0, 3, 2])


def test_a_person_charged_twice_by_one_option_is_refused():
    """The minutes belong into one charge."""
    with pytest.raises(ValueError, match="Option 0 charges person 0 twice"):
        an_office([to(LI, 60)], charge_start=[0, 2], charge_person=[0, 0], charge_minutes=[30, 30])


def test_the_arrays_cannot_be_changed_afterwards():
    """Nobody alters an office while it is being solved, nor through the array that was handed in."""
    capacity = np.array([1000, 1000, 1000])
    office = an_office([to(LI, 60)], capacity=capacity)
    capacity[0] = 5

    assert office.capacity[0] == 1000
    with pytest.raises(ValueError, match="read-only"):
        office.capacity[0] = 5


@few
@given(random_offices)
def test_the_text_stands_for_the_instance(office):
    """Writing and reading gives the same instance with the same digest."""
    again = Instance.from_json(office.to_json())

    assert again.to_json() == office.to_json()
    assert again.digest == office.digest


def _said(office, part):
    """A part that came later is not written where it is empty."""
    return not part.metadata.get("unsaid") or len(getattr(office, part.name))


@few
@given(random_offices)
def test_the_text_is_the_one_text_of_its_numbers(office):
    """Sorted keys, integers, no spaces: who writes it by other means gets the same text, and the digest is its SHA-256."""
    plain = {part.name: getattr(office, part.name) for part in fields(office) if _said(office, part)}
    lists = {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in plain.items()}
    text = json.dumps(lists, sort_keys=True, separators=(",", ":"))

    assert office.to_json() == text
    assert office.digest == hashlib.sha256(text.encode()).hexdigest()


def test_a_change_changes_the_digest():
    """One minute more is another instance, and so it is said without writing either."""
    assert an_office([to(LI, 60)]).digest != an_office([to(LI, 61)]).digest
    assert an_office([to(LI, 60)]).same(an_office([to(LI, 60)]))
    assert not an_office([to(LI, 60)]).same(an_office([to(LI, 61)]))
    assert not an_office([to(LI, 60)], [to(LI, 60)], together=((0, 1),)).same(an_office([to(LI, 60)], [to(LI, 60)]))


@pytest.mark.parametrize("text", ["[]", "{}", '{"capacity": []}'])
def test_a_text_that_is_no_instance_is_refused(text):
    """The message lists the fields that are needed."""
    with pytest.raises(ValueError, match="exactly the fields"):
        Instance.from_json(text)


def test_an_option_is_usable_when_it_alone_would_be_lawful():
    """Not with a lead who is away, not above somebody's ceiling, not with a mentor without minutes."""
    office = an_office(
        [to(LI, 60), to(WANG, 0), to(LI, 0, besides={WANG: 1}), to(LI, 500)], capacity=(500, 0), held=[100, 0]
    )

    assert office.usable.tolist() == [True, False, False, False]
    assert office.chargeable.tolist() == [True, False]
