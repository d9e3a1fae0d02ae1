"""The look-ups of a row: for each person and kind, the source, the result, a number."""

from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import Length

from portal import dates
from portal.cases.model import Case, Finding
from portal.desk.forms.base import WorkForm, class_of
from portal.desk.work.lookups import Look, Seen, field_name
from portal.letters.content import last_findings
from portal.registers.queries import decrees, registers_of
from portal.registers.results import CHECK_WORDS, RESULTS
from portal.sop.table import Task
from portal.sop.vocabulary import Check
from portal.web.forms import options


class LookForm(WorkForm):
    """What was seen in the registers."""

    case: Case
    task: Task

    def rows(self) -> list[dict[str, Any]]:
        """Each person with the look-ups to record."""
        return [
            {
                "member": member,
                "checks": [
                    {
                        "kind": need.kind,
                        "title": CHECK_WORDS[need.kind],
                        "decisive": need.decisive,
                        "fields": [
                            self[name]
                            for part in ("source", "result", "number", "decree", "note")
                            if (name := f"{field_name(member, need.kind)}-{part}") in self
                        ],
                    }
                    for need in self.task.checks
                ],
            }
            for member in self.case.members
        ]

    def work_data(self) -> Look:
        """The look-ups by person and kind."""
        return Look(
            {
                (member.place, need.kind): self._seen(field_name(member, need.kind))
                for member in self.case.members
                for need in self.task.checks
            }
        )

    def _seen(self, stem: str) -> Seen:
        def of(part: str) -> str:
            return str(self[f"{stem}-{part}"].data or "") if f"{stem}-{part}" in self else ""

        return Seen(of("source"), of("result"), of("number"), of("note"), int(of("decree") or 0))


def look_form(case: Case, task: Task, sent: Any) -> LookForm:
    """The look-ups of this task, filled with what was recorded before."""
    fields: dict[str, Any] = {"case": case, "task": task}
    before: dict[str, Any] = {}
    findings = last_findings(case)
    for member in case.members:
        for need in task.checks:
            stem = field_name(member, need.kind)
            fields |= (
                _decree_fields(stem) if need.kind is Check.SK_NONAKTIF else _fields(stem, need.kind)
            )
            if found := findings.get((member.id, need.kind)):
                before |= _before(stem, need.kind, found)
    return class_of("LookForm", LookForm, fields)(sent, data=before)


def _fields(stem: str, kind: Check) -> dict[str, Any]:
    sources = [(item.code, item.name) for item in registers_of(kind)]
    results = [(item.code, item.words) for item in RESULTS[kind]]
    fields: dict[str, Any] = {
        f"{stem}-source": SelectField("Sumber data", choices=options(sources)),
        f"{stem}-result": SelectField("Hasil", choices=options([("", "Pilih hasil"), *results])),
    }
    if any(item.needs_number for item in RESULTS[kind]):
        fields[f"{stem}-number"] = StringField(
            "Nomor di register", [Length(max=40)], description="Wajib bila terdaftar"
        )
    fields[f"{stem}-note"] = StringField(
        "Keterangan (boleh kosong)", [Length(max=200)], description="Misalnya desil atau segmen"
    )
    return fields


def _decree_fields(stem: str) -> dict[str, Any]:
    choices = [("", "Pilih SK")] + [
        (str(item.id), f"{item.number}, ditetapkan {dates.long_date(item.issued)}")
        for item in decrees()
    ]
    return {
        f"{stem}-decree": SelectField("SK yang menonaktifkan", choices=options(choices)),
        f"{stem}-note": StringField("Keterangan (boleh kosong)", [Length(max=200)]),
    }


def _before(stem: str, kind: Check, found: Finding) -> dict[str, Any]:
    if kind is Check.SK_NONAKTIF:
        chosen = next((d for d in decrees() if d.number == found.decree_number), None)
        return {f"{stem}-decree": str(chosen.id) if chosen else "", f"{stem}-note": found.note}
    code = next((r.code for r in registers_of(kind) if r.name == found.source), "")
    return {
        f"{stem}-source": code,
        f"{stem}-result": found.result,
        f"{stem}-number": found.number,
        f"{stem}-note": found.note,
    }
