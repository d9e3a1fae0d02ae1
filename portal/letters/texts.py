"""The texts of pengembalian and penolakan: those of the portal, or the office's own instead."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.config import BadSettingError
from portal.letters.wording import Wording, lists_used, read_wording, slots_used

TEXTS = Path(__file__).parent / "texts"
OBJECTION_DAYS = 21  # UU 30/2014, working days; told.OBJECTION says it to the citizen


@dataclass(frozen=True)
class Duty:
    """What a text cannot leave out, whatever words an office chooses."""

    slots: frozenset[str]
    lists: frozenset[str]


DUTIES: Mapping[str, Duty] = {
    "pengembalian": Duty(frozenset({"no_permohonan", "batas_lengkap"}), frozenset({"kekurangan"})),
    "penolakan": Duty(
        frozenset({"no_permohonan", "hari_keberatan"}), frozenset({"alasan", "jalan_lain"})
    ),
}


@cache
def read_text(kind: str, folder: Path | None = None) -> Wording:
    """The wording of a kind of letter; `folder` holds an office's own texts (instance/surat).

    Raises BadSettingError naming the file and the key that is wrong.
    """
    own = folder / f"{kind}.toml" if folder else None
    path = own if own and own.is_file() else TEXTS / f"{kind}.toml"
    if kind not in DUTIES:
        raise BadSettingError(f"{kind}: bukan naskah yang dikenal ({', '.join(DUTIES)})")
    try:
        wording = read_wording(tomllib.loads(path.read_text("utf-8")))
        _check_duty(kind, wording)
    except ValueError as fault:  # of TOML, of UTF-8, or of the wording
        raise BadSettingError(f"{path.parent.name}/{path.name}: {fault}") from fault
    return wording


def refuse_bad_texts(folder: Path) -> None:
    """Raise BadSettingError when a text in the folder cannot be used, before anyone needs it."""
    for path in sorted(folder.glob("*")):
        if path.suffix != ".toml" or path.stem not in DUTIES:
            raise BadSettingError(
                f"{folder.name}/{path.name}: bukan naskah yang dikenal; "
                f"yang dikenal: {', '.join(f'{kind}.toml' for kind in DUTIES)}"
            )
    read_text.cache_clear()
    for kind in DUTIES:
        read_text(kind, folder)


def address_slots(name: str, sex: str) -> dict[str, str]:
    """The slots by which a letter speaks to its reader, Saudara or Saudari; sex is L or P."""
    woman = sex == "P"
    return {
        "nama": name,
        "sapaan": "Saudari" if woman else "Saudara",
        "sapaan_singkat": "Sdri." if woman else "Sdr.",
        "hari_keberatan": f"{OBJECTION_DAYS} (dua puluh satu)",
    }


def _check_duty(kind: str, wording: Wording) -> None:
    duty = DUTIES[kind]
    if wording.form != "surat_dinas":
        raise ValueError("surat.bentuk: harus surat_dinas")
    if lost := sorted(duty.lists - lists_used(wording)):
        raise ValueError(f"surat.bagian: daftar {lost[0]} wajib ada")
    if lost := sorted(duty.slots - slots_used(wording)):
        raise ValueError(f"surat.bagian: slot {{{lost[0]}}} wajib ada")
