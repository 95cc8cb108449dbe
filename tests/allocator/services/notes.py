"""Jobs that know one kind of run, a note, and what a test does with them."""

import time


def with_notes(jobs):
    """Let jobs know the kind, which writes one document."""
    jobs.register("note", lambda run_id, _report, _cancelled: put(jobs, {"run": run_id}))
    return jobs


def put(jobs, value):
    """Write a document; gives its digest."""
    with jobs.database.writing() as uow:
        digest = uow.documents.put("note", value)
        uow.commit()
    return digest


def inline(jobs, kind="note", **params):
    """Submit a run and do it here and now."""
    return jobs.run_inline(jobs.submit(kind, params, "甲", inline=True).id)


def wait_until(condition, seconds=60):
    """Wait for what others do."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
