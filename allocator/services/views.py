"""Decisions as JSON documents (视图): one form for the API, the command line and the pages."""

from typing import Any

from allocator.decisions.recommendation.pool_guard import Alarm
from allocator.decisions.recommendation.reasons import nobody, why_class, why_officer, why_refused
from allocator.decisions.recommendation.recommendation import Candidate, Refused
from allocator.decisions.triage.relearning import Relearned
from allocator.decisions.triage.triage import Classification
from allocator.domain.canonical import plain
from allocator.domain.docket import Case
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.workload import Load
from allocator.services.assignment.giving import Assigned, Recommendation
from allocator.services.audit import Replay
from allocator.services.cases.closings import Closed
from allocator.services.cases.lane_entries import Laned
from allocator.services.cases.lane_words import hand_view
from allocator.services.cases.retriage import Retriaged
from allocator.services.intake.filings import ImportReport
from allocator.services.loads.board import PersonLoad
from allocator.services.log_check import LogCheck
from allocator.services.office.offices import LoadReport
from allocator.services.rules.rehearsal import Rehearsal


def case_view(case: Case) -> dict[str, Any]:
    """Show a case on the docket; money in fen, effort in minutes."""
    filing, standing = case.input.filing, case.standing
    return {
        "id": case.id,
        "version": case.version,
        "case_no": case.case_no,
        "kind": filing.kind,
        "title": filing.title,
        "cause": filing.cause,
        "claim": filing.claim,
        "town": filing.town,
        "filed_on": filing.filed_on.isoformat(),
        "state": case.state.value,
        "class": standing.track,
        "lane": standing.lane,
        "certain": standing.certain,
        "priority": standing.priority,
        "livelihood": standing.livelihood,
        "minutes": dict(standing.minutes),
        "decision": standing.decision,
        "conversions": dict(standing.conversions),
        **hand_view(standing),
        "parties": [plain(party) for party in filing.parties],
        "facts": {**plain(filing.traits), **plain(case.input.learned or {})},
        "flags": [{name: value for name, value in plain(one).items() if name != "was"} for one in case.flags],
        "holding": holding_view(case),
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
        "closed_as": case.closed_as,
        "recovered": case.recovered,
    }


def holding_view(case: Case) -> dict[str, Any] | None:
    """Show who holds a case."""
    holding = case.holding
    if holding is None:
        return None
    return {
        "officer": holding.officer,
        "mentor": holding.mentor,
        "how": holding.how,
        "since": holding.since.isoformat(),
        "decision": holding.decision,
        "charges": dict(holding.charges),
    }


def closed_view(done: Closed) -> dict[str, Any]:
    """Show a case closed, whether that was news, and what became of its field work."""
    return {
        **case_view(done.case),
        "changed": done.changed,
        "errands": {"withdrawn": list(done.withdrawn), "booked": list(done.booked)},
    }


def triage_view(case: Case, classification: Classification, rulebook: Rulebook) -> dict[str, Any]:
    """Show what triage says of a case: class, certainty, rules, sentences, what to ask, and the weight."""
    weight, question = classification.weight, classification.question
    return {
        "id": case.id,
        "case_no": case.case_no,
        "class": classification.track,
        "lane": classification.lane,
        "lane_name": rulebook.lanes[classification.lane].name.as_dict(),
        "certain": classification.certain,
        "possible_classes": list(classification.tracks),
        "possible_lanes": list(classification.lanes),
        "rule": classification.rule,
        "score": classification.score,
        "rules": [plain(hit) for hit in classification.hits],
        "reasons": [sentence.as_dict() for sentence in why_class(classification, rulebook)],
        "unknown": list(classification.unknown),
        "could_flip": list(classification.flips),
        "ask_next": None
        if question is None
        else {"fact": question.fact, "question": question.text.as_dict(), "settles_permille": question.settles},
        "weight": {
            "minutes": dict(weight.minutes),
            "least": dict(weight.least),
            "most": dict(weight.most),
            "total": weight.total,
            "parts": [plain(part) for part in weight.parts],
        },
        "priority": classification.priority,
        "livelihood": list(classification.livelihood),
        "skills": list(classification.skills),
        "assigned_lane": case.standing.lane,
        **hand_view(case.standing),
        "rulebook": {"version": rulebook.version, "digest": rulebook.digest},
    }


def load_view(load: Load) -> dict[str, Any]:
    """Show a load: minutes, per mille (None when nothing is available), and in words."""
    return {"held": load.held, "available": load.available, "permille": load.permille, "text": load.words.as_dict()}


def candidate_view(candidate: Candidate, office: Office, pool: tuple[str, ...]) -> dict[str, Any]:
    """Show one eligible officer."""
    return {
        "officer": candidate.officer,
        "name": office.officer_by_code[candidate.officer].name,
        "team": candidate.team,
        "mentor": candidate.mentor,
        "load_before": load_view(candidate.before),
        "load_after": load_view(candidate.after),
        "price": candidate.price,
        "terms": [plain(term) for term in candidate.terms],
        "in_pool": candidate.officer in pool,
        "new_in_7_days": candidate.recent,
        "text": why_officer(candidate, office).as_dict(),
    }


