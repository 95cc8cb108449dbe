"""Saying why (写明事由): an act that touches others' rights comes with a reason, short enough to be read."""

from allocator.domain.errors import BadInput
from allocator.domain.words import Text

LONGEST_REASON = 200


def check_because(because: str, missing: Text, code: str) -> None:
    """Refuse an act without a reason of 1 to 200 characters, in the words of the act; raises BadInput, naming the field."""
    if because.strip() and len(because) <= LONGEST_REASON:
        return
    remedy = Text(
        f"一两句话即可，{LONGEST_REASON} 字以内。", f"A sentence will do, at most {LONGEST_REASON} characters."
    )
    raise BadInput(missing, remedy, code=code, faults=[{"field": "because", "text": missing.as_dict()}])
