"""Durable jobs done here and now: submitted, told, cancelled, finished or failed, and never open for ever."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from allocator.domain.errors import NotAllowed, NotFound
from allocator.domain.words import Text
from allocator.persistence import locks
from allocator.services.context import Context
from allocator.services.jobs.jobs import MOST_STARTS, Jobs
from allocator.services.runs import run_view
from tests.allocator.services.notes import inline, put, wait_until, with_notes

NOON = datetime(2022, 9, 5, 4, 0, tzinfo=UTC)


@pytest.fixture
def jobs(database):
    """Jobs whose clock stands still at noon, and which know one kind."""
    return with_notes(Jobs(database, lambda: NOON))


def test_a_run_is_put_down_with_all_that_was_asked(jobs):
    """Who looks at the run sees what it is, and that nothing has happened yet."""
    run = jobs.submit("note", {"seconds": 5}, "甲", inline=True)

    assert (run.kind, run.params, run.actor, run.state, run.progress) == ("note", {"seconds": 5}, "甲", "queued", 0)
    assert (run.created_at, run.started_at, run.finished_at, run.result) == (NOON, None, None, None)
    assert jobs.get(run.id) == run


def test_a_finished_run_names_its_document(jobs):
    """Done, all of it, and where the result lies."""
    run = inline(jobs)

    assert (run.state, run.progress, run.error, run.starts, run.holder) == ("done", 1000, None, 1, None)
    assert (run.started_at, run.finished_at) == (NOON, NOON)
    with jobs.database.reading() as uow:
        assert uow.documents.get(run.result) == {"run": run.id}


def test_the_same_key_of_the_same_actor_is_one_run(jobs):
    """A request sent twice starts one job; another actor's key is another."""
    first = jobs.submit("note", {}, "甲", "k", inline=True)

    assert jobs.submit("note", {}, "甲", "k", inline=True).id == first.id
    assert jobs.submit("note", {}, "乙", "k", inline=True).id != first.id
    assert jobs.submit("note", {}, "甲", inline=True).id != first.id


def test_an_unknown_run_is_told(jobs):
    """Asking for, cancelling or doing what is not there names it."""
    for ask in (jobs.get, jobs.cancel):
        with pytest.raises(NotFound, match="nowhere"):
            ask("nowhere")


def test_a_job_that_is_refused_keeps_the_reason(jobs):
    """What a rule forbids is the run's error, in both languages, and no fault of the worker."""

    def refuse(_run_id, _report, _cancelled):
        raise NotAllowed(Text("不可", "not so"), Text("另选", "choose"), code="no-such", facts={"who": "甲"})

    jobs.register("refuse", refuse)
    run = inline(jobs, "refuse")

    assert run.state == "failed"
    assert run.error["code"] == "no-such"
    assert run.error["text"] == {"zh": "不可", "en": "not so"}
    assert run.error["facts"] == {"who": "甲"}
    assert run.result is None


def test_a_job_that_breaks_is_told_without_its_inside(jobs, caplog):
    """The log has the whole story, the page a sentence and a next step."""

    def fail(_run_id, _report, _cancelled):
        raise KeyError("身份证号")

    jobs.register("fail", fail)
    run = inline(jobs, "fail")

    assert (run.state, run.error["code"], run.error["facts"]) == ("failed", "run-failed", {"error": "KeyError"})
    assert "身份证号" not in str(run.error)
    assert run.id in caplog.text


def test_a_kind_nobody_knows_fails_and_names_the_kinds_there_are(jobs):
    """An old worker given a new kind of run does not fall over."""
    run = inline(jobs, "dream")

    assert (run.state, run.error["code"]) == ("failed", "run-kind-unknown")
    assert "note" in run.error["remedy"]["zh"]


