"""A special action written down as a form (专项行动表单): its file from what was typed, so that whoever opens one writes no TOML."""

import re
from dataclasses import dataclass
from decimal import Decimal

from allocator.files.scenario_writing import quoted

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
WHOLE = re.compile(r"\d{1,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class CampaignForm:
    """What was typed (表单内容): its days, the cases it is about, what is given to it, what is to be reached.

    Cases are those of some causes, claimed for at most so many yuan, for which a further condition holds: all that are filled
    in. `share` is in percent.
    """

    code: str = ""
    name: str = ""
    name_en: str = ""
    first: str = ""
    last: str = ""
    causes: tuple[str, ...] = ()
    most_yuan: str = ""
    more: str = ""
    people: tuple[str, ...] = ()
    share: str = "50"
    vehicles: tuple[str, ...] = ()
    closed: str = ""
    recovered_yuan: str = ""


SINGLE = ("code", "name", "name_en", "first", "last", "most_yuan", "more", "share", "closed", "recovered_yuan")
LISTED = ("causes", "people", "vehicles")


def written(form: CampaignForm) -> str:
    """Write the file of a special action; what is no day or number is left for who reads the file to refuse."""
    share = f"{Decimal(form.share) / 100}" if WHOLE.fullmatch(form.share) else quoted(form.share)
    target = {"closed": form.closed, "recovered_yuan": form.recovered_yuan}
    lines = [
        f"code = {quoted(form.code)}",
        f"name = {{zh = {quoted(form.name)}, en = {quoted(form.name_en or form.name)}}}",
        f"first = {_bare(form.first, DAY)}",
        f"last = {_bare(form.last, DAY)}",
        f"filter = {quoted(_filter(form))}",
        "[quota]",
        f"people = {_listed(form.people)}",
        f"share = {share}",
        f"vehicles = {_listed(form.vehicles)}",
        "[target]",
        *(f"{name} = {_bare(text, WHOLE)}" for name, text in target.items() if text),
    ]
    return "\n".join(lines) + "\n"


def _bare(text: str, like: re.Pattern[str]) -> str:
    """Write a day or a number as TOML has it; anything else as a text, which the reader refuses by its field."""
    return (
        (text.lstrip("0") or "0")
        if like is WHOLE and like.fullmatch(text)
        else text
        if like.fullmatch(text)
        else quoted(text)
    )


def _listed(words: tuple[str, ...]) -> str:
    return "[" + ", ".join(map(quoted, words)) + "]"


def _filter(form: CampaignForm) -> str:
    """Join what says which cases it is about; nothing filled in says nothing, and is refused."""
    causes = ", ".join(f"'{cause}'" for cause in form.causes) + ("," if len(form.causes) == 1 else "")
    parts = [
        f"cause in ({causes})" if causes else "",
        f"claim <= yuan({form.most_yuan})" if form.most_yuan else "",
        f"({form.more})" if form.more else "",
    ]
    return " and ".join(part for part in parts if part)
