"""A person names the handler (指定、改派): only with a listed reason, and never somebody who must not have the case."""

import re
from dataclasses import dataclass

from allocator.decisions.recommendation.reasons import why_refused
from allocator.decisions.recommendation.recommendation import Candidate, Ranking, candidate_of
from allocator.decisions.recommendation.shares import Shares
from allocator.domain.canonical import added_later
from allocator.domain.docket import Case
from allocator.domain.errors import BadInput, NotAllowed
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text

MAY_BE_OVERRULED = {"over_cap", "mentor_over_cap", "new_case_cap"}
PRIVATE = re.compile(
    r"病|癌|孕|抑郁|精神障碍|残疾|残障|住院|手术|化疗|体弱|能力差|能力不足|不胜任"
    r"|\b(ill(ness)?|sick\w*|cancer|pregnan\w*|depress\w*|disab\w*|hospital\w*|surgery|incompeten\w*)\b",
    re.IGNORECASE,
)
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants instead of a plain draw: somebody named, or a draw anew; why; and who agreed.

    `reason` is a code of the rulebook's list, `note` free text about the case (never about anybody's health); `asked` is
    the entry of the log by which somebody else asked for it, where who agreed is a second person (`handler_approvals`).
    """

    officer: str | None = None
    reason: str | None = None
    note: str = ""
    approved_by: str | None = None
    asked: int | None = added_later(None)


def chosen_by_hand(
    wish: Wish, case: Case, to_place: CaseToPlace, ranking: Ranking, snapshot: Snapshot
) -> tuple[Candidate, str]:
    """Give the named candidate and how that is called; raises NotAllowed or BadInput with what stands in the way."""
    officer = snapshot.office.officer(wish.officer or "")
    use = check_reason(wish, case, snapshot.rulebook)
    candidate = ranking.candidate(officer.code)
    if candidate is not None:
        return candidate, use
    refused = next((item for item in ranking.refused if item.officer == officer.code), None)
    codes = {reason.code for reason in refused.reasons} if refused else {"role"}
    if refused is None or codes - MAY_BE_OVERRULED:
        why = why_refused(refused, snapshot.office) if refused else Text("该岗位不承办案件", "this role leads no cases")
        raise NotAllowed(
            Text("不能交由{name}承办：{why}。", "{name} must not have it: {why}.").fill(name=officer.name, why=why),
            Text(
                "请从推荐名单中选择，或先处理所列原因。", "Choose from the recommendation, or clear the reason first."
            ),
            code="officer-refused",
            facts={"officer": officer.code, "reasons": sorted(codes)},
        )
    return candidate_of(officer, to_place, Shares(snapshot)), use


def check_second(wish: Wish, *, people_sign_in: bool) -> None:
    """Refuse a name that was typed as an approval where the office's people sign in; raises NotAllowed."""
    if wish.approved_by and people_sign_in and wish.asked is None:
        raise NotAllowed(
            Text(
                f"“{wish.approved_by}”只是填写的姓名，不能作为批准。",
                f'"{wish.approved_by}" is a name that was typed, and no approval.',
            ),
            Text("请提请批准，由另一人登录后批准。", "Ask for approval: another user signs in and approves."),
            code="second-person-unproven",
        )


def check_reason(wish: Wish, case: Case, rulebook: Rulebook) -> str:
    """Check the reason against the rulebook's list; gives "reassign", "designated" or "override"."""
    code = rulebook.reasons.get(wish.reason or "")
    uses = ("reassign",) if case.holding else ("designate", "override")
    if code is None or not set(uses) & set(code.uses):
        listed = "、".join(
            f"{item.id}（{item.name.zh}）" for item in rulebook.reasons.values() if set(uses) & set(item.uses)
        )
        english = ", ".join(item.id for item in rulebook.reasons.values() if set(uses) & set(item.uses))
        raise NotAllowed(
            Text("指定承办人须有列明的事由。", "Naming a handler needs one of the listed reasons."),
            Text(f"可用事由：{listed}。", f"Use one of: {english}."),
            code="reason-needed",
            facts={"given": wish.reason},
        )
    if code.approval and not wish.approved_by:
        raise NotAllowed(
            Text(f"事由“{code.name.zh}”须经批准。", f'The reason "{code.name.en}" needs approval.'),
            Text(
                f"请提请批准（{code.approval}），由另一人登录后批准。",
                f"Ask for approval ({code.approval}): another user signs in and approves.",
            ),
            code="approval-needed",
            facts={"approval": code.approval},
        )
    if case.holding:
        return "reassign"
    return "designated" if "designate" in code.uses else "override"


def check_note(note: str) -> None:
    """Keep health and ability out of notes: they are stored for ever and read by many."""
    if len(note) > LONGEST_NOTE or PRIVATE.search(note):
        raise BadInput(
            Text("备注涉及健康或能力，或过长。", "The note speaks of health or ability, or is too long."),
            Text("只写与案件有关的事实，500 字以内。", "Write only what concerns the case, at most 500 characters."),
            code="note-private",
        )
