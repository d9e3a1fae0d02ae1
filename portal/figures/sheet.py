"""The open figures as a table to take along: the cells of the page, no other."""

import csv
import io
from collections.abc import Sequence
from fractions import Fraction

from portal.cells import safe_for_csv
from portal.figures.published import Month
from portal.sop.table import Sop

SEPARATOR = ";"  # Indonesian spreadsheets write 1,5
WHOLE_OFFICE = "seluruh kantor"
HEADING = (
    "bulan", "layanan", "diterima", "selesai", "dikembalikan", "ditolak", "median_hari", "ikm",
    "jawaban_survei", "pengaduan", "keberatan", "permintaan_data",
)  # fmt: skip


def table(sops: Sequence[Sop], months: Sequence[Month]) -> bytes:
    """The CSV; a month's complaints stand in a line of their own, for they are the office's."""
    text = io.StringIO()
    out = csv.writer(text, delimiter=SEPARATOR, lineterminator="\r\n")
    out.writerow(HEADING)
    for month in months:
        day = f"{month.month:%Y-%m}"
        for sop in sops:
            line = month.services[sop.id]
            counts = (line.received, line.finished, line.returned, line.refused)
            out.writerow(
                safe_for_csv(word)
                for word in (
                    day, sop.short_name, *(count.words for count in counts), days_words(line.days),
                    "" if line.ikm is None else str(line.ikm).replace(".", ","),
                    "" if line.answers is None else str(line.answers), "", "", "",
                )
            )  # fmt: skip
        asked = [month.complaints[kind].words for kind in ("pengaduan", "keberatan", "data")]
        out.writerow([day, WHOLE_OFFICE, *[""] * 7, *asked])
    return text.getvalue().encode("utf-8-sig")


def days_words(days: Fraction | None) -> str:
    """3 or 3,5; nothing where there are too few files."""
    if days is None:
        return ""
    return str(days.numerator) if days.denominator == 1 else f"{float(days):.1f}".replace(".", ",")
