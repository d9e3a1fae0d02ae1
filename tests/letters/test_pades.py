"""The signature on the PDF: an outsider's validator takes the genuine file and no other."""

import logging
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from reportlab import rl_config
from reportlab.pdfgen import canvas

from portal import clock
from portal.letters import pades
from portal.letters.pades import Cabinet, CertificateError, Signer

ALTERED = 100
PASSWORD = "rahasia"


@pytest.fixture(scope="module", autouse=True)
def quiet() -> Iterator[None]:
    """pyHanko logs each refusal at length; what it decides is looked at instead."""
    logger = logging.getLogger("pyhanko")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(level)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The certificates of a practice portal."""
    found = tmp_path_factory.mktemp("sertifikat")
    pades.make_demo_certificate(found, "pessel")
    return found


@pytest.fixture(scope="module")
def paper() -> bytes:
    """A page as the press makes it: reportlab's own."""
    rl_config.invariant = 1
    out = BytesIO()
    page = canvas.Canvas(out, pagesize=(609, 935))
    page.drawString(100, 700, "Surat rekomendasi nomor 460/123/DINSOS/XI/2026")
    page.showPage()
    page.save()
    return out.getvalue()


@pytest.fixture(scope="module")
def signer(folder: Path) -> Signer:
    """The practice office's signer."""
    found = pades.demo_certificate(Cabinet(folder, ""), "pessel")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def signed(signer: Signer, paper: bytes) -> bytes:
    """The page, signed."""
    return signer.sign(paper, reason="Surat diterbitkan", at=clock.now())


def status(pdf: bytes, root: Path) -> Any:
    """What pyHanko's own validator says of the only signature, trusting only this root."""
    anchor = asn1_x509.Certificate.load(pem.unarmor(root.read_bytes())[2])
    reader = PdfFileReader(BytesIO(pdf))
    signatures = reader.embedded_signatures
    assert len(signatures) == 1
    return validate_pdf_signature(signatures[0], ValidationContext(trust_roots=[anchor]))


def accepted(pdf: bytes, root: Path) -> bool:
    """Whether the validator takes it without reserve; a file it cannot even read is refused."""
    try:
        found = status(pdf, root)
        return bool(found.bottom_line and found.coverage.name == "ENTIRE_FILE")
    except Exception:
        return False


def root_of(folder: Path, office: str = "pessel") -> Path:
    return folder / f"{office}.contoh-akar.pem"


def test_the_validator_accepts_the_signed_letter_against_the_demo_root(
    signed: bytes, folder: Path
) -> None:
    found = status(signed, root_of(folder))
    assert found.bottom_line
    assert found.intact
    assert found.valid
    assert found.trusted
    assert found.docmdp_ok
    assert found.coverage.name == "ENTIRE_FILE"


def test_the_signature_is_pades_and_allows_no_change(signed: bytes) -> None:
    signature = PdfFileReader(BytesIO(signed)).embedded_signatures[0]
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.docmdp_level.name == "NO_CHANGES"
    assert signature.sig_field["/Rect"] == [0, 0, 0, 0]  # told by the page itself, not by a stamp


def test_one_flipped_byte_is_rejected(signed: bytes, paper: bytes, folder: Path) -> None:
    at = paper.index(b"stream") + 10
    assert not accepted(signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :], root_of(folder))


def test_the_page_looks_the_same_once_signed(signed: bytes, paper: bytes) -> None:
    def text(pdf: bytes) -> str:
        return str(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range())

    assert text(signed) == text(paper)


def test_no_altered_pdf_is_accepted(signed: bytes, paper: bytes, folder: Path) -> None:
    dice = random.Random(17)  # noqa: S311 - a test's dice
    root, wrong = root_of(folder), []
    for turn in range(ALTERED):
        # What the page says, wherever it stands; the padding around a signature says nothing.
        at = dice.randrange(len(paper))
        match turn % 4:
            case 0:
                body = signed[:at] + bytes([signed[at] ^ 1 << dice.randrange(8)]) + signed[at + 1 :]
            case 1:
                body = signed[:at] + b" " + signed[at:]
            case 2:
                body = signed[:at] + signed[at + 1 :]
            case _:
                body = signed + b"\n" * (turn + 1)
        if accepted(body, root):
            wrong.append((turn, at))
    assert accepted(signed, root)
    assert wrong == []


