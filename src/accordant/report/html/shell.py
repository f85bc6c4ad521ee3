"""The frame of every page: one file, its styles inside it, no script, nothing fetched."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from accordant.report.markup import Child, Markup, el

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Cpath d='M7.1 1.2a6.9 6.9 0 0 0 0 13.6z' fill='%230b5c8a'/%3E"
    "%3Cpath d='M8.9 1.9a6.2 6.2 0 0 1 0 12.2z' fill='none' stroke='%230b5c8a' stroke-width='1.5'/%3E%3C/svg%3E"
)


@cache
def template(name: str) -> Markup:
    """Return a file of the templates as it is: it is our own and needs no escaping."""
    return Markup(files("accordant.report").joinpath("templates", name).read_text("utf-8"))


def page(title: str, styles: Sequence[Child], places: Sequence[tuple[str, str]], *content: Child) -> str:
    """Return a whole page: `styles` follow the tokens, `places` are (id, words) of its sections."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        el("title", title),
        el("link", rel="icon", href=_ICON),
        el("style", template("tokens.css")),
        el("style", *styles),
    )
    body = el(
        "body",
        template("icons.svg"),
        el("a", "Skip to the page", class_="skip", href="#main"),
        el("div", _rail(places), el("main", *content, class_="page", id="main"), class_="frame"),
    )
    return f"<!doctype html>\n{el('html', head, body, lang='en')}\n"


def _rail(places: Sequence[tuple[str, str]]) -> Markup:
    brand = el("span", icon("both"), "accordant", class_="brand")
    links = el("ul", *(el("li", el("a", words, href=f"#{key}")) for key, words in places))
    here = el("div", el("div", "On this page", class_="eyebrow"), links, class_="sub")
    return el("nav", el("div", brand, here), class_="rail", aria_label="On this page")


def icon(name: str) -> Markup:
    """Return an icon of the page's set."""
    return el("svg", el("use", href=f"#i-{name}"), class_="i", aria_hidden="true")


def bar(crumbs: Sequence[str], when: Sequence[Child]) -> Markup:
    """Return the bar on top: where one is, and as of when."""
    steps: list[Child] = []
    for i, crumb in enumerate(crumbs):
        steps += [el("span", "/", aria_hidden="true") if i else None, el("span", crumb)]
    trail = el("nav", *steps, class_="crumb", aria_label="Breadcrumb")
    return el("div", trail, el("div", *when, class_="when"), class_="bar")


def section(key: str, title: str, lead: Child, *content: Child) -> Markup:
    """Return a section with its heading, which `places` may lead to."""
    header = el("header", el("h2", title), el("p", lead) if lead else None)
    return el("section", header, *content, id=key)
