"""The electronic signature on a letter's PDF (PAdES B-B), and who may put it there.

Wet ink is the default: an office without a certificate has no Signer and its PDF no signature.
A signature is invisible; the line that tells of it is printed from the frozen payload (`seal`),
so that the page is fixed before it is signed.

The seam for a certified provider (BSrE): a class with the two methods of Signer whose describe()
says certified=True, and one line in PROVIDERS. The agency does not hold that key; its sign()
would send the PDF to the provider's service. Only a seal with certified=True may print the
footer of a certified signature (domain 3.11).
"""

import hashlib
import os
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from flask import current_app

from portal import clock, dates

FIELD = "Segel"
REASON = "Surat diterbitkan"
DEMO_PASSWORD = "contoh"  # noqa: S105 - of a certificate that says it is worth nothing
DEMO_NAME = "CONTOH, bukan sertifikat resmi"
DEMO_NOTE = "Sertifikat contoh"
DEMO_YEARS = 10


class CertificateError(Exception):
    """The office's certificate cannot sign now; the message is a sentence for the officer.

    The letter keeps its number; it is signed and filed when it is next read.
    """


@dataclass(frozen=True)
class Seal:
    """What is printed of a signature: frozen into the payload before the page is made."""

    provider: str
    subject: str
    certified: bool  # by a provider under UU ITE; never true of an office's own certificate
    note: str


class Signer(Protocol):
    """Whoever can put a PAdES signature on a finished PDF."""

    def describe(self) -> Seal:
        """What the letter says of the signature. Raises CertificateError."""

    def sign(self, pdf: bytes, *, reason: str, at: datetime) -> bytes:
        """The PDF with one invisible signature that allows no change. Raises CertificateError."""


@dataclass(frozen=True)
class Cabinet:
    """Where certificates are kept: `<office>.p12`, and `<office>.contoh.p12` for practice."""

    folder: Path
    password: str


class Certificate:
    """A PKCS#12 file as a Signer; opened once in a process, and again when the file changes."""

    def __init__(self, path: Path, password: str, provider: str, note: str = "") -> None:
        self.path, self.password, self.provider, self.note = path, password, provider, note

    def describe(self) -> Seal:
        """The name in the certificate."""
        return Seal(self.provider, _name_of(self._open().leaf), certified=False, note=self.note)

    def sign(self, pdf: bytes, *, reason: str, at: datetime) -> bytes:
        """Sign with the certificate's key, unless its time is over or has not come."""
        opened = self._open()
        _refuse_out_of_date(opened.leaf, at)
        return _signed(pdf, opened.signer, reason)

    def _open(self) -> "_Opened":
        try:
            stamp = self.path.stat().st_mtime_ns
        except OSError:
            raise CertificateError(
                f"Berkas sertifikat {self.path.name} tidak ada. Minta pengelola portal "
                "memasangnya kembali."
            ) from None
        return _opened(self.path, self.password, stamp)


def office_certificate(cabinet: Cabinet, office_code: str) -> Signer | None:
    """The office's own PKCS#12, with the password of PORTAL_CERTIFICATE_PASSWORD."""
    path = cabinet.folder / f"{office_code}.p12"
    return Certificate(path, cabinet.password, "kantor") if path.exists() else None


def demo_certificate(cabinet: Cabinet, office_code: str) -> Signer | None:
    """A certificate of our own making for practice, which says so."""
    path = cabinet.folder / f"{office_code}.contoh.p12"
    return Certificate(path, DEMO_PASSWORD, "contoh", DEMO_NOTE) if path.exists() else None


# The first that has something for an office signs. A certified provider stands first.
PROVIDERS: dict[str, Callable[[Cabinet, str], Signer | None]] = {
    "kantor": office_certificate,
    "contoh": demo_certificate,
}


def cabinet() -> Cabinet:
    """The certificates of the running portal."""
    folder = Path(current_app.instance_path) / "sertifikat"
    return Cabinet(folder, str(current_app.config.get("CERTIFICATE_PASSWORD", "")))


def seal_of(office_code: str, office_name: str) -> dict[str, Any] | None:
    """What to freeze into a payload as `seal`: None means wet ink.

    A certificate that cannot be opened now does not stop the numbering: the seal is promised in
    the office's name, and the letter is filed once the certificate works again.
    """
    for name, provider in PROVIDERS.items():
        signer = provider(cabinet(), office_code)
        if signer is None:
            continue
        try:
            return asdict(signer.describe())
        except CertificateError:
            return asdict(Seal(name, office_name, certified=False, note=""))
    return None


