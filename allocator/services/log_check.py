"""The decision log checked (日志校验): the chain, what it names, what docket and trips say, and what witnesses remember.

Who may write to the database file can seal a whole log anew. Nothing inside the file can tell; a hash that somebody
else keeps can: every exported transcript holds the hashes of its day, and `log verify` prints the last one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from allocator.decisions.recommendation.draw import commitment
from allocator.domain.errors import AllocatorError, BadInput
from allocator.domain.words import Text
from allocator.persistence.log import Break, Entry
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.assignment.undoing import UNDONE
from allocator.services.cases.flag_entries import FLAGS
from allocator.services.cases.lane_entries import LANE, LANE_UNDONE
from allocator.services.context import Context
from allocator.services.fieldwork.told_trips import ToldTrips

Witnesses = Mapping[int, str]
GIVES = ("assignment", "placement")
ENDS = ("closing", "reopening")


@dataclass(frozen=True, slots=True)
class LogCheck:
    """The state of the decision log: how many entries, the last hash, and every break found."""

    entries: int
    head: str
    breaks: tuple[Break, ...]


@dataclass(slots=True)
class Told:
    """What the log says last of each case, of each day of draws, and which documents it names."""

    cases: dict[int, dict[str, Any]] = field(default_factory=dict)
    committed: dict[str, tuple[str, int]] = field(default_factory=dict)
    revealed: dict[str, tuple[str, int]] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    rulebooks: dict[str, int] = field(default_factory=dict)
    backwards: list[int] = field(default_factory=list)
    last_at: str = ""
    trips: ToldTrips = field(default_factory=ToldTrips)

    def take(self, entry: Entry) -> None:
        """Remember what an entry says."""
        if entry.at < self.last_at:
            self.backwards.append(entry.seq)
        self.last_at = max(self.last_at, entry.at)
        if entry.kind == "draw_day":
            self.committed[entry.body["day"]] = (entry.body["commitment"], entry.seq)
        elif entry.kind == "draw_reveal":
            self.revealed[entry.body["day"]] = (entry.body["secret"], entry.seq)
        self._take_named(entry)
        self.trips.take(entry)
        if entry.case_id is not None and (said := _said(entry)):
            self.cases.setdefault(entry.case_id, dict(NOBODYS)).update({**said, "seq": entry.seq})

    def _take_named(self, entry: Entry) -> None:
        """Remember which documents and rulebooks a decision rests on."""
        for part in (entry.body, entry.body.get("snapshot"), entry.body.get("seen")):
            if isinstance(part, dict):
                for name in DOCUMENTS & part.keys():
                    self.documents.setdefault(part[name], entry.seq)
                if "rulebook" in part:
                    self.rulebooks.setdefault(part["rulebook"], entry.seq)


DOCUMENTS = {"document", "places", "stock", "office", "means", "rest", "answer"}
NOBODYS = {"handler": None, "mentor": None, "given_by": None, "closed_on": None, "hand": None, "flags": None}


def _said(entry: Entry) -> dict[str, Any]:
    """Give what an entry says of its case, by the names the docket has for it."""
    body = entry.body
    if entry.kind == "filing":
        return {"case_no": body["case_no"], "lane": body["outcome"]["lane"], "decision": entry.seq}
    if entry.kind in ("facts", LANE, LANE_UNDONE):
        decision = body.get("decision") or entry.seq
        said = {"lane": body["after"]["lane"], "hand": _hand(body.get("hand"), entry.seq), "decision": decision}
        return {**said, **_flags(entry)} if "flags" in body else said
    if entry.kind in FLAGS:
        return _flags(entry)
    if entry.kind in ENDS:
        return {"closed_on": body["on"]}
    if entry.kind == UNDONE:
        return {"handler": None, "mentor": None, "given_by": None}
    if entry.kind not in GIVES:
        return {}
    given = {"handler": body["officer"], "mentor": body["mentor"], "given_by": entry.seq}
    return {**given, "lane": body["place"]["lane"]} if "place" in body else given


def _hand(told: dict[str, Any] | None, seq: int) -> dict[str, Any] | None:
    """Give a class given by hand as the docket keeps it: an entry cannot name its own number within."""
    return told and {**told, "decision": told["decision"] or seq}


def _flags(entry: Entry) -> dict[str, Any]:
    return {"flags": [_hand(one, entry.seq) for one in entry.body["flags"]] or None}


def verify_log(context: Context, witnesses: Witnesses | None = None) -> LogCheck:
    """Check the whole log: a row altered, removed or put in is named, and so is what was changed behind it."""
    with context.database.reading() as uow, uow.for_the_office():
        seq, head = uow.log.head()
        breaks = uow.log.verify()
        if not breaks:
            breaks = [*_against(witnesses or {}, uow), *_behind(uow)]
        return LogCheck(seq, head, tuple(sorted(breaks, key=lambda found: found.seq)))


def _against(witnesses: Witnesses, uow: UnitOfWork) -> Iterator[Break]:
    for seq, known in witnesses.items():
        entry = uow.log.get(seq)
        if entry is None or entry.hash != known:
            yield Break(seq, "witness")


def _behind(uow: UnitOfWork) -> Iterator[Break]:
    told = Told()
    for entry in uow.log.walk():
        told.take(entry)
    yield from _docket(uow, told)
    yield from told.trips.against(uow)
    yield from _draw_days(uow, told)
    yield from _documents(uow, told)
    yield from (Break(seq, "backwards") for seq in told.backwards)
    if not uow.log.is_guarded():
        yield Break(0, "unguarded")


def _docket(uow: UnitOfWork, told: Told) -> Iterator[Break]:
    """Compare every case with what the log says of it last."""
    left = dict(told.cases)
    for row in uow.cases.kept():
        kept = {**row, "closed_on": row["closed_on"] and row["closed_on"].isoformat()}
        said = left.pop(kept.pop("id"), {"seq": kept["decision"]})
        seq = said.pop("seq")
        if said != kept:
            yield Break(seq, "docket")
    yield from (Break(said["seq"], "docket") for said in left.values())


def _draw_days(uow: UnitOfWork, told: Told) -> Iterator[Break]:
    """Compare the book of secrets with the log: committed and shown as it says, and no secret changed since."""
    for known in uow.draws.all():
        day = known.day.isoformat()
        bound, seq = told.committed.get(day, ("", 0))
        shown, shown_by = told.revealed.get(day, ("", 0))
        whole = bound == known.commitment == commitment(known.day, known.secret)
        if not whole or (known.revealed_at is not None) != bool(shown) or shown not in ("", known.secret.hex()):
            yield Break(shown_by or seq, "draw-day")


def _documents(uow: UnitOfWork, told: Told) -> Iterator[Break]:
    for digest, seq in told.documents.items():
        try:
            uow.documents.get_text(digest)
        except AllocatorError:
            yield Break(seq, "document")
    yield from (Break(seq, "document") for digest, seq in told.rulebooks.items() if not uow.rulebooks.is_whole(digest))


def witnesses_in(transcript: object) -> dict[int, str]:
    """Give the hashes by number that an exported transcript bears witness to; raises BadInput for anything else."""
    try:
        entries = [*transcript["entries"], transcript["closing"]]  # type: ignore[index]
        return {int(entry["seq"]): str(entry["hash"]) for entry in entries if entry is not None}
    except (LookupError, TypeError, ValueError) as error:
        raise BadInput(
            Text("凭证文件不是抽签记录。", "The witness is no transcript."),
            Text("请给出 fenliu draws export 导出的文件。", "Give a file written by `fenliu draws export`."),
            code="witness-unreadable",
        ) from error


def witness_named(text: str) -> tuple[int, str]:
    """Read NUMBER:HASH as `log verify` printed it once; raises BadInput."""
    number, _, known = text.partition(":")
    if not number.isdecimal() or len(known) != 64:
        raise BadInput(
            Text(f"“{text}”不是 编号:摘要。", f'"{text}" is not NUMBER:HASH.'),
            Text("请抄写 fenliu log verify 打印的末值。", "Copy what `fenliu log verify` printed as the head."),
            code="witness-unreadable",
        )
    return int(number), known
