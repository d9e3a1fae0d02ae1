"""What stands beside a paper on the village office's page: what it may be, what to mind."""

from portal.registration.camat import STATEMENT, asks_camat
from portal.sop.table import Requirement, Sop

# Only where the SOP lets another paper stand in, with a reason that the Dinas writes down (N12,
# N16, edge case 36).
_INSTEAD = {
    "ktp": "Belum punya KTP? Unggah akta kelahiran atau biodata dari Dukcapil.",
    "akta_kelahiran": "Sudah menikah dan punya KTP? Unggah KTP-nya.",
    "kis": "Kartu hilang? Unggah bukti lain, misalnya tangkapan layar Mobile JKN.",
}
_ABOUT = {
    "foto_rumah": "Tampak depan, 1 sampai 6 foto, diketahui {kepala}.",
    "sptjm": "Cetak formulirnya di bawah, lalu ditandatangani {kepala} mengenai meterai.",
    "kk": "Seluruh lembar, terbaru.",
}
CAMERA = frozenset({"foto_rumah"})  # photographed on the spot, not picked from an album


def hint_of(need: Requirement, sop: Sop) -> str:
    """A short hint, or nothing."""
    if need.code == STATEMENT:
        signers = f"{sop.village_head} dan Camat" if asks_camat(sop) else sop.village_head
        return f"Ditandatangani {signers}. Formulirnya dapat dicetak di bawah."
    if need.substitute and need.code in _INSTEAD:
        return _INSTEAD[need.code]
    return _ABOUT.get(need.code, "").replace("{kepala}", sop.village_head)
