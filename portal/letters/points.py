"""The numbered points of a pengembalian and a penolakan, from the reason codes of the case."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from portal.cases.reasons import faults_of
from portal.letters.texts import TEXTS
from portal.letters.wording import Point, fill, slots_in
from portal.sop.table import Sop


def shortage_points(stored: Iterable[object], sop: Sop) -> list[Point]:
    """What a returned file lacks and what to do, from the {"paper", "fault"} pairs of a case."""
    points = []
    for item in stored:
        found = item if isinstance(item, dict) else {}
        need = sop.requirement(str(found.get("paper")))
        fault = need and next((f for f in faults_of(need) if f.code == found.get("fault")), None)
        if need and fault:
            words = fault.citizen.replace("{kepala}", sop.village_head)
            todo = fault.todo.replace("{kepala}", sop.village_head)
            points.append(Point(f"{need.name}: {_lower(words)}", _lower(todo)))
    return points


def refusal_points(
    codes: Iterable[object], slots: Mapping[str, str]
) -> tuple[list[Point], list[Point]]:
    """Why an application is refused, and what its applicant can still do, each said once."""
    book = _book()
    known = [book[str(code)] for code in codes if str(code) in book]
    ways = dict.fromkeys(way for reason in known for way in reason["jalan"])
    reasons = [fill(_chosen(reason, slots), slots) for reason in known]
    return _listed(reasons, "dan"), _listed(
        [fill(book["_jalan"][way], slots) for way in ways], "atau"
    )


def reason_codes() -> set[str]:
    """The codes for which there are words."""
    return _book().keys() - {"_jalan"}


@cache
def _book() -> dict[str, Any]:
    return tomllib.loads((TEXTS / "alasan.toml").read_text("utf-8"))


def _chosen(reason: Mapping[str, Any], slots: Mapping[str, str]) -> str:
    """The full sentence, or the one that does without the facts nobody knows."""
    text: str = reason["teks"]
    known = all(slots[name].strip() for name in slots_in(text))
    return text if known or "tanpa" not in reason else str(reason["tanpa"])


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _listed(texts: list[str], word: str) -> list[Point]:
    """Points of one sentence: `;` after each, the joining word before the last, then a stop."""
    ends = [*[";"] * (len(texts) - 2), f"; {word}", "."][-len(texts) :] if texts else []
    return [Point(text + end) for text, end in zip(texts, ends, strict=True)]
