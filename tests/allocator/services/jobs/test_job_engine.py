"""Durable jobs with the engine: done by workers, and finished or gone without a trace whatever is killed."""

import subprocess
import sys
import time

import pytest

from allocator.domain.errors import Conflict
from allocator.persistence import locks
from allocator.services.jobs import job_engine
from allocator.services.jobs.jobs import Jobs
from tests.allocator.services.notes import wait_until, with_notes

WORKER = """
import sys, threading, time
from allocator.persistence.engine import open_database
from allocator.services.jobs.jobs import Jobs
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
