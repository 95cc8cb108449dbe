"""Durable jobs: submitted, told, cancelled, and finished or gone without a trace whatever is killed."""

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from allocator.domain.errors import Conflict, NotAllowed, NotFound, Unavailable
from allocator.domain.words import Text
from allocator.persistence import locks
from allocator.services import job_engine
from allocator.services.context import Context
from allocator.services.job_progress import Asker, Teller
from allocator.services.jobs import MOST_STARTS, Jobs
from allocator.services.runs import run_view

NOON = datetime(2022, 9, 5, 4, 0, tzinfo=UTC)

WORKER = """
import sys, threading, time
from allocator.persistence.engine import open_database
from allocator.services.jobs import Jobs
from allocator.worker import work

database = open_database(sys.argv[1])
jobs = Jobs(database)

def steps(run_id, report, cancelled):
    for step in range(10):
        print("step", step, flush=True)
        report(step * 100)
        if cancelled():
            break
        time.sleep(float(sys.argv[2]))
    with database.writing() as uow:
        digest = uow.documents.put("result", {"run": run_id})
        uow.log.append(jobs.clock(), "worker", "result", None, {"run": run_id})
        assert uow.runs.finish(run_id, digest, jobs.clock()) or cancelled()
        uow.commit()
    return digest

jobs.register("steps", steps)
work(jobs, threading.Event(), reap_seconds=0.3)
"""


@pytest.fixture
def jobs(database):
    """Jobs whose clock stands still at noon, and which know one kind."""
    return with_notes(Jobs(database, lambda: NOON))


def with_notes(jobs):
    jobs.register("note", lambda run_id, _report, _cancelled: put(jobs, {"run": run_id}))
    return jobs


def put(jobs, value):
    with jobs.database.writing() as uow:
        digest = uow.documents.put("note", value)
        uow.commit()
    return digest


def inline(jobs, kind="note", **params):
    return jobs.run_inline(jobs.submit(kind, params, "甲", inline=True).id)


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


# ---- here and now -----------------------------------------------------------------------------------------


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


# ---- telling and asking ------------------------------------------------------------------------------------


def test_news_is_written_at_most_so_often_and_the_latest_of_each(monkeypatch):
    """A solver that tells a thousand times a second costs two writings; nothing that matters is lost."""
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    written = []
    tell = Teller(lambda **news: written.append(news))

    now[0] = 1.0
    for progress in range(1000):
        tell(progress, value=7 if progress == 3 else None)
    now[0] = 2.0
    tell(bound=5)

    assert written == [{"progress": 0}, {"progress": 999, "value": 7, "bound": 5}]


def test_a_busy_database_costs_the_news_and_not_the_job(monkeypatch):
    """What could not be written is told with the next news."""
    now = [1.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    written, busy = [], [True]

    def write(**news):
        if busy[0]:
            raise Unavailable(Text("忙", "busy"), Text("等", "wait"))
        written.append(news)

    tell = Teller(write)
    tell(1, value=9)
    busy[0], now[0] = False, 2.0
    tell(2)

    assert written == [{"progress": 2, "value": 9}]


def test_the_wish_to_stop_is_looked_up_seldom_and_remembered(monkeypatch):
    """Asking is cheap, and a yes is never taken back."""
    now, asked = [1.0], []
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    answers = iter([False, True])

    def look_up():
        asked.append(now[0])
        return next(answers)

    ask = Asker(look_up)

    assert [ask(), ask(), ask()] == [False, False, False]
    now[0] = 2.0
    assert [ask(), ask()] == [True, True]
    assert len(asked) == 2


# ---- with the engine ---------------------------------------------------------------------------------------


@pytest.fixture
def worker_of():
    """Starts workers in this process, one at a time, and stops them."""
    started = []

    def start(jobs):
        started.append(jobs)
        return jobs.start()

    yield start
    for jobs in started:
        jobs.stop()
        jobs.close()


@pytest.mark.slow
def test_a_worker_does_what_is_submitted(either, worker_of):
    """Submitted by one, done by another, on either database."""
    office = Jobs(either)
    early = office.submit("note", {}, "甲")
    assert worker_of(with_notes(Jobs(either))) == "worker-0"
    late = office.submit("note", {}, "乙")

    wait_until(lambda: office.get(early.id).ended and office.get(late.id).ended)

    assert [office.get(run.id).state for run in (early, late)] == ["done", "done"]
    office.close()


@pytest.mark.slow
def test_a_run_the_engine_was_never_told_of_is_found_at_the_start(database, worker_of, monkeypatch):
    """A crash between storing the run and telling the engine loses nothing."""
    office = Jobs(database)
    monkeypatch.setattr(job_engine.JobEngine, "enqueue", lambda *_: 1 / 0)
    run = office.submit("note", {}, "甲")
    assert run.state == "queued"
    monkeypatch.undo()

    worker_of(with_notes(Jobs(database)))

    wait_until(lambda: office.get(run.id).state == "done")


@pytest.mark.slow
def test_a_cancelled_run_in_the_queue_is_passed_over(database, worker_of):
    """The queue may still hold it; the worker looks at the run itself."""
    office = Jobs(database)
    called_off, wanted = office.submit("note", {}, "甲"), office.submit("note", {}, "甲")
    office.cancel(called_off.id)

    worker_of(with_notes(Jobs(database)))

    wait_until(lambda: office.get(wanted.id).state == "done")
    assert (office.get(called_off.id).state, office.get(called_off.id).starts) == ("cancelled", 0)
    office.close()


@pytest.mark.slow
def test_a_schedule_submits_its_runs_once_an_instant(database, worker_of):
    """A cron line makes runs by itself, each named by its instant."""
    jobs = with_notes(Jobs(database))
    jobs.schedule("nightly", "* * * * * *", "note", {"seconds": 1}, "Asia/Shanghai")
    worker_of(jobs)

    def done():
        with database.reading() as uow:
            return [run for run in uow.runs.list(states=("done",)) if run.kind == "note"]

    wait_until(lambda: len(done()) >= 2)
    assert {(run.actor, run.params["seconds"]) for run in done()} == {("schedule", 1)}
    assert len({run.key for run in done()}) == len(done())


@pytest.fixture
def start_worker():
    """Starts workers in processes of their own, and leaves none behind."""
    started = []

    def start(database, pause):
        command = [sys.executable, "-c", WORKER, database.url, str(pause)]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True))
        return started[-1]

    yield start
    for process in started:
        kill(process)


