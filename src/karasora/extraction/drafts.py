"""Facts to draft rows in the very format of incidents.csv, for a person to review."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from karasora.extraction import columns
from karasora.extraction.columns import Row, cell, measure_of, words
from karasora.extraction.facts import Fact
from karasora.extraction.reading import Reading
from karasora.extraction.roles import FROM, TOWARDS
from karasora.extraction.text import Document
from karasora.extraction.words import language

_LEVELS = ("high", "medium", "low")
_TAKEN = ("firearms", "vehicles")


@dataclass
class _Incident:
    """The facts of one case, or of one region's figures, that become one row."""

    facts: list[Fact] = field(default_factory=list)
    cells: dict[str, list[Fact]] = field(default_factory=dict)

    def takes(self, fact: Fact) -> bool:
        """Whether a fact belongs to this incident: the same place, close by, and nothing stated twice."""
        last = self.facts[-1]
        near = fact.paragraph == last.paragraph or fact.place == last.place != ""
        same = fact.codes == last.codes and fact.level == last.level and fact.macro == last.macro
        same_place = fact.place == last.place or (fact.level == "place" and not last.place)
        key = measure_of(fact)
        free = fact.is_part or key not in self.cells or _are_two_plants(self.cells[key], fact)
        return same and same_place and near and free

    def add(self, fact: Fact) -> None:
        """Take a fact in; a part of what is counted already is never added to it."""
        self.facts.append(fact)
        stated = self.cells.setdefault(measure_of(fact), [])
        if not stated or not fact.is_part:
            stated.append(fact)


def _are_two_plants(before: Sequence[Fact], fact: Fact) -> bool:
    """Plants of two kinds are one sum of plants; else a second figure is a second case."""
    return fact.measure == "plants" and all(set(one.substances).isdisjoint(fact.substances) for one in before)


def incidents(document: Document, readings: Sequence[Reading], facts: Iterable[Fact]) -> list[Row]:
    """Draft rows of incidents.csv: one per case or region that has figures, national figures left out."""
    gathered: list[_Incident] = []
    for fact in facts:
        if fact.level == "national":
            continue
        if not gathered or not gathered[-1].takes(fact):
            gathered.append(_Incident())
        gathered[-1].add(fact)
    lang = language(document.text)
    starts: dict[int, int] = {}
    for number, reading in enumerate(readings):
        starts.setdefault(reading.sentence.paragraph, number)
    return [
        _row(document, _sentences_of(readings, starts, incident.facts), incident, lang, number)
        for number, incident in enumerate(gathered, 1)
    ]


def _row(
    document: Document, sentences: Sequence[Reading], incident: _Incident, lang: str, number: int
) -> Row:
    facts = incident.facts
    first = facts[0]
    ways = [reading for reading in sentences if reading.is_corridor]
    regions = list(first.codes) or columns.regions_of([first.macro])
    if ways and not regions:
        bound = [place for reading in ways for place in reading.places if place.role == TOWARDS]
        regions = sorted({*columns.regions(bound), *columns.regions_of(place.macro for place in bound)})
    origins = [place for reading in ways for place in reading.places if place.role == FROM]
    scope = (
        "corridor" if ways and regions else first.level if first.codes else "macro" if regions else "national"
    )
    row = {
        "region_words": "; ".join(dict.fromkeys(fact.region_words for fact in facts if fact.region_words)),
        "region_how": "; ".join(dict.fromkeys(fact.region_how for fact in facts)),
        "id": f"{document.name}-{number:02d}",
        "report": document.name,
        "regions": ";".join(regions),
        "from_regions": ";".join(columns.regions(origins)),
        "from_macro": next((place.macro.split(";")[0] for place in origins if place.macro), ""),
        "scope": scope,
        "place": "; ".join(
            dict.fromkeys(fact.place for fact in facts if fact.place and fact.level == "place")
        ),
        "kind": _kind(incident, bool(ways)),
        "status": "draft",
        "confidence": _confidence(incident),
    }
    for key, stated in incident.cells.items():
        if not key.endswith("_l"):
            row[key] = cell(stated)
    for key in _uncounted(sentences):
        row.setdefault(key, "?")
    row[f"title_{lang}"] = _title(row, facts, lang)
    row[f"text_{lang}"] = _text(incident, scope, lang)
    return row | _quote(document, facts)


