"""A letter about nobody, to see the office's sheet by."""

from datetime import date
from typing import Any

from portal import dates
from portal.letters.content import office_block
from portal.offices.model import Office

BODY = (
    "Surat ini hanya contoh untuk melihat kertas, huruf, dan tepi yang dipilih kantor. Nama, "
    "nomor, dan isinya dikarang.",
    "Baris-baris ini sepanjang alinea biasa, supaya jarak antarbaris dan lebar kolom terlihat "
    "seperti pada surat yang sebenarnya.",
)


def sample_letter(office: Office, on: date) -> dict[str, Any]:
    """A payload as of a recommendation, with an invented person and no number."""
    return {
        "layout": "rekomendasi",
        "wording": {
            "title": ["SURAT CONTOH"],
            "to": ["Yth. Pembaca contoh", f"di {office.city}"],
            "opening": "Dengan ini ditunjukkan bentuk surat kantor ini atas nama:",
            "signer_post": "",
            "persons_intro": "",
            "persons_as": "rincian",
            "labels": {},
            "details": [],
            "grounds_intro": "Berdasarkan:",
            "grounds": [{"mark": "a.", "text": "Pilihan kertas dan huruf di pengaturan."}],
            "body": list(BODY),
            "items": [],
            "closing": "Demikian contoh ini dibuat.",
            "copies": ["Arsip"],
            "footnote": "",
        },
        "office": office_block(office),
        "persons": [
            {
                "nama": "WARGA CONTOH",
                "nik": "1301995408900001",
                "lahir": "14-08-1990",
                "alamat": "Kampung Contoh, Nagari Contoh",
            }
        ],
        "person_columns": ["nama", "nik", "lahir", "alamat"],
        "case_number": "",
        "annex": False,
        "number": "",
        "number_blank": "000/contoh/XI/0000",
        "date": dates.long_date(on),
        "signer": {
            "lines": [f"{office.head_title},"],
            "name": "Nama Pejabat Contoh",
            "rank": "",
            "nip": "",
            "post": "",
            "acting": "",
        },
        "parafs": [],
        "replaces": None,
        "code": "",
        "check_url": "",
        "seal": None,
        "chain": "",
    }
