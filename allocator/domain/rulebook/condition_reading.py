"""Reading a condition from its sentence in the rulebook; every fault names what was not understood."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TypeVar

from allocator.domain.errors import BadInput
from allocator.domain.rulebook.conditions import All, AnyOf, AtLeastZero, Condition, Is, Mentions, Not, OneOf
from allocator.domain.words import Text

T = TypeVar("T")
FEN_PER_YUAN = 100
NUMBERS = ("money", "count")


@dataclass(frozen=True, slots=True)
class Linear:
    """An amount as a sum of facts, each times a factor, and a constant."""

    terms: tuple[tuple[str, Fraction], ...]
    constant: Fraction

    def plus(self, other: "Linear", sign: int = 1) -> "Linear":
        """Add another amount, or subtract it with sign -1."""
        merged = dict(self.terms)
        for name, factor in other.terms:
            merged[name] = merged.get(name, Fraction(0)) + sign * factor
        return Linear(
            tuple((name, factor) for name, factor in merged.items() if factor), self.constant + sign * other.constant
        )

    def times(self, factor: Fraction) -> "Linear":
        """Multiply by a number."""
        return Linear(tuple((name, part * factor) for name, part in self.terms), self.constant * factor)


def at_least_zero(amount: Linear, *, strict: bool = False) -> AtLeastZero:
    """Make the comparison of an amount with zero, in whole numbers."""
    scale = lcm(amount.constant.denominator, *(factor.denominator for _, factor in amount.terms))
    terms = tuple((name, int(factor * scale)) for name, factor in amount.terms)
    return AtLeastZero(terms, int(amount.constant * scale), strict)


def read_condition(sentence: str, kinds: Mapping[str, str]) -> Condition:
    """Read one condition; `kinds` maps each fact's name to yes_no, money, count, choice or text.

    Raises BadInput with the part that was not understood.
    """
    return _whole(sentence, lambda tree: Reader(sentence, kinds).condition(tree))


def read_amount(sentence: str, kinds: Mapping[str, str]) -> Linear:
    """Read an amount such as ``debtors - 1`` or ``percent(5, claim)``."""
    return _whole(sentence, lambda tree: Reader(sentence, kinds).amount(tree))


def _whole(sentence: str, read: Callable[[ast.expr], T]) -> T:
    """Read a whole sentence; one too deep to be read is not understood either."""
    try:
        return read(ast.parse(" ".join(sentence.split()), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise not_understood(sentence, sentence) from error


def not_understood(sentence: str, part: str, hint: Text | None = None) -> BadInput:
    """Make the fault for a condition (or a part of it) that cannot be read."""
    remedy = hint or Text(
        "可用：事实名、and/or/not、比较、in (...)、yuan(元)、percent(百分数, 事实)、mentions(文本, '词')。",
        "Use fact names, and/or/not, comparisons, in (...), yuan(n), percent(n, fact), mentions(text, 'word').",
    )
    text = Text("条件“{sentence}”中的“{part}”无法理解。", 'In the condition "{sentence}", "{part}" is not understood.')
    return BadInput(text.fill(sentence=sentence, part=part), remedy, code="condition-not-understood")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one sentence; knows the facts that may appear in it."""

    sentence: str
    kinds: Mapping[str, str]

    def condition(self, node: ast.expr) -> Condition:
        """Read a yes/no part."""
        match node:
            case ast.Constant(value=bool(truth)):
                return truth
            case ast.BoolOp(op=ast.And(), values=values):
                return All(tuple(self.condition(value) for value in values))
            case ast.BoolOp(op=ast.Or(), values=values):
                return AnyOf(tuple(self.condition(value) for value in values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.condition(operand))
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                return self._comparisons(left, ops, comparators)
            case ast.Call(func=ast.Name(id="mentions"), args=[ast.Name(id=name), first, *more], keywords=[]):
                return Mentions(self._of_kind(name, "text"), tuple(self._word(word) for word in (first, *more)))
            case ast.Name(id=name):
                return Is(self._of_kind(name, "yes_no"))
        raise self._fault(node)

    def amount(self, node: ast.expr) -> Linear:
        """Read a numeric part."""
        match node:
            case ast.Constant(value=int(number)) if not isinstance(number, bool):
                return Linear((), Fraction(number))
            case ast.Name(id=name):
                return Linear(((self._of_kind(name, *NUMBERS), Fraction(1)),), Fraction(0))
            case ast.Call(func=ast.Name(id="yuan"), args=[number], keywords=[]):
                return self._count(number).times(Fraction(FEN_PER_YUAN))
            case ast.Call(func=ast.Name(id="percent"), args=[number, of], keywords=[]):
                return self.amount(of).times(self._number(number) / 100)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
                return self.amount(left).plus(self.amount(right), 1 if isinstance(op, ast.Add) else -1)
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                return self.amount(right).times(self._number(left))
        raise self._fault(node)

    def _number(self, node: ast.expr) -> Fraction:
        """Read a plain number; a fact in its place would silently count as nothing."""
        number = self.amount(node)
        if number.terms:
            raise self._fault(node)
        return number.constant

    def _count(self, node: ast.expr) -> Linear:
        """Read a number of yuan; money is kept in fen already and may not be turned into fen again."""
        count = self.amount(node)
        for name, _ in count.terms:
            self._of_kind(name, "count")
        return count

    def _comparisons(self, left: ast.expr, ops: list[ast.cmpop], rights: list[ast.expr]) -> Condition:
        parts: list[Condition] = []
        for op, right in zip(ops, rights, strict=True):
            parts.append(self._comparison(left, op, right))
            left = right
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Condition:
        if isinstance(left, ast.Name) and self.kinds.get(left.id) == "choice":
            return self._choice(left.id, op, right)
        gap = self.amount(left).plus(self.amount(right), -1)
        if not gap.terms:
            raise self._fault(left)
        return self._ordered(gap, op, left)

    def _ordered(self, gap: Linear, op: ast.cmpop, node: ast.expr) -> Condition:
        less = gap.times(Fraction(-1))
        match op:
            case ast.GtE() | ast.Gt():
                return at_least_zero(gap, strict=isinstance(op, ast.Gt))
            case ast.LtE() | ast.Lt():
                return at_least_zero(less, strict=isinstance(op, ast.Lt))
            case ast.Eq() | ast.NotEq():
                both = All((at_least_zero(gap), at_least_zero(less)))
                return both if isinstance(op, ast.Eq) else Not(both)
        raise self._fault(node)

    def _choice(self, name: str, op: ast.cmpop, right: ast.expr) -> Condition:
        values = right.elts if isinstance(right, (ast.Tuple, ast.List)) else [right]
        if not values:
            raise self._fault(right)
        atom = OneOf(name, frozenset(self._word(value) for value in values))
        if isinstance(op, (ast.Eq, ast.In)):
            return atom
        if isinstance(op, (ast.NotEq, ast.NotIn)):
            return Not(atom)
        raise self._fault(right)

    def _word(self, node: ast.expr) -> str:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            return node.value
        raise self._fault(node)

    def _of_kind(self, name: str, *kinds: str) -> str:
        if name not in self.kinds:
            hint = Text(f"规则手册没有事实“{name}”；请在 [facts.{name}] 中声明。", f"Declare it under [facts.{name}].")
            raise not_understood(self.sentence, name, hint)
        if self.kinds[name] not in kinds:
            hint = Text(
                f"“{name}”的类型是 {self.kinds[name]}，此处需要 {'/'.join(kinds)}。",
                f'"{name}" is of kind {self.kinds[name]}; {" or ".join(kinds)} is needed here.',
            )
            raise not_understood(self.sentence, name, hint)
        return name

    def _fault(self, node: ast.expr) -> BadInput:
        return not_understood(self.sentence, ast.unparse(node))
