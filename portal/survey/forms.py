"""The nine questions, and the period of a report."""

from datetime import date
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, ValidationError

from portal.survey.elements import ELEMENTS, KEYS, PROFILE
from portal.web.forms import PortalForm, options

UNANSWERED = "Pertanyaan ini belum dijawab. Pilih satu jawaban."
PASSED_OVER = "Tidak saya isi"


class SurveyForm(PortalForm):
    """The nine questions and the profile; nothing is preselected, the profile may be left out."""

    @property
    def answers(self) -> dict[str, int]:
        """What was chosen, by element."""
        return {key: int(self[key].data) for key in KEYS}

    @property
    def profile(self) -> dict[str, str]:
        """What was said of oneself; '' where it was passed over."""
        return {trait.key: self[trait.key].data or "" for trait in PROFILE}


for _element in ELEMENTS:
    _scale = [(str(value), words) for value, words in enumerate(_element.words, 1)]
    setattr(
        SurveyForm,
        _element.key,
        RadioField(_element.question, [InputRequired(UNANSWERED)], choices=options(_scale)),
    )
for _trait in PROFILE:
    _choices = options([("", PASSED_OVER), *_trait.choices])
    setattr(SurveyForm, _trait.key, SelectField(_trait.name, choices=_choices, default=""))


class PeriodForm(PortalForm):
    """From which month to which, and of which service; both months belong to it."""

    dari = SelectField("Dari bulan")
    sampai = SelectField("Sampai bulan")
    layanan = SelectField("Layanan")

    def __init__(self, sent: Any, months: list[tuple[str, str]], services: list[tuple[str, str]],
                 **defaults: str) -> None:  # fmt: skip
        super().__init__(sent, **defaults)
        self.dari.choices = self.sampai.choices = options(months)
        self.layanan.choices = options([("", "Semua layanan"), *services])

    def validate_sampai(self, field: SelectField) -> None:
        """The last month is not before the first."""
        if field.data and self.dari.data and field.data < self.dari.data:
            raise ValidationError("Bulan terakhir mendahului bulan pertama. Pilih lagi.")

    @property
    def first(self) -> date:
        """The first month."""
        return date.fromisoformat(f"{self.dari.data}-01")

    @property
    def last(self) -> date:
        """The last month."""
        return date.fromisoformat(f"{self.sampai.data}-01")
