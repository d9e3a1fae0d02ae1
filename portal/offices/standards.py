"""What an office says of its service beyond its SOPs (UU 25/2009 Pasal 21), by topic."""

from enum import StrEnum

from portal.offices.model import Office


class Topic(StrEnum):
    """What the public page of standards asks of an office; the keys of Office.standards."""

    SARANA = "sarana"
    PENGAWASAN = "pengawasan"
    JAMINAN = "jaminan"
    KEAMANAN = "keamanan"
    EVALUASI = "evaluasi"
    JALUR_PENGADUAN = "jalur_pengaduan"
    PETUGAS_DATA = "petugas_data"  # whom to ask about one's data (UU 27/2022)


def own_words(office: Office, topic: Topic) -> str:
    """What the office wrote on a topic; '' when it wrote nothing."""
    return str((office.standards or {}).get(topic.value, ""))
