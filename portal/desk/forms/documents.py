"""The form that puts pictures of papers into a case."""

from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField, SelectField
from wtforms.validators import InputRequired

from portal.dates import short_moment
from portal.desk.folder import Folder
from portal.web.forms import PortalForm


class DocumentForm(PortalForm):
    """Which paper, and its pictures."""

    paper = SelectField("Dokumen", [InputRequired("Pilih dokumennya.")])
    files = MultipleFileField("Foto atau PDF", description="Paling banyak 6, masing-masing 10 MB.")

    def target(self) -> tuple[str, str]:
        """The paper's field, and the ref of the document to be replaced or ''."""
        field, _, replaced = str(self.paper.data).partition(":")
        return field, replaced

    def bodies(self) -> list[tuple[str, bytes]]:
        """What was sent: name and content of each file."""
        sent = [item for item in self.files.data or () if isinstance(item, FileStorage)]
        return [(item.filename, item.read()) for item in sent if item.filename]


def document_form(folder: Folder, zone: str, sent: Any) -> DocumentForm:
    """The form with the papers of this case: to add to each, or to replace one of its pictures."""
    form = DocumentForm(sent)
    groups: dict[str, list[tuple[str, str]]] = {"": [("", "Pilih")]}
    for sheet in folder.sheets:
        entries = [(sheet.field, f"{sheet.name}: tambah")]
        for number, item in enumerate(sheet.documents, 1):
            when = short_moment(item.added_at, zone)
            entries.append((f"{sheet.field}:{item.ref}", f"Ganti lembar {number}, dikirim {when}"))
        groups[sheet.name] = entries
    form.paper.choices = groups
    return form
