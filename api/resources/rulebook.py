"""The rulebook in force, and another one tried over the stock (规则手册、规则试算)."""

from typing import Any

from allocator.services.rehearsal import rehearse, rulebook_of
from allocator.services.views import rehearsal_view
from api.door import PLAIN
from api.noun import Noun
from api.schemas.fields import PROSE_PATTERN
from api.schemas.office import LONGEST_RULEBOOK, Rehearsal, Rulebook, RulebookIn
from api.surroundings import acting
from api.views import rulebook_view

rulebook = Noun("rulebook", "规则手册 The rules in force, and what other rules would change.")
PLAIN_BODY = {
    "content": {PLAIN: {"schema": {"type": "string", "maxLength": LONGEST_RULEBOOK, "pattern": PROSE_PATTERN}}}
}


@rulebook.get("")
@rulebook.needs("rulebook:read")
@rulebook.response(200, Rulebook)
def read() -> Any:
    """Read the rulebook in force."""
    return rulebook_view(rulebook_of(acting()))


@rulebook.post("/rehearsals")
@rulebook.needs("rulebook:rehearse")
@rulebook.doc(requestBody=PLAIN_BODY)
@rulebook.arguments(RulebookIn, location="rulebook")
@rulebook.response(200, Rehearsal)
def rehearsal(body: dict[str, str]) -> Any:
    """Try another rulebook over every open case; changes nothing.

    The rulebook is the text of its file, as text/plain or as JSON.
    """
    return rehearsal_view(rehearse(acting(), body["toml"]))
