"""How an indicator is written for people (指标写法): rounded only here, half up by magnitude (四舍五入), in both languages."""

from fractions import Fraction

from allocator.domain.indicators.definitions import How, Indicator
from allocator.domain.scenarios.figures import UNIT_NAMES, Unit
from allocator.domain.words import Text

DIGITS = {Unit.SHARE: 2, Unit.POINTS: 2, Unit.FEN: 2, Unit.DAYS: 1, Unit.NODES_A_CASE: 2}
TIMES = {Unit.SHARE: Fraction(100), Unit.POINTS: Fraction(100), Unit.FEN: Fraction(1, 100)}
NOTHING = Text("无从计算", "n/a")


def rounded(value: Fraction, digits: int) -> str:
    """Write a number with so many digits after the point, half up by magnitude: 0.5 is 1, -0.5 is -1."""
    scaled = abs(value) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    text = f"{whole:0{digits + 1}}"
    text = f"{text[: len(text) - digits]}.{text[len(text) - digits :]}" if digits else text
    return f"-{text}" if value < 0 and whole else text


def in_unit(value: Fraction, unit: Unit) -> str:
    """Write a value in its unit: a share in percent, an amount in yuan, without the unit's name."""
    return rounded(value * TIMES.get(unit, 1), DIGITS.get(unit, 0))


def grouped(number: str) -> str:
    """Write a number with its thousands set apart (千分位): 39151600.00 is 39,151,600.00."""
    whole, point, parts = number.partition(".")
    return f"{int(whole):,}{point}{parts}" if whole not in ("-0", "0") else number


def shown(indicator: Indicator, value: Fraction | None) -> Text:
    """Write a value with its unit; a change carries its sign."""
    if value is None:
        return NOTHING
    number = grouped(in_unit(value, indicator.unit))
    if indicator.how in (How.GROWTH, How.POINTS) and not number.startswith("-"):
        number = f"+{number}"
    unit = UNIT_NAMES[indicator.unit]
    return Text(f"{number} {unit.zh}", f"{number} {unit.en}")


def band_shown(indicator: Indicator, least: Fraction | None, most: Fraction | None) -> Text:
    """Write between which values an indicator is sound; empty where nothing is known."""
    low = Text("≥ ", "≥ ") + shown(indicator, least) if least is not None else None
    high = Text("≤ ", "≤ ") + shown(indicator, most) if most is not None else None
    if low and high:
        return Text(f"{low.zh}，{high.zh}", f"{low.en}, {high.en}")
    return low or high or Text("", "")
