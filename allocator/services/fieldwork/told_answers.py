"""Answers about a week as people read them (答复表述): what moves, whom to tell, what it costs, and why not as it was wished."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from allocator.decisions.fieldwork.effect_words import effect_said
from allocator.decisions.fieldwork.repair import Moved
from allocator.domain.canonical import restore
from allocator.domain.words import Text
from allocator.services.context import Context
from allocator.services.fieldwork.answers import Answered
from allocator.services.fieldwork.outings import Telling
from allocator.services.fieldwork.seeing import read_week
from allocator.services.fieldwork.told_moves import MoveTold, told_moves


@dataclass(frozen=True, slots=True)
class AnswerTold:
    """An answer in words: its digest confirms exactly this; `placed` says whether there is anything to confirm.

    `against` are the reasons why exactly what was wished cannot be, `left` why what has no place has none and what would
    give it one, `under_way` the trips that stay as they are though they lose somebody, `effect` what it does to the week.
    """

    digest: str
    placed: bool
    summary: Text
    against: tuple[Text, ...]
    moves: tuple[MoveTold, ...]
    along: tuple[MoveTold, ...]
    left: tuple[Text, ...]
    under_way: tuple[Text, ...]
    effect: tuple[Text, ...]


def tell(context: Context, answer: Answered) -> AnswerTold:
    """Say an answer in the words of its week, without what it says of cases that are not for whoever asks."""
    document = answer.document
    week = read_week(context, date.fromisoformat(document["week"]))
    with context.database.reading() as uow:
        named = (*document["moves"], *document["along"], *document.get("left", ()))
        asked = uow.errands.by_code(sorted({one["errand"] for one in named}))
    telling = Telling(week, asked)
    left = [one for one in context.database.hidden.told(document.get("left", ())) if telling.is_told(one["errand"])]
    return AnswerTold(
        digest=answer.digest,
        placed=bool(document["placed"]),
        summary=Text(**document["told"]),
        against=_texts(document, "against") + _texts(document, "objections"),
        moves=told_moves(week, (restore(Moved, one) for one in document["moves"] if telling.is_told(one["errand"]))),
        along=told_moves(week, (restore(Moved, one) for one in document["along"] if telling.is_told(one["errand"]))),
        left=tuple(Text(**text) for one in left for text in one.get("reasons", ())),
        under_way=_texts(document, "under_way"),
        effect=effect_said(document["effect"], week.rulebook.fieldwork.move_price) if "effect" in document else (),
    )


def _texts(document: Mapping[str, Any], name: str) -> tuple[Text, ...]:
    return tuple(Text(**one.get("text", one)) for one in document.get(name, ()))
