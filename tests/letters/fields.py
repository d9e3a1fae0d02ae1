"""Every text of a frozen letter as its reader must find it on the paper, told without the press."""

from collections.abc import Iterator
from typing import Any

from portal.letters.wording import PERSON_LABELS

Json = dict[str, Any]


def fives(digits: str) -> str:
    """As a number of an application is printed."""
    return " ".join(digits[start : start + 5] for start in range(0, len(digits), 5))


def fields_of(payload: Json, *, draft: bool = False) -> Iterator[str]:
    """The texts of the letter; a draft has neither number nor date."""
    office, words = payload["office"], payload["wording"]
    yield from (office["pemerintah"].upper(), office["alamat"], office["telepon"])
    yield from (office["nama"].upper(), office["email"], office["laman"])
    if not draft and payload["number"]:
        yield from (payload["number"], payload["date"])
    yield from _signer(payload["signer"])
    yield from _words(words, payload["layout"])
    yield from _persons(payload, words)
    yield from _proof(payload)
    if office["demo"]:
        yield "CONTOH, bukan surat resmi"
    if draft:
        yield "KONSEP"


def _signer(signer: Json) -> Iterator[str]:
    for line in signer["lines"]:
        yield line.removeprefix("a.n. ").removeprefix("u.b. ")
    digits = signer["nip"]
    yield from (signer["name"], signer["rank"])
    yield f"NIP {digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"


def _words(words: Json, layout: str) -> Iterator[str]:
    yield from (words["opening"], words["signer_post"], words["persons_intro"], words["closing"])
    yield from (words["grounds_intro"], words["footnote"], *words["to"], *words["body"])
    yield from (line["mark"] + line["text"] for line in words["grounds"])
    yield from (line["label"] + ":" + line["text"] for line in words["details"])
    for item in words["items"]:
        yield from (item["text"], item["count"], item["note"])
    for place, copy in enumerate(words["copies"], start=1):
        yield f"{place}. {copy}"
    if layout == "surat_dinas":
        yield from ("Nomor:", f"Sifat:{words['nature']}", f"Lampiran:{words['enclosure']}")
        yield f"Hal:{words['subject']}"
        for part in words["parts"]:
            yield part["text"]
            for point in part["points"]:
                yield from (point["text"], point["todo"])
    else:
        yield from words["title"]


def _persons(payload: Json, words: Json) -> Iterator[str]:
    labels = {**PERSON_LABELS, **words["labels"]}
    for who in payload["persons"]:
        for key in payload["person_columns"]:
            if who[key]:
                yield fives(who[key]) if key == "no_permohonan" else who[key]
                yield labels[key]


def _proof(payload: Json) -> Iterator[str]:
    code = payload["code"]
    if code:
        yield f"Kode {code[:4]}-{code[4:8]}-{code[8:12]}-{code[12:]}"
        yield f"Periksa keaslian surat: {payload['check_url']}"
    if payload["case_number"]:
        yield f"Nomor permohonan {fives(payload['case_number'])}"
    if payload["chain"]:
        yield f"Jejak {payload['chain']}"
    if payload["replaces"]:
        instead = payload["replaces"]
        yield f"Sebagai pengganti surat nomor {instead['number']} tanggal {instead['date']}"
    if payload["seal"]:
        seal = payload["seal"]
        yield f"dengan sertifikat {seal['provider']}: {seal['subject']}"
        yield seal["note"]
