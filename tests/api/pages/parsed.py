"""HTML as a small tree, by the standard library: enough to ask a page what it shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "img", "br", "hr", "col", "source"}
SILENT = {"script", "style", "title", "head"}


@dataclass
class Node:
    """An element with its attributes and what stands in it."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    inside: list["Node | str"] = field(default_factory=list)

    def __getitem__(self, name: str) -> str | None:
        return self.attributes.get(name)

    @property
    def text(self) -> str:
        """What a person reads of it, on one line."""
        return " ".join(" ".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for item in self.inside:
            if isinstance(item, str):
                yield item
            elif item.tag not in SILENT:
                yield from item._texts()

    def walk(self) -> Iterator["Node"]:
        """Give the node and all below it, in the order of the page."""
        yield self
        for item in self.inside:
            if isinstance(item, Node):
                yield from item.walk()

    def all(self, tag: str | None = None, **attributes: str | None) -> list["Node"]:
        """List the nodes of a tag with attributes; `class_` asks for one of the classes."""
        return [node for node in self.walk() if (tag is None or node.tag == tag) and node.fits(attributes)]

    def one(self, tag: str | None = None, **attributes: str | None) -> "Node":
        """Give the only such node."""
        [found] = self.all(tag, **attributes)
        return found

    def fits(self, attributes: dict[str, str | None]) -> bool:
        """Say whether the node has such attributes."""
        for name, value in attributes.items():
            had = self.attributes.get(name.rstrip("_").replace("_", "-"), "")
            if value not in ((had or "").split() if name == "class_" else [had]):
                return False
        return True

    def fields(self) -> dict[str, str]:
        """Give what a form would send, by name."""
        fields = [node for node in self.walk() if node.tag in ("input", "textarea") and node["name"]]
        chosen = [node for node in fields if node["type"] not in ("radio", "checkbox") or "checked" in node.attributes]
        return {str(node["name"]): node["value"] or "" for node in chosen}


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("page")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs))
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open[-1].tag == tag, f"<{self.open[-1].tag}> is closed by </{tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def parsed(html: str) -> Node:
    """Read HTML whose every element is closed; an unclosed one is a fault of ours."""
    builder = _Builder()
    builder.feed(html)
    assert [node.tag for node in builder.open] == ["page"], "an element is not closed"
    return builder.root
