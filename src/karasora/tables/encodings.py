"""Bytes of a text file to UTF-8: byte order marks, Windows-1251, and damage."""

import re

import pyarrow as pa

from karasora.tables.findings import Findings

_START = 2000  # characters that tell UTF-16
_HIGH_BYTES = {0, 4, 0x20, 0x21}  # of Latin and Cyrillic letters, dashes, quotes and №
_HIGH = re.compile(rb"[\x80-\xff]")
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CYRILLIC_WORD = re.compile(rb"[\xc0-\xff\xa8\xb8]{3,}")


def to_utf8(raw: bytes, file: str, findings: Findings) -> tuple[bytes, bool]:
    """The text as UTF-8 without a byte order mark, and whether some of its bytes are no UTF-8.

    Windows-1251 is recognised where the bytes are no UTF-8 at all but make Russian words, and is told of.
    Damaged UTF-8 is given back as it is.
    """
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if raw.startswith(mark):
            return raw[2:].decode(encoding, "replace").encode(), False
    if encoding := _utf16_without_mark(raw):
        return raw.decode(encoding, "replace").encode(), False
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if is_utf8(raw):
        return raw, False
    if _is_windows_1251(raw):
        letters = len(_HIGH.findall(raw))
        findings.warn(
            file,
            1,
            "-",
            f"the file is not UTF-8 and was read as Windows-1251 ({letters} letters)",
            "save it as UTF-8 so that Kazakh letters are kept",
            "encoding",
        )
        return raw.decode("cp1251", "replace").encode(), False
    return raw, True


def _utf16_without_mark(raw: bytes) -> str:
    """UTF-16 shows itself by its line ends and separators, every other byte of which is 0; text has none."""
    start = raw[: 2 * _START]
    if len(start) % 2 or b"\0" not in start:
        return ""
    for encoding, zeros, line_end in (
        ("utf-16-le", start[1::2], b"\n\0"),
        ("utf-16-be", start[::2], b"\0\n"),
    ):
        others = start[::2] if encoding == "utf-16-le" else start[1::2]
        if b"\0" not in others and line_end in start and set(zeros) <= _HIGH_BYTES:
            return encoding
    return ""


def is_utf8(raw: bytes) -> bool:
    """Whether the bytes are UTF-8 throughout, found without decoding them."""
    ends = pa.py_buffer(b"".join(n.to_bytes(8, "little") for n in (0, len(raw))))
    text = pa.Array.from_buffers(pa.large_binary(), 1, [None, ends, pa.py_buffer(raw)])
    try:
        text.cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True


def _is_windows_1251(raw: bytes) -> bool:
    high = len(_HIGH.findall(raw))
    as_utf8 = sum(len(letter) for letter in _UTF8_LETTER.findall(raw))
    in_words = sum(len(word) for word in _CYRILLIC_WORD.findall(raw))
    return as_utf8 * 5 < high and in_words * 2 > high
