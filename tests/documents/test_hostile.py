"""A hundred files made to hurt are refused with a sentence, soon, and cost the portal nothing."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.config import HOUSE
from portal.documents.safe import MOST_BYTES, RefusedFileError, make_safe, shown_name
from portal.sandbox import UnreadableError, run_limited
from tests.documents.corpus import HOSTILE

SOON = 10.0  # seconds
MOST_GROWTH = 50 * 1024  # KB
# One of each kind; the battery meets them all.
CHOSEN = {
    "jpeg, html in comment": "tersembunyi halaman web atau skrip",
    "jpeg, also script": "foto sekaligus skrip",
    "png, anything behind": "menempel data lain",
    "png, exe in own chunk": "tersembunyi program",
    "png 20000²": "lebih dari 40 megapiksel",
    "png, bomb in profile": "terlalu besar",
    "png of 10.000 frames": "bergerak",
    "jpeg, half": "rusak atau terpotong",
    "heic": "Setel kamera ke JPEG",
    "pdf, script packed away": "berisi skrip",
    "pdf, dynamic form that nothing points to": "berisi formulir",
    "pdf, packed script that nothing points to": "berisi skrip",
    "pdf, file attached": "berisi lampiran",
    "pdf, locked": "dikunci kata sandi",
    "pdf of 10.000 pages that says 1": "lebih dari 20 halaman",
    "pdf, packed bomb": "terlalu berat",
}


def told_well(sentence: str) -> bool:
    """It says what to do, and nothing of what stumbled inside."""
    inner = re.search(r"[A-Z]\w+Error|Traceback|pypdf|pdfium|PIL|/work|\bNone\b|\{", sentence)
    acts = re.search(r"[Uu]nggah|[Ff]oto ulang|Foto lembar|Pilih lagi", sentence)
    return sentence.endswith(".") and bool(acts) and not inner


@pytest.mark.parametrize("name", CHOSEN)
def test_a_hostile_file_is_refused_with_a_sentence(name: str) -> None:
    make, shown = HOSTILE[name]

    with pytest.raises(RefusedFileError, match=CHOSEN[name]) as refusal:
        make_safe(make(), name=shown)

    assert told_well(str(refusal.value))


@pytest.mark.parametrize("name", [name for name in HOSTILE if name.startswith("nama ")])
def test_a_name_made_to_climb_or_to_run_is_refused(name: str) -> None:
    make, shown = HOSTILE[name]
    with pytest.raises(RefusedFileError, match="Nama berkas ini tidak wajar"):
        make_safe(make(), name=shown)


def test_an_empty_file_and_one_too_large_are_refused_unread() -> None:
    for body, sentence in ((b"", "kosong"), (b"x" * (MOST_BYTES + 1), "lebih dari 10 MB")):
        begun = time.monotonic()
        with pytest.raises(RefusedFileError, match=sentence):
            make_safe(body)
        assert time.monotonic() - begun < 0.1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("KTP Ibu.jpg", "KTP Ibu.jpg"),
        ("C:\\Users\\nagari\\KK.png", "KK.png"),
        ("/sdcard/DCIM/../IMG_1.jpg", "IMG_1.jpg"),
        ("surat\u202egpj.exe.pdf", "suratgpj.exe.pdf"),
        ("a\0b\r\n\x1bc\u200b.jpg", "ab c.jpg"),
        ("CON.jpg", "berkas-CON.jpg"),
        ("nul", "berkas-nul"),
        ("LPT\u00b9.png", "berkas-LPT1.png"),
        ("foto.jpg:diam", "foto.jpg-diam"),
        ('<b onx="1">.jpg', "-b onx=-1--.jpg"),
        ("．．／rahasia.jpg", "rahasia.jpg"),
        ("\ud800\udfff.jpg", "jpg"),
        ("   ", "berkas"),
        ("../", "berkas"),
        ("x" * 300 + ".jpg", "x" * 75 + "….jpg"),
    ],
)
def test_a_name_is_shown_without_what_could_mislead(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@pytest.mark.parametrize("reach", ["CDLL(None)", "string_at(0)", "PyDLL(None)"])
def test_the_reader_of_pdfs_opened_no_door_to_other_libraries(reach: str) -> None:
    words = f"__import__('portal.documents.papers') and __import__('ctypes').{reach}"
    with pytest.raises(UnreadableError):
        run_limited("builtins:eval", words.encode(), seconds=5, megabytes=512)


@pytest.mark.battery
def test_none_of_the_hostile_files_gets_in_and_the_portal_stays_small(tmp_path: Path) -> None:
    for at, (make, name) in enumerate(HOSTILE.values()):
        place = tmp_path / f"{at:03}"
        place.mkdir()
        (place / "body").write_bytes(make())
        (place / "name").write_text(json.dumps(name), "utf-8")
    measured = subprocess.run(
        [sys.executable, "-m", "tests.documents.corpus", tmp_path],
        cwd=HOUSE, capture_output=True, text=True, timeout=550, check=True,
    )  # fmt: skip
    told = json.loads(measured.stdout)
    names = list(HOSTILE)
    answers = {names[int(at)]: (sentence, spent) for at, sentence, spent in told["files"]}
    taken = [name for name, (sentence, _) in answers.items() if not sentence]
    slowest = max(answers, key=lambda name: answers[name][1])
    print(  # noqa: T201
        f"\nhostile {len(answers)}, taken {len(taken)}, slowest {answers[slowest][1]:.1f} s "
        f"({slowest}), portal grown {told['grown'] / 1024:.0f} MB"
    )
    assert len(answers) == len(HOSTILE) >= 100
    assert taken == []
    assert [name for name, (sentence, _) in answers.items() if not told_well(sentence)] == []
    assert answers[slowest][1] < SOON
    assert told["grown"] < MOST_GROWTH
