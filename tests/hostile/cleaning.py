"""What the reader is meant to do to a text, in other words than the reader's: nothing else may be lost."""

import unicodedata

_KEPT = "\t\n\r"
_TURNING = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u061c", "\u200e", "\u200f"}


def clean(text: str) -> str:
    """The text as it must come out: trimmed, without a download's apostrophe, lone surrogates, controls."""
    text = text.encode("utf-8", "replace").decode()
    if len(text) > 1 and text[0] == "'" and text[1] in "=+-@\t\r'":
        text = text[1:]
    text = text.strip()
    text = "".join(c for c in text if c in _KEPT or (unicodedata.category(c) != "Cc" and c not in _TURNING))
    return text.strip()
