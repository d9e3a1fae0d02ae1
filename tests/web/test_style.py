"""The looks as laws: contrast, weight, no markup that the policy or a reader would refuse."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from portal.web.kit import STATIC, inline_css

TEMPLATES = STATIC.parent / "templates"
OURS = [
    path for room in ("web", "tracking", "people") for path in (TEMPLATES / room).glob("*.html")
]
SHEETS = {
    name: (STATIC / "css" / f"{name}.css").read_text("utf-8")
    for name in ("dasar", "kantor", "alur")
}
TOKENS = dict(re.findall(r"(--[a-z0-9-]+): (#[0-9a-f]{6}|#[0-9a-f]{3});", SHEETS["dasar"]))
# Rows of texts on grounds that the pages use.
PAIRS = [
    ("--tinta", "--permukaan"), ("--tinta", "--kertas"), ("--tinta-2", "--permukaan"),
    ("--tinta-2", "--kertas"), ("--tinta-3", "--permukaan"), ("--nila-700", "--permukaan"),
    ("--nila-700", "--kertas"), ("--nila-700", "--nila-100"), ("--permukaan", "--nila-700"),
    ("--permukaan", "--nila-900"), ("--kunyit", "--nila-900"), ("--tinta", "--kunyit"),
    ("--kunyit-800", "--kunyit-100"), ("--daun-700", "--daun-100"), ("--permukaan", "--daun-700"),
    ("--saga-700", "--saga-100"), ("--saga-700", "--permukaan"), ("--kunyit-800", "--permukaan"),
]  # fmt: skip


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def weight(data: bytes) -> int:
    return len(gzip.compress(data, 9))


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    assert contrast(TOKENS[text], TOKENS[ground]) >= 5.5


@pytest.mark.parametrize("ground", ["--permukaan", "--kertas"])
def test_the_edge_of_a_field_can_be_seen(ground: str) -> None:
    assert contrast(TOKENS["--garis-kuat"], TOKENS[ground]) >= 3


@pytest.mark.parametrize(
    ("file", "most"),
    [
        ("css/dasar.css", 6_500),
        ("css/kantor.css", 6_500),
        ("css/alur.css", 2_500),
        ("js/portal.js", 2_500),
        ("font/hyperlegible-next.woff2", 15_000),
    ],
)
def test_a_file_keeps_its_budget(file: str, most: int) -> None:
    assert weight((STATIC / file).read_bytes()) <= most


def test_the_sheet_of_a_public_page_keeps_its_budget() -> None:
    assert weight(inline_css().encode()) <= 5_500


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_asks_nothing_of_other_hosts_and_shouts_nowhere(name: str) -> None:
    assert "@import" not in SHEETS[name]
    assert set(re.findall(r"url\(([^)]*)\)", SHEETS[name])) <= {'"../font/hyperlegible-next.woff2"'}
    calm = re.sub(r"@media \(prefers-reduced-motion.*?\n}\n", "", SHEETS[name], flags=re.S)
    assert "!important" not in calm, "the layers decide who wins"


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_keeps_the_house_rules(path: Path) -> None:
    source = path.read_text("utf-8")
    for refused in (r"\sstyle=", r"\|\s*safe\b", r"\shx-on", r"\son[a-z]+=", r"javascript:"):
        assert not re.search(refused, source), f"{refused} stands in {path.name}"
    assert not re.search(r"<script(?![^>]*\ssrc=)", source), "an inline script"
    assert source.startswith("{#"), "the first line says what the template is and wants"


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_class_that_is_used_is_drawn(path: Path) -> None:
    source = re.sub(r"{[{%#].*?[}%#]}", " ", path.read_text("utf-8"), flags=re.S)
    used = {name for names in re.findall(r'class="([^"]*)"', source) for name in names.split()}
    drawn = set(re.findall(r"\.([a-z][a-z0-9-]*)", "".join(SHEETS.values())))
    assert {name for name in used if not name.endswith("-")} <= drawn


def test_vendored_files_are_the_ones_written_down() -> None:
    vendor = STATIC / "vendor"
    written = json.loads((vendor / "vendor.json").read_text("utf-8"))
    assert set(written) == {path.name for path in vendor.glob("*.js")}
    for name, about in written.items():
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == about["sha256"]
        assert about["version"] in name


def test_htmx_is_the_version_whose_behaviour_we_know() -> None:
    # 4.x drops attributes silently: double posts, lost focus, no error.
    htmx = (STATIC / "vendor" / "htmx-2.0.11.min.js").read_text("utf-8")
    assert 'version:"2.0.11"' in htmx
    assert "vendor/htmx-2.0.11.min.js" in (TEMPLATES / "web" / "page.html").read_text("utf-8")
