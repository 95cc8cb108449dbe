"""A condition in plain words (条件的说法): as a court would say it, in both languages, for whoever does not read the rulebook's file."""

from collections.abc import Mapping
from fractions import Fraction

from allocator.domain.rulebook.book import FactKind, Rulebook
from allocator.domain.rulebook.conditions import All, AnyOf, AtLeastZero, Condition, Is, Mentions, Not, OneOf
from allocator.domain.words import Text

FEN_PER_YUAN = 100
COMPARED = {
    (True, False): Text("不低于", "at least"),
    (True, True): Text("超过", "more than"),
    (False, False): Text("不超过", "at most"),
    (False, True): Text("低于", "less than"),
}
"""How a fact stands to a number: by whether it counts upwards, and strictly."""


def condition_said(condition: Condition, rulebook: Rulebook) -> Text:
    """Say a condition over the facts of a rulebook."""
    if isinstance(condition, bool):
        return Text("全部案件", "every case") if condition else Text("没有案件", "no case")
    if isinstance(condition, Not):
        return Text("并非{what}", "not {what}").fill(what=_inner(condition.part, rulebook))
    if isinstance(condition, (All, AnyOf)):
        parts = [_inner(part, rulebook) for part in condition.parts]
        between = Text("，且", " and ") if isinstance(condition, All) else Text("，或", " or ")
        return Text(between.zh.join(part.zh for part in parts), between.en.join(part.en for part in parts))
    return _atom_said(condition, rulebook)


def _inner(part: Condition, rulebook: Rulebook) -> Text:
    """Say a part of another condition: in brackets where it is made of parts itself."""
    found = condition_said(part, rulebook)
    return Text(f"（{found.zh}）", f"({found.en})") if isinstance(part, (All, AnyOf)) else found


def _atom_said(atom: Is | OneOf | Mentions | AtLeastZero, rulebook: Rulebook) -> Text:
    if isinstance(atom, AtLeastZero):
        return _compared(atom, rulebook.facts)
    name = rulebook.facts[atom.fact].name
    if isinstance(atom, Is):
        return Text(f"“{name.zh}”", f'"{name.en}"')
    if isinstance(atom, Mentions):
        words = Text("或".join(f"“{one}”" for one in atom.words), " or ".join(f'"{one}"' for one in atom.words))
        return Text("{name}含{words}", "{name} mentions {words}").fill(name=name, words=words)
    values = [_value_said(atom.fact, value, rulebook) for value in sorted(atom.values)]
    said = Text("、".join(value.zh for value in values), " or ".join(value.en for value in values))
    return Text("{name}为{said}", "{name} is {said}").fill(name=name, said=said)


def _value_said(fact: str, value: str, rulebook: Rulebook) -> Text:
    if fact == "kind" and value in rulebook.kinds:
        return rulebook.kinds[value].name
    causes = {cause.id: cause.name for cause in (*rulebook.weights.causes, rulebook.weights.other)}
    return causes.get(value, Text(value, value)) if fact == "cause" else Text(value, value)


def _compared(atom: AtLeastZero, kinds: Mapping[str, FactKind]) -> Text:
    """Say a comparison with what is added on the left, and what is taken off on the right."""
    plus = {name: factor for name, factor in atom.terms if factor > 0}
    minus = {name: -factor for name, factor in atom.terms if factor < 0}
    left, right = (plus, minus) if plus else (minus, {})
    constant = -atom.constant if plus else atom.constant
    unit = min(left.values()) if len(left) == 1 else 1
    if any(factor % unit for factor in right.values()):
        unit = 1
    is_money = any(kinds[name].kind == "money" for name in (*plus, *minus))
    number = _number(Fraction(constant, unit), is_money=is_money)
    sides = [_sum(left, unit, kinds), _sum(right, unit, kinds)]
    if constant or not right:
        sides[1] = (
            sides[1] + number if not right else Text(f"{sides[1].zh}加{number.zh}", f"{sides[1].en} + {number.en}")
        )
    word = COMPARED[bool(plus), atom.strict]
    return Text(f"{sides[0].zh}{word.zh}{sides[1].zh}", f"{sides[0].en} is {word.en} {sides[1].en}")


def _sum(factors: Mapping[str, int], unit: int, kinds: Mapping[str, FactKind]) -> Text:
    parts = [(kinds[name].name, Fraction(factor, unit)) for name, factor in factors.items()]
    zh = "加".join(name.zh if factor == 1 else f"{name.zh}×{_plain(factor)}" for name, factor in parts)
    return Text(zh, " + ".join(name.en if factor == 1 else f"{name.en} × {_plain(factor)}" for name, factor in parts))


def _number(value: Fraction, *, is_money: bool) -> Text:
    if not is_money:
        return Text(_plain(value), _plain(value))
    yuan = _plain(value / FEN_PER_YUAN)
    return Text(f"{yuan} 元", f"{yuan} yuan")


def _plain(value: Fraction) -> str:
    """Write a number with commas, to the hundredth where it is not whole."""
    return f"{value.numerator:,}" if value.denominator == 1 else f"{float(value):,.2f}"
