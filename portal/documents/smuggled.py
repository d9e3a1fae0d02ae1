"""What a photo or PDF carries besides itself: pages, scripts, programs, packets (UP-01).

Only strong signs count, for ordinary phones append whole films and maps to their photos.
"""

import re

_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|object|embed|svg|img|form|meta)[\s/>]"
    rb"|<\?php|<\?=\s*(?:`|\$_|[a-z_]{3,}\()|<%@?\s*(?:page|eval|execute)\b",
    re.IGNORECASE,
)
_SHELL = re.compile(rb"#!\s*/(?:usr/)?bin/")
_ELF = re.compile(rb"\x7fELF[\x01\x02][\x01\x02]\x01")
_PDF = re.compile(rb"%PDF-\d")
_PACKETS = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_SOONEST, _FARTHEST = 0x40, 0x10000  # where the second head of a Windows program may begin


def smuggled(part: bytes, *, in_pdf: bool = False) -> str:
    """What is hidden in these bytes, as a word for the refusal; '' when nothing is."""
    # UTF-16 text is the same text with a NUL beside each letter.
    if _MARKUP.search(part) or _MARKUP.search(part.replace(b"\0", b"")):
        return "halaman web atau skrip"
    begun = (found.start() for found in re.finditer(rb"MZ", part))
    if _SHELL.search(part) or _ELF.search(part) or any(_is_program(part, at) for at in begun):
        return "program"
    if _is_zip(part) or any(sign in part for sign in _PACKETS):
        return "arsip"
    if not in_pdf and _PDF.search(part):
        return "PDF"
    return ""


def _is_zip(part: bytes) -> bool:
    """A packet opens by the directory at its end; its four letters alone are found by chance."""
    return b"PK\x05\x06" in part and (b"PK\x03\x04" in part or b"PK\x01\x02" in part)


def _is_program(part: bytes, at: int) -> bool:
    """Two letters begin a Windows program, found by chance anywhere; they point to its head."""
    offset = int.from_bytes(part[at + 0x3C : at + 0x40], "little")
    head = part[at + offset : at + offset + 4]
    return _SOONEST <= offset < _FARTHEST and head == b"PE\0\0"
