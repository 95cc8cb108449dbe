"""The unit of work (工作单元): everything one use case reads and writes, kept together by one commit or not at all."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.domain.hidden import Hidden
from allocator.persistence.accounts import Links, Sessions, Users
from allocator.persistence.bookings import Bookings
from allocator.persistence.cases import Cases
from allocator.persistence.clock_book import ClockBook
from allocator.persistence.desk import Draws, Edits, Keys, Tokens
from allocator.persistence.documents import Documents
from allocator.persistence.errands import Errands
from allocator.persistence.events import Events
from allocator.persistence.feeds import Feeds
from allocator.persistence.field_means import Means
from allocator.persistence.import_drafts import ImportDrafts
from allocator.persistence.load_trail import LoadTrail
from allocator.persistence.log import DecisionLog
from allocator.persistence.measured import Measured
from allocator.persistence.offices import Offices
from allocator.persistence.pair_books import PairBooks
from allocator.persistence.past import Past
from allocator.persistence.queues import Queues
from allocator.persistence.restrictions import Restrictions
from allocator.persistence.rolling import RollingBooks
from allocator.persistence.rulebooks import Rulebooks
from allocator.persistence.runs import Runs
from allocator.persistence.sign_ins import Grants, SignIns
from allocator.persistence.tables.office import BureauRow
from allocator.persistence.touched import touched_in
from allocator.persistence.trips import Trips
from allocator.persistence.veil import hidden_in, open_eyes, veil

_FOLLOWING = "following"


@dataclass(frozen=True)
class UnitOfWork:
    """One transaction, with a collection for each kind of thing; domain values go in and come out."""

    session: Session
    known_documents: set[str]

    def commit(self) -> None:
        """Keep everything with what follows from it, and end: nothing can be read or written after it."""
        follow = self.session.info.pop(_FOLLOWING, None)
        if follow is not None:
            follow(self)
        self.session.commit()
        self.documents.settle()

    def let_follow(self, work: "Callable[[UnitOfWork], None]") -> None:
        """Say what is to be done before anything is kept: what is derived changes in the transaction of what it rests on."""
        self.session.info[_FOLLOWING] = work

    @property
    def touched(self) -> set[int]:
        """The ids of the cases that were put down or changed so far, or in which something happened."""
        return touched_in(self.session)

    @property
    def hidden(self) -> Hidden:
        """What is hidden from whoever asks."""
        return hidden_in(self.session)

    def for_the_office(self) -> AbstractContextManager[None]:
        """See everything for a while: what is decided or added up is the office's, and no less when somebody else asks."""
        return open_eyes(self.session)

    def as_asked(self) -> AbstractContextManager[None]:
        """See for a while only what is for whoever asks, in a unit of work that writes too."""
        return veil(self.session)

    @cached_property
    def restrictions(self) -> Restrictions:
        """Which cases are restricted."""
        return Restrictions(self.session)

    @cached_property
    def office(self) -> Offices:
        """The office: people, teams, resources."""
        return Offices(self.session, self.documents)

    @cached_property
    def rulebooks(self) -> Rulebooks:
        """Every version of the rulebook."""
        return Rulebooks(self.session)

    @cached_property
    def cases(self) -> Cases:
        """The docket."""
        return Cases(self.session)

    @cached_property
    def queues(self) -> Queues:
        """The queues of the clerk's desk."""
        return Queues(self.session, self.cases)

    @cached_property
    def events(self) -> Events:
        """What happened in cases."""
        return Events(self.session)

    @cached_property
    def clocks(self) -> ClockBook:
        """The clocks of cases."""
        return ClockBook(self.session)

    @cached_property
    def books(self) -> RollingBooks:
        """The rolling books."""
        return RollingBooks(self.session)

    @cached_property
    def pair_books(self) -> PairBooks:
        """The cases of apprentices and of those who mentor them."""
        return PairBooks(self.session)

    @cached_property
    def log(self) -> DecisionLog:
        """The decision log, its days cut by the office's clock."""
        return DecisionLog(self.session, self.zone)

    @cached_property
    def measured(self) -> Measured:
        """What indicators read."""
        return Measured(self.session, self.log)

    @cached_property
    def past(self) -> Past:
        """What became of clocks, and what was so meanwhile."""
        return Past(self.session)

    @cached_property
    def load_trail(self) -> LoadTrail:
        """Who carried what of the cases, back in time, its days cut by the office's clock."""
        return LoadTrail(self.session, self.zone)

    @cached_property
    def documents(self) -> Documents:
        """Documents by digest."""
        return Documents(self.session, self.known_documents)

    @cached_property
    def draws(self) -> Draws:
        """The days of draws and their secrets."""
        return Draws(self.session)

    @cached_property
    def edits(self) -> Edits:
        """What was changed in the office's own data, and when."""
        return Edits(self.session)

    @cached_property
    def keys(self) -> Keys:
        """Requests that may be sent twice."""
        return Keys(self.session)

    @cached_property
    def import_drafts(self) -> ImportDrafts:
        """Files that were brought and are not imported yet."""
        return ImportDrafts(self.session)

    @cached_property
    def tokens(self) -> Tokens:
        """Tokens of machines."""
        return Tokens(self.session)

    @cached_property
    def users(self) -> Users:
        """People who sign in."""
        return Users(self.session)

    @cached_property
    def sessions(self) -> Sessions:
        """Sessions of people who signed in."""
        return Sessions(self.session)

    @cached_property
    def links(self) -> Links:
        """One-time links."""
        return Links(self.session)

    @cached_property
    def sign_ins(self) -> SignIns:
        """What was tried at the door."""
        return SignIns(self.session)

    @cached_property
    def grants(self) -> Grants:
        """Grants for a time."""
        return Grants(self.session)

    @cached_property
    def runs(self) -> Runs:
        """Runs of jobs."""
        return Runs(self.session)

    @cached_property
    def means(self) -> Means:
        """What field work shares, and what takes it away."""
        return Means(self.session)

    @cached_property
    def errands(self) -> Errands:
        """Errands, whatever their state."""
        return Errands(self.session)

    @cached_property
    def trips(self) -> Trips:
        """Trips that were published, with what they book by the office's clock."""
        return Trips(self.session, Bookings(self.session, self.zone))

    @cached_property
    def feeds(self) -> Feeds:
        """Secret addresses of people's calendars."""
        return Feeds(self.session)

    @property
    def zone(self) -> tzinfo:
        """Give the time zone of the office, UTC before there is one."""
        name = self.session.scalar(sa.select(BureauRow.timezone))
        return ZoneInfo(name) if name else UTC


class PartOfUnit(UnitOfWork):
    """A use case within a larger unit of work: its commit says that it is done, the larger one's keeps it."""

    def commit(self) -> None:
        """Hand everything to the database, to be kept or undone with the rest."""
        self.session.flush()
