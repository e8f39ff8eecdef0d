"""Gzip: a packed file's content, within bounds that hold while it is unpacked."""

import gzip
import io
import zlib

from karasora.tables.findings import Findings

MOST_BYTES = 2_000_000_000
MOST_RATIO = 300
_SMALL = 10_000_000
_STEP = 1 << 24


def unpacked(raw: bytes, file: str, findings: Findings) -> bytes | None:
    """What a gzip file holds, its members one after the other; None where it is damaged or beyond a bound."""
    most = min(MOST_BYTES, max(_SMALL, MOST_RATIO * len(raw)))
    pieces: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
            while piece := stream.read(_STEP):
                size += len(piece)
                if size > most:
                    wrong = f"the file unpacks to over {most} bytes"
                    findings.file_fault(file, wrong, f"give it unpacked; at most {MOST_BYTES} bytes are read")
                    return None
                pieces.append(piece)
    except (OSError, EOFError, zlib.error) as error:
        findings.file_fault(file, f"the gzip file is damaged: {error}", "pack the table again")
        return None
    return b"".join(pieces)
