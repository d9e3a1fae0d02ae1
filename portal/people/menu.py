"""The main menu: what each kind of person finds there."""

from portal.people.officer import Officer

Entry = tuple[str, str, bool, int | None]  # address, label, current, count


def menu_of(officer: Officer | None, path: str) -> list[Entry]:
    """The menu of a signed-in person; empty for visitors."""
    if officer is None:
        return []
    entries: list[tuple[str, str]] = []
    if officer.roles:
        entries += [
            ("/antrean", "Antrean"),
            ("/pra-pendaftaran", "Pra-pendaftaran"),
            ("/berkas", "Semua permohonan"),
            ("/kabar", "Kabar warga"),
            ("/pengaduan-warga", "Pengaduan"),
            ("/buku", "Buku"),
        ]
    if officer.person.village_code:
        entries += [
            ("/nagari", "Pendaftaran"),
            ("/nagari/warga", "Warga kami"),
            ("/nagari/catatan", "Catatan kami"),
        ]
    if officer.person.district_code:
        entries.append(("/kecamatan", "Pendaftaran nagari"))
    if officer.person.admin:
        entries.append(("/pengaturan", "Pengaturan"))
    entries.append(("/", "Layanan dan SOP"))
    return [(href, label, _current(href, path), None) for href, label in entries]


def _current(href: str, path: str) -> bool:
    """A case page belongs to no list: it may have come from any of them."""
    return path == href or (href not in ("/", "/berkas", "/nagari") and path.startswith(href + "/"))
