"""Every SOP the portal knows: the printed tables and an office's own additions."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.sop.reader import BadSopError, read_sop
from portal.sop.table import Sop

TABLES = Path(__file__).parent / "tables"


class Catalogue:
    """The SOPs by id and version; the newest version of an id is the one in force."""

    def __init__(self, sops: Iterable[Sop]) -> None:
        self._sops: dict[tuple[str, int], Sop] = {}
        for sop in sops:
            if (sop.id, sop.version) in self._sops:
                raise BadSopError(f"{sop.id} versi {sop.version} ada di dua berkas")
            self._sops[sop.id, sop.version] = sop

    @classmethod
    def of_folders(cls, *folders: Path) -> "Catalogue":
        """Read every *.toml of the folders; a folder that is not there is empty."""
        return cls(read_sop(path) for folder in folders for path in sorted(folder.glob("*.toml")))

    def __iter__(self) -> Iterator[Sop]:
        """The SOPs in force, by id."""
        newest = {sop_id: self.in_force(sop_id) for sop_id, _ in self._sops}
        return (sop for _, sop in sorted(newest.items()) if sop)

    @property
    def every_version(self) -> tuple[Sop, ...]:
        """All versions, also those that only open cases still use."""
        return tuple(self._sops.values())

    def in_force(self, sop_id: str) -> Sop | None:
        """The newest version of this SOP, or None."""
        versions = [version for known, version in self._sops if known == sop_id]
        return self._sops[sop_id, max(versions)] if versions else None

    def of_region(self, region: str) -> tuple[Sop, ...]:
        """The SOPs in force of an office, by its region code such as 13.01."""
        return tuple(sop for sop in self if sop.region == region)

    def pinned(self, sop_id: str, version: int) -> Sop:
        """The version a case began with. Raises KeyError when its file is gone."""
        return self._sops[sop_id, version]
