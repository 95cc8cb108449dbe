"""What verifying finds (核验所见): at which place of a certificate, what is stated and what it is instead; what witnesses say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from allocator.domain.canonical import digest
from allocator.domain.words import Text
from solver.recheck import Discrepancy
from solver.search import LevelResult
from solver.witness import Testimony, Word

NOTHING = Text("无", "nothing")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found at one place of a certificate: confirmed, refuted, or left open by the time given."""

    place: str
    word: Word
    text: Text
    facts: dict[str, object] = field(default_factory=dict)


def seals(document: Mapping[str, Any], instance: str) -> Iterator[Finding]:
    """Hold seal, format and digests against what they name; `instance` is the digest of the instance as it was read."""
    certificate = document["certificate"]
    yield from differs("seal", document["seal"], digest(certificate))
    yield from differs("format", document["format"], certificate.get("format"))
    yield from differs("certificate.digests.plan", certificate["digests"]["plan"], digest(document["plan"]))
    yield from differs("certificate.digests.instance", certificate["digests"]["instance"], instance)
    yield from differs("certificate.instance", certificate["instance"], instance)


def differs(place: str, stated: object, found: object) -> Iterator[Finding]:
    """Refute a place where something else is stated than is found."""
    if stated != found:
        yield refuted(place, stated, found)


def refuted(place: str, stated: object, found: object) -> Finding:
    """Refute a place."""
    said, true = (NOTHING if value is None else Text(str(value), str(value)) for value in (stated, found))
    text = Text("{place}：所称 {said}，实为 {true}。", "{place}: stated {said}, found {true}.")
    text = text.fill(place=place, said=said, true=true)
    return Finding(place, "refuted", text, {"stated": stated, "found": found})


def told(item: Discrepancy, under: str = "certificate.levels") -> Finding:
    """Refute a figure that is not what it is stated to be."""
    return refuted(f"{under}.{item.level}.{item.figure}", item.stated, item.found)


def heard(said: Testimony[Any], level: LevelResult, seconds: float) -> Finding:
    """Tell what the witnesses say of a level's bound."""
    place = f"certificate.levels.{level.name}.bound"
    facts: dict[str, object] = {"stated": said.stated, "proven": said.proven, "found": said.found}
    reached = Text("尚无所证", "proves nothing yet")
    if said.proven is not None:
        reached = Text(f"证至 {said.proven}", f"proves {said.proven}")
    texts = {
        "confirmed": Text(
            f"{level.name}：下界 {said.stated} 已由 HiGHS 证实。",
            f"{level.name}: HiGHS confirms the bound {said.stated}.",
        ),
        "refuted": Text(
            f"{level.name}：所称下界 {said.stated} 不成立，另行求解得到值为 {said.found} 的方案。",
            f"{level.name}: the stated bound {said.stated} is false, solving anew found a plan of value {said.found}.",
        ),
        "open": Text(
            f"{level.name}：下界 {said.stated} 在 {seconds:g} 秒内未能证实（HiGHS {reached.zh}）。",
            f"{level.name}: the bound {said.stated} is not confirmed within {seconds:g} s (HiGHS {reached.en}).",
        ),
    }
    return Finding(place, said.word, texts[said.word], facts)
