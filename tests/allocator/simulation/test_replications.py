"""Runs under common luck give the same report to the byte on any number of workers, and stop when they are sharp enough."""

import json
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from functools import cache
from multiprocessing import get_context

import pytest

from allocator.domain.errors import BadInput
from allocator.simulation.batches import run_many
from allocator.simulation.engine import run_once
from allocator.simulation.paths import Path
from allocator.simulation.replications import Asked, asked_by, replicate, warm_up_of
from allocator.simulation.report import report_from
from allocator.simulation.statistics import Surety, surety
from tests.allocator.simulation import lives
from tests.allocator.simulation.stages import a_stage, drawn
from tests.allocator.simulation.test_staging import a_scenario

TEN = Asked(10)


def told(report):
    return json.dumps(report.as_dict(), ensure_ascii=False)


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_workers_gives_the_same_bytes(workers):
    """Who is quicker changes nothing: threads here, processes below."""
    stages, asked = [a_stage(), a_stage(200, warm_up_days=None)], Asked(10, {"closing_rate": Fraction(1, 200)}, 40)
    alone = replicate(stages, asked, drawn)

    with ThreadPoolExecutor(workers) as pool:
        together = replicate(stages, asked, drawn, pool)

    assert told(together) == told(alone)
    assert together.digest == alone.digest


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_processes_gives_the_same_bytes(workers):
    """Stages and paths travel to other processes and back unharmed."""
    stages = [a_stage(), a_stage(200)]

    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        together = replicate(stages, TEN, drawn, pool)

    assert told(together) == told(replicate(stages, TEN, drawn))


def test_a_report_comes_back_from_its_document():
    """What a job keeps can be shown again, with the digest it had."""
    report = replicate([a_stage(), a_stage(200)], TEN, drawn)

    again = report_from(json.loads(told(report)))

    assert again == report
    assert again.digest == report.digest


def test_another_seed_is_another_report():
    """The digest names the luck too."""
    assert replicate([a_stage()], TEN, drawn).digest != replicate([a_stage(seed=2)], TEN, drawn).digest


def test_scenarios_share_the_luck_of_the_baseline():
    """A fifth more filings is sure to the last case, whatever seed the other file names."""
    report = replicate([a_stage(), a_stage(200, seed=9)], TEN, drawn)

    difference = report.outcomes[1].differences["accepted"]
    assert surety(difference) == Surety.MORE
    assert (difference.half_width or 0) < (report.outcomes[1].figures["accepted"].half_width or 0) / 4
    assert report.outcomes[0].differences == {}


def test_a_scenario_equal_to_the_baseline_is_told_to_be_the_same():
    """Under common luck nothing differs where nothing was changed."""
    report = replicate([a_stage(), a_stage()], TEN, drawn)

    assert {surety(found) for found in report.outcomes[1].differences.values()} == {Surety.SAME}


def test_a_figure_that_some_runs_lack_counts_the_others():
    """The report says of how many runs a figure is."""
    report = replicate([a_stage()], TEN, drawn)

    assert report.outcomes[0].figures["days_fast"].n == 9
    assert report.outcomes[0].figures["accepted"].n == 10


def test_runs_go_on_until_the_interval_is_as_narrow_as_asked():
    """Not more than needed by much, and not fewer than asked for."""
    report = replicate([a_stage()], Asked(5, {"closing_rate": Fraction(1, 500)}), drawn)

    assert report.missed == ()
    assert (report.outcomes[0].figures["closing_rate"].half_width or 1) <= 0.002
    assert 50 < report.replications < 200


def test_the_most_runs_are_not_exceeded_and_what_stayed_wide_is_told():
    """A width that would take for ever is given up, in so many words."""
    report = replicate(
        [a_stage()], Asked(5, {"closing_rate": Fraction(1, 10_000), "accepted": Fraction(500)}, 20), drawn
    )

    assert report.replications == 20
    assert report.missed == ("closing_rate",)


def test_a_width_asked_of_what_no_run_has_is_told_to_be_missed():
    """Nobody waits for a figure that never comes."""
    assert replicate([a_stage()], Asked(5, {"recovered": Fraction(1)}, 20), drawn).missed == ("recovered",)


def test_the_warm_up_is_chosen_on_the_baseline_and_holds_for_all():
    """All scenarios count the same days, so that differences are of the same days."""
    seen: set[int | None] = set()

    def looked_at(stage, replication):
        seen.add(stage.warm_up_days)
        return drawn(stage, replication)

    report = replicate([a_stage(warm_up_days=None), a_stage(200, warm_up_days=7)], TEN, looked_at)

    assert report.warm_up.chosen
    assert report.warm_up.days in (70, 105, 140)
    assert seen == {None, report.warm_up.days}


