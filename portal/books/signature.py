"""A signature drawn on the screen: as the path of an SVG, and as a small PNG for paper. Pure."""

import base64
from io import BytesIO

from portal.books.book import Drawn

WIDTH, HEIGHT = 600, 200
PEN = 5


def svg_path(drawn: Drawn) -> str:
    """The strokes as one path; a dot is a very short line."""
    parts = []
    for stroke in drawn.strokes:
        points = stroke if len(stroke) > 1 else (*stroke, *stroke)
        parts.append("M" + "L".join(f"{x} {y}" for x, y in points))
    return "".join(parts)


def png_source(drawn: Drawn) -> str:
    """The strokes as a data: source; equal strokes give equal bytes."""
    # The drawing library is only loaded by who prints.
    from PIL import Image, ImageDraw  # noqa: PLC0415

    image = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(image)
    for stroke in drawn.strokes:
        pen.line(list(stroke), fill=0, width=PEN, joint="curve")
        for x, y in (stroke[0], stroke[-1]):
            half = PEN // 2
            pen.ellipse((x - half, y - half, x + half, y + half), fill=0)
    out = BytesIO()
    image.convert("1").save(out, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
