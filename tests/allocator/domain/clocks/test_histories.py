"""What a history of a case must not say."""

from dataclasses import replace
from datetime import date

import pytest

from allocator.domain.calendar import WorkCalendar
from allocator.domain.clocks.clock import Matter
from allocator.domain.clocks.events import CaseEvent
from allocator.domain.clocks.histories import contradictions
from allocator.domain.clocks.lone_events import Told
from tests.stories import a_rulebook

NO = "(2022)内0222执1号"
FILED = date(2022, 3, 1)
CASE = Matter(NO, FILED, FILED, lane="regular", facts={"kind": "执", "cause": "private_loan"})
CLOSED = replace(CASE, closed_on=date(2022, 8, 1), closed_as="fulfilled")


def an_event(kind, on, item="", key=None, **more):
    return CaseEvent(key or f"{kind}-{on}-{item}", NO, kind, date.fromisoformat(on), item, **more)


def codes(*fresh, kept=(), matter=CASE):
    """Give what is wrong, as codes."""
    told = Told(matter, a_rulebook(), WorkCalendar(), date(2022, 9, 30))
    return [wrong.code for wrong in contradictions(kept, fresh, told)]


CAME = an_event("money_received", "2022-05-01", "r1", amount=1000)
STAYED = an_event("stay", "2022-05-01", until=date(2022, 6, 1))
SUSPENDED = an_event("suspension", "2022-05-01")


@pytest.mark.parametrize(
    "event, code",
    [
        (an_event("notice_lost", "2022-05-01"), "event-kind-unknown"),
        (an_event("closing", "2022-05-01"), "event-from-case"),
        (an_event("notice_sent", "2022-10-01"), "event-in-future"),
        (an_event("notice_sent", "2022-02-28"), "event-before-filing"),
        (an_event("money_received", "2022-05-01", "r1"), "event-incomplete"),
        (an_event("money_received", "2022-05-01", amount=100), "event-incomplete"),
        (an_event("extension", "2022-05-01", "N37"), "event-incomplete"),
        (an_event("attachment", "2022-05-01", "ship:1"), "event-asset-unknown"),
        (an_event("stay", "2022-05-01", until=date(2022, 4, 1)), "event-ends-first"),
        (an_event("public_notice", "2022-05-01"), "event-incomplete"),
        (an_event("correction", "2022-05-01", "nothing", note="错"), "correction-of-nothing"),
        (an_event("suspension_over", "2022-05-01"), "stop-never-began"),
        (an_event("money_paid", "2022-05-01", "r1", amount=1), "payment-above-receipt"),
        (an_event("money_paid", "2022-05-01", "r1", amount=0), "event-amount-nought"),
        (an_event("money_received", "2022-05-01", "r1", amount=0), "event-amount-nought"),
        (an_event("attachment_renewed", "2022-05-01", "deposit:1"), "end-without-beginning"),
        (an_event("requery_done", "2022-05-01"), "end-without-beginning"),
        (an_event("extension", "2022-08-30", "N37", approver="院长"), "extension-late"),
        (an_event("extension", "2022-05-01", "N05", approver="院长"), "extension-unknown"),
        (an_event("extension", "2022-05-01", "N20", approver="院长"), "extension-of-nothing"),
    ],
)
def test_an_event_that_contradicts_case_or_rules_is_told(event, code):
    """Each with its own reason."""
    assert codes(event) == [code]


def test_an_unknown_kind_names_the_known_ones_in_both_languages():
    """As a file writes them and as people say them: who reads Chinese is told what to write, who reads English what it means."""
    told = Told(CASE, a_rulebook(), WorkCalendar(), date(2022, 9, 30))
    name = told.rulebook.happenings.kinds["notice_sent"].name

    (found,) = contradictions([], [an_event("notice_lost", "2022-05-01")], told)

    assert f"{name.zh}（notice_sent）" in found.remedy.zh
    assert f"notice_sent ({name.en})" in found.remedy.en


def test_a_price_the_parties_agree_on_needs_no_report():
    """议价: nobody appraised anything, and the sale may start within ten days; an objection's answer still needs its report."""
    assert codes(an_event("price_fixed", "2022-05-01", "house:1")) == []
    assert codes(an_event("report_sent", "2022-05-01", "house:1")) == ["end-without-beginning"]


def test_a_sound_history_is_put_down():
    """What follows from what came before is no contradiction, in whatever order it is told."""
    paid = an_event("money_paid", "2022-05-01", "r1", amount=1000)
    over = an_event("suspension_over", "2022-06-01")
    prolonged = an_event("extension", "2022-09-20", "N37", approver="院长")

    assert codes(paid, over, CAME, SUSPENDED, prolonged) == []
    assert codes(paid, kept=[CAME]) == []


def test_some_things_happen_alone():
    """Consumption may be restricted though nobody wrote down that the period of the notice was over."""
    assert codes(an_event("consumption_limited", "2022-05-01")) == []


def test_more_is_not_paid_than_came_in():
    """Not at once, and not bit by bit."""
    parts = [an_event("money_paid", f"2022-05-0{day}", "r1", amount=600) for day in (2, 3)]

    assert codes(*parts, kept=[CAME]) == ["payment-above-receipt"]
    assert codes(an_event("money_paid", "2022-05-02", "r2", amount=1), kept=[CAME]) == ["payment-above-receipt"]
    assert codes(an_event("money_paid", "2022-04-30", "r1", amount=1), kept=[CAME]) == ["payment-above-receipt"]


