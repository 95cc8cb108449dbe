"""Verifying a certificate (核验证明): digests, plan, values and hard rules, and the bound of every level by another solver.

Nothing is believed that can be worked out again: what was tampered with contradicts the instance, the plan, a digest,
or HiGHS. What kind of plan it is of, the file itself says.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from allocator.decisions.certificates import case_verification
from allocator.decisions.certificates.certificate_file import CASES
from allocator.decisions.certificates.certificate_shape import Form, kind_of, parsed
from allocator.decisions.certificates.findings import Finding, seals
from allocator.decisions.fieldwork import verification as week_verification
from allocator.decisions.fieldwork.certificate import FIELD, REPAIR
from allocator.decisions.fieldwork.certificate_file import WEEK
from solver.arrays import Arrays

InstanceT = TypeVar("InstanceT", bound=Arrays)
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying came to: `holds` unless something is refuted; `open` counts bounds not confirmed in time."""

    holds: bool
    open: int
    seal: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Judge(Generic[InstanceT]):
    """How certificates of one kind are verified: their form, what they state, and their bounds within some seconds."""

    form: Form[InstanceT]
    statements: Callable[[Document, InstanceT], Iterator[Finding]]
    bounds: Callable[[Document, InstanceT, float], Iterator[Finding]]

    def findings(self, document: Document, seconds: float) -> tuple[Finding, ...]:
        """Give what does not fit, or else what the witnesses say of each bound; raises BadInput for what cannot be read."""
        instance = self.form.read(document)
        wrong = (*seals(document, instance.digest), *self.statements(document, instance))
        return wrong or tuple(self.bounds(document, instance, seconds))


OF_CASES = Judge(CASES, case_verification.statements, case_verification.bounds)
OF_WEEKS = Judge(WEEK, week_verification.statements, week_verification.bounds)


def verify(text: str | bytes, seconds: float) -> Verdict:
    """Verify an exported certificate within about so many seconds; raises BadInput when it cannot be read."""
    document = parsed(text)
    judge: Judge[Any] = OF_WEEKS if kind_of(document) in (FIELD, REPAIR) else OF_CASES
    found = judge.findings(document, seconds)
    refuted = any(item.word == "refuted" for item in found)
    return Verdict(not refuted, sum(item.word == "open" for item in found), document["seal"], found)
