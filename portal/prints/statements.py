"""SPTJM and SKTM, filled in for the village head to sign; the portal invents no fact in them."""

from typing import Any

from portal.prints.base import Asked, Form, address_of, form_of, persons_of


def sptjm(asked: Asked) -> Form:
    """The Surat Pernyataan Tanggung Jawab Mutlak, with a box for the duty stamp of Rp10.000."""
    return form_of(asked, "SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK", **_village_facts(asked))


def sktm(asked: Asked) -> Form:
    """The Surat Keterangan Tidak Mampu, signed by the village head and known to the Camat."""
    return form_of(asked, "SURAT KETERANGAN TIDAK MAMPU", **_village_facts(asked))


def _village_facts(asked: Asked) -> dict[str, Any]:
    case = asked.case
    return {
        "head": f"{asked.sop.village_head} {case.village.name}",
        "village": case.village.title,
        "place": case.village.name,
        "district": case.village.district,
        "region": case.office.region_name,
        "kk": case.kk_no,
        "address": address_of(case),
        "persons": persons_of(asked),
        "purpose": asked.sop.short_name,
    }
