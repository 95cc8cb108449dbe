"""Every version of the rulebook (规则手册), as its file was written: an old decision can be run again by its own rules."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.domain.errors import BadInput, NotFound
from allocator.domain.facts import in_force
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.reading import read_rulebook
from allocator.domain.words import Text
from allocator.persistence.tables.office import RulebookRow

_read: dict[str, Rulebook] = {}


@dataclass(frozen=True)
class Rulebooks:
    """The rulebooks of one unit of work; what was read once is kept by its digest for the whole process."""

    session: Session

    def add(self, text: str, rulebook: Rulebook) -> bool:
        """Keep a rulebook as the newest; False when it is the newest already and nothing changes."""
        newest = self.session.execute(
            sa.select(RulebookRow.digest, RulebookRow.loaded_seq).order_by(RulebookRow.loaded_seq.desc()).limit(1)
        ).one_or_none()
        if newest and newest.digest == rulebook.digest:
            return False
        self.session.merge(
            RulebookRow(
                digest=rulebook.digest,
                version=rulebook.version,
                effective_from=rulebook.effective_from,
                toml=text,
                loaded_seq=newest.loaded_seq + 1 if newest else 1,
            )
        )
        self.session.flush()
        return True

    def in_force(self, day: date) -> Rulebook | None:
        """Give the rulebook of a day: the latest that has begun, of those of one day the one loaded last."""
        taken_back = sa.select(RulebookRow.digest).where(RulebookRow.retired_on <= day)
        gone = set(self.session.scalars(taken_back))
        return in_force(tuple(book for book in self.all() if book.digest not in gone), day)

    def retire(self, digest: str, day: date) -> None:
        """Take a version back: from this day on it holds no more, until it is loaded or released anew."""
        self.session.execute(sa.update(RulebookRow).where(RulebookRow.digest == digest).values(retired_on=day))

    def restore(self, digest: str) -> None:
        """Let a version that was taken back hold again."""
        self.session.execute(sa.update(RulebookRow).where(RulebookRow.digest == digest).values(retired_on=None))

    def is_retired(self, digest: str) -> bool:
        """Say whether a version was taken back."""
        return self.session.scalar(sa.select(RulebookRow.retired_on).where(RulebookRow.digest == digest)) is not None

    def by_digest(self, digest: str) -> Rulebook:
        """Give one version by its digest; raises NotFound."""
        if digest not in _read:
            _read[digest] = read_rulebook(self.text_of(digest))
        return _read[digest]

    def text_of(self, digest: str) -> str:
        """Give the text of a version as its file was written; raises NotFound."""
        text = self.session.scalar(sa.select(RulebookRow.toml).where(RulebookRow.digest == digest))
        if text is None:
            raise _missing(digest)
        return text

    def is_kept(self, digest: str) -> bool:
        """Say whether a version is among those kept."""
        return self.session.scalar(sa.select(sa.literal(1)).where(RulebookRow.digest == digest)) is not None

    def is_whole(self, digest: str) -> bool:
        """Say whether a version is there and its text still has its digest."""
        text = self.session.scalar(sa.select(RulebookRow.toml).where(RulebookRow.digest == digest))
        try:
            return text is not None and read_rulebook(text).digest == digest
        except BadInput:
            return False

    def all(self) -> tuple[Rulebook, ...]:
        """Give every version, the one loaded last first."""
        digests = self.session.scalars(sa.select(RulebookRow.digest).order_by(RulebookRow.loaded_seq.desc()))
        return tuple(self.by_digest(digest) for digest in digests)


def _missing(digest: str) -> NotFound:
    return NotFound(
        Text(f"没有摘要为 {digest} 的规则手册。", f"There is no rulebook {digest}."),
        Text("请恢复含有该版本的备份。", "Restore a backup that holds this version."),
        code="rulebook-unknown",
        facts={"digest": digest},
    )
