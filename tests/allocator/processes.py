"""A process in a few words, for the small rulebook of the stories."""

from functools import cache

from allocator.domain.scenarios.process import Process
from allocator.domain.scenarios.process_reading import read_process
from tests.stories import a_small_rulebook

NODES = """
[[nodes]]
id = "N05"
zh = "通知"
en = "notice"
start = "filing"
limit = 3
unit = "calendar"
owner = "team"
basis = "D06 4"
confirmed = true
[[nodes]]
id = "N35"
zh = "终本最早"
en = "earliest dormant closing"
start = "filing"
limit = 3
unit = "months"
owner = "team"
basis = "D16 1"
confirmed = true
[[nodes]]
id = "N37"
zh = "结案"
en = "close"
start = "filing"
limit = 6
unit = "months"
owner = "handler"
basis = "D06 1"
confirmed = true
"""

SMALL_PROCESS = """
assigned_after = "intake"
effort_spread = 0.3
limit = "N37"
[[stages]]
id = "intake"
zh = "收案"
en = "intake"
pooled = {clerk = 1.0}
wait = {shape = "uniform", low = 0, high = 1, unit = "working"}
node = "N05"
source = "a story"
[[stages]]
id = "query"
zh = "查控"
en = "query"
work = {officer = 0.4, clerk = 0.4}
wait = {shape = "triangular", low = 1, typical = 3, high = 9}
reveals = ["full_cash", "asset_deposit", "asset_vehicle"]
source = "a story"
[[stages]]
id = "rulings"
zh = "裁定"
en = "rulings"
work = {judge = 1.0}
source = "a story"
[[stages]]
id = "field"
zh = "外勤"
en = "field trip"
when = "asset_vehicle"
work = {officer = 0.3}
vehicle = 120
source = "a story"
[[stages]]
id = "dormant"
zh = "终本"
en = "dormant closing"
when = "not full_cash and not asset_deposit and not asset_vehicle"
work = {officer = 0.2}
not_before = "N35"
closes = "dormant"
recovers = {low = 0, typical = 0, high = 0.1}
source = "a story"
[[stages]]
id = "money"
zh = "发款"
en = "paying out"
work = {officer = 0.3, clerk = 0.3}
wait = {shape = "exponential", typical = 4}
closes = "fulfilled"
recovers = {low = 0.5, typical = 1, high = 1}
source = "a story"
[[overstays]]
lane = "fast"
days = 30
to = "regular"
source = "a story"
"""


def nodes_rulebook():
    """The small rulebook with the nodes a process speaks of."""
    return a_small_rulebook(NODES)


@cache
def a_process() -> Process:
    """Intake, query, rulings, a trip where there is a vehicle, then dormant or paid."""
    return read_process(SMALL_PROCESS, nodes_rulebook())


def process_with(*replaced: tuple[str, str]) -> str:
    """The text of the small process with some places written differently; each must stand there."""
    text = SMALL_PROCESS
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text