def kill(process):
    process.kill()
    if not process.stdout.closed:
        process.communicate()


def results(database):
    with database.reading() as uow:
        return [entry.body["run"] for entry in uow.log.entries(kind="result")]


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_finishes(either, start_worker):
    """kill -9 during the work: no result, no entry; after a new start exactly one."""
    office = Jobs(either)
    run = office.submit("steps", {}, "甲")
    first = start_worker(either, 0.2)
    while first.stdout.readline() != "step 3\n":
        assert first.poll() is None
    kill(first)
    assert (office.get(run.id).state, results(either)) == ("running", [])

    start_worker(either, 0)
    wait_until(lambda: office.get(run.id).ended)
    assert (office.get(run.id).state, office.get(run.id).starts) == ("done", 2)
    assert results(either) == [run.id]
    office.close()


@pytest.mark.slow
def test_a_dead_workers_run_is_taken_over_by_a_living_one(database, start_worker):
    """Nobody has to start the same worker again."""
    office = Jobs(database)
    first = start_worker(database, 0.3)
    run = office.submit("steps", {}, "甲")
    assert first.stdout.readline() == "step 0\n"
    start_worker(database, 0.3)
    wait_until(lambda: not locks.is_free(database, "worker-1"))
    kill(first)

    wait_until(lambda: office.get(run.id).ended)
    assert (office.get(run.id).state, results(database)) == ("done", [run.id])
    office.close()


@pytest.mark.slow
def test_two_workers_share_the_runs_and_do_each_once(database, start_worker):
    """No run is done twice however many look for work."""
    office = Jobs(database)
    for _ in range(2):
        start_worker(database, 0)
    runs = [office.submit("steps", {}, "甲").id for _ in range(8)]

    wait_until(lambda: all(office.get(run).ended for run in runs))
    assert sorted(results(database)) == sorted(runs)
    assert {office.get(run).starts for run in runs} == {1}
    office.close()


@pytest.mark.slow
def test_the_worker_process_stops_when_it_is_told_to(database):
    """SIGTERM ends it quickly and cleanly; its slot is free for the next."""
    process = subprocess.Popen(
        [sys.executable, "-m", "allocator.worker", "--db", database.url], stderr=subprocess.PIPE, text=True
    )
    wait_until(lambda: not locks.is_free(database, "worker-0"))
    time.sleep(0.5)
    process.terminate()
    said = process.communicate(timeout=30)[1]

    assert process.returncode == 0, said
    assert "worker-0 has stopped" in said
    assert locks.is_free(database, "worker-0")


def test_the_worker_process_says_what_it_needs(tmp_path):
    """Without a database it ends with a sentence and exit code 2."""
    for arguments in ([], ["--db", str(tmp_path / "no" / "such.db")]):
        found = subprocess.run(
            [sys.executable, "-m", "allocator.worker", *arguments], capture_output=True, text=True, env={}, check=False
        )
        assert found.returncode == 2
        assert "Traceback" not in found.stderr
        assert "--db" in found.stderr or "no" in found.stderr


@pytest.mark.slow
def test_one_process_is_one_worker(database, worker_of):
    """A second engine in the same process is refused before it can mix up the first."""
    worker_of(with_notes(Jobs(database)))
    other = Jobs(database)
    with pytest.raises(Conflict):
        other.start()

    assert locks.is_free(database, "worker-1")


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
