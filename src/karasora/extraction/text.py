"""A report's text, as written or as saved from a browser: its paragraphs and sentences with their offsets.

Offsets count characters of `Document.text`. For a text file that is the file itself, read as UTF-8 with
its byte order mark taken off and every line end read as one; for HTML it is the text that a reader sees.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

from karasora.extraction.words import razdel

_CHUNK = 4000  # characters given to the sentence splitter at once: its cost grows faster than its input
_LONGEST = 1200  # characters of a sentence; what is longer is no sentence
_HTML = re.compile(r"<(?:!doctype html|html|head|body|div|p|article|br)\b", re.IGNORECASE)
_UNREAD = frozenset([
    "script", "style", "noscript", "template", "svg", "nav", "header", "footer", "aside", "form", "button",
    "select", "iframe",
])  # fmt: skip
_BREAKING = frozenset([
    "address", "article", "blockquote", "body", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "h1",
    "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "th",
    "title", "tr", "ul",
])  # fmt: skip
#: Where a paragraph ends without a line end: «…зон.- Обнаружены», or «…стране.Ключевые».
_GLUED = re.compile(
    r"(?<=[.;!?…])[ \t]*(?=[-–—•*▪●]\s+[^\W\d_a-zа-я])|(?<=[^\W\d_]{3}[.!?…])(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ«][^\W\d_])"
)
#: A unit's full stop that is the sentence's too: «63 кг 200 г. Груз …», but not «2025 г. Алматы».
_UNIT_END = re.compile(r"(?<!\d\d\d\d)\s(?:кг|гр?|т|л|келі|kg|g|t)\.\s+(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ«])")
#: How an item of a list begins: with a dash, a bullet, a pictogram, or its number.
_ITEM = re.compile(r"[-–—•*▪●·]|[\u2190-\u2bff\U0001f300-\U0001faff]|\d{1,2}[.)]\s+(?=[^\W\d])")
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a document: characters `start` to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph(Span):
    """A paragraph, a heading or one item of a list; `sentences` lie within it, in order."""

    sentences: tuple[Span, ...]
    is_item: bool


@dataclass(frozen=True, slots=True)
class Document:
    """One report: the name of its file, its text and its paragraphs."""

    name: str
    text: str
    paragraphs: tuple[Paragraph, ...] = field(repr=False)


def read(content: bytes | str, name: str = "") -> Document:
    """The document in a file's bytes, or in a text: UTF-8 text, or HTML that a browser has saved.

    Never fails: bytes that are no UTF-8 are read as U+FFFD, broken HTML as far as it goes.
    """
    text = content.decode("utf-8-sig", errors="replace") if isinstance(content, bytes) else content
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _HTML.search(text, 0, 20_000):
        text = _visible(text)
    return Document(name, text, tuple(_paragraphs(text)))


def _paragraphs(text: str) -> Iterator[Paragraph]:
    for line in _LINE.finditer(text):
        cuts = [
            line.start(),
            *(g.start() for g in _GLUED.finditer(text, line.start(), line.end())),
            line.end(),
        ]
        for start, end in pairwise(cuts):
            stripped = text[start:end].strip()
            if not stripped:
                continue
            start += text[start:end].index(stripped[0])
            end = start + len(stripped)
            item = _ITEM.match(text, start, end)
            start = item.end() if item and item[0][0].isdecimal() else start  # «2.» is no figure
            yield Paragraph(start, end, tuple(_sentences(text, start, end)), item is not None)


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    split = razdel().sentenize
    while start < end:
        stop = _cut(text, start, end, _CHUNK, ". ")
        begin = start
        for sentence in split(text[start:stop]):
            end = start + sentence.stop
            if text[end - 1] == ";":  # «…; 7 автомобилей» goes on
                continue
            cuts = [begin, *(unit.end() for unit in _UNIT_END.finditer(text, begin, end)), end]
            yield from (span for cut in pairwise(cuts) for span in _shortened(text, *cut))
            begin = end
        if begin < stop and text[begin:stop].strip():
            yield from _shortened(text, begin, stop)
        start = stop


def _shortened(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence, or the pieces of one that is too long to be one."""
    while start < end:
        stop = _cut(text, start, end, _LONGEST, " ")
        yield Span(start, stop)
        start = stop


def _cut(text: str, start: int, end: int, most: int, after: str) -> int:
    """Where a piece of at most so many characters ends: after the last of some signs, if any."""
    if end - start <= most:
        return end
    cut = text.rfind(after, start, start + most)
    if cut < 0 and after != " ":
        return _cut(text, start, end, most, " ")
    return start + most if cut < 0 else cut + len(after)


class _Reader(HTMLParser):
    """Gathers what a reader sees, one line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self.hidden.append(tag)
        elif tag in _BREAKING:
            self._break()
        if tag == "li":
            self.lines[-1] = "- "

    def handle_endtag(self, tag: str) -> None:
        if tag in self.hidden:
            while self.hidden.pop() != tag:
                pass
        elif tag in _BREAKING:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.lines[-1] += re.sub(r"\s+", " ", data)

    def _break(self) -> None:
        if self.lines[-1].strip():
            self.lines.append("")
        else:
            self.lines[-1] = ""


def _visible(html: str) -> str:
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError):  # the parser gives up on some broken declarations
        pass
    return "\n".join(line.strip() for line in reader.lines if line.strip(" -"))
