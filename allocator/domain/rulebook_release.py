"""Reading how the next version of the rules comes into force (规则上线) from the section [release]; it may be absent."""

from allocator.domain.releasing import Releasing
from allocator.domain.rulebook_section import Section

LONGEST_BACK, LONGEST_AHEAD, MOST_REPLICATIONS = 1096, 732, 1000


def read_release(section: Section) -> Releasing:
    """Read the section; what it leaves out stays as `Releasing` has it."""
    plain = Releasing()
    return Releasing(
        required=section.flag("required", default=plain.required),
        second_person=section.flag("second_person", default=plain.second_person),
        back_days=section.integer("back_days", plain.back_days, least=1, most=LONGEST_BACK),
        ahead_days=section.integer("ahead_days", plain.ahead_days, least=7, most=LONGEST_AHEAD),
        replications=section.integer("replications", plain.replications, least=2, most=MOST_REPLICATIONS),
        source=section.text("source", ""),
    )
