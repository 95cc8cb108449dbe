"""What histories tell indicators: worked out once, kept as a document, and cut to any day as if it had been worked out then."""

import json
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.clocks.events import CaseEvent
from allocator.domain.indicators.tellings import Teller, Telling, told_on
from allocator.domain.rulebook.reading import read_rulebook
from allocator.files.office.calendar import calendar_of

GUYANG = Path(__file__).parents[4] / "fixtures" / "guyang"
RULES = read_rulebook((GUYANG / "rulebook.toml").read_text(encoding="utf-8"))
CHINA = calendar_of("CN")
FIRST, FAR = date(2022, 1, 3), date(9000, 1, 1)
STOPS = {"suspension", "suspension_over"}

days = st.integers(0, 200).map(lambda count: FIRST + timedelta(days=count))
kinds = st.sampled_from(
    [
        "money_received",
        "money_paid",
        "petition_received",
        "petition_settled",
        "suspension",
        "suspension_over",
        "archived",
    ]
)
rows = st.lists(st.tuples(kinds, days, st.sampled_from("ABC"), st.integers(1, 9)), max_size=12)


def a_history(rows):
    return [
        CaseEvent(f"e{number}", "", kind, day, "" if kind in STOPS else item, amount if "money" in kind else None)
        for number, (kind, day, item, amount) in enumerate(rows)
    ]


@given(rows, days)
def test_what_is_kept_tells_every_day_after_the_last_stop(rows, day):
    """The same as a history that ended then: later money and petitions are not known, a petition settled later is open."""
    events = a_history(rows)
    day = max([day, *(event.on for event in events if event.kind in STOPS)])
    due, missed = date(2022, 7, 3), (date(2022, 2, 1), date(2022, 5, 1))

    kept = Teller.under(RULES, CHINA, FAR).tell(events, Telling(due, missed=missed, list_green=True)).plain()
    then = Teller.under(RULES, CHINA, day).tell(
        events, Telling(due, missed=tuple(one for one in missed if one < day), list_green=True)
    )

    assert told_on(json.loads(json.dumps(kept)), day.isoformat()) == then


def test_what_was_written_before_lists_were_told_of_is_read():
    """Nobody knows of them until the case is worked out anew."""
    written = Telling(FIRST).plain()[:-1]

    assert told_on(written, FIRST.isoformat()) == Telling(FIRST)


def test_a_correction_takes_back_what_was_told():
    """Whenever it was made."""
    wrong = CaseEvent("m", "", "money_received", FIRST, "A", 5)
    taken_back = CaseEvent("c", "", "correction", FIRST + timedelta(days=90), "m", note="typed twice")

    assert Teller.under(RULES, CHINA, FIRST).tell([wrong, taken_back], Telling()) == Telling()
