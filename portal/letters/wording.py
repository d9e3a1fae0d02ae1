"""The words of a letter, with {slots} to be filled: of an SOP ([surat]) or of the office. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import cast

SLOTS: Mapping[str, str] = {
    "kantor": "nama lengkap dinas beserta daerahnya",
    "pemerintah": "pemerintah daerah, misalnya Pemerintah Kabupaten Solok",
    "daerah": "daerah dengan sebutannya, misalnya Kabupaten Solok",
    "kota": "tempat surat ditandatangani",
    "kepala_jabatan": "jabatan kepala dinas, lengkap",
    "cabang_bpjs": "nama cabang BPJS Kesehatan",
    "kota_bpjs": "tempat kantor cabang BPJS Kesehatan",
    "nagari": "nagari, desa, atau kelurahan dengan sebutannya, misalnya Nagari Painan",
    "sebutan_kepala_desa": "sebutan kepalanya, misalnya Wali Nagari",
    "kecamatan": "nama kecamatan tanpa kata Kecamatan",
    "alamat": "alamat pemohon sampai kampung atau jalan, tanpa nagari dan kecamatan",
    "jumlah_orang": "banyaknya orang dalam surat, dengan angka",
    "jumlah_orang_kata": "banyaknya orang dalam surat, dengan kata",
    "no_kk": "nomor Kartu Keluarga",
    "tanggal_terima": "tanggal berkas diterima",
    "no_permohonan": "nomor permohonan",
    "darurat": "alasan keadaan darurat; kosong bila tidak darurat",
    "no_register": "nomor pada register yang dicek",
    "nama_register": "nama register yang dicek, misalnya PBDT",
    "tanggal_cek": "tanggal register dicek",
    "hasil_cek": "hasil pengecekan dengan kalimat, misalnya terdaftar dalam DTSEN desil 2",
    "sk_nomor": "nomor keputusan yang menonaktifkan kepesertaan",
    "sk_tanggal": "tanggal keputusan itu",
    "sk_batas": "hari terakhir reaktivasi menurut keputusan itu",
    "hasil_siks_ng": "hasil pengecekan SIKS-NG",
    "waktu_siks_ng": "tanggal dan jam pengecekan SIKS-NG",
    "hasil_kepesertaan": "hasil pengecekan kepesertaan BPJS Kesehatan",
    "waktu_kepesertaan": "tanggal dan jam pengecekan kepesertaan",
    "kanal_kepesertaan": "tempat kepesertaan dicek, misalnya Chika BPJS Kesehatan",
    "sktm.nomor": "nomor Surat Keterangan Tidak Mampu",
    "sktm.tanggal": "tanggal Surat Keterangan Tidak Mampu",
    "sptjm.tanggal": "tanggal Surat Pernyataan Tanggung Jawab Mutlak",
    "program": "nama program jaminan",
    "nama": "nama pemohon",
    "sapaan": "Saudara atau Saudari, menurut pemohon",
    "sapaan_singkat": "Sdr. atau Sdri., menurut pemohon",
    "layanan": "nama layanan yang dimohon",
    "batas_lengkap": "hari terakhir melengkapi berkas yang dikembalikan",
    "hari_keberatan": "banyaknya hari kerja untuk mengajukan keberatan, dengan angka dan kata",
}

# The lists that a letter may hold; whoever fills the wording supplies their points.
LISTS: Mapping[str, str] = {
    "kekurangan": "berkas yang belum lengkap atau belum benar, dan yang perlu dilakukan",
    "alasan": "alasan permohonan tidak dapat diproses",
    "jalan_lain": "yang masih dapat dilakukan pemohon",
}

FORMS = ("rekomendasi", "pengantar", "surat_dinas")
PERSON_FORMS = ("rincian", "tabel")
MARKS = ("huruf", "angka")
PERSON_LABELS: Mapping[str, str] = {
    "no_permohonan": "Nomor permohonan",
    "nama": "Nama",
    "nik": "NIK",
    "kk": "Nomor KK",
    "kartu": "Nomor kartu",
    "lahir": "Tempat, tanggal lahir",
    "jenis_kelamin": "Jenis kelamin",
    "hubungan": "Hubungan",
    "alamat": "Alamat",
    "nagari": "Nagari / Kecamatan",
    "no_register": "Nomor register",
}

# The keys of the table, in the order of a letter, each with its field in Wording.
KEYS: Mapping[str, str] = {
    "bentuk": "form",
    "judul": "title",
    "sifat": "nature",
    "lampiran_kata": "enclosure",
    "hal": "subject",
    "kepada": "to",
    "pembuka": "opening",
    "jabatan_penandatangan": "signer_post",
    "pengantar_orang": "persons_intro",
    "orang": "persons_as",
    "kolom_orang": "person_columns",
    "label_orang": "labels",
    "rincian": "details",
    "dasar_pengantar": "grounds_intro",
    "dasar_nomor": "grounds_marks",
    "dasar_akhir": "grounds_end",
    "dasar": "grounds",
    "isi": "body",
    "bagian": "parts",
    "kiriman": "items",
    "penutup": "closing",
    "tembusan": "copies",
    "lampiran": "annex",
    "catatan_kaki": "footnote",
}

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)\}")


@dataclass(frozen=True)
class Line:
    """One line that may be left out: `when` names the slot that must not be empty."""

    text: str
    label: str = ""
    when: str = ""


@dataclass(frozen=True)
class Item:
    """One row of a surat pengantar: what is sent, how many, and a remark."""

    text: str
    count: str
    note: str


@dataclass(frozen=True)
class Part:
    """A paragraph of a surat dinas, with the name of the list that follows it, if any."""

    text: str
    points: str = ""
    when: str = ""


@dataclass(frozen=True)
class Point:
    """One point of a list, and what the reader can do about it."""

    text: str
    todo: str = ""


@dataclass(frozen=True)
class Wording:
    """The whole [surat] table, in the order in which a letter is read."""

    form: str
    title: tuple[str, ...]
    nature: str
    enclosure: str
    subject: str
    to: tuple[str, ...]
    opening: str
    signer_post: str
    persons_intro: str
    persons_as: str
    person_columns: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    details: tuple[Line, ...]
    grounds_intro: str
    grounds_marks: str
    grounds_end: str
    grounds: tuple[Line, ...]
    body: tuple[str, ...]
    parts: tuple[Part, ...]
    items: tuple[Item, ...]
    closing: str
    copies: tuple[str, ...]
    annex: bool
    footnote: str


def slots_in(text: str) -> set[str]:
    """The slot names of one text; a brace that is not part of {name} or {name.part} is refused."""
    if re.search(r"[{}]", _SLOT.sub("", text)):
        raise ValueError(f"kurung kurawal hanya untuk {{nama}} atau {{nama.bagian}}: {text!r}")
    return set(_SLOT.findall(text))


def fill(text: str, slots: Mapping[str, str]) -> str:
    """The text with every slot replaced by its value, which is never read as a slot again."""
    slots_in(text)
    return _SLOT.sub(lambda found: slots[found[1]], text)


def read_wording(table: Mapping[str, object]) -> Wording:
    """The wording of a [surat] table; ValueError names the key that is wrong."""
    unknown = table.keys() - KEYS.keys()
    if unknown:
        raise ValueError(f"surat.{min(unknown)}: kunci tidak dikenal")
    form = _one_of(table, "bentuk", FORMS)
    # A surat dinas speaks to one reader and lists no persons.
    persons_as = PERSON_FORMS[0] if form == "surat_dinas" else ""
    wording = Wording(
        form=form,
        title=_strings(table, "judul"),
        nature=_string(table, "sifat"),
        enclosure=_string(table, "lampiran_kata"),
        subject=_string(table, "hal"),
        to=_strings(table, "kepada"),
        opening=_string(table, "pembuka"),
        signer_post=_string(table, "jabatan_penandatangan"),
        persons_intro=_string(table, "pengantar_orang"),
        persons_as=_one_of(table, "orang", PERSON_FORMS, persons_as),
        person_columns=_columns(table, "kolom_orang"),
        labels=_labels(table, "label_orang"),
        details=_details(table, "rincian"),
        grounds_intro=_string(table, "dasar_pengantar"),
        grounds_marks=_one_of(table, "dasar_nomor", MARKS, MARKS[0]),
        grounds_end=_string(table, "dasar_akhir", "."),
        grounds=_grounds(table, "dasar"),
        body=_strings(table, "isi"),
        parts=_parts(table, "bagian"),
        items=_items(table, "kiriman"),
        closing=_string(table, "penutup"),
        copies=_strings(table, "tembusan"),
        annex=_flag(table, "lampiran"),
        footnote=_string(table, "catatan_kaki"),
    )
    _check_parts(wording)
    for key, text in _keyed_texts(wording):
        _check_slots(key, text)
    return wording


def slots_used(wording: Wording) -> set[str]:
    """Every slot that a case must supply, also those that only decide whether a line is printed."""
    lines: tuple[Line | Part, ...] = (*wording.details, *wording.grounds, *wording.parts)
    conditions = {line.when for line in lines} - {""}
    return conditions.union(*(slots_in(text) for _, text in _keyed_texts(wording)))


def lists_used(wording: Wording) -> set[str]:
    """Every list whose points must be supplied."""
    return {part.points for part in wording.parts} - {""}


def filled(
    wording: Wording, slots: Mapping[str, str], lists: Mapping[str, Sequence[Point]] | None = None
) -> dict[str, object]:
    """The texts of one letter, ready to be frozen as its payload's "wording".

    Raises KeyError naming a slot or a list that was not supplied; a paragraph whose list is
    empty is left out together with it.
    """

    def say(text: str) -> str:
        return fill(text, slots)

    grounds = [say(line.text) for line in _printed(wording.grounds, slots)]
    return {
        "title": [say(text) for text in wording.title],
        "to": [say(text) for text in wording.to],
        "opening": say(wording.opening),
        "signer_post": say(wording.signer_post),
        "persons_intro": say(wording.persons_intro),
        "persons_as": wording.persons_as,
        "labels": {key: say(label) for key, label in wording.labels},
        "details": [
            {"label": line.label, "text": say(line.text)}
            for line in _printed(wording.details, slots)
        ],
        "grounds_intro": say(wording.grounds_intro),
        "grounds": [
            {"mark": _mark(wording.grounds_marks, place), "text": text + end}
            for place, (text, end) in enumerate(
                zip(grounds, _ends(len(grounds), wording.grounds_end), strict=True)
            )
        ],
        "body": [say(text) for text in wording.body],
        "items": [
            {"text": say(item.text), "count": say(item.count), "note": say(item.note)}
            for item in wording.items
        ],
        "closing": say(wording.closing),
        "copies": [say(text) for text in wording.copies],
        "footnote": say(wording.footnote),
        **_letter_head_and_parts(wording, slots, lists or {}),
    }


def _letter_head_and_parts(
    wording: Wording, slots: Mapping[str, str], lists: Mapping[str, Sequence[Point]]
) -> dict[str, object]:
    """What only a surat dinas has: Sifat, Lampiran, Hal, and paragraphs with their lists."""
    if wording.form != "surat_dinas":
        return {}
    parts: list[dict[str, object]] = []
    for part in wording.parts:
        points = lists[part.points] if part.points else ()
        if (part.points and not points) or (part.when and not slots[part.when].strip()):
            continue
        parts.append(
            {
                "text": fill(part.text, slots),
                "points": [{"text": point.text, "todo": point.todo} for point in points],
            }
        )
    return {
        "nature": fill(wording.nature, slots),
        "enclosure": fill(wording.enclosure, slots),
        "subject": fill(wording.subject, slots),
        "parts": parts,
    }


def _printed(lines: Iterable[Line], slots: Mapping[str, str]) -> list[Line]:
    return [line for line in lines if not line.when or slots[line.when].strip()]


def _mark(kind: str, place: int) -> str:
    return f"{ascii_lowercase[place]}." if kind == "huruf" else f"{place + 1}."


def _ends(count: int, last: str) -> list[str]:
    """A list inside a sentence: `;` after each item, `; dan` before the last one."""
    if count < 2:
        return [last] * count
    return [*[";"] * (count - 2), "; dan", last]


def _keyed_texts(wording: Wording) -> Iterator[tuple[str, str]]:
    """Every text that may hold slots, with the key under which it stands in the table."""
    for key, field in KEYS.items():
        for text in _texts(getattr(wording, field)):
            yield key, text


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Line() | Part():
            yield value.text
        case Item():
            yield from (value.text, value.count, value.note)
        case tuple():
            for part in value:
                yield from _texts(part)


def _check_slots(key: str, text: str) -> None:
    try:
        unknown = slots_in(text) - SLOTS.keys()
    except ValueError as wrong:
        raise ValueError(f"surat.{key}: {wrong}") from wrong
    if unknown:
        raise ValueError(f"surat.{key}: slot {{{min(unknown)}}} tidak dikenal")


def _check_parts(wording: Wording) -> None:
    """What each form cannot do without."""
    if not wording.title:
        raise ValueError("surat.judul: wajib diisi")
    if wording.form == "surat_dinas":
        _check_surat_dinas(wording)
    elif wording.nature or wording.enclosure or wording.subject or wording.parts:
        raise ValueError("surat.bagian: sifat, hal, dan bagian hanya untuk surat dinas")
    elif not wording.person_columns:
        raise ValueError("surat.kolom_orang: wajib diisi")
    if wording.form == "pengantar" and not wording.items:
        raise ValueError("surat.kiriman: wajib diisi untuk surat pengantar")
    if wording.form == "pengantar" and not wording.annex:
        raise ValueError("surat.lampiran: surat pengantar memuat daftar orang dalam lampiran")
    if wording.form != "pengantar" and wording.items:
        raise ValueError("surat.kiriman: hanya untuk surat pengantar")


def _check_surat_dinas(wording: Wording) -> None:
    if not wording.subject:
        raise ValueError("surat.hal: wajib diisi untuk surat dinas")
    if not wording.parts:
        raise ValueError("surat.bagian: wajib diisi untuk surat dinas")
    if wording.annex or wording.person_columns or wording.grounds or wording.body:
        raise ValueError("surat.bagian: surat dinas tidak memakai isi, dasar, atau daftar orang")


# --- one reader for each kind of value -----------------------------------------------------------


def _string(table: Mapping[str, object], key: str, default: str = "") -> str:
    value = table.get(key, default)
    if not isinstance(value, str):
        raise ValueError(f"surat.{key}: harus teks")
    return value


def _strings(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValueError(f"surat.{key}: harus daftar teks")
    return tuple(value)


def _flag(table: Mapping[str, object], key: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise ValueError(f"surat.{key}: harus true atau false")
    return value


def _one_of(
    table: Mapping[str, object], key: str, allowed: tuple[str, ...], default: str = ""
) -> str:
    value = _string(table, key, default)
    if value not in allowed:
        raise ValueError(f"surat.{key}: harus salah satu dari {', '.join(allowed)}")
    return value


def _columns(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    columns = _strings(table, key)
    wrong = [column for column in columns if column not in PERSON_LABELS]
    if wrong or len(set(columns)) < len(columns):
        raise ValueError(f"surat.{key}: kolom salah atau kembar: {', '.join(wrong or columns)}")
    return columns


def _labels(table: Mapping[str, object], key: str) -> tuple[tuple[str, str], ...]:
    value = table.get(key, {})
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise ValueError(f"surat.{key}: harus tabel kolom = teks")
    if value.keys() - PERSON_LABELS.keys():
        raise ValueError(f"surat.{key}: {min(value.keys() - PERSON_LABELS.keys())} bukan kolom")
    return tuple({**PERSON_LABELS, **value}.items())


def _rows(table: Mapping[str, object], key: str, allowed: set[str]) -> list[dict[str, str]]:
    """An array of tables of texts; `teks` is always there, `jika` names a slot."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise ValueError(f"surat.{key}: harus daftar tabel")
    for row in value:
        if row.keys() - allowed or not all(isinstance(text, str) for text in row.values()):
            raise ValueError(f"surat.{key}: hanya teks dengan kunci {', '.join(sorted(allowed))}")
        if not row.get("teks"):
            raise ValueError(f"surat.{key}.teks: wajib diisi")
        if row.get("jika", "program") not in SLOTS:
            raise ValueError(f"surat.{key}.jika: slot {row['jika']} tidak dikenal")
    return cast(list[dict[str, str]], value)


