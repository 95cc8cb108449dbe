"""Documents named by their content (内容寻址): what a stored decision rests on can be read again, to the letter."""

import hashlib
import json
import zlib
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from allocator.domain.canonical import canonical
from allocator.domain.errors import NotFound, Unavailable
from allocator.domain.office import Office
from allocator.domain.words import Text
from allocator.persistence.tables.base import is_sqlite
from allocator.persistence.tables.log import DocumentRow


@dataclass(frozen=True)
class Documents:
    """The documents of one unit of work; `known` are digests this process has stored or met already."""

    session: Session
    known: set[str]
    fresh: set[str] = field(default_factory=set)

    def put(self, kind: str, value: Any) -> str:
        """Keep a value (anything `canonical` can write) and give its digest; the same content is kept once."""
        if isinstance(value, Office) and value.digest in self.known:
            return value.digest
        return self.put_text(kind, canonical(value))

    def put_text(self, kind: str, text: str) -> str:
        """Keep a value that is canonical JSON already."""
        name = _name(text)
        if name not in self.known and name not in self.fresh:
            values = {"digest": name, "kind": kind, "body": zlib.compress(text.encode(), 6)}
            insert = sqlite.insert if is_sqlite(self.session) else postgresql.insert
            self.session.execute(insert(DocumentRow).values(values).on_conflict_do_nothing(index_elements=["digest"]))
            self.fresh.add(name)
        return name

    def get(self, name: str) -> Any:
        """Give a document's JSON value; raises NotFound, or Unavailable when its content no longer has its name."""
        return json.loads(self.get_text(name))

    def get_text(self, name: str) -> str:
        """Give a document's canonical text; raises like `get`."""
        body = self.session.scalar(sa.select(DocumentRow.body).where(DocumentRow.digest == name))
        if body is None:
            raise _missing(name)
        try:
            text = zlib.decompress(body).decode()
        except (zlib.error, UnicodeDecodeError) as error:
            raise _damaged(name) from error
        if _name(text) != name:
            raise _damaged(name)
        return text

    def kind_of(self, name: str) -> str | None:
        """Give the kind a document was kept as; None where there is none of that name."""
        return self.session.scalar(sa.select(DocumentRow.kind).where(DocumentRow.digest == name))

    def settle(self) -> None:
        """Remember what was stored, once the unit of work is committed."""
        self.known.update(self.fresh)


def _name(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _missing(name: str) -> NotFound:
    return NotFound(
        Text(f"没有摘要为 {name} 的文档。", f"There is no document {name}."),
        Text("请核对摘要，或恢复该日的备份。", "Check the digest, or restore that day's backup."),
        code="document-unknown",
        facts={"digest": name},
    )


def _damaged(name: str) -> Unavailable:
    return Unavailable(
        Text(f"文档 {name} 的内容已与其摘要不符。", f"The content of document {name} no longer has its digest."),
        Text("请恢复备份，并运行 fenliu log verify。", "Restore a backup, and run fenliu log verify."),
        code="document-damaged",
        facts={"digest": name},
    )