def test_a_run_interrupted_from_the_keyboard_is_cancelled(jobs):
    """Control-C ends the run in the table too."""

    def interrupt(_run_id, _report, _cancelled):
        raise KeyboardInterrupt

    jobs.register("interrupt", interrupt)
    run = jobs.submit("interrupt", {}, "甲", inline=True)
    with pytest.raises(KeyboardInterrupt):
        jobs.run_inline(run.id)

    ended = jobs.get(run.id)
    assert (ended.state, ended.error["code"], ended.message.en) == (
        "cancelled",
        "run-cancelled",
        "The run was cancelled.",
    )


def test_progress_is_seen_while_the_job_runs(jobs):
    """Per mille, value, bound and sentence are there for whoever looks."""
    seen = []

    def tell(run_id, report, _cancelled):
        report(300, value=12, bound=10, message=Text("第一层", "level one"))
        seen.append(jobs.get(run_id))
        return put(jobs, {})

    jobs.register("tell", tell)
    inline(jobs, "tell")

    (run,) = seen
    assert (run.state, run.progress, run.value, run.bound) == ("running", 300, 12, 10)
    assert run_view(run)["gap"] == 166_666
    assert run.message == Text("第一层", "level one")


def test_a_waiting_run_is_cancelled_at_once_and_never_begun(jobs):
    """What was called off does not start."""
    run = jobs.submit("note", {}, "甲", inline=True)

    ended = jobs.cancel(run.id, "乙")
    assert (ended.state, ended.error["code"], ended.error["facts"]) == ("cancelled", "run-cancelled", {"by": "乙"})
    assert jobs.run_inline(run.id).starts == 0


def test_a_running_job_learns_that_it_shall_stop(jobs):
    """The job asks, is told, and what it still brings is kept with a cancelled run."""

    def stoppable(run_id, _report, cancelled):
        assert not cancelled()
        assert jobs.cancel(run_id).cancel_asked
        wait_until(cancelled)
        return put(jobs, {"partial": True})

    jobs.register("stoppable", stoppable)
    run = inline(jobs, "stoppable")

    assert run.state == "cancelled"


def test_a_run_that_has_ended_stays_as_it_is(jobs):
    """Neither cancelling nor doing it again changes a finished run."""
    run = inline(jobs)

    assert jobs.cancel(run.id) == run
    assert jobs.run_inline(run.id) == run


def test_a_job_may_end_its_run_in_its_own_transaction(jobs):
    """Result and end are written together, so that no crash comes between; told twice it stays one end."""

    def finish(run_id, _report, _cancelled):
        with jobs.database.writing() as uow:
            digest = uow.documents.put("note", {"whole": True})
            assert uow.runs.finish(run_id, digest, NOON)
            uow.commit()
        return digest

    jobs.register("finish", finish)
    run = inline(jobs, "finish")

    assert (run.state, run.progress, run.error, run.holder) == ("done", 1000, None, None)


def test_an_ended_run_no_longer_tells_what_it_was_searching(jobs):
    """However it ends, its sentence says how, and value and bound of a level are gone."""

    def ending(end):
        def work(_run_id, report, _cancelled):
            report(300, value=12, bound=10, message=Text("正在优化", "improving"))
            return end()

        return work

    jobs.register("good", ending(lambda: put(jobs, {})))
    jobs.register("bad", ending(lambda: 1 / 0))
    for kind, sentence in (("good", "Done."), ("bad", "The run failed by a fault of the program.")):
        run = inline(jobs, kind)
        assert (run.message.en, run.value, run.bound) == (sentence, None, None)


def test_a_run_ends_after_it_began_also_within_one_second(database):
    """Whoever writes the end, the job or its worker, writes it by the same clock as the beginning."""
    instants = iter(NOON + timedelta(microseconds=n) for n in range(500_000, 600_000))
    context = Context(database, lambda: next(instants))
    jobs = with_notes(Jobs(database, context.clock))

    def finish(run_id, _report, _cancelled):
        with database.writing() as uow:
            digest = uow.documents.put("note", {})
            uow.runs.finish(run_id, digest, context.now())
            uow.commit()
        return digest

    jobs.register("finish", finish)
    for kind in ("note", "finish"):
        run = inline(jobs, kind)
        assert run.created_at <= run.started_at <= run.finished_at


