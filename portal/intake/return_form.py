"""The form that returns a pre-registration: what is wrong with which paper, and a note."""

from typing import Any

from wtforms import TextAreaField
from wtforms.validators import Length

from portal.cases.needs import Need
from portal.cases.reasons import faults_of
from portal.registration.returning import LONGEST_NOTE
from portal.sop.table import Sop
from portal.web.forms import PortalForm, TickListField, options


class ReturnForm(PortalForm):
    """Reasons from the fixed list for each paper, and a note between the two offices."""

    needs: tuple[Need, ...] = ()

    def paper_rows(self) -> list[Any]:
        """The reasons of each paper."""
        return [self[f"paper-{need.field}"] for need in self.needs]

    def faults(self) -> list[tuple[Need, str]]:
        """What was chosen."""
        return [
            (need, fault) for need in self.needs for fault in self[f"paper-{need.field}"].data or ()
        ]


def return_form(needs: tuple[Need, ...], sop: Sop, sent: Any) -> ReturnForm:
    """The form for the papers that this pre-registration must bring."""
    fields: dict[str, Any] = {"needs": needs}
    for need in needs:
        fields[f"paper-{need.field}"] = TickListField(
            need.name,
            choices=options(
                (fault.code, _capital(fault.staff.replace("{kepala}", sop.village_head)))
                for fault in faults_of(need.requirement)
            ),
        )
    fields["note"] = TextAreaField(
        f"Catatan untuk kantor {sop.village_head} (boleh kosong)",
        [Length(max=LONGEST_NOTE, message=f"Paling banyak {LONGEST_NOTE} huruf.")],
        description="Hanya dibaca kantor itu dan petugas Dinas Sosial. Warga tidak membacanya.",
    )
    made: type[ReturnForm] = type("ReturnForm", (ReturnForm,), fields)
    return made(sent)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
