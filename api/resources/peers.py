"""Figures other courts have published (同类法院指标): brought in as a file, read beside our own."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import FileStorage

from allocator.services.indicators.peers import import_peers_upload, peers_beside, peers_view
from api.noun import Noun
from api.schemas.peers import PeerFigures, PeersFile, PeersPutDown, PeersQuery
from api.surroundings import acting
from api.tidy import file_name

peers = Noun(
    "peers", "同类法院 Figures other courts have published, beside one's own of the same days; nothing is ranked."
)


@peers.get("")
@peers.needs("indicators:read")
@peers.arguments(PeersQuery, location="query")
@peers.response(200, PeerFigures)
def index(query: Mapping[str, Any]) -> Any:
    """Read the newest figure of each court, each beside our own number of the very same days."""
    return peers_view(peers_beside(acting(), query["indicator"]))


@peers.post("/imports")
@peers.needs("peers:write")
@peers.arguments(PeersFile, location="files")
@peers.once
@peers.response(201, PeersPutDown)
def bring_in(upload: Mapping[str, FileStorage]) -> Any:
    """Bring in figures from a CSV or Excel file, all or none; a row that is there word for word changes nothing.

    A file with a faulty row is refused whole (422): `errors` names each place.
    """
    file = upload["file"]
    done = import_peers_upload(acting(), file_name(file.filename), file.stream.read())
    return {"added": done.added, "known": done.known}, 201
