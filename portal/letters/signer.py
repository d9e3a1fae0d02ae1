"""Composes the signer's block from the posts as they are held on the day of signing. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Holding:
    """How the signer holds the post: kind, its title, and the signer's own definitive post."""

    kind: str  # definitif | plt | plh | an | ub
    post: str  # Kepala Dinas Sosial, Kepala Bidang ...
    is_head: bool
    own_post: str = ""


def block(
    holding: Holding, *, head_title: str, name: str, rank: str, nip: str
) -> dict[str, object]:
    """The lines above the signature, and the name, rank and NIP below it (domain 3.11)."""
    return {
        "lines": _lines(holding, head_title),
        "name": name,
        "rank": rank,
        "nip": nip,
        "post": _held(holding),
        "acting": not (holding.is_head and holding.kind == "definitif"),
    }


def _held(holding: Holding) -> str:
    """The post in a sentence: Plt. Kepala Dinas ..., or the signer's own post when a.n."""
    if holding.kind in ("an", "ub"):
        return holding.own_post or holding.post
    return {"plt": "Plt. ", "plh": "Plh. "}.get(holding.kind, "") + holding.post


def _lines(holding: Holding, head_title: str) -> list[str]:
    prefixes: Mapping[str, str] = {"plt": "Plt. ", "plh": "Plh. "}
    if holding.is_head and holding.kind in ("definitif", "plt", "plh"):
        return [f"{prefixes.get(holding.kind, '')}{head_title},"]
    on_behalf = f"a.n. {head_title}"
    if holding.kind == "ub":
        return [on_behalf, holding.post, f"u.b. {holding.own_post},"]
    if holding.kind == "an":
        return [on_behalf, f"{holding.own_post or holding.post},"]
    return [on_behalf, f"{prefixes.get(holding.kind, '')}{holding.post},"]