def test_whoever_listens_hears_how_far_it_is_and_sees_partial_results():
    """Two scenarios of ten runs: told after six and at the end."""
    heard = []

    replicate([a_stage(), a_stage(200)], TEN, drawn, tell=lambda *news: heard.append(news))

    assert [(done, wanted) for done, wanted, _ in heard] == [(12, 20), (20, 20)]
    assert [report.replications for _, _, report in heard] == [6, 10]
    assert heard[0][2].outcomes[1].differences["accepted"].n == 6


def test_what_a_listener_raises_ends_the_work():
    """Cancelling is heard between batches; what has not begun is never run."""
    ran = []

    def counted(stage, replication):
        ran.append(replication)
        return drawn(stage, replication)

    with pytest.raises(KeyboardInterrupt):
        replicate([a_stage()], Asked(50), counted, tell=lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))

    assert ran == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("other, asked, code", [
    (a_stage(days=30), TEN, "scenarios-differ"),
    (a_stage(), Asked(1), "replications-too-few"),
])  # fmt: skip
def test_what_cannot_be_compared_is_refused(other, asked, code):
    """Ninety days against thirty, or an error from one run."""
    with pytest.raises(BadInput) as caught:
        replicate([a_stage(), other], asked, drawn)

    assert caught.value.code == code


def test_a_scenario_says_itself_how_sharp_its_answer_is_wanted():
    """The file's replications and half widths are what is asked."""
    scenario = a_scenario(replications=7, half_width={"closed": Fraction(3)}, most_replications=70)

    assert asked_by(scenario) == Asked(7, {"closed": Fraction(3)}, 70)


def test_runs_of_one_stage_can_be_had_by_number():
    """Who searches among many scenarios asks for the runs it wants."""
    assert run_many(a_stage(), (3, 5), drawn)[1].figures == drawn(a_stage(), 5).figures


def test_what_is_sent_to_workers_is_named_before():
    """A pool sends stages away in a thread of its own; nothing of them is worked out beside it."""
    named = []

    def noted(stage, replication):
        named.append("digest" in vars(stage))
        return drawn(stage, replication)

    replicate([a_stage(), a_stage(200)], TEN, noted, tell=lambda *_: None)

    assert all(named)


YEAR = lives.a_stage(days=364, warm_up_days=None)


@cache
def lived(seed, warm_up_days, number):
    """A run of that year, lived through once."""
    return run_once(replace(YEAR, seed=seed, warm_up_days=warm_up_days), number)


def looked_up(staging, number):
    """What `run_once` gives, of a year that is `YEAR` but for seed and warm-up."""
    assert replace(staging, seed=YEAR.seed, warm_up_days=None) == YEAR
    return lived(staging.seed, staging.warm_up_days, number)


@pytest.mark.parametrize("replications", [3, pytest.param(12, marks=pytest.mark.slow)])
def test_the_pilots_are_the_first_runs_of_the_baseline(replications):
    """What chose the warm-up is not run again: counted after it, they are the runs they would have been."""
    stage, ran = YEAR, []

    def noted(staging, number):
        ran.append((staging.warm_up_days, number))
        return looked_up(staging, number)

    def forgotten(staging, number):
        found = looked_up(staging, number)
        return Path(found.figures, found.weeks)

    kept = replicate([stage, replace(stage, seed=9)], Asked(replications), noted)

    assert kept.warm_up.chosen
    assert told(kept) == told(replicate([stage, replace(stage, seed=9)], Asked(replications), forgotten))
    assert [number for days, number in ran if days is None] == [0, 1, 2, 3, 4, 5]
    assert len(ran) == max(replications, 6) + replications


@pytest.mark.parametrize("strange, counts", [(0, True), (4, True), (5, False)])
def test_the_run_beside_the_fifth_has_no_say_in_the_warm_up(strange, counts):
    """Five runs choose: a sixth that is there by then changes nothing, however strange its weeks; any of the five does."""

    def odd(staging, number):
        found = looked_up(staging, number)
        rising = tuple(1e9 * week for week in range(len(found.weeks["open"])))
        return replace(found, weeks={**found.weeks, "open": rising}) if number == strange else found

    assert (warm_up_of(YEAR, odd)[0] != warm_up_of(YEAR, looked_up)[0]) is counts


def test_runs_added_for_a_narrower_interval_go_on_from_the_last():
    """Twelve runs are too few: those that follow are numbered on, and none is run twice."""
    ran = []

    def noted(stage, number):
        ran.append((stage.arrivals.growth, number))
        return drawn(stage, number)

    replicate([a_stage(), a_stage(200)], Asked(12, {"accepted": Fraction(1, 10_000)}, 31), noted)

    assert sorted(ran) == [(growth, number) for growth in (0, 200) for number in range(31)]
