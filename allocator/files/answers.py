"""An answer as somebody types it (查明的事实): yes or no, an amount with its unit, a cause by its name."""

from allocator.domain.facts import OTHER_CAUSE, cause_id
from allocator.domain.rulebook.book import FactKind, Rulebook
from allocator.domain.rulebook.conditions import FactValue
from allocator.files.amounts import money
from allocator.files.faults import ValueFault
from allocator.files.values import is_unknown, yes_no_unknown


def read_answer(name: str, text: str, rulebook: Rulebook) -> FactValue:
    """Read the answer to a fact of the rulebook; what cannot be read is given as it is, for `check_facts` to refuse.

    An amount without a unit is in fen, as everywhere in the program; one with a unit (8万元) is turned into fen.
    """
    kind = rulebook.facts.get(name)
    if is_unknown(text):
        return None
    if name == "cause":
        found = cause_id(text, rulebook)
        return text if found == OTHER_CAUSE else found
    return text if kind is None else _of_kind(text, kind)


def _of_kind(text: str, kind: FactKind) -> FactValue:
    if kind.kind in ("money", "count") and text.isascii() and text.removeprefix("-").isdigit():
        return int(text)
    try:
        if kind.kind == "yes_no":
            return yes_no_unknown(text)
        return money(text) if kind.kind == "money" else text
    except ValueFault:
        return text
