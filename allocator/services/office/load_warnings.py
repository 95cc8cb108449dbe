"""What loading a folder leaves behind for somebody to see to (载入提醒): cases of people who went, rules not in force."""

from collections.abc import Iterator
from datetime import date

from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Count, Text
from allocator.files.faults import Fault, Place
from allocator.persistence.unit_of_work import UnitOfWork

PEOPLE, RULES = "people.csv", "rulebook.toml"


def after_loading(uow: UnitOfWork, office: Office, day: date, previous: Rulebook | None) -> tuple[Fault, ...]:
    """Give the warnings of an office as it stands once the folder is in, the rulebook before it being `previous`."""
    return (*_left_behind(uow, office, day), *_rules(uow, day, previous))


def _left_behind(uow: UnitOfWork, office: Office, day: date) -> Iterator[Fault]:
    """Who holds open cases and serves no more: somebody must take them over."""
    for code, count in sorted(uow.cases.counts_by_officer().items()):
        officer = office.officer_by_code.get(code)
        if officer is None or not officer.serves(day):
            name = officer.name if officer else code
            text = Text(
                f"{code} {name} 已不在岗，仍承办 {count} 件未结案件。",
                f"{code} {name} is no longer in service and still holds {Count(count):open case|open cases}.",
            )
            remedy = Text(
                f"用 fenliu cases --handler {code} 列出，逐件用 fenliu assign 改派。",
                f"List them with `fenliu cases --handler {code}` and reassign each with `fenliu assign`.",
            )
            yield Place(PEOPLE, None, "code").warning("holder-gone", text, remedy)


def _rules(uow: UnitOfWork, day: date, previous: Rulebook | None) -> Iterator[Fault]:
    newest, now = uow.rulebooks.all()[0], uow.rulebooks.in_force(day)
    if now is None:
        yield _not_begun(newest)
    elif uow.rulebooks.is_retired(newest.digest):
        yield _taken_back(newest, now)
    elif now.digest != newest.digest:
        yield _later(newest, day) if newest.effective_from > day else _never(newest, now)
    if previous and previous.digest != newest.digest and previous.version == newest.version:
        text = Text(
            f"内容有变，版本号仍为 {newest.version}。", f"The content changed under the same version {newest.version}."
        )
        remedy = Text("请改 version，以便日后分辨。", "Change version, so that the two can be told apart later.")
        yield Place(RULES, None, "version").warning("version-same", text, remedy)


def _taken_back(newest: Rulebook, now: Rulebook) -> Fault:
    text = Text(
        f"规则手册 {newest.version} 已被撤回，现行 {now.version}。",
        f"The rulebook {newest.version} was taken back; {now.version} is in force.",
    )
    remedy = Text(
        "如要再次启用，请用 fenliu rulebook rehearse 重新试行并发布。",
        "To use it again, rehearse it with `fenliu rulebook rehearse` and have it released.",
    )
    return Place(RULES, None, "version").warning("rulebook-taken-back", text, remedy)


def _not_begun(newest: Rulebook) -> Fault:
    text = Text(
        f"规则手册 {newest.version} 自 {newest.effective_from} 起生效；在此之前不能收案。",
        f"The rulebook {newest.version} begins on {newest.effective_from}; nothing can be filed before.",
    )
    remedy = Text("如须即日收案，请改 effective_from。", "To file from today on, change effective_from.")
    return Place(RULES, None, "effective_from").warning("rulebook-not-begun", text, remedy)


def _later(newest: Rulebook, day: date) -> Fault:
    text = Text(
        f"规则手册 {newest.version} 自 {newest.effective_from} 起生效，今日（{day}）仍用旧版。",
        f"The rulebook {newest.version} begins on {newest.effective_from}; today ({day}) the old one still holds.",
    )
    remedy = Text("届时自动生效。", "It takes effect by itself on that day.")
    return Place(RULES, None, "effective_from").warning("rulebook-later", text, remedy)


def _never(newest: Rulebook, now: Rulebook) -> Fault:
    text = Text(
        f"规则手册 {newest.version}（{newest.effective_from} 起）早于现行的 {now.version}（{now.effective_from} 起），不会生效。",
        f"The rulebook {newest.version} (from {newest.effective_from}) is older than {now.version} "
        f"(from {now.effective_from}), which stays in force.",
    )
    remedy = Text(
        f"如要启用，请把 effective_from 改为 {now.effective_from} 或之后。",
        f"To put it in force, set effective_from to {now.effective_from} or later.",
    )
    return Place(RULES, None, "effective_from").warning("rulebook-never", text, remedy)
