"""Ordinary photos and PDFs, as phones, scanners and offices make them."""

import io
import struct
from collections.abc import Callable

from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from reportlab.pdfgen import canvas

from tests.documents.crafted import chunk, interlaced, jpeg, photo, png, saved, webp

Make = Callable[[], bytes]
XMP = (
    b"http://ns.adobe.com/xap/1.0/\0"
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF><rdf:Description GCamera:MotionPhoto="1"/></rdf:RDF></x:xmpmeta>'
)
FILM = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + bytes(n * 37 % 251 for n in range(300_000))


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes: its make, the way it was held, the place."""
    words = Image.Exif()
    words[0x010F], words[0x0112] = "Contoh", orientation
    words.get_ifd(0x8825)[2] = (0.0, 57.0, 0.0)
    return words


def phone_photo() -> bytes:
    """A photo of 12 megapixels with all that a phone adds, and the film of the moment before."""
    whole = saved(photo((4000, 3000)), "JPEG", quality=80, exif=exif(6), comment=b"ponsel")
    end = whole.index(b"\xff\xe1")
    words = b"\xff\xe1" + struct.pack(">H", len(XMP) + 2) + XMP
    return whole[:end] + words + whole[end:] + FILM + b"SEFT"


def two_in_one() -> bytes:
    """A photo that carries a second one behind it (MPF), as many phones make them."""
    return saved(photo(), "MPO", save_all=True, append_images=[photo((160, 120))])


def grey16() -> Image.Image:
    wide, high = 320, 240
    levels = [x * 65535 // (wide - 1) for _ in range(high) for x in range(wide)]
    return Image.frombytes("I;16", (wide, high), struct.pack(f"<{len(levels)}H", *levels))


def clear() -> Image.Image:
    """Black words on nothing."""
    picture = Image.new("RGBA", (320, 240), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((0, 0, 159, 239), fill=(0, 0, 0, 255))
    return picture


def letter(pages: int = 1) -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(595, 842))
    for n in range(pages):
        page.drawString(72, 700, f"Surat Keterangan Tidak Mampu, lembar {n + 1}")
        page.linkURL("https://contoh.go.id/", (72, 600, 200, 620))
        page.bookmarkPage(f"h{n}")
        page.addOutlineEntry(f"Lembar {n + 1}", f"h{n}")
        page.showPage()
    page.save()
    return out.getvalue()


def opened_at(destination: bool) -> bytes:
    """A PDF that says where it opens: as a destination, or as the step to one."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(letter())))
    where = ArrayObject([writer.pages[0].indirect_reference, NameObject("/Fit")])
    step = DictionaryObject({NameObject("/S"): NameObject("/GoTo"), NameObject("/D"): where})
    writer.root_object[NameObject("/OpenAction")] = where if destination else step
    return written(writer)


def stamped() -> bytes:
    """A PDF with the visible stamp of a signature field, as e-meterai leaves one."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(letter())))
    stamp = DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Widget"),
        NameObject("/FT"): NameObject("/Sig"), NameObject("/T"): TextStringObject("meterai"),
        NameObject("/F"): NumberObject(4), NameObject("/Rect"): numbers(100, 100, 300, 300),
        NameObject("/AP"): DictionaryObject({NameObject("/N"): red_box(writer)}),
    })  # fmt: skip
    place = writer._add_object(stamp)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([place])
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): ArrayObject([place]), NameObject("/SigFlags"): NumberObject(3)}
    )
    return written(writer)


def red_box(writer: PdfWriter) -> object:
    box = StreamObject()
    box[NameObject("/Type")], box[NameObject("/Subtype")] = (
        NameObject("/XObject"),
        NameObject("/Form"),
    )
    box[NameObject("/BBox")] = numbers(0, 0, 200, 200)
    box.set_data(b"1 0 0 rg 0 0 200 200 re f")
    return writer._add_object(box)


def numbers(*values: int) -> ArrayObject:
    return ArrayObject([NumberObject(value) for value in values])


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


PHOTOS: dict[str, Make] = {
    "jpeg": jpeg,
    "jpeg, progressive": lambda: jpeg(progressive=True),
    "jpeg, grey": lambda: saved(photo().convert("L"), "JPEG"),
    "jpeg, CMYK": lambda: saved(photo().convert("CMYK"), "JPEG"),
    "jpeg, a phone's with its film": phone_photo,
    "jpeg, two in one": two_in_one,
    "png": lambda: saved(photo(), "PNG"),
    "png, clear": lambda: saved(clear(), "PNG"),
    "png, palette": lambda: saved(photo().quantize(16), "PNG"),
    "png, palette with a clear colour": lambda: saved(photo().quantize(16), "PNG", transparency=0),
    "png, grey": lambda: saved(photo().convert("L"), "PNG"),
    "png, grey of 16 bits": lambda: saved(grey16(), "PNG"),
    "png, black and white": lambda: png(640, 480),
    "png, interlaced": lambda: interlaced(photo((320, 240))),
    "png, a screenshot's words": lambda: png(64, 48, chunk(b"tEXt", b"Software\0Tangkapan layar")),
    "webp, lossy": lambda: saved(photo(), "WEBP", quality=70),
    "webp, lossless": lambda: saved(photo(), "WEBP", lossless=True),
    "webp, clear": lambda: saved(clear(), "WEBP"),
    "webp, with its words": lambda: webp((b"EXIF", exif().tobytes()), (b"XMP ", XMP[29:])),
}  # fmt: skip
PAPERS: dict[str, Make] = {
    "pdf, a letter": letter,
    "pdf, a scan": lambda: saved(photo((1240, 1754)), "PDF"),
    "pdf of 20 pages": lambda: letter(20),
    "pdf that opens at a page": lambda: opened_at(destination=True),
    "pdf that goes to a page": lambda: opened_at(destination=False),
    "pdf with a stamp": stamped,
}
