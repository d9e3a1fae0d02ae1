"""Which form belongs to which act. An act without a form stops the start."""

from collections.abc import Callable
from datetime import date
from typing import Any

from portal.cases.model import Case
from portal.cases.needs import needs_of
from portal.desk.forms import simple
from portal.desk.forms.base import WorkForm
from portal.desk.forms.lookups import look_form
from portal.desk.forms.papers import check_form, sort_form
from portal.letters.model import Letter, LetterNumber, NumberSeries
from portal.letters.queries import book_for, inserted_numbers
from portal.offices.office_clock import OfficeClock
from portal.sop.table import Sop, Task
from portal.sop.vocabulary import Act


class Desk:
    """What a form may need to know of the case in hand."""

    def __init__(
        self, case: Case, sop: Sop, task: Task, letter: Letter | None, clock: OfficeClock,
        today: date,
    ) -> None:  # fmt: skip
        self.case, self.sop, self.task = case, sop, task
        self.letter, self.clock, self.today = letter, clock, today

    @property
    def book(self) -> NumberSeries | None:
        """The book that numbers this letter."""
        return book_for(self.case.office_id, self.letter.kind) if self.letter else None

    @property
    def inserted(self) -> list[LetterNumber]:
        """The nomor sisip that are free for it."""
        return inserted_numbers(self.case.office_id, self.letter.kind) if self.letter else []


Make = Callable[[Desk, Any], WorkForm]


def _read(kind: type[simple.ReadForm]) -> Make:
    def make(desk: Desk, sent: Any) -> WorkForm:
        version = desk.letter.draft_version if desk.letter else 0
        return kind(sent, data={"draft_version": version})

    return make


FORMS: dict[Act, Make] = {
    Act.TERIMA: lambda _, sent: simple.EmptyForm(sent),
    Act.PERIKSA: lambda d, sent: check_form(
        d.case, needs_of(d.case, d.sop, d.clock), d.today, sent
    ),
    Act.CEK_DATA: lambda d, sent: look_form(d.case, d.task, sent),
    Act.TERUSKAN: lambda _, sent: simple.PassForm(sent),
    Act.DISPOSISI: lambda _, sent: simple.DisposeForm(sent),
    Act.KONSEP: lambda d, sent: simple.DraftForm(
        sent, data={"remark": d.letter.remark if d.letter else ""}
    ),
    Act.PARAF: _read(simple.ReadForm),
    Act.TANDA_TANGAN: _read(simple.SignForm),
    Act.NOMOR: lambda d, sent: simple.number_form(d.book, d.inserted, sent),
    Act.CAP: lambda _, sent: simple.StampForm(sent),
    Act.KIRIM: lambda _, sent: simple.SendForm(sent),
    Act.TUNGGU: lambda d, sent: simple.card_form(d.case, d.today, sent),
    Act.SERAHKAN: lambda d, sent: simple.HandForm(
        sent, data={"receiver": d.case.bringer_name, "relation": d.case.bringer_relation}
    ),
    Act.ARSIPKAN: lambda d, sent: sort_form(d.case, needs_of(d.case, d.sop, d.clock), sent),
}


def refuse_acts_without_form() -> None:
    """Stop the start when an act of the vocabulary has no form."""
    if missing := sorted(set(Act) - set(FORMS)):
        raise RuntimeError(f"acts without a form: {', '.join(missing)}")
