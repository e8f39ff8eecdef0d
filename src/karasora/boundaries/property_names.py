"""Which property of a borders file names the unit, and which unit each feature is.

Public files agree on nothing: NAME_1, shapeName, ADM1_EN, hc-key, id, local_name… in three languages. So each
property is tried, and the one whose values name the most units wins.
"""

from collections.abc import Iterable, Sequence

from karasora import names
from karasora.boundaries.matching import by_overlap, contradicts
from karasora.boundaries.source import Feature, Source
from karasora.faults import DataError, Fault, quote
from karasora.regions import regions_table

_NEW_IN_2022 = {"KZ-10", "KZ-33", "KZ-62"}
_MATCHED = "no one property names all units: they were matched by what each covers and names"
_NEW_IN_2018 = "KZ-79"
_TOO_OLD = (
    "these look like borders of before June 2018, when Shymkent was no unit of its own; they can't be used: "
    "take a file of the 20 units since 2022, or of the 17 before (vintage 2018)"
)


def named_units(source: Source, *, vintage: int = 2022) -> tuple[dict[str, Feature], str]:
    """The feature of each unit by ISO code, in the order of the codes, and how they were told if not by name.

    Where no one property names them all, each is told by whatever property does, and by what it covers.

    Raises:
        DataError: no property names the units, or units are lacking, doubled or none of Kazakhstan's; with
            every fault.
    """
    wanted = list(regions_table(vintage=vintage)["iso"])
    column, codes = _best(source.features, wanted, vintage)
    faults = [*_strangers(source, column, codes), *_lacking(source, column, codes, wanted)] if column else []
    if not faults and column:
        return _by_code(codes, source.features), ""
    pieced = _pieced_together(source.features, wanted, vintage)
    if sorted(pieced) == sorted(wanted):
        return _by_code(pieced, source.features), _MATCHED
    if not column:
        tried = quote(", ".join(sorted({key for one in source.features for key in one.properties})))
        wrong = f"no property names Kazakhstan's first-level units; tried {tried}"
        right = (
            "one property has each unit's name or code, such as KZ-10, or each shape covers one known unit"
        )
        raise DataError([Fault(source.file, 1, "-", wrong, right, "names")])
    raise DataError(faults)


def _by_code(codes: Sequence[str | None], features: Sequence[Feature]) -> dict[str, Feature]:
    return dict(sorted((code, feature) for code, feature in zip(codes, features, strict=True) if code))


def _pieced_together(features: Sequence[Feature], wanted: Sequence[str], vintage: int) -> list[str]:
    """The unit of each feature, "" for none or a doubtful one: by its shape and by whatever names it.

    A shape and a name that contradict each other are doubtful. A name alone will do for borders that are
    drawn too coarsely, if they lie where the unit does.
    """
    if len(features) != len(wanted):
        return []
    found = []
    shapes = by_overlap([one.polygons for one in features], vintage)
    for one, shape in zip(features, shapes, strict=True):
        texts = [v for v in one.properties.values() if isinstance(v, str) and any(c.isalpha() for c in v)]
        named = [codes for text in texts if (codes := _candidates(text, wanted, vintage))]
        sure = {code for codes in named if len(codes) == 1 for code in codes}
        if shape:
            found.append(shape if not sure or sure == {shape} else "")
        elif len(sure) == 1 and not contradicts(one.polygons, next(iter(sure)), vintage):
            found.append(next(iter(sure)))
        else:
            found.append("")
    return found


def _best(features: Sequence[Feature], wanted: Sequence[str], vintage: int) -> tuple[str, list[str | None]]:
    """The property that names the most units, with a code or None per feature; the first one of equals."""
    best: tuple[str, list[str | None]] = "", []
    most = len(wanted) // 2  # fewer are a coincidence
    for column in dict.fromkeys(key for one in features for key in one.properties):
        codes = _assign([one.properties.get(column) for one in features], wanted, vintage)
        if (count := len({*codes} - {None})) > most:
            best, most = (column, codes), count
    return best


def _assign(values: Iterable[object], wanted: Sequence[str], vintage: int) -> list[str | None]:
    """A unit per value. What could be several units («Almaty») is the one that no other value claims."""
    candidates = [_candidates(value, wanted, vintage) for value in values]
    while True:
        sure = {next(iter(codes)) for codes in candidates if len(codes) == 1}
        left = [codes if len(codes) < 2 else codes - sure for codes in candidates]
        if left == candidates:
            return [next(iter(codes)) if len(codes) == 1 else None for codes in candidates]
        candidates = left


def _candidates(value: object, wanted: Sequence[str], vintage: int) -> set[str]:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return set()
    return {*names.lookup(str(value), vintage=vintage).codes} & {*wanted}


def _strangers(source: Source, column: str, codes: Sequence[str | None]) -> list[Fault]:
    """Features that are no unit of Kazakhstan, or a unit that an earlier feature is."""
    faults = []
    first: dict[str, int] = {}
    for one, code in zip(source.features, codes, strict=True):
        shown = quote(one.properties.get(column))
        if code is None:
            wrong = f"{shown} is no first-level unit of Kazakhstan, or could be several"
            faults.append(
                Fault(source.file, one.row, column, wrong, "leave it out, or write its ISO code", "extra")
            )
        elif first.setdefault(code, one.row) != one.row:
            wrong = f"{shown} is {code}, which row {first[code]} is as well"
            faults.append(Fault(source.file, one.row, column, wrong, "one feature per unit", "doubled"))
    return faults


def _lacking(source: Source, column: str, codes: Sequence[str | None], wanted: Sequence[str]) -> list[Fault]:
    lacking = sorted({*wanted} - {*codes})
    if not lacking:
        return []
    if _NEW_IN_2018 in lacking and (_NEW_IN_2022.isdisjoint(wanted) or {*lacking} >= _NEW_IN_2022):
        right = _TOO_OLD
    elif {*lacking} >= _NEW_IN_2022:
        right = (
            "these look like the units of before June 2022; take a newer file, or ask for the vintage 2018"
        )
    else:
        right = f"all {len(wanted)} units must be there"
    table = regions_table()
    english = dict(zip(table["iso"], table["name_en"], strict=True))
    shown = ", ".join(f"{code} ({english[code]})" if code in english else code for code in lacking)
    wrong = f"lacks {len(lacking)} of {len(wanted)} units: {shown}"
    return [Fault(source.file, 1, column, wrong, right, "lacking")]
