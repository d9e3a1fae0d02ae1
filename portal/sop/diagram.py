"""Draws an SOP as the office draws it: rows are steps, columns are actors.

Each cell holds at most one symbol and half-lines from its middle to its edges. Because the
lines belong to cells, rows may grow with their text, the drawing prints, and no script runs.
Symbols: kapsul (begin, end), kotak (work), belah (decision); dashed lines are our reading.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from portal.sop.table import Row, Sop


@dataclass
class Cell:
    """One actor's cell in one row."""

    actor: str
    symbol: str = ""
    state: str = ""  # beres | kini | nanti
    order: int = 0  # order of the symbol inside its row, from 1
    lines: list[str] = field(default_factory=list)
    labels: list[tuple[str, str]] = field(default_factory=list)


Drawing = list[list[Cell]]


def draw(sop: Sop, place: tuple[int, int] | None = None, *, ended: bool = False) -> Drawing:
    """The cells of the SOP's table, row by row in printed column order.

    `place` is (row order, task index) of the case; None draws the SOP alone.
    """
    return _Board(sop, place, ended).cells()


class _Board:
    def __init__(self, sop: Sop, place: tuple[int, int] | None, ended: bool) -> None:
        self.sop, self.ended = sop, ended
        self.keys = [column.key for column in sop.columns]
        self.rows = [{key: Cell(key) for key in self.keys} for _ in sop.rows]
        self.here = (place[0], self._node_of(*place)) if place else None
        self.nodes: list[tuple[int, int, Cell]] = []

    def _node_of(self, row: int, task: int) -> int:
        """Which symbol of the row a task belongs to; work added by us sits on the last one."""
        actors = self.sop.row(row).actors
        column = self.sop.task(row, task).column
        return actors.index(column) if column in actors else len(actors) - 1

    def cells(self) -> Drawing:
        for r, row in enumerate(self.sop.rows):
            for i, actor in enumerate(row.actors):
                cell = self.rows[r][actor]
                cell.symbol, cell.order = self._shape(row, i), i + 1
                cell.state = self._state(row.order, i)
                self.nodes.append((r, self.keys.index(actor), cell))
        for (r1, c1, a), (r2, c2, _) in pairwise(self.nodes):
            self._join(r1, c1, a, r2, c2)
        for r, row in enumerate(self.sop.rows):
            if target := self._way_back(row):
                self._back(r, row, target)
        return [[cells[key] for key in self.keys] for cells in self.rows]

    def _shape(self, row: Row, i: int) -> str:
        if row.symbol.startswith("mulai") and i == 0:
            return "kapsul"
        if row.symbol == "selesai" and i == len(row.actors) - 1:
            return "kapsul"
        return "belah" if i == 0 and ("keputusan" in row.symbol or row.branch) else "kotak"

    def _state(self, order: int, i: int) -> str:
        if self.ended:
            return "beres"
        if self.here is None:
            return ""
        node = (order, i)
        return "beres" if node < self.here else "kini" if node == self.here else "nanti"

    def _way_back(self, row: Row) -> int | None:
        targets = [order for task in row.tasks for order in task.correct_to if order < row.order]
        return max(targets) if targets else None

    def _stroke(self, r: int, c: int, direction: str, kind: str = "") -> None:
        self.rows[r][self.keys[c]].lines.append(f"g {direction} {kind}".strip())

    def _across(self, r: int, start: int, end: int, kind: str, *, arrow: bool) -> None:
        out, into = ("timur", "barat") if end > start else ("barat", "timur")
        self._stroke(r, start, out, kind)
        for c in range(min(start, end) + 1, max(start, end)):
            self._stroke(r, c, "timur", kind)
            self._stroke(r, c, "barat", kind)
        self._stroke(r, end, into, f"{kind} panah".strip() if arrow else kind)

    def _join(self, r1: int, c1: int, a: Cell, r2: int, c2: int) -> None:
        kind = "lalu" if a.state == "beres" else ""
        if r1 == r2:
            self._across(r1, c1, c2, kind, arrow=True)
        else:
            if c1 != c2:
                self._across(r1, c1, c2, kind, arrow=False)
            self._stroke(r1, c2, "selatan", kind)
            self._stroke(r2, c2, "utara", f"{kind} panah".strip())
        if a.symbol == "belah":
            if c1 == c2:
                a.labels.append(("Ya", "bawah"))
            else:
                step = 1 if c2 > c1 else -1
                neighbour = self.rows[r1][self.keys[c1 + step]]
                neighbour.labels.append(("Ya", "kiri" if step > 0 else "kanan"))

    def _back(self, r: int, row: Row, target: int) -> None:
        """The dashed way back; where no lane is free the number of the row is written."""
        actor = row.actors[0]
        t = target - 1
        c1 = self.keys.index(actor)
        c2 = self.keys.index(self.sop.row(target).actors[-1])
        step = 1 if c2 > c1 else -1
        if not self._free(r, t, c1, c2, step):
            number = self.sop.row(target).number.rstrip(".")
            self.rows[r][actor].labels.append((f"Tidak: ke {number}", "loncat"))
            return
        self._across(r, c1, c2, "kembali", arrow=False)
        self._stroke(r, c2, "utara", "kembali")
        for x in range(t + 1, r):
            self._stroke(x, c2, "utara", "kembali")
            self._stroke(x, c2, "selatan", "kembali")
        self._stroke(t, c2, "selatan", "kembali panah")
        neighbour = self.rows[r][self.keys[c1 + step]]
        neighbour.labels.append(("Tidak", ("kiri" if step > 0 else "kanan") + " merah"))

    def _free(self, r: int, t: int, c1: int, c2: int, step: int) -> bool:
        if c1 == c2:
            return False
        level = [self.rows[r][self.keys[c]] for c in range(c1 + step, c2 + step, step)]
        upright = [self.rows[x][self.keys[c2]] for x in range(t + 1, r)]
        sideways = ("timur", "barat")
        return not (
            any(c.symbol or any(s in g for g in c.lines for s in sideways) for c in level)
            or any(c.symbol or c.lines for c in upright)
            or any("selatan" in g for g in self.rows[t][self.keys[c2]].lines)
            or any("utara" in g for g in level[-1].lines)
        )
