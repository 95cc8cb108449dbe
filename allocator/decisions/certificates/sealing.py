"""Sealing (封印): what every certificate states of a plan, whatever is planned, and the digest of it all that the log keeps."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from allocator.decisions.certificates.code import checker_digest, code_digest
from allocator.domain.canonical import digest, plain
from allocator.domain.errors import Conflict
from allocator.domain.words import Text
from solver.search import Certificate

FORMAT = "fenliu-certificate-1"


def stated_of(certificate: Certificate, without: Collection[str] = ()) -> dict[str, Any]:
    """Give what the solver states of a plan, but for what is left out."""
    return {name: value for name, value in plain(certificate).items() if name not in without}


def sealed(
    document: Mapping[str, Any],
    stated: Mapping[str, Any],
    named: Mapping[str, str],
    *,
    plan: Mapping[str, Any],
    checker: str,
    more: Mapping[str, Any],
) -> dict[str, Any]:
    """Give a plan's document with its certificate and seal; everything else must stand in it already.

    `named` are the digests of what the plan rests on (rulebook, snapshot, instance), `plan` is the part that may leave the
    house, `checker` the module that looked at it; `more` is what this kind of plan states besides.
    """
    certificate = {
        **stated,
        "format": FORMAT,
        "run": document["run"],
        **more,
        "digests": {**named, "plan": digest(plan), "code": code_digest()},
        "checker": {"name": checker, "digest": checker_digest(checker), "objections": len(document["objections"])},
    }
    return {**document, "certificate": certificate, "seal": digest(certificate)}


def exported(document: Mapping[str, Any], plan: Mapping[str, Any], instance: Mapping[str, Any]) -> dict[str, Any]:
    """Give the one file that stands for a plan: certificate, plan, the instance as exact arrays, and the seal."""
    return {
        "format": FORMAT,
        "certificate": document["certificate"],
        "plan": plan,
        "instance": instance,
        "seal": document["seal"],
    }


def must_be_sealed(document: Mapping[str, Any], plan: Mapping[str, Any]) -> None:
    """Raise Conflict for a plan without a certificate, or with one that is not its own (无证明不得发布)."""
    if not _is_sealed(document, plan):
        raise Conflict(
            Text("方案没有与之相符的证明。", "The plan has no certificate that fits it."),
            Text("请重新生成方案。", "Draft a new plan."),
            code="plan-uncertified",
        )


def _is_sealed(document: Mapping[str, Any], plan: Mapping[str, Any]) -> bool:
    certificate = document.get("certificate", {})
    named = certificate.get("digests")
    return (
        bool(named)
        and document.get("seal") == digest(certificate)
        and named["plan"] == digest(plan)
        and named["instance"] == document["instance"]
    )


def only(names: Sequence[str], items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give of each item what may leave the house."""
    return [{name: item[name] for name in names} for item in items]
