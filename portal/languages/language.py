"""One language of the public pages: its sentences, and how it writes days and spans of time.

The sentences in code and templates are Indonesian and are their own keys; a catalogue gives
each of them in another language. What it lacks is said in Indonesian.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path

from portal import dates

CATALOGUES = Path(__file__).resolve().parent
_SLOT = re.compile(r"\{(\w+)\}")
_CODE = re.compile(r"[a-z]{2,3}")


class BadCatalogueError(Exception):
    """A catalogue that cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Language:
    """A language; `texts` maps an Indonesian sentence to its own."""

    code: str  # as in <html lang>: id, en, min
    name: str  # as its speakers call it
    texts: Mapping[str, str] = field(default_factory=dict)
    days: tuple[str, ...] = dates.DAYS
    months: tuple[str, ...] = dates.MONTHS
    day_pattern: str = "{hari}, {tanggal} {bulan} {tahun}"
    date_pattern: str = "{tanggal} {bulan} {tahun}"
    month_pattern: str = "{bulan} {tahun}"
    moment_pattern: str = "{hari}, pukul {jam} {zona}"
    clock_mark: str = "."

    def knows(self, text: str) -> bool:
        """Whether this sentence can be said in this language."""
        return self.code == "id" or not text or text in self.texts

    def say(self, text: str, **values: object) -> str:
        """The sentence in this language, its {slots} filled."""
        return fill(self.texts.get(text, text), values)

    def weekday_date(self, value: date | datetime, zone: str = "Asia/Jakarta") -> str:
        """Senin, 23 November 2026."""
        day = dates.day_of(value, zone)
        return fill(self.day_pattern, {"hari": self.days[day.weekday()]} | self._parts(day))

    def long_date(self, value: date | datetime, zone: str = "Asia/Jakarta") -> str:
        """23 November 2026."""
        return fill(self.date_pattern, self._parts(dates.day_of(value, zone)))

    def month(self, value: date) -> str:
        """November 2026."""
        return fill(self.month_pattern, self._parts(value))

    def full_moment(self, moment: datetime, zone: str = "Asia/Jakarta") -> str:
        """Senin, 23 November 2026, pukul 09.05 WIB."""
        clock = dates.clock_time(moment, zone).replace(".", self.clock_mark)
        values = {
            "hari": self.weekday_date(moment, zone), "jam": clock,
            "zona": dates.ZONE_WORDS.get(zone, ""),
        }  # fmt: skip
        return fill(self.moment_pattern, values).rstrip()

    def hours(self, text: str) -> str:
        """Opening hours as the office wrote them, with the days of this language."""
        for own, day in zip(self.days, dates.DAYS, strict=True):
            text = text.replace(day, own)
        return text

    def span(self, span: timedelta) -> str:
        """3 hari 4 jam: whole days and hours, minutes below an hour."""
        minutes = int(span.total_seconds() // 60)
        days, hours = minutes // 1440, minutes % 1440 // 60
        if not minutes:
            return self.say("kurang dari 1 menit")
        if not days and not hours:
            return self._count(minutes, "{n} menit", "1 menit")
        parts = [self._count(days, "{n} hari", "1 hari")] if days else []
        if hours:
            parts.append(self._count(hours, "{n} jam", "1 jam"))
        return " ".join(parts)

    def _count(self, n: int, many: str, one: str) -> str:
        """A figure with its unit; languages that tell one from many have a sentence for each."""
        return self.say(one) if n == 1 else self.say(many, n=n)

    def _parts(self, day: date) -> dict[str, object]:
        return {"tanggal": day.day, "bulan": self.months[day.month - 1], "tahun": day.year}

    @cached_property
    def sentences(self) -> frozenset[str]:
        """The Indonesian sentences that this language can say."""
        return frozenset(self.texts)


INDONESIAN = Language("id", "Bahasa Indonesia")


def read_catalogue(path: Path) -> Language:
    """The language of a catalogue file, named by its code: en.toml. Raises BadCatalogueError."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise BadCatalogueError(f"{path.name}: tidak dapat dibaca: {fault}") from fault
    if not _CODE.fullmatch(path.stem) or path.stem == "id":
        raise BadCatalogueError(f"{path.name}: nama berkas harus kode bahasa, misalnya en.toml")
    header, texts = content.get("bahasa", {}), content.get("kalimat", {})
    if not isinstance(header, dict) or not isinstance(header.get("nama"), str):
        raise BadCatalogueError(f"{path.name}: [bahasa] nama belum diisi")
    known = {"nama", "hari", "bulan", "pola_hari", "pola_tanggal", "pola_bulan", "pola_saat",
             "tanda_jam"}  # fmt: skip
    if unknown := sorted(set(header) - known):
        raise BadCatalogueError(f"{path.name}: tidak dikenal: {', '.join(unknown)}")
    if wrong_kind := sorted(name for name, value in header.items() if not _fits(name, value)):
        raise BadCatalogueError(f"{path.name}: bukan teks: {', '.join(wrong_kind)}")
    days, months = tuple(header.get("hari", dates.DAYS)), tuple(header.get("bulan", dates.MONTHS))
    if len(days) != 7 or len(months) != 12:
        raise BadCatalogueError(f"{path.name}: hari harus 7 dan bulan harus 12 nama")
    for wrong in _faults(texts):
        raise BadCatalogueError(f"{path.name}: {wrong}")
    return Language(
        code=path.stem,
        name=header["nama"],
        texts=texts,
        days=days,
        months=months,
        day_pattern=header.get("pola_hari", Language.day_pattern),
        date_pattern=header.get("pola_tanggal", Language.date_pattern),
        month_pattern=header.get("pola_bulan", Language.month_pattern),
        moment_pattern=header.get("pola_saat", Language.moment_pattern),
        clock_mark=header.get("tanda_jam", Language.clock_mark),
    )


def languages_of(*folders: Path) -> dict[str, Language]:
    """Indonesian first, then every catalogue of these folders. Raises BadCatalogueError."""
    found = {INDONESIAN.code: INDONESIAN}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            language = read_catalogue(path)
            found[language.code] = language
    return found


def missing_from(language: Language, model: Language) -> list[str]:
    """The sentences that the model can say and this language cannot."""
    return sorted(model.sentences - language.sentences)


def _fits(name: str, value: object) -> bool:
    """Whether a line of the header is what its name says: a list of names, else one text."""
    if name in ("hari", "bulan"):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, str)


def _faults(texts: object) -> Iterator[str]:
    if not isinstance(texts, dict):
        yield "[kalimat] harus berisi kalimat"
        return
    for text, own in texts.items():
        if not isinstance(own, str) or not own.strip():
            yield f"kalimat kosong: {text}"
        elif set(_SLOT.findall(text)) != set(_SLOT.findall(own)):
            yield f"isian dalam kurung kurawal berbeda: {text}"


def fill(text: str, values: Mapping[str, object]) -> str:
    """The text with its {slots} filled; a slot without a value stays."""
    return _SLOT.sub(lambda slot: str(values.get(slot[1], slot[0])), text)
