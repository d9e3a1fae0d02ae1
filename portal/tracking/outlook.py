"""By when a file will be ready, and the last day that its letter is good for (peers, idea 12)."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.cases.forecast import FEWEST, LOOKS_BACK_DAYS, forecast
from portal.cases.model import Case
from portal.cases.queries import ready_minutes_like
from portal.languages.language import Language
from portal.offices.office_clock import clock_of
from portal.sop.rules import waits_for
from portal.sop.table import Sop
from portal.sop.vocabulary import Party


@dataclass(frozen=True)
class Outlook:
    """The day, and how it was found."""

    day: str  # nothing: the SOP's own day holds
    notes: tuple[str, ...]


def outlook_of(case: Case, sop: Sop, now: datetime, language: Language) -> Outlook | None:
    """While the office has the file and is not late; None otherwise.

    With fewer than FEWEST comparable files the SOP's own time is told, and that it is that.
    """
    if waits_for(case.here, sop) is not Party.KANTOR or now > case.promised_at:
        return None
    minutes = ready_minutes_like(case, now)
    # The calendar is read only where there is something to count.
    found = forecast(case, minutes, now, clock_of(case.office)) if len(minutes) >= FEWEST else None
    if found:
        day = language.weekday_date(found.by)
        said = "9 dari 10 berkas lengkap seperti ini selesai paling lambat {hari}."
        counted = "Dihitung dari {n} berkas dalam {jangka} hari terakhir."
        return Outlook(
            day,
            (
                language.say(said, hari=day),
                language.say(counted, n=found.files, jangka=LOOKS_BACK_DAYS),
            ),
        )
    promised = "Menurut SOP: {n} hari kerja setelah berkas lengkap."
    if not sop.promise.origin.printed:
        promised = "Menurut langkah SOP: {n} hari kerja setelah berkas lengkap."
    too_few = "Berkas yang serupa belum cukup untuk perkiraan."
    own = language.say(promised, n=sop.promise.working_days)
    few = len(minutes) < FEWEST
    return Outlook("", (own, language.say(too_few)) if few else (own,))


def last_day_told(day: date | None, today: date, language: Language) -> str:
    """The last day to reactivate, while it is not over."""
    return language.weekday_date(day) if day and day >= today else ""
