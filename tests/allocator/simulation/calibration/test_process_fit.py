"""What a log tells of a process is written with its interval; what it cannot tell stays, with the reason."""

import math
from dataclasses import replace
from datetime import date

import pytest

from allocator.domain.errors import BadInput
from allocator.domain.scenarios.process import LOGNORMAL
from allocator.domain.scenarios.process_reading import read_process
from allocator.domain.scenarios.worklog import WorkItem, WorkLog
from allocator.files.process_text import with_figures
from allocator.simulation.calibration.history import record
from allocator.simulation.calibration.process_fit import fit_process
from allocator.simulation.calibration.process_waits import fit_wait, next_ones, overlap
from fixtures.worklog import Truth, synthetic_log
from tests.allocator.processes import SMALL_PROCESS, a_process, nodes_rulebook

MONDAY = date(2021, 1, 4)
ROLES = {"A": "clerk", "B": "officer", "C": "officer", "D": "officer", "E": "officer"}
MINUTES = {"intake": 12.0, "query": 30.0, "field": 45.0, "money": 15.0}
TRUTH = Truth(
    minutes=MINUTES,
    goes_on={"intake": 1000, "query": 1000, "field": 1000, "money": 0},
    desks={"intake": ("A",), "query": ("B", "C"), "field": ("D",), "money": ("E",)},
)
WAITING = replace(TRUTH, waits={"intake": 2.0, "query": 6.0})
NINETEEN_IN_TWENTY = -math.log(0.05)


@pytest.fixture(scope="module")
def waited():
    """Nine months of an office in which cases wait between steps, on nobody's desk."""
    return synthetic_log(WAITING, MONDAY, 270, 5)


@pytest.fixture(scope="module")
def passed_on():
    """Nine months of an office that passes everything on at once: whatever time goes by, goes by in queues."""
    return synthetic_log(replace(TRUTH, cases_a_day=9.0), MONDAY, 270, 5)


def wait_of(log, stage):
    """What a log tells of a stage's wait."""
    past = record(log)
    pairs = [pair for pair in next_ones(log, past) if log.items[pair[0]].step == stage]
    return fit_wait(next(one for one in a_process().stages if one.id == stage), pairs, past, overlap(log))


def test_a_wait_between_steps_is_found_within_its_interval(waited):
    """Six days in the mean, exponential: the median and what nineteen in twenty stay under; the log has queues besides."""
    found = wait_of(waited, "query")

    assert found.median.low <= 6 * math.log(2) <= found.median.high
    assert found.most.low <= 6 * NINETEEN_IN_TWENTY <= found.most.high
    assert found.count > 500


def test_time_in_hand_is_never_taken_for_a_wait(passed_on):
    """Where each step begins as the one before ends, days in hand are queue and work: the wait is not told, and why is."""
    found = fit_process(passed_on, a_process(), ROLES)

    untold = {one.path: one.why for one in found.untold}
    assert not [one for one in found.figures if one.path.endswith(".wait")]
    assert "排队" in untold["stages.query.wait"].zh
    assert "no gap" in untold["stages.query.wait"].en


def test_starts_entered_by_who_sits_down_tell_no_wait(waited):
    """Then gaps hold the queue as well; the sign of it is that nobody ever has two items in hand."""
    until: dict[str, object] = {}
    sat_down = []
    for item in sorted((one for one in waited.items if one.ended), key=lambda one: one.ended):
        begun = max(item.started, until.get(item.person, item.started))
        sat_down.append(WorkItem(item.case, item.step, item.person, min(begun, item.ended), item.ended))
        until[item.person] = item.ended
    log = WorkLog.of(sat_down)

    assert overlap(log) < 0.05 < overlap(waited)
    assert "sat down" in wait_of(log, "query").en


def test_too_few_or_too_wide_is_not_told(waited):
    """Thirty gaps at least, and an interval at most twice as high as low; a stage that closes has nothing behind it."""
    short = WorkLog(waited.items[:60])
    process = a_process()

    assert "少于 30" in wait_of(short, "query").zh
    assert "closes the case" in wait_of(waited, "money").en
    assert not [one for one in fit_process(short, process, ROLES).figures if "wait" in one.path]


def test_weights_are_shares_of_a_role_between_the_stages_it_works_in(waited):
    """An officer's thirty, forty-five and fifteen minutes: each comes near its share, and the three keep their sum."""
    found = {one.path: one for one in fit_process(waited, a_process(), ROLES).figures}
    process = read_process(changed(SMALL_PROCESS, found.values()), nodes_rulebook())

    before = {stage.id: stage.work.get("officer", 0) for stage in a_process().stages}
    after = {stage.id: stage.work.get("officer", 0) for stage in process.stages}
    whole = sum(before[name] for name in ("query", "field", "money"))
    for name in ("query", "field", "money"):
        share = whole * MINUTES[name] / (30 + 45 + 15)
        assert abs(after[name] - share) < 0.2 * share
    assert abs(sum(after[name] for name in ("query", "field", "money")) - whole) <= 2
    assert after["dormant"] == before["dormant"]
    assert {stage.id: stage.work.get("clerk") for stage in process.stages} == {
        stage.id: stage.work.get("clerk") for stage in a_process().stages
    }


def changed(text, figures):
    """The text of a process with figures."""
    return with_figures(text, [(one.path, one.value, one.basis) for one in figures])


def test_each_figure_is_written_with_its_log_its_count_and_its_interval(waited):
    """The row's source says it beside what it said before; rows nothing is told of stay to the letter."""
    text = changed(SMALL_PROCESS, fit_process(waited, a_process(), ROLES).figures)

    query = next(one for one in read_process(text, nodes_rulebook()).stages if one.id == "query")
    assert query.wait.shape == LOGNORMAL
    assert query.source.startswith("a story; wait: median ")
    assert f"log {waited.digest[:8]}, 2021-01-04 to " in query.source
    assert "gaps between steps" in query.source
    same = [line for line in SMALL_PROCESS.splitlines() if line in text.splitlines()]
    assert len(same) > 0.8 * len(SMALL_PROCESS.splitlines())


def test_what_no_log_can_tell_is_listed_with_the_reason(waited):
    """Money, sickness, cases that come back, and the spread of effort between cases."""
    untold = {one.path for one in fit_process(waited, a_process(), ROLES).untold}

    assert {"effort_spread", "recovers", "resumption", "sickness", "overstays"} <= untold


def test_a_log_of_other_steps_is_refused_with_names_to_use():
    """No step of it is one of the process."""
    with pytest.raises(BadInput) as refused:
        fit_process(synthetic_log(Truth(minutes={"x": 9.0}, goes_on={"x": 0}, desks={"x": ("A",)}), MONDAY, 30, 1),
                    a_process(), ROLES)  # fmt: skip

    assert refused.value.code == "steps-unknown"
    assert "intake" in refused.value.remedy.en
