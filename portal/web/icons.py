"""Our own line icons: a 24 px grid, stroke 2, always beside words and hidden from the ear."""

from markupsafe import Markup

ICONS = {
    "cek": "M5 12.5l4.5 4.5L19 7.5",
    "jam": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
    "awas": "M12 4 21.5 20h-19zM12 10v4.5M12 17.2v.01",
    "kanan": "M5 12h14M13 6l6 6-6 6",
    "kiri": "M19 12H5M11 6l-6 6 6 6",
    "silang": "M6.5 6.5l11 11M17.5 6.5l-11 11",
    "cari": "M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM16 16l4.5 4.5",
    "berkas": "M7 3.5h7l4 4v13H7zM14 3.5v4h4M10 12h5M10 15.5h5",
    "kamera": "M4 8h3.5L9 5.5h6L16.5 8H20v11H4zM12 10a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6z",
    "orang": "M12 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM5 20c.8-4 3.5-6 7-6s6.2 2 7 6",
    "cetak": "M7.5 9V4h9v5M7.5 17H4.5V9h15v8h-3M7.5 14h9v6h-9z",
    "pena": "M5 19l1-4L16.5 4.5l3 3L9 18zM14.5 6.5l3 3",
    "mata": (
        "M3 12c2.2-4 5.4-6 9-6s6.8 2 9 6c-2.2 4-5.4 6-9 6s-6.8-2-9-6z"
        "M12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z"
    ),
    "tambah": "M12 5v14M5 12h14",
    "hapus": "M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7",
    "unggah": "M12 16V5M7.5 9.5 12 5l4.5 4.5M5 19.5h14",
    "bawah": "M6 9.5l6 6 6-6",
    "info": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.5M12 7.8v.01",
    "telepon": (
        "M6 4h3.5L11 8 9 9.5a10 10 0 0 0 5.5 5.5L16 13l4 1.5V18a2 2 0 0 1-2 2A14 14 0 0 "
        "1 4 6a2 2 0 0 1 2-2z"
    ),
    "rumah": "M4 11.5 12 5l8 6.5M6.5 10v9.5h11V10",
    "balik": "M9 6 4.5 10.5 9 15M4.5 10.5H15a4.5 4.5 0 0 1 0 9h-3",
    "kunci": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "kalender": "M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4",
    "simpan": "M5 5h11l3 3v11H5zM8.5 5v4.5h6V5M8.5 19v-5.5h7V19",
    "ulang": "M19 12a7 7 0 1 1-2.2-5.1M19 4.5v4h-4",
    "keluar": "M10 4.5H5v15h5M10 12h9M15 8l4 4-4 4",
    "buku": "M5 4.5h11.5a2 2 0 0 1 2 2v13H7a2 2 0 0 1-2-2zM5 17.5a2 2 0 0 1 2-2h11.5",
    "kirim": "M3.5 12 20 4.5 14.5 20l-3-6.5zM11.5 13.5 20 4.5",
    "unduh": "M12 5v11M7.5 11.5 12 16l4.5-4.5M5 19.5h14",
    "atur": "M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4M4 12h4M12 12h8M10 10v4",
}


def icon(name: str) -> Markup:
    """The icon as inline SVG; a name that is not drawn is an error, not a gap."""
    return Markup(
        '<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>'
    ).format(ICONS[name])
