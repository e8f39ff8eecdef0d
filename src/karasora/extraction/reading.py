"""A document read sentence by sentence: language, headline, datelines, places and figures."""

import re
from dataclasses import replace

from karasora.extraction import figures, places
from karasora.extraction.place import DATELINE, Place
from karasora.extraction.sentence import Sentence, analyse
from karasora.extraction.text import Document
from karasora.extraction.where import Reading
from karasora.extraction.words import language

_TITLE_WORDS = 25
_SAMPLE = 20_000  # characters that tell the language of a document
_SHOUTED = 3  # letters that an abbreviation may have
_DATELINE = re.compile(
    r"\s*[.,]\s*\d{1,2}\s+[^\W\d_]+\s*[.,–—]"  # Астана. 9 сентября.
    r"|\s*[.,–—/-]*\s*\(?[^\W\d_]*(?:inform|информ|today|news)\b",  # ASTANA. KAZINFORM
    re.IGNORECASE,
)


def read(document: Document) -> list[Reading]:
    """Every sentence of a document with its places and figures."""
    of_document = language(document.text[:_SAMPLE])
    readings = []
    for number, paragraph in enumerate(document.paragraphs):
        lang = language(document.text[paragraph.start : paragraph.end], of_document)
        for span in paragraph.sentences:
            sentence = analyse(document.text, span, lang)
            sentence.paragraph, sentence.is_item = number, paragraph.is_item
            sentence.is_whole_paragraph = len(paragraph.sentences) == 1
            sentence.is_title = number == 0 and _has_title(document)
            readings.append(Reading(sentence, _places(document, sentence), figures.find(sentence)))
    return readings


def _has_title(document: Document) -> bool:
    """Whether the first paragraph is a headline: one short line that no full stop ends, with others
    after it.
    """
    first = document.paragraphs[0]
    line = document.text[first.start : first.end]
    return len(document.paragraphs) > 1 and len(line.split()) <= _TITLE_WORDS and not line.endswith(".")


def _places(document: Document, sentence: Sentence) -> list[Place]:
    """The places of a sentence, those of a dateline («ASTANA – …», «Астана. 9 сентября») being known
    as such.
    """
    found = places.find(sentence)
    paragraph = document.paragraphs[sentence.paragraph]
    if not found or found[0].start or sentence.is_item or sentence.span.start != paragraph.start:
        return found
    text = document.text[paragraph.start : paragraph.end]
    first, *_ = names = [_written(document, sentence, place) for place in found]
    is_shouted = first.isupper() and len(first) > _SHOUTED and not text.isupper()
    if not is_shouted and not _DATELINE.match(text, len(first)):
        return found
    beside = found[0].end + 2  # TURKISTAN/KYZYLORDA
    return [
        replace(place, role=DATELINE)
        if place is found[0] or (place.end <= beside and name.isupper())
        else place
        for place, name in zip(found, names, strict=True)
    ]


def _written(document: Document, sentence: Sentence, place: Place) -> str:
    return document.text[sentence.tokens[place.start].start : sentence.tokens[place.end - 1].end]
