"""Stored decisions (决定): read one, run it again."""

from typing import Any

from allocator.services import audit
from allocator.services.views import replay_view
from api.noun import Noun
from api.schemas.audit import Replay
from api.schemas.cases import Entry
from api.surroundings import acting
from api.views import entry_view, without_secrets

decisions = Noun("decisions", "决定 Entries of the decision log.")


@decisions.get("/<id:seq>")
@decisions.needs("decisions:read")
@decisions.response(200, Entry)
def read(seq: int) -> Any:
    """Read an entry of the decision log."""
    return entry_view(audit.decision(acting(), seq).as_dict())


@decisions.post("/<id:seq>/replay")
@decisions.needs("decisions:replay")
@decisions.response(200, Replay)
def replay(seq: int) -> Any:
    """Run a stored decision again from what was stored, and compare; changes nothing."""
    return without_secrets(replay_view(audit.replay(acting(), seq)))
