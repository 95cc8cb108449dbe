"""What the pairs of mentor and apprentice must hold together (师徒结对一致性), and what people wish of each other."""

from collections.abc import Mapping
from datetime import date

from allocator.domain.people import Officer, Pairing, Period, Preference
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Count, Text
from allocator.files.office.findings import Findings, meant
from allocator.files.office.tables import Built, OfficeTables


def check_pairs(tables: OfficeTables, rulebook: Rulebook | None, today: date, findings: Findings) -> None:
    """Note every pair and every wish that contradicts another row, a role or the rulebook's caps."""
    _check_overlaps(tables.pairings)
    _check_own_mentor(tables.pairings)
    _check_own_wish(tables)
    if rulebook is not None:
        _check_roles_of_pairs(tables, rulebook, today, findings)
        _check_most_apprentices(tables.pairings, rulebook.levers.most_apprentices)
        _check_steps(tables, rulebook)
        _check_wishes(tables, rulebook, findings)


def _overlap(one: Period, other: Period) -> bool:
    return one.covers(other.first) or other.covers(one.first)


def _check_overlaps(pairings: Built[Pairing]) -> None:
    for place, (entry, pair) in enumerate(pairings):
        for earlier, other in pairings[:place]:
            if (
                other.apprentice == pair.apprentice
                and other.cover == pair.cover
                and _overlap(other.period, pair.period)
            ):
                text = Text(
                    f"{pair.apprentice} 与第 {earlier.place.row} 行的结对时间重叠。",
                    f"The pairs of {pair.apprentice} here and in row {earlier.place.row} overlap in time.",
                )
                remedy = Text("先填写前一结对的结束日期。", "Give the earlier pair its last day.")
                entry.fault("first", "pairs-overlap", text, remedy)


def _check_own_mentor(pairings: Built[Pairing]) -> None:
    for entry, pair in pairings:
        if pair.mentor == pair.apprentice:
            text = Text(f"{pair.mentor} 不能自己带自己。", f"{pair.mentor} cannot be mentor and apprentice at once.")
            entry.fault("mentor", "own-mentor", text, Text("请填写另一名师傅。", "Name another mentor."))


def _check_roles_of_pairs(tables: OfficeTables, rulebook: Rulebook, today: date, findings: Findings) -> None:
    learners = {
        officer.code for _, officer in tables.people if (role := rulebook.roles.get(officer.role)) and role.learns
    }
    built = {officer.code for _, officer in tables.people}
    for entry, pair in tables.pairings:
        if pair.mentor in learners:
            text = Text(f"师傅 {pair.mentor} 自己还是徒弟。", f"The mentor {pair.mentor} is an apprentice too.")
            entry.fault(
                "mentor",
                "mentor-learns",
                text,
                Text("请换一名已满师的师傅。", "Name somebody whose role has no mentor."),
            )
        if pair.apprentice in built - learners and pair.period.covers(today):
            text = Text(f"{pair.apprentice} 的岗位不是徒弟。", f"The role of {pair.apprentice} is no apprentice's.")
            remedy = Text("满师后请填写结对的结束日期。", "Give the pair its last day once the apprenticeship is over.")
            findings.warn(entry.at("apprentice"), "apprentice-does-not-learn", text, remedy)


def _check_most_apprentices(pairings: Built[Pairing], most: int) -> None:
    for entry, pair in pairings:
        same = [
            other for _, other in pairings if other.mentor == pair.mentor and other.period.covers(pair.period.first)
        ]
        count = len({other.apprentice for other in same})
        if count > most:
            text = Text(
                f"{pair.mentor} 自 {pair.period.first} 起同时带 {count} 名徒弟，超过规则手册的 {most} 名。",
                f"{pair.mentor} has {count} apprentices at once from {pair.period.first}; the rulebook allows {most}.",
            )
            entry.fault(
                "mentor", "too-many-apprentices", text, Text("请另选师傅或错开时间。", "Choose another mentor or time.")
            )


def _check_steps(tables: OfficeTables, rulebook: Rulebook) -> None:
    steps = len(rulebook.ladder)
    for entry, officer in tables.people:
        if officer.step is not None and officer.step > steps:
            text = Text(
                f"规则手册的成长阶梯只有 {steps} 级。",
                f"The ladder of the rulebook has {Count(steps):step|steps} only.",
            )
            remedy = Text("改为已有的级，或留空（按月计算）。", "Name one of them, or leave it blank: by months.")
            entry.fault("step", "step-unknown", text, remedy)


def _check_own_wish(tables: OfficeTables) -> None:
    for entry, wish in tables.preferences:
        if wish.person == wish.other:
            text = Text(f"{wish.person} 填报了自己。", f"{wish.person} is named as the own choice.")
            entry.fault("other", "own-choice", text, Text("请填写对方的编号。", "Name the other person."))


def fitting_wishes(tables: OfficeTables, rulebook: Rulebook) -> tuple[Preference, ...]:
    """Give the wishes that stand between an apprentice and somebody who may mentor, whichever of them says it.

    A wish binds nobody: one about somebody who has left the folder or whose role has changed is left aside.
    """
    people = {officer.code: officer for _, officer in tables.people}
    wishes = [wish for _, wish in tables.preferences]
    return tuple(wish for wish in wishes if _misfit(wish, people, rulebook) is None)


def _check_wishes(tables: OfficeTables, rulebook: Rulebook, findings: Findings) -> None:
    people = {officer.code: officer for _, officer in tables.people}
    for entry, wish in tables.preferences:
        misfit = None if wish.person == wish.other else _misfit(wish, people, rulebook)
        if misfit is not None:
            field, code, text, remedy = misfit
            findings.warn(entry.at(field), code, text, remedy)


def _misfit(wish: Preference, people: Mapping[str, Officer], rulebook: Rulebook) -> tuple[str, str, Text, Text] | None:
    """Say in which field, under which code and why a wish cannot be heeded."""
    for field, code in (("person", wish.person), ("other", wish.other)):
        if code not in people:
            text = Text(f"没有人员“{code}”，此愿望不计。", f'There is no officer "{code}"; the wish is left aside.')
            return field, "wish-of-nobody", text, meant(code, people)
    roles = [rulebook.roles.get(people[code].role) for code in (wish.person, wish.other)]
    learns = [role is not None and role.learns for role in roles]
    if sum(learns) != 1:
        text = Text(
            "须一方为徒弟、一方为师傅，此愿望不计。", "Neither or both are apprentices; the wish is left aside."
        )
        return "other", "wish-roles", text, Text("请更正人员，或删除此行。", "Correct a code, or delete the row.")
    if (role := roles[learns.index(False)]) is not None and role.mentors:
        return None
    mentor = people[(wish.person, wish.other)[learns.index(False)]]
    may = ", ".join(one.id for one in rulebook.roles.values() if one.mentors)
    text = Text(
        f"{mentor.name} 的岗位不带徒弟，此愿望不计。",
        f"The role of {mentor.name} mentors nobody; the wish is left aside.",
    )
    remedy = Text(f"可带教的岗位：{may}；或删除此行。", f"These roles may mentor: {may}; or delete the row.")
    return "person" if learns[1] else "other", "wish-roles", text, remedy