def test_a_letter_saved_again_with_something_added_is_rejected(signed: bytes, folder: Path) -> None:
    out = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    writer.root["/Lang"] = writer.root.raw_get("/Type")
    writer.update_root()
    writer.write(out)
    assert not accepted(out.getvalue(), root_of(folder))


def test_another_offices_root_does_not_vouch_for_it(signed: bytes, folder: Path) -> None:
    pades.make_demo_certificate(folder, "solok")
    assert not accepted(signed, root_of(folder, "solok"))


def test_the_demo_certificate_says_that_it_is_one(signer: Signer) -> None:
    seal = signer.describe()
    assert seal.subject.startswith("CONTOH, bukan sertifikat resmi")
    assert (seal.provider, seal.note, seal.certified) == ("contoh", "Sertifikat contoh", False)


def test_a_demo_certificate_is_made_once(folder: Path) -> None:
    before = (folder / "pessel.contoh.p12").read_bytes()
    assert pades.make_demo_certificate(folder, "pessel").read_bytes() == before
    assert not [path for path in folder.iterdir() if "key" in path.name]


def test_an_office_without_a_certificate_signs_with_ink(folder: Path) -> None:
    cabinet = Cabinet(folder, "")
    assert [provider(cabinet, "tanjungpinang") for provider in pades.PROVIDERS.values()] == [
        None,
        None,
    ]


# --- an office's own certificate ------------------------------------------------------------------


def own_certificate(folder: Path, *, begun: datetime, days: int) -> None:
    """A PKCS#12 as an office would be given one."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Dinas Sosial Kabupaten Contoh")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begun)
        .not_valid_after(begun + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    body = pkcs12.serialize_key_and_certificates(
        b"kantor", key, certificate, None,
        serialization.BestAvailableEncryption(PASSWORD.encode()),
    )  # fmt: skip
    (folder / "pessel.p12").write_bytes(body)


def office(folder: Path, password: str = PASSWORD) -> Signer:
    found = pades.office_certificate(Cabinet(folder, password), "pessel")
    assert found is not None
    return found


def test_the_offices_own_certificate_signs_in_its_name(tmp_path: Path, paper: bytes) -> None:
    own_certificate(tmp_path, begun=clock.now() - timedelta(days=1), days=30)
    seal = office(tmp_path).describe()
    assert (seal.provider, seal.subject) == ("kantor", "Dinas Sosial Kabupaten Contoh")
    assert not seal.certified
    body = office(tmp_path).sign(paper, reason="Surat", at=clock.now())
    assert body.startswith(paper)
    assert len(PdfFileReader(BytesIO(body)).embedded_signatures) == 1


def test_a_wrong_password_is_told_in_a_sentence(tmp_path: Path, paper: bytes) -> None:
    own_certificate(tmp_path, begun=clock.now() - timedelta(days=1), days=30)
    for refused in (
        lambda: office(tmp_path, "salah").describe(),
        lambda: office(tmp_path, "salah").sign(paper, reason="Surat", at=clock.now()),
    ):
        with pytest.raises(CertificateError, match=r"Kata sandi sertifikat pessel\.p12 salah"):
            refused()


@pytest.mark.parametrize(
    ("begun", "words"),
    [
        (datetime(2020, 1, 1, tzinfo=UTC), "habis masa berlakunya pada 31 Januari 2020"),
        (datetime(2090, 1, 1, tzinfo=UTC), "baru berlaku pada 1 Januari 2090"),
    ],
)
def test_a_certificate_out_of_its_time_is_told_in_a_sentence(
    tmp_path: Path, paper: bytes, begun: datetime, words: str
) -> None:
    own_certificate(tmp_path, begun=begun, days=30)
    with pytest.raises(CertificateError, match=words):
        office(tmp_path).sign(paper, reason="Surat", at=clock.now())


def test_a_new_certificate_is_used_without_a_restart(tmp_path: Path, paper: bytes) -> None:
    own_certificate(tmp_path, begun=datetime(2020, 1, 1, tzinfo=UTC), days=30)
    with pytest.raises(CertificateError):
        office(tmp_path).sign(paper, reason="Surat", at=clock.now())
    own_certificate(tmp_path, begun=clock.now() - timedelta(days=1), days=30)
    assert office(tmp_path).sign(paper, reason="Surat", at=clock.now())
