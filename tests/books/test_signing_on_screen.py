"""The receiver signs on the screen, in a real browser of a telephone's size."""

from pathlib import Path

import pytest
from sqlalchemy import select

from portal.cases.model import Handover
from portal.db import db
from tests.books.test_kinds import standing_at_handover
from tests.cast import Cast
from tests.chromium import PHONE, chromium
from tests.server import served
from tests.walks.people import House, Person

pytestmark = pytest.mark.browser
# Corners of the box, as shares of its width and height.
PATH = ((0.1, 0.2), (0.5, 0.8), (0.9, 0.3))


@pytest.fixture
def engine_name() -> str:
    """What a pen draws is the same on every database."""
    return "sqlite"


def draw(person: Person) -> None:
    """Draw a line over the box, then a dot."""
    box = person.page.locator("canvas").bounding_box()
    assert box is not None
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in PATH]
    mouse = person.page.mouse
    mouse.move(*points[0])
    mouse.down()
    for point in points[1:]:
        mouse.move(*point, steps=8)
    mouse.up()
    mouse.click(*points[1])


def test_a_signature_drawn_on_a_telephone_is_kept_in_the_measures_of_its_box(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    case = standing_at_handover(cast)
    ref, name = case.ref, case.bringer_name
    db.session.remove()
    with (
        served(tmp_path, database_url) as address,
        chromium() as browser,
        House(browser, address, size=PHONE) as house,
    ):
        staf = house.person("staf.pessel")
        staf.open(f"/berkas/{ref}")
        assert not staf.page.locator("canvas").is_visible()
        staf.tick("Di layar")
        staf.page.locator("canvas").scroll_into_view_if_needed()
        draw(staf)
        staf.page.get_by_role("button", name="Hapus dan ulangi").click()
        assert staf.page.locator("[name=strokes]").input_value() == ""
        draw(staf)
        assert "Tanda tangan sudah ada." in staf.text
        wide = "document.documentElement.scrollWidth <= innerWidth"
        assert staf.page.evaluate(wide)
        staf.press("Sudah diserahkan")
        staf.open("/buku/tanda-terima")
        drawn = staf.page.locator("tbody svg[role=img]")
        assert drawn.count() == 1
        assert staf.page.evaluate(wide)

    taken = db.session.scalars(select(Handover)).one()
    strokes = taken.strokes
    assert taken.receiver == name
    assert strokes is not None
    assert len(strokes) == 2
    for (x, y), (share_x, share_y) in zip(
        (strokes[0][0], strokes[0][-1]), (PATH[0], PATH[-1]), strict=True
    ):
        assert abs(x - share_x * 600) <= 8
        assert abs(y - share_y * 200) <= 8
