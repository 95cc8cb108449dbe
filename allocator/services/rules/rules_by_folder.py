"""Rules that come in with a folder (随目录载入的规则): what must be rehearsed and released, or agreed by two, does not."""

from datetime import date

from allocator.domain.errors import Conflict
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.access.second_person import people_sign_in


def check_released(uow: UnitOfWork, rules: Rulebook, day: date) -> None:
    """Refuse a version that comes in with a folder where the rules in force ask for rehearsal and release; raises Conflict.

    So it is, too, where it changes what only two persons change together, the levers before all, or lets one person say what
    takes two, and the office's people sign in.
    """
    now = uow.rulebooks.in_force(day)
    if now is None or uow.rulebooks.is_kept(rules.digest):
        return
    if now.release.required:
        raise _unreleased(rules, now)
    other = [name for name in now.release.by_two if rules.source.get(name) != now.source.get(name)]
    other += _let_go(now, rules)
    if other and now.release.second_person and people_sign_in(uow):
        raise _by_two(rules, other)


def _let_go(now: Rulebook, rules: Rulebook) -> list[str]:
    """Name the facts that take two persons now, and would take one."""
    kept = {name for name, kind in rules.facts.items() if kind.two_persons}
    return [f"facts.{name}" for name, kind in now.facts.items() if kind.two_persons and name not in kept]


def _unreleased(rules: Rulebook, now: Rulebook) -> Conflict:
    return Conflict(
        Text(
            f"规则手册 {rules.version} 尚未试行和发布，现行 {now.version} 要求先试后行。",
            f"The rulebook {rules.version} was not rehearsed and released, as {now.version} in force asks for.",
        ),
        Text(
            "请用 fenliu rulebook rehearse 文件 试行，由另一人 fenliu rulebook release 发布，再载入目录。",
            "Rehearse it with `fenliu rulebook rehearse FILE`, have it released, then load the folder again.",
        ),
        code="rulebook-unreleased",
        facts={"version": rules.version, "rulebook": rules.digest},
    )


def _by_two(rules: Rulebook, sections: list[str]) -> Conflict:
    """Make the refusal of other levers (参数) on one person's word: a folder has one loader, a release has two persons."""
    named = ", ".join(sections)
    return Conflict(
        Text(
            f"规则手册 {rules.version} 改动了须双人复核的部分：{named}。",
            f"The rulebook {rules.version} changes what two persons change together: {named}.",
        ),
        Text(
            "请用 fenliu rulebook rehearse 文件 试行，由另一位登录用户发布，再载入目录。",
            "Rehearse it with `fenliu rulebook rehearse FILE`, have another signed-in user release it, then load the folder.",
        ),
        code="levers-by-two",
        facts={"version": rules.version, "sections": sections},
    )
