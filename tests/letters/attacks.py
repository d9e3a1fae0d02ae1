"""Pages that try to read our disk or reach a host (M10 and more), and a watched print of each.

Run as a program it prints every page under an audit hook and reports what was opened.
{secret} is a file outside the font folder, {port} a listener on this machine.
"""

import json
import sys
from pathlib import Path

import segno

VECTORS = {
    "img http": '<img src="http://127.0.0.1:{port}/a.png">',
    "img https": '<img src="https://127.0.0.1:{port}/a.png">',
    "img by name": '<img src="http://localhost:{port}/a.png">',
    "img without scheme": '<img src="//127.0.0.1:{port}/a.png">',
    "img redirect": '<img src="http://127.0.0.1:{port}/redirect">',
    "img ftp": '<img src="ftp://127.0.0.1:{port}/a.png">',
    "img gopher": '<img src="gopher://127.0.0.1:{port}/a">',
    "img file": '<img src="file://{secret}">',
    "img file at localhost": '<img src="file://localhost{secret}">',
    "img file in capitals": '<img src="FiLe://{secret}">',
    "img file in entities": '<img src="&#102;ile://{secret}">',
    "img path": '<img src="{secret}">',
    "img relative path": '<img src="../../../../../../../../../..{secret}">',
    "img attachment of another citizen": '<img src="instance/attachments/rumah.png">',
    "img UNC": '<img src="\\\\127.0.0.1\\share\\a.png">',
    "img file UNC": '<img src="file://127.0.0.1/share/a.png">',
    "img jar": '<img src="jar:file://{secret}!/a.png">',
    "img srcset": '<img src="x.png" srcset="http://127.0.0.1:{port}/b.png 2x">',
    "input image": '<input type="image" src="http://127.0.0.1:{port}/a.png">',
    "link stylesheet http": '<link rel="stylesheet" href="http://127.0.0.1:{port}/a.css">',
    "link stylesheet file": '<link rel="stylesheet" href="file://{secret}">',
    "import http": '<style>@import url("http://127.0.0.1:{port}/a.css");</style>',
    "import file": '<style>@import "file://{secret}";</style>',
    "font-face http": (
        '<style>@font-face {{ font-family: X; src: url("http://127.0.0.1:{port}/a.ttf"); }} '
        'p {{ font-family: X; }}</style>'
    ),
    "font-face file": (
        '<style>@font-face {{ font-family: X; src: url("file://{secret}"); }} '
        'p {{ font-family: X; }}</style>'
    ),
    "pdf:font": '<pdf:font name="X" src="file://{secret}">',
    "background http": (
        '<style>body {{ background-image: url("http://127.0.0.1:{port}/a.png"); }}</style>'
    ),
    "background escaped": r'<style>p {{ background: url("\66ile://{secret}"); }}</style>',
    "page background http": (
        '<style>@page {{ background-image: url("http://127.0.0.1:{port}/a.pdf"); }}</style>'
    ),
    "page background file": (
        '<style>@page {{ background-image: url("file://{secret}"); }}</style>'
    ),
    "list image": (
        '<style>li {{ list-style-image: url("http://127.0.0.1:{port}/a.png"); }}</style>'
        "<ul><li>x</li></ul>"
    ),
    "svg data with image": (
        "<img src='data:image/svg+xml;utf8,<svg xmlns=\"http://www.w3.org/2000/svg\" "
        'xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
        '<image xlink:href="http://127.0.0.1:{port}/a.png" width="9" height="9"/></svg>\'>'
    ),
    "svg data with file": (
        "<img src='data:image/svg+xml;utf8,<svg xmlns=\"http://www.w3.org/2000/svg\" "
        'xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
        '<image xlink:href="file://{secret}" width="9" height="9"/></svg>\'>'
    ),
    "svg in the page": (
        '<svg width="9" height="9"><image href="file://{secret}" width="9" height="9"/></svg>'
    ),
    "base href": '<base href="http://127.0.0.1:{port}/"><img src="a.png">',
    "base href file": '<base href="file:///"><img src="{secret}">',
    "iframe": '<iframe src="http://127.0.0.1:{port}/"></iframe>',
    "object": '<object data="file://{secret}" type="image/png"></object>',
    "embed": '<embed src="http://127.0.0.1:{port}/a.pdf">',
    "video poster": '<video poster="http://127.0.0.1:{port}/a.png"></video>',
    "meta refresh": '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:{port}/">',
    "external entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><p>&e;</p>',
    "watermark": '<style>@page {{ -pdf-page-background: url("file://{secret}"); }}</style>',
}  # fmt: skip
WATCHED = ("open", "socket.", "urllib.", "subprocess.", "os.system", "os.exec", "ftplib.", "http.")


def watched_prints(secret: str, port: str) -> dict[str, dict[str, object]]:
    """Each vector printed in this process: what came of it, and every event that it caused."""
    from portal.letters.glyphs import FONT_DIR  # noqa: PLC0415
    from portal.letters.press import PressError, press  # noqa: PLC0415

    # What the machine loads once is loaded before the watch begins.
    press(f'<html><body><img src="{segno.make("x").png_data_uri()}"><p>x</p></body></html>')
    own = (str(FONT_DIR), sys.prefix, sys.base_prefix, str(Path(__file__).parents[2] / "portal"))
    heard: list[str] = []

    def listen(event: str, arguments: tuple[object, ...]) -> None:
        if not event.startswith(WATCHED):
            return
        if event == "open" and str(arguments[0]).startswith(own):
            return
        heard.append(f"{event} {arguments[:2]}")

    sys.addaudithook(listen)
    report: dict[str, dict[str, object]] = {}
    for name, vector in VECTORS.items():
        heard.clear()
        page = f"<html><body>{vector.format(secret=secret, port=port)}<p>isi</p></body></html>"
        try:
            outcome = f"pdf {len(press(page))}"
        except PressError as refused:
            outcome = f"ditolak: {refused}"
        report[name] = {"outcome": outcome, "heard": list(heard)}
    return report


if __name__ == "__main__":
    sys.stdout.write(json.dumps(watched_prints(sys.argv[1], sys.argv[2])))
