"""Printed paper as a person holds it: its words, and the square that a telephone reads."""

import pypdfium2
import zxingcpp

DRAFT = "KONSEP"
DOTS = 200 / 72  # a modest printer: 200 dots per inch


def words_of(pdf: bytes) -> str:
    """The words of all pages, on one line."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [document[place].get_textpage().get_text_range() for place in range(len(document))]
    finally:
        document.close()
    return " ".join(" ".join(pages).split())


def scanned(pdf: bytes) -> str:
    """What a telephone reads from the QR code of the first page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[0].render(scale=DOTS, grayscale=True).to_pil()
    finally:
        document.close()
    found = zxingcpp.read_barcodes(picture)
    assert len(found) == 1, f"{len(found)} codes on the paper, it must have exactly one"
    return str(found[0].text)
