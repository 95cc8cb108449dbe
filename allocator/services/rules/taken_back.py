"""Second thoughts about rules that are released and do not hold yet (撤回未生效规则): they never begin, with the reason in the log."""

from datetime import date

from allocator.domain.errors import Conflict, NotFound
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.cases.wishes import check_note
from allocator.services.context import Context
from allocator.services.saying_why import check_because
from allocator.services.transaction import the_office, the_rulebook, writing

TAKEN_BACK = "rules_taken_back"


def take_back_version(context: Context, named: str, because: str) -> Rulebook:
    """Let a version never begin that is kept and does not hold yet, named by its digest or its version, with the reason.

    One person may: what holds today goes on. To bring it in all the same it is rehearsed and released anew, by two. Taken back
    before, it is answered as then. Raises NotFound, BadInput without a reason, Conflict for one that has begun.
    """
    check_note(because)
    check_because(because, Text("须写明撤回的理由。", "Say why it is taken back."), "rules-because")
    with writing(context) as (uow, here):
        day = here.today(the_office(uow))
        rules = _find(uow, named)
        if uow.rulebooks.is_retired(rules.digest):
            return rules
        if rules.effective_from <= day:
            raise _begun(rules)
        uow.rulebooks.retire(rules.digest, day)
        _write_down(uow, here, rules, day, because.strip())
        uow.commit()
    return rules


def _write_down(uow: UnitOfWork, here: Context, rules: Rulebook, day: date, because: str) -> None:
    body = {
        "taken_back": rules.digest,
        "version": rules.version,
        "effective_from": rules.effective_from.isoformat(),
        "because": because,
        "rulebook": the_rulebook(uow, day).digest,
    }
    uow.edits.add(day, "rulebook", rules.version, None, here.now())
    uow.log.append(here.now(), here.actor, TAKEN_BACK, None, body)


def _find(uow: UnitOfWork, named: str) -> Rulebook:
    """Find a version by its digest, or the one kept last that bears a name."""
    found = next((one for one in uow.rulebooks.all() if named in (one.digest, one.version)), None)
    if found is None:
        raise NotFound(
            Text(f"没有规则手册“{named}”。", f'There is no rulebook "{named}".'),
            Text("版本见规则发布页，或 fenliu rulebook versions。", "`fenliu rulebook versions` lists them."),
            code="rulebook-unknown",
            facts={"named": named},
        )
    return found


def _begun(rules: Rulebook) -> Conflict:
    return Conflict(
        Text(
            f"规则手册 {rules.version} 自 {rules.effective_from} 起已经生效。",
            f"The rulebook {rules.version} has begun on {rules.effective_from}.",
        ),
        Text("请用“恢复上一版”。", "Let the version before hold again instead."),
        code="rulebook-begun",
        facts={"version": rules.version, "effective_from": rules.effective_from.isoformat()},
    )
