"""One tree of errors; each names what happened, to whom, and the next step, in Chinese and English."""

from collections.abc import Iterable

from allocator.domain.words import Text


class AllocatorError(Exception):
    """Anything the office can be told and can act on.

    `code` is stable (it becomes the problem type of the API), `facts` are the values behind the sentence,
    `faults` are the single places of a larger input, each a plain dictionary.
    """

    code = "error"

    def __init__(
        self,
        text: Text,
        remedy: Text,
        *,
        code: str | None = None,
        facts: dict[str, object] | None = None,
        faults: Iterable[dict[str, object]] = (),
    ) -> None:
        super().__init__(f"{text.en} {remedy.en}")
        self.code = code or type(self).code
        self.text = text
        self.remedy = remedy
        self.facts = dict(facts or {})
        self.faults = tuple(faults)

    def as_dict(self) -> dict[str, object]:
        """Give the error as one JSON-ready document."""
        return {
            "code": self.code,
            "text": self.text.as_dict(),
            "remedy": self.remedy.as_dict(),
            "facts": self.facts,
            "faults": list(self.faults),
        }


class BadInput(AllocatorError):
    """The input cannot be understood or contradicts itself; nothing was changed."""

    code = "bad-input"


class NotFound(AllocatorError):
    """The thing named does not exist in this office."""

    code = "not-found"


class NotAllowed(AllocatorError):
    """A rule of the law or of the rulebook forbids it (不符合规则)."""

    code = "not-allowed"


class Conflict(AllocatorError):
    """Somebody else was quicker, or the state has moved on; `facts` hold the current state."""

    code = "conflict"


class Stale(AllocatorError):
    """The version named in If-Match is no longer the current one; `facts` hold the current state."""

    code = "stale"


class Unavailable(AllocatorError):
    """Something outside the office's rules is missing: the database, the worker, a file."""

    code = "unavailable"


class TooOften(AllocatorError):
    """Tried too often (尝试过于频繁); `facts` hold the seconds to wait."""

    code = "too-often"
