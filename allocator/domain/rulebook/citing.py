"""Where a figure comes from, in words (依据用语): the marks of a rulebook's sources, written out as its section [sources] has them."""

import re
from collections.abc import Mapping

from allocator.domain.words import Text

MARKED = re.compile(r"(?P<mark>\w+)(?: (?P<articles>\d[\d, \-()]*))?(?: \((?P<note>[^()]*)\))?")
DETAILED = re.compile(r"(?P<mark>[^:]+): (?P<detail>.+)")
PARTS = re.compile(r"; (?![^()]*\))")


def cited(written: str, sources: Mapping[str, Text]) -> Text:
    """Say a source in words, part by part; a part whose mark the rulebook does not explain stays as it is written."""
    parts = [_part(part, sources) for part in PARTS.split(written.strip()) if part]
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _part(written: str, sources: Mapping[str, Text]) -> Text:
    if written in sources:
        return sources[written]
    detailed, marked = DETAILED.fullmatch(written), MARKED.fullmatch(written)
    if detailed and detailed["mark"] in sources:
        name, detail = sources[detailed["mark"]], detailed["detail"]
        return Text(f"{name.zh}：{detail}", f"{name.en}: {detail}")
    if marked is None or marked["mark"] not in sources:
        return Text(written, written)
    name = sources[marked["mark"]]
    return name if not marked["articles"] else _article(name, marked["articles"].strip())


def _article(name: Text, articles: str) -> Text:
    """Add the articles of a statute to its name: one, several, or from one to another."""
    chinese = articles.replace(", ", "、").replace("-", "–")
    english = articles.replace("-", "–")
    many = "arts." if {",", "-"} & set(articles) else "art."
    return Text(f"{name.zh}第{chinese}条", f"{name.en}, {many} {english}")
