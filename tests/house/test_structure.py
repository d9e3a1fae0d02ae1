"""The house itself: its floors, its doors, its templates, its instructions."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from portal.config import HOUSE
from portal.desk.forms import table as forms
from portal.desk.forms.table import refuse_acts_without_form
from portal.desk.work.table import WORK, refuse_acts_without_work
from portal.sop.vocabulary import TRAITS, Act
from portal.web.guards import Door, door_of, public, refuse_unmarked_routes

TEMPLATES = sorted((HOUSE / "templates").rglob("*.html"))
# Paper, not pages: pressed to PDF with a sheet of their own.
PAPER = {path for path in TEMPLATES if path.parent.name == "letters" or path.stem == "receipt"}

PUBLIC = {
    "static", "tracking.home", "tracking.service", "tracking.look_up_page",
    "tracking.look_up_number", "tracking.scanned", "tracking.scanned_small",
    "complaints.start", "complaints.choose", "complaints.keep",
    "survey.start", "survey.questions", "survey.send", "survey.thanks",
    "figures.offices", "figures.office", "figures.sheet",
    "people.sign_in_page", "people.sign_in",
    "verify.check_page", "verify.check_code", "verify.scanned", "verify.key_page",
    "verify.key_file", "verify.standalone_page",
    "offline.shell", "offline.manifest", "offline.worker",  # nothing of anybody stands in them
}  # fmt: skip


def relative(path: Path) -> str:
    return str(path.relative_to(HOUSE))


@pytest.fixture
def engine_name() -> str:
    """What is looked at here is the same on every database."""
    return "sqlite"


def test_imports_only_go_down() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run(
        [linter, "--no-cache"], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_route_has_a_door(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert door_of(app, rule.endpoint) in Door, rule


def test_only_these_pages_open_without_an_account(app: Flask) -> None:
    found = {
        rule.endpoint.replace("_bahasa.", ".")
        for rule in app.url_map.iter_rules()
        if door_of(app, rule.endpoint) is Door.PUBLIC
    }
    assert found == PUBLIC


def test_a_route_without_a_door_stops_the_start() -> None:
    app = Flask("bare")
    app.add_url_rule("/terbuka", "terbuka", public(lambda: "ya"))
    refuse_unmarked_routes(app)
    app.add_url_rule("/lupa", "lupa", lambda: "tidak")

    with pytest.raises(RuntimeError, match="routes without a door: lupa"):
        refuse_unmarked_routes(app)


@pytest.mark.parametrize("act", list(Act))
def test_an_act_without_work_stops_the_start(act: Act) -> None:
    refuse_acts_without_work(WORK)
    with pytest.raises(RuntimeError, match=f"acts without work: {act.value}"):
        refuse_acts_without_work({key: doing for key, doing in WORK.items() if key is not act})


def test_an_act_without_form_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_acts_without_form()
    monkeypatch.delitem(forms.FORMS, Act.CAP)
    with pytest.raises(RuntimeError, match="cap"):
        refuse_acts_without_form()


def test_every_act_has_traits_and_a_page_of_its_own() -> None:
    assert set(TRAITS) == set(Act)
    written = {path.stem for path in (HOUSE / "templates/desk/work").glob("*.html")}
    assert written == {act.value for act in Act}


def test_every_folder_of_templates_is_a_room() -> None:
    rooms = {path.parent.name for path in (HOUSE / "portal").glob("*/__init__.py")}
    folders = {path.name for path in (HOUSE / "templates").iterdir()}
    assert folders <= rooms, folders - rooms


def test_every_folder_of_tests_is_a_room_or_about_the_house() -> None:
    rooms = {path.parent.name for path in (HOUSE / "portal").glob("*/__init__.py")}
    folders = {path.parent.name for path in (HOUSE / "tests").glob("*/__init__.py")}
    assert folders <= rooms | {"house", "vectors", "walks"}


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_template_says_what_it_is_and_what_it_wants(path: Path) -> None:
    text = path.read_text("utf-8")
    head = text.lstrip()
    assert head.startswith("{#"), "begin with one line: what this is"
    macros_only = "{% macro" in text and "{% block" not in text
    if not macros_only and path not in PAPER:
        assert "wants:" in head[: head.index("#}")], "say what the page wants"


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_template_cannot_smuggle_in_markup_style_or_script(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\|\s*safe\b|\bMarkup\b|autoescape\s+false", text)
    assert not re.search(r"\son[a-z]+\s*=", text), "inline event handler"
    assert "javascript:" not in text
    if path not in PAPER:
        assert not re.search(r"\sstyle\s*=", text)
        scripts = re.findall(r"<script\b[^>]*>", text)
        assert all("src=" in tag for tag in scripts), scripts


def test_python_declares_as_safe_only_what_it_wrote_itself() -> None:
    written = {
        relative(path)
        for path in (HOUSE / "portal").rglob("*.py")
        if re.search(r"\bMarkup\(", path.read_text("utf-8"))
    }
    # Each of these escapes what it is given, or is handed our own files only.
    assert written <= {"portal/web/kit.py", "portal/web/icons.py", "portal/web/tongue.py",
        "portal/letters/press.py",
    }  # fmt: skip


def test_what_the_readme_tells_to_type_can_be_typed() -> None:
    readme = (HOUSE / "README.md").read_text("utf-8")
    makefile = (HOUSE / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    told = set(re.findall(r"\bmake ([a-z]+)\b", readme))
    assert told, "the README names no command"
    assert told <= targets, told - targets


def test_the_readme_names_only_files_and_commands_that_are_there() -> None:
    readme = (HOUSE / "README.md").read_text("utf-8")
    for name in re.findall(r"`((?:portal|templates|tests|static|migrations)/[\w/.-]+)`", readme):
        assert (HOUSE / name).exists(), name
    cli = (HOUSE / "portal/cli.py").read_text("utf-8")
    for command in re.findall(r"`(?:\.venv/bin/)?portal ([a-z]+)", readme):
        assert f'"{command}"' in cli, command


def test_no_file_of_ours_says_later() -> None:
    words = re.compile("|".join(("TO" + "DO", "FIX" + "ME", r"pytest\.ski" + "p")))
    for folder in ("portal", "tests", "templates", "migrations"):
        for path in (HOUSE / folder).rglob("*"):
            if path.suffix in (".py", ".html"):
                assert not words.search(path.read_text("utf-8")), relative(path)
