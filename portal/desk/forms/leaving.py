"""The forms of the moves besides going on."""

from typing import Any

from wtforms import PasswordField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.cases import reasons as lists
from portal.cases.model import Case
from portal.desk.forms.base import WorkForm, class_of
from portal.desk.work.ways_out import LISTS, Leaving
from portal.registration.returning import LONGEST_NOTE
from portal.sop.rules import correction_targets
from portal.sop.table import Sop
from portal.sop.vocabulary import ROLE_WORDS, SECRET_MOVES, TRAITS, Move, Role
from portal.web.forms import TickListField, options


class LeaveForm(WorkForm):
    """Reasons from the fixed list, and a note that only colleagues read."""

    seen = StringField("Yang sudah dilihat")  # the choice whose public words were shown

    def paper_rows(self) -> list[Any]:
        """The reason groups of each paper, when a file is returned."""
        return [field for field in self if field.name.startswith("paper-")]

    def choice(self) -> str:
        """The choice as one word, to tell whether its public words were seen."""
        data = self.work_data()
        return ",".join([*data.reasons, *(f"{p}:{f}" for p, f in data.papers)])

    def work_data(self) -> Leaving:
        """Why and where to."""
        reasons: Any = self["reasons"].data if "reasons" in self else ()
        if isinstance(reasons, str):
            reasons = (reasons,)
        papers = tuple(
            (field.name.removeprefix("paper-"), fault)
            for field in self.paper_rows()
            for fault in field.data or ()
        )
        to_row = self["to_row"].data if "to_row" in self else None
        return Leaving(
            reasons=tuple(reasons or ()),
            papers=papers,
            note=(self["note"].data or "") if "note" in self else "",
            to_row=int(to_row) if to_row else None,
            recheck="recheck" in self and self["recheck"].data == "ya",
            alone="alone" in self and self["alone"].data == "ya",
        )


NOTE_LABELS = {
    Move.KEMBALIKAN: "Catatan untuk petugas (boleh kosong)",
    Move.TERIMA_KEMBALI: "Catatan untuk petugas (boleh kosong)",
    Move.KOREKSI: "Pesan untuk yang memperbaiki",
    Move.USUL_TOLAK: "Bukti atau catatan untuk pimpinan",
    Move.TOLAK: "Bukti atau catatan",
    Move.TOLAK_BPJS: "Catatan untuk petugas (boleh kosong)",
    Move.INFORMASI: "Catatan untuk petugas (boleh kosong)",
    Move.BATALKAN: "Catatan untuk petugas (boleh kosong)",
    Move.GANTI_SURAT: "Catatan (boleh kosong)",
}


def leave_form(
    move: Move, case: Case, sop: Sop, sent: Any, *, shared: int = 1, by_village: bool = False
) -> LeaveForm:
    """The form of a way out, with the reasons and targets that this case allows.

    `shared` is how many cases stand on its letter; `by_village`: a village office sent it.
    """
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {}
    if move is Move.KEMBALIKAN:
        fields |= _paper_fields(sop)
    if move is Move.KOREKSI and case.hold is None:
        targets = _targets(case, sop)
        fields["to_row"] = RadioField("Kembalikan ke siapa?", choices=options(targets))
        data["to_row"] = targets[0][0] if targets else None
        if shared > 1:
            fields["alone"] = _alone_field(shared)
    if move is Move.GANTI_SURAT:
        fields["recheck"] = _recheck_field()
    if move in LISTS and not (move is Move.KOREKSI and case.hold):
        fields["reasons"] = _reason_field(move, sop)
        if move is Move.TOLAK and case.hold:
            data["reasons"] = list(case.reasons)
    fields["note"] = _note_field(move, sop.village_head if by_village else "")
    if move in SECRET_MOVES:
        fields["secret"] = PasswordField(
            "Kata sandi Anda", [InputRequired("Tulis kata sandi Anda.")]
        )
    return class_of("LeaveForm", LeaveForm, fields)(sent, data=data)


def _note_field(move: Move, head: str) -> TextAreaField:
    if head and move is Move.KEMBALIKAN:
        return TextAreaField(
            f"Catatan untuk kantor {head} (boleh kosong)",
            [Length(max=LONGEST_NOTE, message=f"Paling banyak {LONGEST_NOTE} huruf.")],
            description="Dibaca kantor itu dan disimpan di riwayat. Warga tidak membacanya.",
        )
    return TextAreaField(
        NOTE_LABELS[move],
        [Length(max=1000, message="Paling banyak 1.000 huruf.")],
        description="Disimpan di riwayat. Warga tidak membaca catatan ini.",
    )


def _alone_field(shared: int) -> RadioField:
    return RadioField(
        "Apa yang dikembalikan?",
        choices=options(
            [
                ("tidak", f"Surat seluruhnya, untuk {shared} permohonan"),
                ("ya", "Permohonan ini saja; keluarkan dari surat"),
            ]
        ),
        default="tidak",
    )


def _recheck_field() -> RadioField:
    return RadioField(
        "Mulai lagi dari mana?",
        choices=options(
            [
                ("tidak", "Penyusunan surat; hasil pemeriksaan dan cek data tetap"),
                ("ya", "Pemeriksaan syarat; data orang atau berkas perlu diperbaiki"),
            ]
        ),
        default="tidak",
    )


def _paper_fields(sop: Sop) -> dict[str, Any]:
    return {
        f"paper-{need.code}": TickListField(
            need.name,
            choices=options(
                (fault.code, _capital(fault.staff.replace("{kepala}", sop.village_head)))
                for fault in lists.faults_of(need)
            ),
        )
        for need in sop.requirements
    }


def _reason_field(move: Move, sop: Sop) -> Any:
    choices = options(
        (item.code, item.staff.replace("{kepala}", sop.village_head)) for item in LISTS[move]
    )
    if move in (Move.TOLAK, Move.USUL_TOLAK, Move.KOREKSI):
        label = "Apa yang perlu diperbaiki?" if move is Move.KOREKSI else "Alasan menurut SOP"
        return TickListField(label, choices=choices)
    return RadioField(
        "Alasan", [InputRequired("Pilih alasannya.")], choices=choices, validate_choice=True
    )


def _targets(case: Case, sop: Sop) -> list[tuple[str, str]]:
    return [
        (
            str(task.row),
            f"Langkah {sop.row(task.row).number.rstrip('.')}: "
            f"{' / '.join(ROLE_WORDS[r] for r in Role if r in task.desk)}, "
            f"{TRAITS[task.act].name.lower()}",
        )
        for task in correction_targets(case.here, sop)
    ]


def _capital(text: str) -> str:
    """A capital first letter; NIK and Camat keep theirs."""
    return text[:1].upper() + text[1:]
