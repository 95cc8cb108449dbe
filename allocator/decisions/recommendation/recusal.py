"""Who may not touch a case for a tie to its parties (回避; REC 1-3, 14): declared ties, and a party of the same name."""

from allocator.domain.cases import Party, PartyKind, normal_name
from allocator.domain.people import Officer, Recusal, RecusalState
from allocator.domain.snapshot import CaseToPlace, Snapshot


def tied(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> bool:
    """Say whether an officer must stay away from a case."""
    return bool(recusals_of(officer, case, snapshot)) or is_party(officer, case, snapshot)


def recusals_of(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> tuple[Recusal, ...]:
    """Give the officer's recusals that touch this case: by case, by identity, by name."""
    own = snapshot.office.recusals_of(officer.code)
    return tuple([recusal for recusal in own if touches(recusal, case)]) if own else ()


def is_party(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> bool:
    """Say whether a person who bears the officer's name is a party (REC 1(1)).

    Taken for the officer until somebody entered the tie as dismissed: a namesake then, known as such.
    """
    name = normal_name(officer.name)
    parties = case.case.filing.parties
    if not any(party.kind == PartyKind.PERSON and normal_name(party.name) == name for party in parties):
        return False
    return not any(
        item.officer == officer.code and item.state == RecusalState.DISMISSED and touches(item, case)
        for item in snapshot.office.recusals
    )


def touches(recusal: Recusal, case: CaseToPlace) -> bool:
    """Say whether a recusal concerns a case; a name alone suffices unless two known identities differ."""
    filing = case.case.filing
    same_case = recusal.case_no is not None and normal_name(recusal.case_no) == normal_name(filing.case_no)
    return same_case or any(_same_party(recusal, party) for party in filing.parties)


def _same_party(recusal: Recusal, party: Party) -> bool:
    if recusal.identity and party.identity:
        return normal_name(recusal.identity) == normal_name(party.identity)
    return recusal.party is not None and normal_name(recusal.party) == normal_name(party.name)
