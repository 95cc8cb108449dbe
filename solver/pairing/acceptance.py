"""Deferred acceptance (延迟接受): a stable pairing without any solver, to start from and to fall back on."""

from solver.pairing.instance import Instance
from solver.pairing.plan import Plan


def accept(instance: Instance) -> Plan:
    """Let apprentices ask along their lists and mentors keep the dearest; among equals the lots decide.

    The pairing is stable; with ties another one may pair more. No concession is made.
    """
    lists = [_in_order(instance, own) for own in instance.of_apprentice]
    kept: list[list[int]] = [[] for _ in range(instance.mentors)]
    waiting = list(range(instance.apprentices))
    while waiting:
        apprentice = waiting.pop()
        if lists[apprentice]:
            number = lists[apprentice].pop(0)
            waiting += _refused(instance, kept[instance.pairs[number].mentor], number)
    chosen = [-1] * instance.apprentices
    for number in (number for numbers in kept for number in numbers):
        chosen[instance.pairs[number].apprentice] = number
    return Plan(tuple(chosen))


def _in_order(instance: Instance, own: tuple[int, ...]) -> list[int]:
    """Give an apprentice's list, the best first."""
    pairs = instance.pairs
    asked = [number for number in own if not pairs[number].conceded]
    return sorted(asked, key=lambda number: (pairs[number].wish, pairs[number].lot, number))


def _refused(instance: Instance, kept: list[int], number: int) -> list[int]:
    """Ask a mentor: who comes last beyond the slots goes on waiting."""
    pairs = instance.pairs
    kept.append(number)
    kept.sort(key=lambda one: (pairs[one].regard, pairs[one].lot, one))
    over = kept[instance.slots[pairs[number].mentor] :]
    del kept[instance.slots[pairs[number].mentor] :]
    return [pairs[one].apprentice for one in over]
