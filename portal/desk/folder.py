"""The pictures of a case's papers, as the case page lays them out."""

from dataclasses import dataclass

from portal.cases.model import Case
from portal.cases.needs import Need
from portal.documents.model import Document
from portal.documents.queries import current, documents_of_case
from portal.registration.model import Registration


@dataclass(frozen=True)
class Sheet:
    """One paper: the pictures that count, and the earlier ones beside them (edge case 14)."""

    name: str
    field: str
    documents: tuple[Document, ...]
    retired: tuple[Document, ...]


@dataclass(frozen=True)
class Folder:
    """Every asked paper, and where the case came from."""

    sheets: tuple[Sheet, ...]
    village: Registration | None

    @property
    def filled(self) -> tuple[Sheet, ...]:
        """The papers of which there is any picture."""
        return tuple(item for item in self.sheets if item.documents or item.retired)

    def of(self, field: str) -> tuple[Document, ...]:
        """The pictures that count of one paper."""
        return next((item.documents for item in self.sheets if item.field == field), ())


def folder_of(case: Case, needs: list[Need], village: Registration | None) -> Folder:
    """The pictures of a case; those of a paper no longer asked are shown as well."""
    documents = documents_of_case(case.id)
    standing = {item.id for item in current(documents)}
    names = {need.field: need.name for need in needs}
    names |= {item.field: item.code for item in documents if item.field not in names}
    sheets = []
    for field, name in names.items():
        mine = [item for item in documents if item.field == field]
        sheets.append(
            Sheet(
                name,
                field,
                tuple(item for item in mine if item.id in standing),
                tuple(item for item in mine if item.id not in standing),
            )
        )
    return Folder(tuple(sheets), village)
