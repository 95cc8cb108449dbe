"""What is wrong in an office's folder (机构文件夹的差错): every fault and warning, collected while it is read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from allocator.domain.errors import BadInput
from allocator.domain.words import Count, Text
from allocator.files.faults import Fault, Place
from allocator.files.nearness import nearest

FEW = 12


@dataclass(slots=True)
class Findings:
    """Collects what is found while a folder is read, so that its owner hears of everything at once."""

    found: list[Fault] = field(default_factory=list)

    def fault(self, place: Place, code: str, text: Text, remedy: Text) -> None:
        """Note something that keeps the folder from being loaded."""
        self.found.append(place.fault(code, text, remedy))

    def warn(self, place: Place, code: str, text: Text, remedy: Text) -> None:
        """Note something the office should know but may leave."""
        self.found.append(place.warning(code, text, remedy))

    def unknown(self, place: Place, word: str, what: Text, known: Iterable[str]) -> None:
        """Note a name that nobody has declared, with the ones that may be meant."""
        text = Text("没有{what}“{word}”。", 'There is no {what} "{word}".').fill(what=what, word=word)
        self.fault(place, "name-unknown", text, meant(word, known))

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """Everything the office should know."""
        return tuple(fault for fault in self.found if not fault.is_error)

    def stop_if_faulty(self, folder: str) -> None:
        """Raise BadInput with all faults of the folder, if there are any."""
        faults = [fault.as_dict() for fault in self.found if fault.is_error]
        if not faults:
            return
        count = len(faults)
        raise BadInput(
            Text(
                f"机构文件夹“{folder}”有 {count} 处错误，未作任何改动。",
                f'The office folder "{folder}" has {Count(count):fault|faults}; nothing was changed.',
            ),
            Text("请按文件、行、栏逐处更正后重新载入。", "Correct each at its file, row and field and load again."),
            code="office-faulty",
            facts={"folder": folder, "count": count},
            faults=faults,
        )


def meant(word: str, known: Iterable[str]) -> Text:
    """Say which known names may be meant, the nearest first; some of all when none is near."""
    names = list(dict.fromkeys(known))
    near = nearest(word, names)
    if near:
        return Text(f"是否指：{'、'.join(near)}？", f"Is this meant: {', '.join(near)}?")
    if names:
        return Text(f"可用：{'、'.join(names[:FEW])}。", f"Use one of: {', '.join(names[:FEW])}.")
    return Text("目前没有可用的名称，请先添加。", "None is declared yet; add it first.")
