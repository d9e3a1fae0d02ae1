"""The checklist and the sorting of the folder."""

from datetime import date
from typing import Any

from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length, Optional

from portal.cases.model import Case
from portal.cases.needs import Need, paper_of
from portal.desk.forms.base import DayField, WorkForm, class_of, earlier_than
from portal.desk.work.papers import Sorting, Tick, Ticks


class CheckForm(WorkForm):
    """Two ticks per paper, its sub-ticks, and the numbers that the letter quotes."""

    needs: tuple[Need, ...] = ()

    def rows(self) -> list[dict[str, Any]]:
        """Each paper with its fields, for the page."""
        return [
            {
                "need": need,
                "present": self[f"{need.field}-ada"],
                "correct": self[f"{need.field}-benar"],
                "subchecks": [
                    self[f"{need.field}-sub{i}"] for i in range(len(need.requirement.subchecks))
                ],
                "more": [
                    self[f"{need.field}-{name}"]
                    for name in ("nomor", "tanggal", "pengganti")
                    if f"{need.field}-{name}" in self
                ],
            }
            for need in self.needs
        ]

    def work_data(self) -> Ticks:
        """The ticks by the stem of their field names."""
        return Ticks({need.field: self._tick(need) for need in self.needs})

    def _tick(self, need: Need) -> Tick:
        stem = need.field

        def of(name: str) -> Any:
            return self[f"{stem}-{name}"].data if f"{stem}-{name}" in self else None

        return Tick(
            present=bool(of("ada")),
            correct=bool(of("benar")),
            subchecks=tuple(bool(of(f"sub{i}")) for i in range(len(need.requirement.subchecks))),
            number=of("nomor") or "",
            dated=of("tanggal"),
            substitute=of("pengganti") or "",
        )


def check_form(case: Case, needs: list[Need], today: date, sent: Any) -> CheckForm:
    """The checklist of this case, filled with what was ticked before."""
    fields: dict[str, Any] = {"needs": tuple(needs)}
    before: dict[str, Any] = {}
    for need in needs:
        stem, paper = need.field, paper_of(case, need)
        fields[f"{stem}-ada"] = BooleanField("Ada")
        fields[f"{stem}-benar"] = BooleanField("Benar")
        for i, label in enumerate(need.requirement.subchecks):
            fields[f"{stem}-sub{i}"] = BooleanField(label[:1].upper() + label[1:])
        if "nomor" in need.requirement.fields:
            fields[f"{stem}-nomor"] = StringField("Nomor surat", [Length(max=60)])
        if "tanggal" in need.requirement.fields:
            fields[f"{stem}-tanggal"] = DayField("Tanggal", [Optional(), earlier_than(today)])
        if need.requirement.substitute:
            fields[f"{stem}-pengganti"] = StringField(
                "Diganti dokumen lain, karena (boleh kosong)", [Length(max=200)]
            )
        if paper:
            before |= {
                f"{stem}-ada": paper.present,
                f"{stem}-benar": paper.correct,
                f"{stem}-nomor": paper.number,
                f"{stem}-tanggal": paper.dated,
                f"{stem}-pengganti": paper.substitute,
            }
            before |= {f"{stem}-sub{i}": tick for i, tick in enumerate(paper.subchecks)}
    return class_of("CheckForm", CheckForm, fields)(sent, data=before)


class SortForm(WorkForm):
    """What is given back, what is kept, and where."""

    needs: tuple[Need, ...] = ()
    place = StringField(
        "Tempat arsip",
        [DataRequired("Tulis tempat arsip, misalnya Lemari 2, map November."), Length(max=80)],
        description="Misalnya Lemari 2, map November 2026",
    )

    def rows(self) -> list[Any]:
        """The tick of each paper: given back to the applicant."""
        return [self[f"{need.field}-serah"] for need in self.needs]

    def work_data(self) -> Sorting:
        """The sorting."""
        given = {need.field for need in self.needs if self[f"{need.field}-serah"].data}
        return Sorting(frozenset(given), self.place.data or "")


def sort_form(case: Case, needs: list[Need], sent: Any) -> SortForm:
    """The papers of this case, each to be given back or kept."""
    fields: dict[str, Any] = {"needs": tuple(needs)}
    for need in needs:
        fields[f"{need.field}-serah"] = BooleanField(need.name)
    data = {"place": case.archive_place}
    return class_of("SortForm", SortForm, fields)(sent, data=data)