def refused_view(refused: Refused, office: Office) -> dict[str, Any]:
    """Show one refused officer with every reason."""
    return {
        "officer": refused.officer,
        "name": office.officer_by_code[refused.officer].name,
        "team": refused.team,
        "load": load_view(refused.load),
        "reasons": [{"code": reason.code, "text": reason.text.as_dict()} for reason in refused.reasons],
        "text": why_refused(refused, office).as_dict(),
    }


def alarm_view(alarm: Alarm) -> dict[str, Any]:
    """Show what the pool guard says."""
    return {"code": alarm.code, "text": alarm.text.as_dict(), "facts": alarm.facts}


def recommendation_view(found: Recommendation) -> dict[str, Any]:
    """Show every officer for one case."""
    office, ranking = found.snapshot.office, found.ranking
    return {
        "id": found.case.id,
        "case_no": found.case.case_no,
        "version": found.case.version,
        "lane": found.case.standing.lane,
        "candidates": [candidate_view(item, office, ranking.pool) for item in ranking.candidates],
        "refused": [refused_view(item, office) for item in ranking.refused],
        "nobody": None if ranking.candidates else nobody(ranking).as_dict(),
        "ways": [plain(way) for way in found.ways],
        "pool": list(ranking.pool),
        "pool_digest": ranking.pool_digest,
        "tolerance_permille": ranking.tolerance,
        "alarms": [alarm_view(alarm) for alarm in found.alarms],
        "snapshot": ranking.snapshot,
    }


def assigned_view(done: Assigned) -> dict[str, Any]:
    """Show an assignment just made."""
    holding = done.case.holding
    return {
        **case_view(done.case),
        "officer": holding.officer if holding else None,
        "mentor": holding.mentor if holding else None,
        "how": holding.how if holding else None,
        "load_permille": done.entry["load"],
        "draw": plain(done.draw) if done.draw else None,
        "alarms": [alarm_view(alarm) for alarm in done.alarms],
        "notify": done.entry["notify"],
        "assignment_decision": done.decision,
    }


def relearned_view(done: Relearned, rulebook: Rulebook) -> dict[str, Any]:
    """Show what new facts did."""
    return {
        **triage_view(done.case, done.classification, rulebook),
        "case": case_view(done.case),
        "converted": done.converted,
        "held_back": done.held_back,
        "handover": done.handover,
    }


def laned_view(done: Laned, rulebook: Rulebook) -> dict[str, Any]:
    """Show what became of a case of whose class somebody spoke."""
    return {**relearned_view(done.heard.outcome, rulebook), "act": done.heard.act, "lane_decision": done.decision}


def import_view(report: ImportReport) -> dict[str, Any]:
    """Show what an import did, with the reading of the header and a report for each row."""
    return {
        **report.sheet.as_dict(),
        "applied": report.applied,
        "dry_run": report.dry_run,
        "created": report.created,
        "unchanged": report.unchanged,
        "errors": report.errors,
        "new": list(report.new),
        "faults": list(report.faults),
    }


def load_report_view(report: LoadReport) -> dict[str, Any]:
    """Show what loading an office changed."""
    return {
        "office": report.office.bureau.code,
        "name": report.office.bureau.name.as_dict(),
        "first": report.first,
        "people": len(report.office.officers),
        "teams": len(report.office.teams),
        "rulebook": {"version": report.rulebook.version, "digest": report.rulebook.digest, "new": report.new_rulebook},
        "changes": [plain(change) for change in report.changes],
        "warnings": list(report.warnings),
    }


def rehearsal_view(found: Rehearsal) -> dict[str, Any]:
    """Show what another rulebook would flip."""
    return {name: value for name, value in plain(found).items() if name != "lanes"}


def retriaged_view(found: Retriaged, *, dry_run: bool) -> dict[str, Any]:
    """Show what triaging the stock anew did."""
    changed = [
        {
            "id": case.id,
            "case_no": case.case_no,
            "old_lane": case.standing.lane,
            "new_lane": outcome.case.standing.lane,
            "converted": outcome.converted,
            "held_back": outcome.held_back,
            "handover": outcome.handover,
        }
        for case, outcome in found.changed
    ]
    return {"dry_run": dry_run, "cases": found.cases, "changed": changed}


def person_view(person: PersonLoad) -> dict[str, Any]:
    """Show one person's load in hours against capacity."""
    return {
        "officer": person.officer,
        "name": person.name,
        "role": person.role,
        "team": person.team,
        "load": load_view(person.load),
        "open_cases": person.cases,
        "new_in_7_days": person.recent,
    }


def log_view(check: LogCheck) -> dict[str, Any]:
    """Show the state of the decision log."""
    return {
        "entries": check.entries,
        "head": check.head,
        "whole": not check.breaks,
        "breaks": [item.as_dict() for item in check.breaks],
    }


def replay_view(found: Replay) -> dict[str, Any]:
    """Show a decision run again; the outcomes only where they differ."""
    outcome = {"stored": found.stored} if found.identical else {"stored": found.stored, "again": found.again}
    note = found.note and found.note.as_dict()
    return {"decision": found.decision, "kind": found.kind, "identical": found.identical, "note": note, **outcome}