def signed(pdf: bytes, seal: dict[str, Any], office_code: str) -> bytes:
    """The PDF with the signature that its payload promised. Raises CertificateError."""
    provider = PROVIDERS.get(seal["provider"])
    signer = provider(cabinet(), office_code) if provider else None
    if signer is None:
        raise CertificateError(
            "Sertifikat untuk menandatangani surat ini tidak terpasang. Minta pengelola portal "
            "memasangnya kembali; nomor surat tetap."
        )
    return signer.sign(pdf, reason=REASON, at=clock.now())


def make_demo_certificate(folder: Path, office_code: str) -> Path:
    """A root and a certificate for practice, made once; gives the certificate's file.

    The root's key is thrown away: nobody can make a second certificate under it. Its own
    certificate stays beside as `<office>.contoh-akar.pem`, to check the signatures with.
    """
    target = folder / f"{office_code}.contoh.p12"
    if target.exists():
        return target
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root_name, name = _demo_name("Akar"), _demo_name(office_code)
    root = _demo_certificate(root_name, root_name, root_key.public_key(), root_key)
    leaf = _demo_certificate(name, root_name, key.public_key(), root_key)
    body = pkcs12.serialize_key_and_certificates(
        DEMO_NAME.encode(),
        key,
        leaf,
        [root],
        serialization.BestAvailableEncryption(DEMO_PASSWORD.encode()),
    )
    (folder / f"{office_code}.contoh-akar.pem").write_bytes(
        root.public_bytes(serialization.Encoding.PEM)
    )
    beside = target.with_suffix(".baru")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(body)
    beside.replace(target)
    return target


# --- inside ---------------------------------------------------------------------------------------


class _Opened:
    """A PKCS#12 whose password was right, with its certificate."""

    def __init__(self, body: bytes, password: bytes, leaf: x509.Certificate) -> None:
        self.body, self.password, self.leaf = body, password, leaf

    @cached_property
    def signer(self) -> Any:
        """What pyHanko signs with; its second of imports is paid by a process that signs."""
        from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415

        return SimpleSigner.load_pkcs12_data(self.body, [], self.password)


_opening = threading.Lock()
_drawer: dict[tuple[Path, str, int], _Opened] = {}


def _opened(path: Path, password: str, stamp: int) -> _Opened:
    # Opening costs 10 to 150 ms of key stretching; a day of letters should pay it once.
    slot = (path, hashlib.sha256(password.encode()).hexdigest(), stamp)
    with _opening:
        if slot not in _drawer:
            _drawer[slot] = _read(path, password.encode())
        return _drawer[slot]


def _read(path: Path, password: bytes) -> _Opened:
    body = path.read_bytes()
    try:
        key, leaf, _ = pkcs12.load_key_and_certificates(body, password)
    except ValueError:
        raise CertificateError(
            f"Kata sandi sertifikat {path.name} salah, atau berkasnya rusak. Minta pengelola "
            "portal memeriksa PORTAL_CERTIFICATE_PASSWORD; nomor surat tetap."
        ) from None
    if key is None or leaf is None:
        raise CertificateError(
            f"Berkas sertifikat {path.name} tidak memuat kunci dan sertifikat sekaligus."
        )
    return _Opened(body, password, leaf)


def _refuse_out_of_date(leaf: x509.Certificate, at: datetime) -> None:
    if at > leaf.not_valid_after_utc:
        raise CertificateError(
            f"Sertifikat kantor habis masa berlakunya pada "
            f"{dates.long_date(leaf.not_valid_after_utc.date())}. Pasang sertifikat baru; nomor "
            "surat tetap."
        )
    if at < leaf.not_valid_before_utc:
        raise CertificateError(
            f"Sertifikat kantor baru berlaku pada "
            f"{dates.long_date(leaf.not_valid_before_utc.date())}. Nomor surat tetap."
        )


def _signed(pdf: bytes, signer: Any, reason: str) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import fields, signers  # noqa: PLC0415

    about = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    out = BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), about, signer=signer, output=out)
    return out.getvalue()


def _name_of(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def _demo_name(whose: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{DEMO_NAME} ({whose})")])


def _demo_certificate(
    name: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    root = name == issuer
    begun = clock.now() - timedelta(days=1)
    usage = x509.KeyUsage(
        digital_signature=not root, content_commitment=not root, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=root, crl_sign=root,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begun)
        .not_valid_after(begun + timedelta(days=365 * DEMO_YEARS))
        .add_extension(x509.BasicConstraints(ca=root, path_length=0 if root else None), True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )
