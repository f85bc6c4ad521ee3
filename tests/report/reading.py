"""Reading a page as a browser would: tags balanced, ids, links, texts and attributes."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br"}
INLINE = {"a", "b", "code", "em", "small", "span", "strong", "tspan"}


@dataclass
class Element:
    """A tag with its attributes, its text (that of everything inside it) and its children."""

    tag: str
    attributes: dict[str, str]
    texts: list[str] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the text inside, with single spaces."""
        return " ".join("".join(self.texts).split())

    @property
    def classes(self) -> set[str]:
        """Return the classes of the element."""
        return set(self.attributes.get("class", "").split())


class Page(HTMLParser):
    """A page with all its elements in order; a tag that does not close or nest raises AssertionError."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.feed(html)
        self.close()
        assert not self.open, f"{self.open[-1].tag} is never closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute of {tag} stands twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        if self.open:
            self.open[-1].children.append(element)
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        self.elements.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1].tag == tag, f"</{tag}> closes nothing"
        self.open.pop()
        if tag not in INLINE:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.texts.append(data)

    def all(self, tag: str, look: str = "") -> list[Element]:
        """Return the elements of a tag, of a class if one is given."""
        return [one for one in self.elements if one.tag == tag and (not look or look in one.classes)]

    @property
    def ids(self) -> list[str]:
        """Return all ids in order."""
        return [one.attributes["id"] for one in self.elements if "id" in one.attributes]

    @property
    def text(self) -> str:
        """Return the text of the page's body."""
        return self.all("body")[0].text