def test_a_cancelled_run_cannot_be_finished(jobs):
    """A job that comes too late with its result is told so, and rolls back."""
    run = jobs.submit("note", {}, "甲", inline=True)
    jobs.cancel(run.id)

    with jobs.database.writing() as uow:
        assert not uow.runs.finish(run.id, uow.documents.put("note", {}), NOON)


def test_a_run_begun_too_often_is_given_up(jobs):
    """One run that kills its worker does not kill the next one for ever."""
    run = jobs.submit("note", {}, "甲", inline=True)
    with jobs.database.writing() as uow:
        uow.runs.update(run.id, state="running", starts=MOST_STARTS)
        uow.commit()

    jobs.execute(run.id, "worker-0")

    assert (jobs.get(run.id).state, jobs.get(run.id).error["code"]) == ("failed", "run-given-up")


def test_a_run_asked_to_stop_before_it_is_begun_again_is_cancelled(jobs):
    """A worker that died does not make the wish to stop forgotten."""
    run = jobs.submit("note", {}, "甲", inline=True)
    with jobs.database.writing() as uow:
        uow.runs.update(run.id, state="running")
        uow.commit()
    jobs.cancel(run.id, "乙")

    jobs.execute(run.id, "worker-0")

    ended = jobs.get(run.id)
    assert (ended.state, ended.error["code"], ended.error["facts"]) == ("cancelled", "run-cancelled", {"by": "乙"})


def test_an_inline_run_whose_process_is_gone_has_failed(jobs):
    """The next one who looks finds out, and nothing is left open for ever."""
    lost, held, young = (jobs.submit("note", {}, "甲", inline=True).id for _ in range(3))
    with jobs.database.writing() as uow:
        uow.runs.update(lost, state="running", holder="inline-8")
        uow.runs.update(held, state="running", holder="inline-9")
        uow.commit()
    living = locks.take(jobs.database, "inline-9")
    assert living is not None
    with locks.holding(living):
        inline(jobs)

        assert [jobs.get(run).state for run in (lost, held, young)] == ["failed", "running", "queued"]
        assert jobs.get(lost).error["code"] == "run-interrupted"

    later = with_notes(Jobs(jobs.database, lambda: NOON + timedelta(hours=1)))
    inline(later)
    assert jobs.get(young).state == "failed"


def test_a_run_of_the_own_slots_last_holder_is_buried_too(jobs):
    """The slot is taken again by the very process that looks."""
    lost = jobs.submit("note", {}, "甲", inline=True).id
    with jobs.database.writing() as uow:
        uow.runs.update(lost, state="running", holder="inline-0")
        uow.commit()

    inline(jobs)

    assert jobs.get(lost).state == "failed"


def test_a_run_just_put_down_is_left_alone_by_a_worker_that_looks_around(jobs):
    """Between putting an inline run down and doing it, nobody else may bury it."""
    run = jobs.submit("note", {}, "甲", inline=True)

    assert jobs.reap() == []

    assert jobs.run_inline(run.id).state == "done"
    jobs.close()


def test_runs_are_listed_newest_first_in_pages(jobs):
    """A page goes on where the last one ended."""
    ids = [jobs.submit("note", {}, "甲", inline=True).id for _ in range(5)]

    with jobs.database.reading() as uow:
        assert [run.id for run in uow.runs.list(limit=2)] == ids[:2:-1]
        assert [run.id for run in uow.runs.list(limit=9, after=ids[3])] == ids[2::-1]
        assert uow.runs.list(states=("done",)) == ()


def test_jobs_of_one_office_do_not_block_its_decisions(jobs):
    """Submitting and telling progress from many threads lose nothing."""
    ids = [jobs.submit("note", {}, "甲", inline=True).id for _ in range(8)]
    threads = [threading.Thread(target=jobs.run_inline, args=(run,)) for run in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {jobs.get(run).state for run in ids} == {"done"}
    with jobs.database.reading() as uow:
        assert uow.session.scalar(sa.text("SELECT count(*) FROM document")) == 8
