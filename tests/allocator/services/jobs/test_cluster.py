"""A cluster gives the same answer as one process, and one that could not is refused."""

import sys

import pytest

from allocator.domain.errors import BadInput, Unavailable
from allocator.services.jobs import cluster as clusters
from allocator.services.jobs.cluster import cluster
from allocator.services.jobs.hands import hands
from allocator.simulation.engine import run_once
from allocator.simulation.replications import Asked, replicate
from tests.allocator.simulation.lives import a_stage

ASKED = Asked(replications=12)


def test_without_dask_the_remedy_is_named(monkeypatch) -> None:
    """Who did not install the extra is told how."""
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(Unavailable, match="not installed") as refused, cluster("tcp://127.0.0.1:8786"):
        pass

    assert refused.value.code == "cluster-missing"
    assert "fenliu[cluster]" in refused.value.remedy.en


@pytest.mark.slow
def test_a_cluster_answers_to_the_bit_as_one_process_does() -> None:
    """Two workers elsewhere, batches in any order: the same document."""
    distributed = pytest.importorskip("distributed")
    stages = [a_stage(days=56), a_stage(days=56, seed=1)]
    with hands(1) as alone:
        expected = replicate(stages, ASKED, run_once, alone).as_dict()

    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local,
        cluster(local.scheduler_address) as executor,
    ):
        assert replicate(stages, ASKED, run_once, executor).as_dict() == expected


@pytest.mark.slow
def test_workers_of_another_program_or_with_several_threads_are_refused(monkeypatch) -> None:
    """Either could give another answer; each worker is named."""
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=2, dashboard_address=None) as local,
        pytest.raises(BadInput) as threads,
        cluster(local.scheduler_address),
    ):
        pass
    monkeypatch.setattr(clusters, "code_digest", lambda packages: f"another {packages}")
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as local,
        pytest.raises(BadInput) as other,
        cluster(local.scheduler_address),
    ):
        pass

    assert [one.value.code for one in (threads, other)] == ["cluster-differs"] * 2
    assert threads.value.faults[0]["threads"] == 2


@pytest.mark.slow
def test_where_nobody_answers_or_works_there_is_no_cluster(monkeypatch) -> None:
    """A wrong address, and a scheduler without workers."""
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(clusters, "PATIENCE", "1s")
    with pytest.raises(Unavailable) as nobody, cluster("tcp://127.0.0.1:9"):
        pass
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=None) as local,
        pytest.raises(Unavailable) as empty,
        cluster(local.scheduler_address),
    ):
        pass

    assert (nobody.value.code, empty.value.code) == ("cluster-unreachable", "cluster-empty")