def _grounds(table: Mapping[str, object], key: str) -> tuple[Line, ...]:
    rows = _rows(table, key, {"teks", "jika"})
    if len(rows) > len(ascii_lowercase):
        raise ValueError(f"surat.{key}: paling banyak {len(ascii_lowercase)} butir, a sampai z")
    return tuple(Line(row["teks"], when=row.get("jika", "")) for row in rows)


def _parts(table: Mapping[str, object], key: str) -> tuple[Part, ...]:
    rows = _rows(table, key, {"teks", "daftar", "jika"})
    for row in rows:
        if row.get("daftar", "alasan") not in LISTS:
            raise ValueError(f"surat.{key}.daftar: daftar {row['daftar']} tidak dikenal")
    return tuple(Part(row["teks"], row.get("daftar", ""), row.get("jika", "")) for row in rows)


def _details(table: Mapping[str, object], key: str) -> tuple[Line, ...]:
    rows = _rows(table, key, {"label", "teks", "jika"})
    return tuple(Line(row["teks"], row.get("label", ""), row.get("jika", "")) for row in rows)


def _items(table: Mapping[str, object], key: str) -> tuple[Item, ...]:
    rows = _rows(table, key, {"teks", "banyaknya", "keterangan"})
    return tuple(
        Item(row["teks"], row.get("banyaknya", ""), row.get("keterangan", "")) for row in rows
    )
