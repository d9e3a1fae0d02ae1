"""The base of the desk's forms."""

from datetime import date
from typing import Any

from wtforms import DateField
from wtforms.validators import ValidationError

from portal.web.forms import PortalForm

DATE_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")


class WorkForm(PortalForm):
    """A form whose valid content is one piece of work."""

    def work_data(self) -> object:
        """What the work is handed."""
        return None


class DayField(DateField):
    """A day, as a date picker sends it or as a person types it."""

    def __init__(self, label: str, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, format=list(DATE_FORMATS), **options)


def class_of(name: str, base: type[WorkForm], fields: dict[str, Any]) -> type[WorkForm]:
    """A form class with fields known only from the case."""
    return type(name, (base,), fields)


def earlier_than(today: date) -> Any:
    """A validator: the day may not lie ahead."""

    def check(_form: object, field: DayField) -> None:
        if field.data and field.data > today:
            raise ValidationError("Tanggal ini belum tiba. Periksa lagi.")

    return check
