"""What is chosen on a case's letters: which cases share one, and why a copy is printed."""

from typing import Any

from portal.cases.model import Case
from portal.desk.forms.base import WorkForm, class_of
from portal.web.forms import TickListField, options

COPY_REASONS = (
    "Surat hilang",
    "Surat rusak",
    "Diminta BPJS Kesehatan atau fasilitas kesehatan",
    "Untuk arsip kantor",
)


class ShareForm(WorkForm):
    """Which other cases stand on this letter."""

    def chosen(self) -> frozenset[str]:
        """Their refs."""
        return frozenset(self["cases"].data or ())


def share_form(companions: list[Case], present: frozenset[str], sent: Any) -> ShareForm:
    """The cases that wait at the same drafting, those on the letter ticked."""
    choices = options((case.ref, _line(case)) for case in companions)
    fields = {"cases": TickListField("Permohonan lain di langkah ini", choices=choices)}
    ticked = [case.ref for case in companions if case.ref in present]
    return class_of("ShareForm", ShareForm, fields)(sent, data={"cases": ticked})


def _line(case: Case) -> str:
    people = len([member for member in case.members if member.included])
    return f"{case.applicant.name}, {people} orang, {case.village.title}, agenda {case.agenda}"
