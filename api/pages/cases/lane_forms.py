"""Forms about the class of a case (繁简表单), as the desk and the file of a case have them: say a class, settle a dispute, take it back."""

from allocator.domain.words import Text
from allocator.services.assignment.undoing import undo_lane
from allocator.services.cases.lane_entries import Laned
from allocator.services.cases.lane_words import CLASSES
from allocator.services.cases.lanes import change_lane, settle_dispute
from api.pages.forms import field, number
from api.surroundings import acting

ACTS = {
    "moved": Text("{case} 现为{name}。", "{case} is {name} now."),
    "asked": Text(
        "已提出 {case} 转为简案，待另一人批准。", "That {case} is simple waits for somebody else to approve."
    ),
    "kept": Text("{case} 由人工定为{name}，待确认。", "{case} stays {name} by hand, and waits to be confirmed."),
    "objected": Text("{case} 仍为{name}；两人意见不一。", "{case} stays {name}; two people differ."),
    "withdrawn": Text("已收回 {case} 转为简案的意见。", "What was asked of {case} is withdrawn."),
    "confirmed": Text("已确认 {case} 为{name}。", "{case} is confirmed as {name}."),
}
VERDICTS = {
    "confirm": Text("维持{name}", "Keep it {name}"),
    "approve": Text("批准转为{name}", "Approve: {name}"),
    "move": Text("转为{name}", "Make it {name}"),
    "ask": Text("提请转为{name}（另一人批准）", "Ask for {name} (somebody else approves)"),
}


def changed(case_id: int) -> Laned:
    """Say the class that the form names, with its reason and words."""
    words = field("words", needed=False)
    return change_lane(acting(), case_id, field("track"), field("reason"), words, number("version"))


def settled(case_id: int) -> Laned:
    """Settle a dispute for the class that the form names."""
    return settle_dispute(acting(), case_id, field("track"), field("words", needed=False), number("version"))


def told(done: Laned) -> Text:
    """Say what became of the case of whose class somebody spoke."""
    return ACTS[done.heard.act].fill(case=done.case.case_no, name=CLASSES[done.heard.outcome.case.standing.track])


def taken_back(case_id: int) -> None:
    """Take back what one has just said of a class."""
    undo_lane(acting(), case_id, number("decision"))
