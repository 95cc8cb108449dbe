"""From where on a signal is given (异常提示阈值), as the rulebook's section [signals] has it; it may be absent."""

from dataclasses import dataclass

from allocator.domain.rulebook.section import Section

LONGEST = 31


@dataclass(frozen=True, slots=True)
class SignalRules:
    """The thresholds (提示阈值).

    The last days of a month and the share of closings in them, days after a first day, days late,
    days in which nothing happened before a closing.
    """

    month_end_days: int = 3
    month_end_permille: int = 300
    early_days: int = 5
    late_days: int = 7
    quiet_days: int = 30
    source: str = ""


def read_signal_rules(section: Section) -> SignalRules:
    """Read the section; what it leaves out stays as `SignalRules` has it."""
    plain = SignalRules()
    return SignalRules(
        section.integer("month_end_days", plain.month_end_days, least=1, most=LONGEST),
        section.permille("month_end_share", plain.month_end_permille),
        section.integer("early_days", plain.early_days, most=LONGEST),
        section.integer("late_days", plain.late_days, most=365),
        section.integer("quiet_days", plain.quiet_days, most=365),
        section.text("source", ""),
    )
