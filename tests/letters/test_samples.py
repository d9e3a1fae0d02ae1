"""`portal letter samples`: every kind of letter and form, of invented persons only."""

import re
from itertools import product
from pathlib import Path

import pytest

from portal.config import HOUSE
from portal.demo.samples import HOLDINGS, PAPERS, LetterSample, Sample, samples, write_samples
from portal.letters.model import Kind
from portal.prints.kinds import KINDS
from portal.sop.catalogue import TABLES, Catalogue
from tests.letters.looks import letter_environment


@pytest.fixture(scope="module")
def known() -> list[Sample]:
    return list(samples(Catalogue.of_folders(TABLES)))


def test_every_sop_has_every_signer_on_both_papers(known: list[Sample]) -> None:
    names = {sample.name for sample in known}
    assert len(names) == len(known), "two samples share a name"

    words = ("surat", Kind.PENGEMBALIAN.value, Kind.PENOLAKAN.value)
    for word, sop, holding, paper in product(words, Catalogue.of_folders(TABLES), HOLDINGS, PAPERS):
        assert f"{word}-{sop.id}-{holding}-{paper}" in names


def test_every_kind_of_letter_and_form_is_there(known: list[Sample]) -> None:
    kinds = {sample.payload["kind"] for sample in known if isinstance(sample, LetterSample)}
    assert kinds == {kind.value for kind in Kind}

    forms = {*KINDS, "ekspedisi"}
    assert forms == {f for f in forms if any(s.name.startswith(f"formulir-{f}-") for s in known)}


def test_an_sop_that_an_office_added_has_samples_too() -> None:
    added = Catalogue.of_folders(TABLES, HOUSE / "tests" / "sop")
    (fifth,) = {sop.id for sop in added} - {sop.id for sop in Catalogue.of_folders(TABLES)}
    names = {sample.name for sample in samples(added)}

    assert {f"surat-{fifth}-{holding}-f4" for holding in HOLDINGS} <= names
    assert f"penolakan-{fifth}-definitif-a4" in names


def test_nobody_in_the_samples_exists(known: list[Sample]) -> None:
    found = {nik for s in known for nik in re.findall(r"\b\d{16}\b", str(vars(s)))}

    assert found
    assert {nik[4:6] for nik in found} == {"99"}


@pytest.mark.battery
def test_all_samples_are_written_as_files(tmp_path: Path, known: list[Sample]) -> None:
    catalogue = Catalogue.of_folders(TABLES)
    jinja_env = letter_environment()
    written = write_samples(tmp_path / "contoh", jinja_env, catalogue)

    assert [path.stem for path in written] == [sample.name for sample in known]
    again = zip(written, known, strict=True)
    differing = [path.stem for path, one in again if path.read_bytes() != one.pdf(jinja_env)]
    assert differing == []
