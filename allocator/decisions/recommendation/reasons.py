"""Saying a decision in plain sentences (理由), at most three, in Chinese and English, from typed facts alone."""

from collections import Counter
from collections.abc import Iterable, Mapping

from allocator.decisions.recommendation.eligibility import Refusal
from allocator.decisions.recommendation.recommendation import Candidate, Ranking, Refused
from allocator.decisions.triage.triage import SCORE, Classification, RuleHit
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Text, listed

MOST_NAMED = 3


REFUSED_FOR = {
    "not_serving": Text("不在职", "not in service"),
    "absent": Text("当日不在岗", "away that day"),
    "intake_stopped": Text("暂停分案", "intake stopped"),
    "recused": Text("须回避", "recused"),
    "is_party": Text("与当事人同名", "of a party's name"),
    "signer_recused": Text("签发法官须回避", "signing judge recused"),
    "reviewer_is_handler": Text("曾承办被异议的行为", "handled what is under review"),
    "is_holder": Text("现承办人", "holds the case now"),
    "declined": Text("主管不同意", "declined by the supervisor"),
    "track": Text("所在团队不办理", "in another team's lane"),
    "ladder": Text("学徒阶段不可承办", "not yet far enough in learning"),
    "no_mentor": Text("无可用师傅", "without a mentor at hand"),
    "skill_missing": Text("缺少资格", "lacking a skill"),
    "skill_expired": Text("资格过期", "with an expired skill"),
    "no_minutes": Text("无可用工时", "without available time"),
    "new_case_cap": Text("近七日新案已满", "at the cap of new cases"),
    "over_cap": Text("将超负荷上限", "over the load cap"),
    "mentor_over_cap": Text("师傅将超负荷上限", "whose mentor would be over the cap"),
}
"""What a refusal is called when several are counted together."""


def why_class(classification: Classification, rulebook: Rulebook) -> tuple[Text, ...]:
    """Say why a case has its class, whether that is certain, and what to ask next."""
    return tuple(
        sentence
        for sentence in (
            _decisive(classification, rulebook),
            _certainty(classification, rulebook),
            _next_step(classification),
        )
        if sentence is not None
    )


def _decisive(classification: Classification, rulebook: Rulebook) -> Text:
    lane = rulebook.lanes[classification.lane].name
    if classification.rule == SCORE:
        return _by_score(classification, rulebook, lane)
    hit = next(hit for hit in classification.hits if hit.decisive)
    text = Text("按规则 {rule}，{why}，分入“{lane}”。", 'By rule {rule} ({why}) the case goes to "{lane}".')
    if hit.assumed:
        text = Text(
            "按规则 {rule}（{why}；其中未查明的暂按推定），分入“{lane}”。",
            'By rule {rule} ({why}; what is not known yet is assumed) the case goes to "{lane}".',
        )
    return text.fill(rule=hit.rule, why=hit.text, lane=lane)


def _by_score(classification: Classification, rulebook: Rulebook, lane: Text) -> Text:
    points = [hit for hit in classification.hits if hit.points is not None]
    parts = listed(_points(hit) for hit in points[:MOST_NAMED]) if points else Text("无加分项", "no points")
    parts = _with_rest(parts, len(points))
    text = Text(
        "没有单独决定的规则；计 {score} 分（{parts}），界限 {limit} 分，分入“{lane}”。",
        'No single rule decides; {score} points ({parts}) against a limit of {limit}: "{lane}".',
    )
    return text.fill(score=classification.score or 0, parts=parts, limit=rulebook.triage.threshold, lane=lane)


def _points(hit: RuleHit) -> Text:
    return Text(
        "{rule} {text} {points:+d}".replace("{points:+d}", f"{hit.points:+d}"), "{rule} {text} " + f"{hit.points:+d}"
    ).fill(rule=hit.rule, text=hit.text)


def _certainty(classification: Classification, rulebook: Rulebook) -> Text | None:
    if classification.certain:
        return Text("结论确定：未查明的事实怎样都不改变类别。", "Certain: no open fact can change the class.")
    names = listed(rulebook.facts[name].name for name in classification.flips[:MOST_NAMED])
    return Text("结论暂定：{names}可能改变类别。", "Provisional: {names} could change it.").fill(
        names=_with_rest(names, len(classification.flips))
    )


def _with_rest(names: Text, count: int) -> Text:
    """Say how many there are when not all are named."""
    if count <= MOST_NAMED:
        return names
    return Text(f"{names.zh}等 {count} 项", f"{names.en} and {count - MOST_NAMED} more")


def _next_step(classification: Classification) -> Text | None:
    if classification.question is None:
        return None
    return Text("下一步请查明：{ask}", "Ask next: {ask}").fill(ask=classification.question.text)


def why_officer(candidate: Candidate, office: Office) -> Text:
    """Say what a candidate's place rests on: the load before and after, and the terms that make a difference."""
    name = office.officer_by_code[candidate.officer].name
    text = Text("{name}：负荷 {before} → {after}", "{name}: load {before} → {after}").fill(
        name=name, before=candidate.before.words, after=candidate.after.words
    )
    terms = [term for term in candidate.terms if term.id != "load_after"]
    if candidate.mentor:
        mentor = office.officer_by_code[candidate.mentor].name
        text += Text("；与师傅{name}共同承办", "with the mentor {name}").fill(name=mentor)
    if not terms:
        return text
    points = listed(
        Text(f"{term.text.zh} {term.amount / 10:+.1f}", f"{term.text.en} {term.amount / 10:+.1f}") for term in terms
    )
    return text + Text("；{points}（百分点）", "({points} points)").fill(points=points)


def why_refused(refused: Refused, office: Office) -> Text:
    """Say why an officer may not take the case."""
    name = office.officer_by_code[refused.officer].name
    return Text("{name}：{why}", "{name}: {why}").fill(name=name, why=listed(reason.text for reason in refused.reasons))


def _counted(code: str, count: int) -> Text:
    called = REFUSED_FOR.get(code, Text(code, code))
    return Text(f"{called.zh} {count} 人", f"{count} {called.en}")


def tally(refused: Iterable[Iterable[Refusal]]) -> dict[str, int]:
    """Count for each reason by its code how many people have it, of the reasons of each."""
    return dict(Counter(code for reasons in refused for code in dict.fromkeys(reason.code for reason in reasons)))


def counted(counts: Mapping[str, int], people: int) -> Text:
    """Say how many of so many people are refused for which reason, the commonest first, then by code; and that some have several."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    told = listed(_counted(code, count) for code, count in ordered)
    if sum(counts.values()) <= people:
        return told
    several = Text("{told}，共 {people} 人，有人不止一项", "{told}, {people} in all as some have several reasons")
    return several.fill(told=told, people=people)


def nobody(ranking: Ranking) -> Text:
    """Say that nobody is eligible, and what stands in the way how often."""
    return nobody_eligible(tally(refused.reasons for refused in ranking.refused), len(ranking.refused))


def nobody_eligible(counts: Mapping[str, int], people: int) -> Text:
    """Say that nobody of so many people is eligible, by how many are refused for each reason."""
    told = counted(counts, people) if counts else Text("没有可承办的岗位", "no leading role")
    return Text("没有合格的承办人（{counted}）。", "Nobody is eligible ({counted}).").fill(counted=told)
