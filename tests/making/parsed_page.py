"""A page as a parser sees it, without a browser: its elements, their text, and its tables."""

from html.parser import HTMLParser

Attributes = dict[str, str | None]


class ParsedPage(HTMLParser):
    """`elements`: tags with attributes, in order. `texts`: by tag, what stands in each until the next tag. `tables`:
    rows by a table's id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.texts: dict[str, list[str]] = {}
        self.tables: dict[str, list[list[str]]] = {}
        self._inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.elements.append((tag, said))
        self._inside = tag
        self.texts.setdefault(tag, []).append("")
        if tag == "table":
            self._rows = self.tables.setdefault(said["id"] or "", [])
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("th", "td"):
            self._rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        tag = self._inside
        if tag:
            self.texts[tag][-1] += data
        if tag in ("th", "td"):
            self._rows[-1][-1] = (self._rows[-1][-1] + data).strip()
