"""Reading how the next version of the rules comes into force (规则上线) from the section [release]; it may be absent."""

from allocator.domain.rulebook.releasing import Releasing
from allocator.domain.rulebook.section import Section
from allocator.domain.words import Text

SECTIONS = (
    "levers", "release", "triage", "weights", "lanes", "roles", "ladder", "charging", "reductions", "continuity", "reasons", "nodes",
)  # fmt: skip
LONGEST_BACK, LONGEST_AHEAD, MOST_REPLICATIONS = 1096, 732, 1000


def read_release(section: Section) -> Releasing:
    """Read the section; what it leaves out stays as `Releasing` has it."""
    plain = Releasing()
    return Releasing(
        required=section.flag("required", default=plain.required),
        second_person=section.flag("second_person", default=plain.second_person),
        by_two=_sections(section) if "by_two" in section.values else plain.by_two,
        back_days=section.integer("back_days", plain.back_days, least=1, most=LONGEST_BACK),
        ahead_days=section.integer("ahead_days", plain.ahead_days, least=7, most=LONGEST_AHEAD),
        replications=section.integer("replications", plain.replications, least=2, most=MOST_REPLICATIONS),
        source=section.text("source", ""),
    )


def _sections(section: Section) -> tuple[str, ...]:
    named = section.strings("by_two")
    if not set(named) <= set(SECTIONS):
        section.wrong("by_two", Text("以下各段：" + "、".join(SECTIONS), "some of " + ", ".join(SECTIONS)))
    return named