def _confidence(incident: _Incident) -> str:
    """That of the weakest fact; a sum, or a region that no text names, is never sure."""
    is_sum = any(len(stated) > 1 for stated in incident.cells.values())
    is_unnamed = not incident.facts[0].codes
    return _LEVELS[
        max([_LEVELS.index(fact.confidence) for fact in incident.facts] + [int(is_sum or is_unnamed)])
    ]


def _sentences_of(
    readings: Sequence[Reading], starts: Mapping[int, int], facts: Sequence[Fact]
) -> list[Reading]:
    """The sentences that tell of an incident: from the start of each paragraph to its last figure."""
    ends: dict[int, int] = {}
    for fact in facts:
        ends[fact.paragraph] = max(fact.sentence, ends.get(fact.paragraph, 0))
    return [reading for paragraph, end in ends.items() for reading in readings[starts[paragraph] : end + 1]]


def _kind(incident: _Incident, is_way: bool) -> str:
    if is_way:
        return "channel"
    return "cultivation" if {"plants", "sites"} & incident.cells.keys() else "seizure"


def _uncounted(sentences: Iterable[Reading]) -> list[str]:
    """What a text says was taken or that people were, without a number."""
    found = []
    for reading in sentences:
        sentence = reading.sentence
        if sentence.hits.get("detain") and not any(
            figure.measure == "detained" for figure in reading.figures
        ):
            found.append("detained")
        counted = {at for figure in reading.figures for at in range(figure.start, figure.end)}
        for hit in sentence.hits.get("count", ()):
            start, end = (0, len(sentence.tokens)) if hit.key == "firearms" else sentence.clause_of(hit.start)
            taken = sentence.within("take", start, end)
            if hit.key in _TAKEN and taken and not counted.intersection(range(hit.start, hit.end)):
                found.append(hit.key)
    return found


def _title(row: Mapping[str, str], facts: Sequence[Fact], lang: str) -> str:
    """What was found and where, such as «Марихуана, >206 кг: Жамбылская»."""
    keys = [measure_of(fact) for fact in facts if measure_of(fact) in row]
    key = next((key for key in keys if key.endswith("_kg")), keys[0] if keys else "")
    what = f"{columns.name(key, lang)}, {row[key]}" if key else ""
    unit = {"ru": "кг", "kk": "кг", "en": "kg"}[lang] if key.endswith("_kg") else ""
    where = row["place"] or ", ".join(
        columns.region_names(lang)[code] for code in row["regions"].split(";") if code
    )
    return f"{where}: {what} {unit}".strip(": ") if what else where


def _text(incident: _Incident, scope: str, lang: str) -> str:
    """What the reviewer should know; to be replaced by the reviewer's own words."""
    facts = incident.facts
    notes = [words("review", lang)]
    notes += [words(facts[0].level, lang)] if facts[0].level in ("open", "macro", "corridor") else []
    notes += [f"{fact.quote}." for fact in facts if measure_of(fact).endswith("_l")]
    sums = [stated for stated in incident.cells.values() if len(stated) > 1]
    notes += [f"{words('sum', lang)}: {' + '.join(cell([fact]) for fact in stated)}." for stated in sums]
    counted = [fact for stated in incident.cells.values() for fact in stated]
    parts = [fact.quote for fact in facts if fact not in counted]
    notes += [f"{words('part', lang)}: {', '.join(parts)}."] if parts else []
    notes += dict.fromkeys(words(doubt, lang) for fact in facts for doubt in sorted(fact.doubts))
    return " ".join(" ".join(notes).split())


def _quote(document: Document, facts: Sequence[Fact]) -> Row:
    """The words from the first to the last figure of the first paragraph, and where they stand."""
    here = [fact for fact in facts if fact.paragraph == facts[0].paragraph]
    start, end = min(fact.start for fact in here), max(fact.end for fact in here)
    paragraphs = ", ".join(dict.fromkeys(str(fact.paragraph + 1) for fact in facts))
    return {
        "quote": " ".join(document.text[start:end].split()),
        "quote_start": str(start),
        "quote_end": str(end),
        "locator": f"¶ {paragraphs}",
    }
