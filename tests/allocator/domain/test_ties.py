"""By what cases are tied to one another."""

from allocator.domain.cases import PartyKind
from allocator.domain.ties import keys_of, tie_of
from tests.stories import a_creditor, a_debtor, a_filing


def test_a_name_is_sure_for_an_enterprise_and_not_for_a_person():
    """Two people may share a name; two firms may not."""
    filing = a_filing(parties=(a_creditor("某公司", PartyKind.ENTERPRISE), a_debtor("赵某")), series="供热 2022")

    assert [(key.side, key.sure) for key in keys_of(filing)] == [
        ("creditor", True),
        ("debtor", False),
        ("series", True),
    ]


def test_equal_names_with_other_identities_are_other_people():
    """What stands beside the name can only part, never join."""
    one, other, open_ = (
        keys_of(a_filing(parties=(a_debtor("赵某", identity=number),)))[-1] for number in ("1", "2", None)
    )

    assert not one.agrees(other)
    assert one.agrees(open_)


def test_a_creditor_who_is_debtor_elsewhere_is_a_tie_and_two_creditors_are_none():
    """A bank is creditor in a hundred cases that have nothing to do with one another."""
    sides = [("debtor", "debtor"), ("series", "series"), ("creditor", "debtor"), ("creditor", "creditor")]

    assert [tie_of(*pair) for pair in sides] == ["debtor", "series", "creditor_is_debtor", None]
