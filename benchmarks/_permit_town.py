"""A town's building permits as they lie in a file, and the town as the folder of an office with its own rulebook."""

import csv
import hashlib
import io
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path

RULEBOOK = Path(__file__).with_name("permits_rulebook.toml")
TRACKS = {"uitgebreid": "regular", "regulier": "fast"}
YES = ("true", "j", "ja", "yes", "1")
NO = ("false", "n", "nee", "no", "0")
LEAST_SHARE = 100  # somebody with less than one case in so many stood in; an office is not staffed by those
OPEN_DAYS = 180  # how long a case without a closing date counts as open
LAST_WEEKS = 92
ANYBODY = "handler-1"  # staffs an office whose file names no handler
CASE_COLUMNS = ("case_no", "kind", "filed_on", "cause", "fee", "request complete", "further ground")


@dataclass(frozen=True, slots=True)
class Permit:
    """One application; `track`, `events`, `handler` and `closed_on` are what became of it and enter no triage.

    `fee` is in euro with two places, "" while unknown; `complete` "yes", "no" or ""; `track` None where not recorded.
    """

    case_no: str
    filed_on: date
    fee: str
    kinds: str
    complete: str
    handler: str
    closed_on: date
    track: str | None
    events: int


@dataclass(frozen=True)
class Person:
    """A member of the town's office, in service from the first to the last application filed to them."""

    code: str
    first: date
    last: date

    def serves(self, day: date) -> bool:
        """Say whether the person was there that day."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Town:
    """A town: its applications in filing order, how many rows could not be used, and the digest of its file."""

    name: str
    permits: tuple[Permit, ...]
    unusable: int
    digest: str

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Who staffs the office: everybody with one case in a hundred or more; somebody is there on every day."""
        counts = Counter(permit.handler for permit in self.permits if permit.handler)
        least = max(2, len(self.permits) // LEAST_SHARE)
        chosen = [code for code, count in counts.items() if count >= least] or list(counts) or [ANYBODY]
        return _without_gaps(sorted((self._person(code) for code in chosen), key=lambda person: person.first), self)

    def stays(self, person: Person) -> bool:
        """Say whether the person was still there when the data end: the last weeks tell of nobody's leaving."""
        return person.last >= self.permits[-1].filed_on - timedelta(days=LAST_WEEKS)

    def _person(self, code: str) -> Person:
        days = [permit.filed_on for permit in self.permits if code in (permit.handler, ANYBODY)]
        return Person(code, min(days), max(days))


def _without_gaps(people: Sequence[Person], town: Town) -> tuple[Person, ...]:
    """Keep the office staffed from the first filing to the last: whoever was there last stays until somebody comes."""
    begun = [Person(people[0].code, town.permits[0].filed_on, people[0].last)]
    for person in people[1:]:
        latest = max(begun, key=lambda other: other.last)
        if latest.last < person.first - timedelta(days=1):
            begun[begun.index(latest)] = Person(latest.code, latest.first, person.first - timedelta(days=1))
        begun.append(person)
    latest = max(begun, key=lambda other: other.last)
    begun[begun.index(latest)] = Person(latest.code, latest.first, max(latest.last, town.permits[-1].filed_on))
    return tuple(begun)


def read_town(path: Path) -> Town:
    """Read one town's file; a row without number or filing date, or whose number was there before, is not usable."""
    data = path.read_bytes()
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    found: dict[str, Permit] = {}
    for row in rows:
        permit = _permit({str(key): (value or "").strip() for key, value in row.items() if isinstance(value, str)})
        if permit:
            found.setdefault(permit.case_no, permit)
    permits = tuple(sorted(found.values(), key=lambda permit: (permit.filed_on, permit.case_no)))
    return Town(path.stem, permits, len(rows) - len(permits), hashlib.sha256(data).hexdigest())


def _permit(row: dict[str, str]) -> Permit | None:
    filed_on = _day(row.get("filed_on", ""))
    if not row.get("case_id") or filed_on is None:
        return None
    closed_on = _day(row.get("closed_on", "")) or filed_on + timedelta(days=OPEN_DAYS)
    return Permit(
        case_no=row["case_id"],
        filed_on=filed_on,
        fee=_euro(row.get("fee_eur", "")),
        kinds=", ".join(dict.fromkeys(part.strip() for part in row.get("parts", "").split(",") if part.strip())),
        complete=_yes_no(row.get("request_complete", "")),
        handler=row.get("handler", ""),
        closed_on=max(closed_on, filed_on),
        track=TRACKS.get(row.get("procedure", "").lower()),
        events=_count(row.get("events", "")),
    )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None


def _euro(written: str) -> str:
    """Round to cents: the data's fees carry parts of a cent, which no office bills."""
    try:
        fee = Decimal(written)
    except InvalidOperation:
        return ""
    return format(fee.quantize(Decimal("0.01")), "f") if fee.is_finite() and fee >= 0 else ""


def _yes_no(written: str) -> str:
    word = written.lower()
    return "yes" if word in YES else "no" if word in NO else ""


def _count(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() else 0


def write_office(town: Town, folder: Path) -> None:
    """Write the town down as the folder of an office: one team that takes both tracks, its people, the rulebook."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(RULEBOOK, folder / "rulebook.toml")
    (folder / "bureau.toml").write_text(BUREAU.format(name=town.name, code=f"permits-{town.digest[:8]}"), "utf-8")
    rows = [
        (p.code, f"handler {p.code}", "officer", "permits", "0.72", p.first, "" if town.stays(p) else p.last)
        for p in town.people
    ]
    (folder / "people.csv").write_bytes(_csv(("code", "name", "role", "team", "share", "entered", "left"), rows))


BUREAU = """code = "{code}"
timezone = "Europe/Amsterdam"
country = "NL"
[name]
en = "Permits of {name}"
[court]
en = "Municipality {name}"
[teams.permits]
en = "permits"
lanes = ["fast", "regular"]
"""


def sheet(permits: Iterable[Permit]) -> bytes:
    """Write applications as a filing sheet for the ordinary import; nothing that was decided later is in it."""
    return _csv(
        CASE_COLUMNS,
        [(p.case_no, "permit", p.filed_on, p.kinds, p.fee, p.complete, "no" if p.kinds else "") for p in permits],
    )


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode()
