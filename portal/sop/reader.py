"""Reads one SOP file and refuses a bad one, naming the file, the row and what to mend."""

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from portal.sop.table import (
    CheckNeed,
    Column,
    Header,
    LegalBasis,
    Oddity,
    Origin,
    Promise,
    Requirement,
    Row,
    Sop,
    Stage,
    Task,
)
from portal.sop.vocabulary import OUTSIDERS, Act, Check, Goods, Role

CONDITIONS = ("selalu", "umur >= 17", "umur < 17", "opsional")
SYMBOLS = ("mulai", "mulai+keputusan", "keputusan", "proses", "proses_luar", "selesai")


class BadSopError(Exception):
    """An SOP file that must not be put in force; the message says where and why."""


class _Part:
    """One table of the file. Every key must be known and of its kind, or the part complains."""

    def __init__(self, data: Mapping[str, Any], place: str) -> None:
        self.data, self.place, self.seen = data, place, set[str]()

    def fail(self, what: str) -> BadSopError:
        return BadSopError(f"{self.place}: {what}")

    def take(self, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        self.seen.add(key)
        if key not in self.data:
            if default is ...:
                raise self.fail(f"kunci “{key}” tidak ada")
            return default
        value = self.data[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            raise self.fail(f"isi “{key}” salah jenis: {value!r}")
        return value

    def text(self, key: str, default: Any = ...) -> str:
        return str(self.take(key, str, default))

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.take(key, list, [])
        if not all(isinstance(item, str) for item in found):
            raise self.fail(f"isi “{key}” harus daftar teks")
        return tuple(found)

    def one_of(self, key: str, words: Any, default: Any = ...) -> Any:
        value = self.text(key, default)
        try:
            return words(value)
        except ValueError:
            raise self.fail(f"“{key} = {value}” tidak dikenal") from None

    def parts(self, key: str, name: str) -> list["_Part"]:
        return [
            _Part(item, f"{self.place}, {name} {item.get('nomor_cetak', number)}")
            for number, item in enumerate(self.take(key, list, []), 1)
        ]

    def part(self, key: str) -> "_Part":
        return _Part(self.take(key, dict), f"{self.place}, [{key}]")

    def done(self) -> None:
        if extra := sorted(set(self.data) - self.seen):
            raise self.fail(f"kunci tidak dikenal: {', '.join(extra)}")


def read_sop(path: Path) -> Sop:
    """The SOP in this file. Raises BadSopError naming file, row and fault."""
    raw = path.read_bytes()
    try:
        data = tomllib.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise BadSopError(f"{path.name}: bukan berkas TOML yang benar ({fault})") from None
    return _Reader(_Part(data, path.name), hashlib.sha256(raw).hexdigest()).sop()


def roles_of(key: str, part: _Part) -> frozenset[Role]:
    """The roles a column key names: 'sekretaris_atau_kabid' is either one."""
    try:
        return frozenset(Role(word) for word in key.split("_atau_"))
    except ValueError:
        raise part.fail(f"peran “{key}” tidak dikenal") from None


class _Reader:
    """Reads the parts in order; what a later part refers to was read before it."""

    def __init__(self, top: _Part, digest: str) -> None:
        self.top, self.digest = top, digest
        self.columns: tuple[Column, ...] = ()
        self.known: set[str] = set()

    def sop(self) -> Sop:
        top = self.top
        top.take("skema", int)
        box = top.part("sop")
        body = top.part("isi")
        self.columns = tuple(self._column(part) for part in top.parts("kolom_pelaksana", "kolom"))
        requirements = tuple(self._requirement(p) for p in top.parts("persyaratan", "persyaratan"))
        evidence = {p.text("kode"): p.text("nama") for p in top.parts("bukti", "bukti")}
        self.known = {need.code for need in requirements} | set(evidence)
        rows = self._rows()
        sop = Sop(
            id=box.text("id"),
            version=box.take("versi", int),
            region=box.text("daerah_kode"),
            region_name=box.text("daerah_nama"),
            village_head=box.text("sebutan_kepala_desa"),
            short_name=box.text("nama_singkat"),
            summary=box.text("ringkasan"),
            lane=box.text("jalur"),
            product=box.text("produk"),
            addressee=box.text("tujuan_surat"),
            after=box.text("setelah_selesai"),
            refusers=self._refusers(box),
            header=self._header(top.part("kepala")),
            legal_basis=tuple(self._legal(p) for p in top.parts("dasar_hukum", "dasar hukum")),
            qualifications=body.texts("kualifikasi_pelaksana"),
            related=body.texts("keterkaitan"),
            equipment=body.texts("peralatan_perlengkapan"),
            warning=body.text("peringatan_verbatim", ""),
            records=body.texts("pencatatan_pendataan"),
            cost=body.text("biaya_verbatim", ""),
            period=body.text("jangka_waktu_verbatim", ""),
            requirements=requirements,
            evidence=evidence,
            columns=self.columns,
            rows=rows,
            promise=self._promise(top.part("janji")),
            stages=self._stages(rows),
            oddities=tuple(
                Oddity(p.text("verbatim"), p.text("catatan"))
                for p in top.parts("keanehan", "keanehan")
            ),
            letter=top.take("surat", dict),
            digest=self.digest,
            emergency=box.take("khusus_darurat", bool, False),
        )
        self._finish(box, body)
        self._whole(sop)
        return sop

    def _finish(self, box: _Part, body: _Part) -> None:
        """Keys that only a human reads are known too; anything else is a typing slip."""
        for key in ("berkas_sumber", "sha256_sumber", "penandatangan", "catatan"):
            box.seen.add(key)
        body.seen |= {
            "keterkaitan_verbatim", "peringatan_bersih", "peringatan_catatan",
            "jangka_waktu_hari_kerja", "jumlah_waktu_menit", "jumlah_waktu_hari",
        }  # fmt: skip
        for part in (self.top, box, body):
            part.done()

    def _refusers(self, box: _Part) -> frozenset[Role]:
        roles = frozenset[Role]().union(*(roles_of(word, box) for word in box.texts("penolak")))
        if not roles or roles & OUTSIDERS:
            raise box.fail("“penolak” harus menyebut pejabat yang berhak menolak")
        return roles

    def _column(self, part: _Part) -> Column:
        key = part.text("peran")
        column = Column(
            no=part.take("no", int),
            title=part.text("tampil", part.text("verbatim")),
            verbatim=part.text("verbatim"),
            key=key,
            roles=roles_of(key, part),
        )
        part.seen.add("catatan")
        part.done()
        return column

    def _requirement(self, part: _Part) -> Requirement:
        when = part.text("wajib")
        if when not in CONDITIONS:
            raise part.fail(f"“wajib = {when}” tidak dikenal")
        fields = part.texts("isian")
        if bad := set(fields) - {"nomor", "tanggal"}:
            raise part.fail(f"isian tidak dikenal: {', '.join(sorted(bad))}")
        need = Requirement(
            code=part.text("kode"),
            name=part.text("nama"),
            when=when,
            source=part.text("asal"),
            per_person=part.take("per_orang", bool, False),
            subchecks=part.texts("subcek"),
            fields=fields,
            substitute=part.take("boleh_pengganti", bool, False),
            note=part.text("catatan", ""),
        )
        part.done()
        return need

    def _legal(self, part: _Part) -> LegalBasis:
        basis = LegalBasis(
            no=part.take("no", int),
            verbatim=part.text("verbatim"),
            clean=part.text("bersih", ""),
            note=part.text("catatan", ""),
        )
        part.done()
        return basis

    def _header(self, part: _Part) -> Header:
        def day(key: str) -> date | None:
            found: date | None = part.take(key, date, None)
            return found

        header = Header(
            government=part.text("pemerintah_verbatim"),
            office=part.text("perangkat_daerah_verbatim"),
            unit=part.text("bidang_verbatim", ""),
            number=part.text("nomor_verbatim"),
            name=part.text("nama_verbatim"),
            clean_name=part.text("nama_bersih", part.text("nama_verbatim")),
            title=part.text("judul_prosedur_verbatim", part.text("judul_verbatim", "")),
            created_text=part.text("tanggal_pembuatan_verbatim", ""),
            created=day("tanggal_pembuatan"),
            revised_text=part.text("tanggal_revisi_verbatim", ""),
            revised=day("tanggal_revisi"),
            effective_text=part.text("tanggal_efektif_verbatim", ""),
            effective=day("tanggal_efektif"),
            approved_text=part.text("tanggal_pengesahan_verbatim", ""),
            approved=day("tanggal_pengesahan"),
            approver_post=part.text("disahkan_jabatan_verbatim", ""),
            approver_name=part.text("disahkan_nama_verbatim", ""),
            approver_nip=part.text("disahkan_nip_verbatim", ""),
            approver_rank=part.text("disahkan_pangkat_verbatim", ""),
        )
        part.seen |= {"disahkan_nip", "judul_verbatim"}
        part.done()
        return header

    def _promise(self, part: _Part) -> Promise:
        promise = Promise(part.take("hari_kerja", int), self._origin(part, "asal", "alasan"))
        part.done()
        if promise.working_days < 1:
            raise part.fail("“hari_kerja” paling sedikit 1")
        return promise

    def _origin(self, part: _Part, source: str, reason: str, confidence: str = "") -> Origin:
        word = part.text(source)
        if word not in ("printed", "inferred"):
            raise part.fail(f"“{source} = {word}” harus printed atau inferred")
        why = part.text(reason, "")
        if word == "inferred" and not why:
            raise part.fail(f"tanda “inferred” perlu “{reason}”")
        return Origin(word == "printed", why, part.text(confidence, "") if confidence else "")

    def _rows(self) -> tuple[Row, ...]:
        parts = self.top.parts("langkah", "langkah")
        if not parts:
            raise self.top.fail("tidak ada [[langkah]]")
        self.numbers = {part.text("nomor_cetak"): order for order, part in enumerate(parts, 1)}
        if len(self.numbers) != len(parts):
            raise self.top.fail("nomor_cetak kembar")
        return tuple(self._row(part, order) for order, part in enumerate(parts, 1))

    def _row(self, part: _Part, order: int) -> Row:
        if part.take("urut", int) != order:
            raise part.fail(f"“urut” melompat: seharusnya {order}")
        actors = part.texts("pelaksana")
        keys = {column.key for column in self.columns}
        if not actors or not set(actors) <= keys:
            raise part.fail(f"pelaksana {list(actors)} tidak ada di kolom pelaksana")
        symbol = part.text("simbol")
        if symbol not in SYMBOLS:
            raise part.fail(f"simbol “{symbol}” tidak dikenal")
        unit = part.text("waktu_satuan", "")
        if unit not in ("", "menit", "hari"):
            raise part.fail(f"waktu_satuan “{unit}” tidak dikenal")
        value = part.take("waktu_nilai", int, 0)
        row = Row(
            order=order,
            number=part.text("nomor_cetak"),
            activity=part.text("kegiatan_verbatim"),
            actors=actors,
            origin=self._origin(part, "pelaksana_asal", "pelaksana_alasan", "pelaksana_keyakinan"),
            requirements_text=part.text("kelengkapan_verbatim", ""),
            requirements=self._choices(part),
            time_text=part.text("waktu_verbatim", ""),
            minutes=value if unit == "menit" else 0,
            days=value if unit == "hari" else 0,
            output=part.text("output_verbatim", ""),
            remark=part.text("keterangan_verbatim", ""),
            symbol=symbol,
            branch=part.text("cabang_tidak", ""),
            notes=tuple(
                part.text(key)
                for key in ("catatan", "output_catatan", "pelaksana_catatan")
                if key in part.data
            ),
            tasks=tuple(
                self._task(p, order, index, actors)
                for index, p in enumerate(part.parts("tugas", "tugas"))
            ),
        )
        part.seen |= {"kegiatan_bersih", "output_bersih", "pelaksana_tanda_verbatim", "sublangkah"}
        part.done()
        if not row.tasks:
            raise part.fail("tidak ada [[langkah.tugas]]")
        return row

    def _choices(self, part: _Part) -> tuple[tuple[str, ...], ...]:
        choices = tuple(tuple(item.split("|")) for item in part.texts("kelengkapan"))
        for choice in choices:
            if unknown := set(choice) - self.known:
                raise part.fail(f"kelengkapan tidak dikenal: {', '.join(sorted(unknown))}")
        return choices

    def _task(self, part: _Part, row: int, index: int, actors: tuple[str, ...]) -> Task:
        act = part.one_of("tindakan", Act)
        column = part.text("pelaksana", actors[0])
        actor = roles_of(column, part)
        origin = (
            self._origin(part, "asal", "alasan") if "asal" in part.data else Origin(printed=True)
        )
        if column not in actors and origin.printed:
            raise part.fail(f"“{column}” bukan pelaksana langkah ini; beri asal = inferred")
        task = Task(
            row=row,
            index=index,
            act=act,
            column=column,
            desk=self._desk(part, actor),
            origin=origin,
            label=part.text("nama", ""),
            correct_to=tuple(self._back(part, number, row) for number in part.texts("koreksi_ke")),
            checks=tuple(self._check(p) for p in part.parts("cek", "cek")),
            goods=part.one_of("barang", Goods) if act is Act.SERAHKAN else None,
            to=part.one_of("kepada", Role) if act in (Act.TERUSKAN, Act.DISPOSISI) else None,
            party=part.text("pihak") if act in (Act.TUNGGU, Act.KIRIM) else "",
        )
        part.done()
        if act is Act.CEK_DATA and not task.checks:
            raise part.fail("cek_data perlu [[langkah.tugas.cek]]")
        return task

    def _desk(self, part: _Part, actor: frozenset[Role]) -> frozenset[Role]:
        recorders = part.texts("dicatat_oleh")
        if not actor & OUTSIDERS:
            if recorders:
                raise part.fail("“dicatat_oleh” hanya untuk pihak luar")
            return actor
        desk = frozenset[Role]().union(*(roles_of(word, part) for word in recorders))
        if not desk or desk & OUTSIDERS:
            raise part.fail("pihak luar perlu “dicatat_oleh”: meja yang mencatat untuknya")
        return desk

    def _back(self, part: _Part, number: str, row: int) -> int:
        order = self.numbers.get(number)
        if order is None or order > row:
            raise part.fail(f"koreksi_ke “{number}” tidak menuju langkah sebelumnya")
        return int(order)

    def _check(self, part: _Part) -> CheckNeed:
        need = CheckNeed(part.one_of("jenis", Check), part.take("penentu", bool))
        part.done()
        return need

    def _stages(self, rows: tuple[Row, ...]) -> tuple[Stage, ...]:
        stages: list[Stage] = []
        covered: list[int] = []
        for part in self.top.parts("tahap", "tahap"):
            numbers = part.texts("langkah")
            if unknown := [n for n in numbers if n not in self.numbers]:
                raise part.fail(f"langkah {', '.join(unknown)} tidak ada")
            orders = tuple(self.numbers[n] for n in numbers)
            covered += orders
            stages.append(Stage(part.text("nama"), orders))
            part.done()
        if sorted(covered) != list(range(1, len(rows) + 1)):
            raise self.top.fail("[[tahap]] harus memuat setiap langkah tepat satu kali")
        return tuple(stages)

    def _whole(self, sop: Sop) -> None:
        """What only the whole can tell: the letter is drafted, initialled, signed, numbered."""
        acts = [task.act for task in sop.tasks]
        for act in (Act.PERIKSA, Act.KONSEP, Act.TANDA_TANGAN, Act.NOMOR, Act.SERAHKAN):
            if act not in acts:
                raise self.top.fail(f"tidak ada langkah dengan tindakan “{act}”")
        for act in (Act.PERIKSA, Act.KONSEP, Act.TANDA_TANGAN, Act.NOMOR):
            if acts.count(act) > 1:
                raise self.top.fail(f"tindakan “{act}” lebih dari satu kali")
        order = [acts.index(a) for a in (Act.PERIKSA, Act.KONSEP, Act.TANDA_TANGAN, Act.SERAHKAN)]
        if order != sorted(order) or acts.index(Act.NOMOR) < acts.index(Act.KONSEP):
            raise self.top.fail("urutan tindakan: periksa, konsep, tanda_tangan, serahkan")
        for task in sop.tasks:
            if task.act is Act.PARAF and not order[1] < sop.tasks.index(task) < order[2]:
                raise self.top.fail(f"langkah {task.row}: paraf di luar konsep dan tanda tangan")
            if task.to and not any(task.to in later.desk for later in sop.tasks):
                raise self.top.fail(f"langkah {task.row}: kepada “{task.to}” tanpa langkah")
        signer = sop.first(Act.TANDA_TANGAN).desk
        if len(signer) != 1:
            raise self.top.fail("penandatangan harus satu peran")
