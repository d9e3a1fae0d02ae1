"""Checks that the [surat] table of every SOP can be written at all, before anyone needs it."""

from portal.letters.wording import read_wording
from portal.sop.catalogue import Catalogue
from portal.sop.reader import BadSopError
from portal.sop.table import Sop


def refuse_bad_letter(sop: Sop) -> None:
    """Raise BadSopError when the words of this SOP's letter cannot be used."""
    try:
        read_wording(sop.letter)
    except ValueError as fault:
        raise BadSopError(f"{sop.id}: {fault}") from fault


def refuse_bad_letters(catalogue: Catalogue) -> None:
    """The same for every version of every SOP."""
    for sop in catalogue.every_version:
        refuse_bad_letter(sop)