def test_a_stop_does_not_overlap_itself():
    """Suspended twice at once, or stayed anew before the stay is over; after its end it may begin again."""
    assert codes(an_event("suspension", "2022-06-01"), kept=[SUSPENDED]) == ["stop-overlaps"]
    assert codes(an_event("stay", "2022-05-20", until=date(2022, 7, 1)), kept=[STAYED]) == ["stop-overlaps"]
    assert codes(an_event("stay", "2022-06-01", until=date(2022, 7, 1)), kept=[STAYED]) == []
    assert codes(an_event("settlement", "2022-05-10"), kept=[SUSPENDED]) == []


def test_a_stop_that_never_ends_is_told():
    """A case cannot have been closed while it was suspended."""
    assert codes(SUSPENDED, matter=CLOSED) == ["stop-never-ends"]
    assert codes(SUSPENDED, an_event("suspension_over", "2022-07-01"), matter=CLOSED) == []
    assert codes(SUSPENDED) == []


def test_after_the_closing_only_what_may_still_happen_is_recorded():
    """Money is paid out and the file archived; nothing is inquired any more, but late entries of what was are taken."""
    paid = an_event("money_paid", "2022-08-20", "r1", amount=10)

    assert codes(an_event("site_inquiry", "2022-08-02"), matter=CLOSED) == ["event-after-closing"]
    assert codes(an_event("site_inquiry", "2022-08-01"), matter=CLOSED) == []
    assert codes(paid, an_event("archived", "2022-08-30"), kept=[CAME], matter=CLOSED) == []


def test_time_is_prolonged_once():
    """The president has done so already."""
    first = an_event("extension", "2022-08-01", "N37", approver="院长")

    assert codes(an_event("extension", "2022-08-20", "N37", approver="院长"), kept=[first]) == ["extension-twice"]


def test_what_is_taken_back_must_leave_a_sound_history():
    """A receipt from which money was paid stays; a wrong stop goes, and with it what overlapped it."""
    paid = an_event("money_paid", "2022-05-02", "r1", amount=1)
    back = an_event("correction", "2022-09-01", CAME.key, note="重复登记")

    assert codes(back, kept=[CAME, paid]) == ["payment-above-receipt"]
    assert codes(back, kept=[CAME]) == []
    assert codes(replace(back, key="again"), kept=[CAME, back]) == ["correction-of-nothing"]


def test_a_correction_that_takes_the_ground_from_another_event_names_that_event():
    """Whoever takes the beginning of a stop back is told which event then ends nothing, not to record the beginning again."""
    over = an_event("suspension_over", "2022-06-01", key="S2")
    back = an_event("correction", "2022-09-01", SUSPENDED.key, note="误登")
    told = Told(CASE, a_rulebook(), WorkCalendar(), date(2022, 9, 30))

    (wrong,) = contradictions([SUSPENDED, over], [back], told)

    assert (wrong.event, wrong.code) == (back, "stop-never-began")
    assert "S2" in wrong.text.zh
    assert "S2" in wrong.text.en
    assert "登记其开始" not in wrong.remedy.zh


def test_what_ends_nothing_names_what_may_begin_it():
    """Archiving waits for the closing; a renewal for the attachment."""
    told = Told(CASE, a_rulebook(), WorkCalendar(), date(2022, 9, 30))
    (archived,) = contradictions([], [an_event("archived", "2022-05-01")], told)
    (renewed,) = contradictions([], [an_event("attachment_renewed", "2022-05-01", "deposit:1")], told)

    assert "结案" in archived.remedy.zh
    assert "closing" in archived.remedy.en
    assert "查封扣押冻结" in renewed.remedy.zh


def test_money_is_told_in_yuan():
    """As it was written, not in fen."""
    told = Told(CASE, a_rulebook(), WorkCalendar(), date(2022, 9, 30))
    (wrong,) = contradictions([CAME], [an_event("money_paid", "2022-05-02", "r1", amount=1001)], told)

    assert "10.00 元" in wrong.text.zh
    assert "10.01 元" in wrong.text.zh


@pytest.mark.parametrize(
    "first, again",
    [
        (an_event("money_received", "2022-05-01", "r1", amount=1000), an_event("money_received", "2022-05-01", "r1", "b", amount=1000)),
        (
            an_event("attachment", "2022-05-01", "deposit:1", until=date(2023, 4, 30)),
            an_event("attachment", "2022-05-01", "deposit:1 ", "b", until=date(2023, 4, 30)),
        ),
        (an_event("stay", "2022-05-01", until=date(2022, 6, 1)), an_event("stay", "2022-05-01", "", "b", until=date(2022, 6, 1))),
    ],
    ids=["payment", "attachment", "stay"],
)  # fmt: skip
def test_the_same_facts_under_another_key_are_told_twice(first, again):
    """Beside what is kept, or within what is told at once; not where the former was taken back, nor for another day."""
    back = an_event("correction", "2022-05-02", first.key, note="误登")

    assert codes(again, kept=[first]) == ["event-told-twice"]
    assert codes(first, again) == ["event-told-twice"]
    assert codes(again, kept=[first, back]) == []
    assert codes(back, again, kept=[first]) == []
    assert "event-told-twice" not in codes(replace(again, on=date(2022, 5, 2)), kept=[first])


def test_two_payments_alike_on_a_day_tell_themselves_apart_by_their_notes():
    """Two creditors paid the same out of one receipt; the message says which one is there and what to do."""
    one = an_event("money_paid", "2022-05-02", "r1", "p1", amount=500, note="付甲")
    other = an_event("money_paid", "2022-05-02", "r1", "p2", amount=500, note="付乙")

    assert codes(other, kept=[CAME, one]) == []
    (wrong,) = contradictions(
        [CAME, one], [replace(other, note="付甲")], Told(CASE, a_rulebook(), WorkCalendar(), date(2022, 9, 30))
    )
    assert "p1" in wrong.text.en
    assert "备注" in wrong.remedy.zh
