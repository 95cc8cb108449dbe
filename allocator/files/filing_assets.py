"""The assets a filing knows of (已知财产): kinds the rulebook names; what it does not name leaves the question open."""

from collections.abc import Mapping

from allocator.domain.cases import normal_name
from allocator.domain.facts import ASSET
from allocator.domain.rulebook.conditions import FactValue
from allocator.domain.words import Text, listed
from allocator.files.filing_cells import Cells
from allocator.files.filing_context import FilingContext
from allocator.files.names import split
from allocator.files.values import is_unknown

NONE_FOUND = ("无", "没有", "无财产", "未发现", "未发现财产", "未查到", "none", "nothing", "no")


def assets_of(cells: Cells, context: FilingContext) -> tuple[frozenset[str] | None, Mapping[str, FactValue]]:
    """Read the kinds of asset known; gives them, or None while open, and single kinds found beside an unread word.

    无 is none found, blank is that nobody has looked. A word that names no kind (公积金, 暂无) is told, and what else there
    may be stays unknown: an honest file is not refused for it, and nothing is taken for not being there.
    """
    written = cells.text("assets")
    if is_unknown(written):
        return None, {}
    if normal_name(written) in NONE_FOUND:
        return frozenset(), {}
    named = {part.strip(): context.asset_of(part.strip()) for part in split(written) if part.strip()}
    found = frozenset(asset for asset in named.values() if asset)
    unread = [part for part, asset in named.items() if asset is None]
    if not unread:
        return found, {}
    _tell(cells, context, unread)
    return None, {f"{ASSET}{asset}": True for asset in sorted(found)}


def _tell(cells: Cells, context: FilingContext, unread: list[str]) -> None:
    unknown = listed(unread)
    names = tuple(name.zh for name in context.rulebook.assets.values())
    text = Text(
        f"“{unknown.zh}”不是规则手册的财产种类，其他财产按未知计。",
        f'"{unknown.en}" names no kind of asset of the rulebook; what else there may be counts as unknown.',
    )
    remedy = Text(
        f"可填：{'、'.join(names)}，多项用“、”分开；没有写“无”，未查留空。",
        f"Use {', '.join(context.rulebook.assets)}; 无 for none found, blank while nobody has looked.",
    )
    cells.warn("assets", "asset-unknown", text, remedy)
