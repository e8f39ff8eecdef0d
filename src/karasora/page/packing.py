"""Long columns as compressed bytes: small in the file, and quick to turn into typed arrays in the browser.

A packed column is {"packed": id of its <script>, "as": kind, …}; the script holds base64 of gzip of bytes.
Whole numbers are stored in byte planes (all lowest bytes, then all second bytes, …), which gzip packs far
better than number after number. assets/scripts/data/data.js is the reader.

Kinds: "u8", "u16", "i32" (with an optional "scale" to divide by, "missing" that stands for null, and "d", a
list of the distinct values that the numbers point into); "f64" (NaN is missing); "text" (the byte length of
every row as 32-bit numbers in byte planes, then the rows' UTF-8 one after another).
"""

import base64
import gzip
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Packed = tuple[dict[str, Any], bytes]

MISSING = -(2**31)
MOST_BYTES = 400_000_000  # of one script of a page, unpacked
_DICTIONARY_MOST = 65_535
_LEVEL = 6  # higher ones take twice the time for one per cent
_TEXT = pd.StringDtype("pyarrow", na_value=np.nan)
_SCALES = (1, 10, 100, 1_000, 10_000)


def pack_text(column: pd.Series) -> Packed:
    """A column of texts: numbered where they repeat, else row by row."""
    codes, distinct = pd.factorize(column)
    if len(distinct) <= _DICTIONARY_MOST and len(distinct) * 2 <= len(column):
        return pack_dictionary(codes, list(distinct))
    return {"as": "text"}, _text_bytes(column)


def pack_dictionary(codes: NDArray[np.integer[Any]], distinct: Sequence[object]) -> Packed:
    """Row by row the place of its value in `distinct`."""
    kind, dtype = ("u8", "<u1") if len(distinct) <= 256 else ("u16", "<u2")
    return {"as": kind, "d": list(distinct)}, _planes(codes.astype(dtype))


def pack_numbers(values: NDArray[np.float64]) -> Packed:
    """Numbers with NaN for missing, as scaled 32-bit whole numbers wherever that loses nothing."""
    missing = np.isnan(values)
    present = values[~missing]
    for scale in _SCALES:
        with np.errstate(over="ignore"):  # an infinite product is too large as well
            scaled = np.rint(present * scale)
        if np.all(np.abs(scaled) < -MISSING) and np.array_equal(scaled / scale, present):
            return pack_scaled(values, scale)
    return {"as": "f64"}, _planes(values.astype("<f8"))


def pack_scaled(values: NDArray[np.float64], scale: int) -> Packed:
    """Numbers with NaN for missing, rounded to 1/`scale`."""
    whole = np.where(np.isnan(values), MISSING, np.rint(values * scale)).astype("<i4")
    return {"as": "i32", "scale": scale, "missing": MISSING}, _planes(whole)


def pack_flags(values: NDArray[np.uint8]) -> Packed:
    """Small whole numbers as they are."""
    return {"as": "u8"}, _planes(values.astype("<u1"))


def to_base64(content: bytes) -> str:
    """The bytes compressed, the same way every time, as text that can stand in a script element."""
    return base64.b64encode(gzip.compress(content, _LEVEL, mtime=0)).decode()


def from_base64(text: str) -> bytes:
    """The way back from `to_base64`.

    Raises:
        ValueError: the text isn't one of ours, or unpacks to over `MOST_BYTES`.
    """
    unpacking = zlib.decompressobj(wbits=31)
    try:
        content = unpacking.decompress(base64.b64decode(text), MOST_BYTES)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not unpacking.eof:
        raise ValueError(f"it is cut, or unpacks to over {MOST_BYTES} bytes")
    return content


def unpack(column: dict[str, Any], content: bytes, n: int) -> "pd.Series[Any]":
    """The rows of a packed column: the way back, for reading a page in Python. NaN stands for missing."""
    kind = column["as"]
    if kind == "text":
        return pd.Series(_texts(content, n), dtype=_TEXT)
    numbers = _numbers(content, {"u8": "<u1", "u16": "<u2", "i32": "<i4", "f64": "<f8"}[kind])
    if "d" in column:
        return pd.Series(column["d"], dtype=object if isinstance(column["d"][0], list) else _TEXT).take(
            numbers
        )
    if "missing" not in column:
        return pd.Series(numbers)
    return pd.Series(np.where(numbers == column["missing"], np.nan, numbers / column.get("scale", 1)))


def _texts(content: bytes, n: int) -> Any:
    import pyarrow as pa

    offsets = np.concatenate([[0], np.cumsum(_numbers(content[: 4 * n], "<u4"), dtype=np.int64)])
    texts = pa.LargeStringArray.from_buffers(n, pa.py_buffer(offsets), pa.py_buffer(content[4 * n :]))
    texts.validate(full=True)
    return texts


def _planes(values: NDArray[Any]) -> bytes:
    return values.view("u1").reshape(len(values), values.itemsize).T.tobytes()


def _numbers(content: bytes, dtype: str) -> NDArray[Any]:
    planes = np.frombuffer(content, "u1").reshape(np.dtype(dtype).itemsize, -1)
    return np.ascontiguousarray(planes.T).view(dtype).ravel()


def _text_bytes(column: pd.Series) -> bytes:
    import pyarrow as pa

    texts = pa.array(column, type=pa.large_string())
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    offsets = np.frombuffer(texts.buffers()[1], "<i8")[texts.offset : texts.offset + len(texts) + 1]
    data = texts.buffers()[2]
    lengths = np.diff(offsets).astype("<u4")
    return _planes(lengths) + (data.to_pybytes()[offsets[0] : offsets[-1]] if data else b"")
