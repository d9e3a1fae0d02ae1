"""The kit alone, in a bare app: its words, its fields, its SOP table, and the pages made of it."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template
from werkzeug.datastructures import MultiDict
from wtforms import (
    FieldList,
    Form,
    FormField,
    PasswordField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from portal.cases.journey import StageLine
from portal.cases.told import Told
from portal.languages.language import CATALOGUES, languages_of
from portal.offices.standards import Topic
from portal.sop.catalogue import TABLES, Catalogue
from portal.sop.diagram import draw
from portal.sop.table import Sop
from portal.tracking.pages import Contact, Result
from portal.tracking.standards import Standard, Words
from portal.web.icons import icon
from portal.web.kit import (
    STATIC,
    complaints,
    grouped,
    inline_css,
    inline_css_hash,
    masked_nik,
    minutes_in_words,
    register_kit,
    squeeze,
)
from portal.web.tongue import register_languages
from tests.chromium import DESK, PHONE, axe, chromium, context, sideways, told
from tests.craft import check_craft

OFFICE = {
    "name": "Dinas Sosial Ranah Bahari",
    "address": "Jalan Contoh 1",
    "phone": "0756 123456",
    "hours_text": "Senin–Jumat, 08.00–15.00",
    "zone": "Asia/Jakarta",
}
ME = {"name": "Rina Marlina", "post": "Staf", "office": "Dinas Sosial Ranah Bahari"}
MENU = [("/antrean", "Antrean", True, 3), ("/buku", "Buku", False, None)]
TOLD = Told(
    tone="segera",
    icon="awas",
    tag="Menunggu Anda",
    headline="Ada berkas yang perlu dilengkapi",
    sentence="Permohonan Anda belum bisa diteruskan.",
    when_icon="kalender",
    when_label="Perkiraan siap",
    when="Rabu, 25 November 2026",
    todo=("Bawa ke loket.",),
    papers=(("Foto rumah", "Minta Wali Nagari menandatangani foto."),),
    deadline="Selasa, 8 Desember 2026",
    stages=(
        StageLine("beres", "Berkas diterima", ""),
        StageLine("henti", "Syarat diperiksa", "Dikembalikan"),
        StageLine("nanti", "Surat siap diambil", ""),
    ),
    late=True,
)
CONTACT = Contact(OFFICE["name"], OFFICE["address"], OFFICE["phone"], OFFICE["hours_text"])
RESULT = Result(
    number="482173059162034",
    service="Reaktivasi KIS PBI",
    office=CONTACT,
    told=TOLD,
    received_label="Diterima",
    received="Senin, 23 November 2026",
    as_of="Selasa, 24 November 2026, pukul 10.42 WIB",
    last_day="Selasa, 1 Desember 2026",
)
STANDARD = Standard(
    office="contoh",
    contact=CONTACT,
    working_time="20 menit",
    completion_days=14,
    closing_days=30,
    complaint_days=5,
    staffing=(),
    people=0,
    words={topic.value: Words() for topic in Topic},
)
SOPS = {sop.id: sop for sop in Catalogue.of_folders(TABLES)}


class Member(Form):
    name = StringField("Nama", [InputRequired("Isi nama anggota keluarga ke-2, seperti di KK.")])


class Registration(Form):
    nik = StringField("NIK", [Length(16, 16, "NIK harus 16 angka.")], description="16 angka di KTP")
    to = RadioField(
        "Ke siapa?", [InputRequired("Pilih satu.")], choices=[SelectChoice("staf", "Staf")]
    )
    note = TextAreaField("Pesan")
    members = FieldList(FormField(Member), min_entries=1)


class Number(Form):
    nomor = StringField("Nomor tanda terima")


class SignIn(Form):
    username = StringField("Nama akun")
    password = PasswordField("Kata sandi")


def wrong_registration() -> Registration:
    form = Registration(MultiDict({"nik": "130199540890000", "members-0-name": ""}))
    assert not form.validate()
    return form


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask("kit", root_path=str(STATIC.parent), template_folder="templates")
    app.secret_key = "kit"
    register_kit(app)
    register_languages(app, languages_of(CATALOGUES))
    app.jinja_env.globals["form_token"] = lambda address: f"token for {address}"
    return app


@pytest.fixture
def render(app: Flask) -> Any:
    def page(template: str, **wants: object) -> str:
        with app.test_request_context():
            return render_template(template, **wants)

    return page


@pytest.fixture
def macro(app: Flask) -> Any:
    def call(line: str, **wants: object) -> BeautifulSoup:
        source = "{% import 'web/kit.html' as kit %}" + line
        with app.test_request_context():
            html = app.jinja_env.from_string(source).render(**wants)
        return BeautifulSoup(html, "html.parser")

    return call


def pages() -> dict[str, tuple[str, dict[str, object], bool]]:
    """address: (template, what it wants, public)"""
    sop = SOPS["pessel-2022-reaktivasi"]
    error = {"code": 404, "title": "Halaman tidak ditemukan", "sentence": "Alamat ini tidak ada."}
    accounts = [{"username": "staf.pessel", "post": "Staf", "office": "Pesisir Selatan"}]
    form, too_short = Number(), "Nomor harus 15 angka."
    services = [{"office": OFFICE, "items": [sop]}]
    service = {"sop": sop, "drawing": draw(sop), "standard": STANDARD}
    sign_in = {"form": SignIn(), "next": "/buku", "demo_accounts": accounts}
    return {
        "/": ("tracking/home.html", {"services": services}, True),
        "/lacak": ("tracking/look_up.html", {"form": form}, True),
        "/lacak-salah": ("tracking/look_up.html", {"form": form, "error": too_short}, True),
        "/L/482173059162034": ("tracking/result.html", {"r": RESULT}, True),
        "/layanan/reaktivasi": ("tracking/service.html", service, True),
        "/hilang": ("web/error.html", {**error, "todo": [("/", "Ke depan")]}, True),
        "/hilang-kantor": (
            "web/error.html",
            {**error, "layout": "web/page.html", "me": ME, "menu": MENU, "incident": "A1B2"},
            False,
        ),
        "/masuk": ("people/sign_in.html", sign_in, False),
    }


# ---- words


def test_numbers_are_written_in_groups_that_can_be_read_out() -> None:
    assert grouped("482173059162034", 5) == '<span class="angka">48217 30591 62034</span>'
    assert grouped("1301995408900001", 4) == '<span class="angka">1301 9954 0890 0001</span>'
    assert "<b>" not in grouped("<b>", 5)


def test_a_masked_nik_shows_the_place_and_not_the_person() -> None:
    assert masked_nik("1301995408900001") == "130199**********"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 menit"), (45, "45 menit"), (60, "1 jam"), (80, "1 jam 20 menit")],
)
def test_minutes_are_told_in_hours(minutes: int, words: str) -> None:
    assert minutes_in_words(minutes) == words


def test_an_icon_that_is_not_drawn_is_an_error() -> None:
    assert 'aria-hidden="true"' in icon("cek")
    with pytest.raises(KeyError):
        icon("naga")


# ---- sheets and files


def test_squeezing_keeps_what_selectors_and_sums_need() -> None:
    css = "/* a */ .a :focus , .b > c { margin : calc(1px + 2px) ; color: red; }\n"
    assert squeeze(css) == ".a :focus,.b>c{margin :calc(1px + 2px);color:red}"


def test_the_inlined_sheet_is_the_one_the_policy_names(render: Any) -> None:
    style = re.search(r"<style>(.*?)</style>", render("tracking/look_up.html", form=Number()), re.S)
    assert style
    assert style[1] == inline_css()
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert inline_css_hash() == f"sha256-{digest}"
    # Citizens read the system's font: ours would be twice the page's weight.
    assert "url(" not in style[1]


def test_an_assets_address_follows_its_content(app: Flask) -> None:
    asset = app.jinja_env.globals["asset"]
    digest = hashlib.sha256((STATIC / "js/portal.js").read_bytes()).hexdigest()
    assert asset("js/portal.js") == f"/static/js/portal.js?v={digest[:8]}"
    with pytest.raises(FileNotFoundError):
        asset("js/none.js")


# ---- forms


def test_complaints_lead_to_the_field_that_caused_them() -> None:
    assert complaints(wrong_registration()) == [
        ("nik", "NIK harus 16 angka."),
        ("to-0", "Pilih satu."),
        ("members-0-name", "Isi nama anggota keluarga ke-2, seperti di KK."),
    ]
    assert complaints([("nik", "<b>")]) == [("nik", "&lt;b&gt;")]
    assert complaints(None) == []


def test_a_wrong_field_reads_label_help_error_input(macro: Any) -> None:
    row = macro("{{ kit.field(f.nik, inputmode='numeric') }}", f=wrong_registration()).div
    assert [part.name for part in row.find_all(recursive=False)] == ["label", "span", "p", "input"]
    box = row.input
    assert box["aria-describedby"] == "nik-s nik-b"
    assert box["aria-invalid"] == "true"
    assert box["inputmode"] == "numeric"
    assert {"nik-s", "nik-b"} <= {tag["id"] for tag in row.select("[id]")}


def test_a_good_field_says_nothing_of_errors(macro: Any) -> None:
    row = macro("{{ kit.textarea(f.note, rows=6) }}", f=Registration()).div
    assert row.textarea["rows"] == "6"
    assert not row.select("[aria-invalid], [aria-describedby], .pesan-salah")


def test_a_choice_is_a_group_with_a_name(macro: Any) -> None:
    group = macro("{{ kit.choice(f.to, hints={'staf': 'Loket 1'}) }}", f=wrong_registration())
    assert group.fieldset.legend.text == "Ke siapa?"
    assert group.fieldset["aria-describedby"] == "to-s"
    assert group.label["for"] == group.input["id"] == "to-0"
    assert "Loket 1" in group.label.text


def test_the_summary_stands_only_when_something_is_wrong(macro: Any) -> None:
    box = macro("{{ kit.error_summary(f) }}", f=wrong_registration()).div
    assert (box["role"], box["tabindex"]) == ("alert", "-1")
    assert [link["href"] for link in box.select("a")] == ["#nik", "#to-0", "#members-0-name"]
    assert not macro("{{ kit.error_summary(f) }}", f=Number()).select("div")


# ---- the SOP


@pytest.mark.parametrize("sop", SOPS.values(), ids=SOPS)
def test_the_table_prints_every_row_word_for_word(macro: Any, sop: Sop) -> None:
    table = macro("{{ kit.sop_table(sop, d) }}", sop=sop, d=draw(sop))
    rows = table.select("tbody tr")
    assert [tr.select_one(".no").text for tr in rows] == [row.number for row in sop.rows]
    for tr, row in zip(rows, sop.rows, strict=True):
        assert tr.th.text == row.activity
        marked = {td["data-pelaku"] for td in tr.select("td.isi")}
        assert marked == {c.title for c in sop.columns if c.key in row.actors}
        assert bool(tr.select(".bacaan")) is not row.origin.printed
        printed = [td.text for td in tr.select(".mutu")]
        assert printed[:3] == [row.requirements_text, row.time_text, row.output]


def test_the_table_shows_whose_turn_it_is_in_words(macro: Any) -> None:
    sop = SOPS["pessel-2022-reaktivasi"]
    notes = {1: {"who": "Rina Marlina", "when": "24 Nov, 09.12", "detail": "1 menit"}}
    wants = {"sop": sop, "d": draw(sop, (4, 0)), "notes": notes, "mine": sop.task(4, 0).desk}
    table = macro("{{ kit.sop_table(sop, d, 4, notes, mine) }}", **wants)
    here = table.select_one("tr[aria-current=step]")
    assert "giliran sekarang" in here.text
    assert "Menunggu Anda" in here.select_one(".nyata").text
    assert "Rina Marlina" in table.select_one("tbody tr .nyata").text
    assert "(Anda)" in table.select_one(".saya").text


@pytest.mark.parametrize("sop", SOPS.values(), ids=SOPS)
def test_the_identity_boxes_are_verbatim(macro: Any, sop: Sop) -> None:
    boxes = macro("{{ kit.sop_header(sop) }}", sop=sop).get_text()
    head = sop.header
    for text in (head.number, head.name, head.office, head.created_text, head.approver_name):
        assert text in boxes
    assert all(law.verbatim in boxes for law in sop.legal_basis)
    assert not any(odd.note in boxes for odd in sop.oddities)


# ---- pages


def test_every_page_shows_its_craft(render: Any) -> None:
    for address, (template, wants, public) in pages().items():
        check_craft(render(template, **wants), address, public)


def test_a_public_page_carries_no_script_but_the_reader_aloud(render: Any) -> None:
    for address, (template, wants, public) in pages().items():
        if public:
            scripts = re.findall(r"<script[^>]*>", render(template, **wants))
            assert all("/static/lacak/bacakan.js" in tag for tag in scripts), address
            assert len(scripts) == (template == "tracking/result.html"), address


def test_a_result_shows_the_number_and_no_person(render: Any) -> None:
    page = render("tracking/result.html", r=RESULT)
    assert "48217 30591 62034" in page
    assert '<meta name="referrer" content="no-referrer">' in page
    told = replace(TOLD, todo=(), papers=(), deadline=None, late=False)
    quiet = render("tracking/result.html", r=replace(RESULT, told=told))
    assert "Tidak ada. Silakan tunggu." in quiet
    assert "Kami wajib memberi penjelasan." not in quiet


def test_an_office_page_hardens_htmx_and_signs_out_by_post(render: Any) -> None:
    template, wants, _ = pages()["/hilang-kantor"]
    page = BeautifulSoup(render(template, **wants), "html5lib")
    config = json.loads(page.select_one("meta[name=htmx-config]")["content"])
    assert config["historyCacheSize"] == 0
    assert not any(config[key] for key in ("allowEval", "allowScriptTags"))
    assert config["selfRequestsOnly"]
    out = page.select_one("form[action='/keluar']")
    assert (out["method"], out.input["value"]) == ("post", "token for /keluar")
    assert page.select_one(".menu [aria-current=page]").text.split() == ["Antrean", "3"]


def test_an_office_page_takes_the_officer_as_it_is(render: Any) -> None:
    officer = SimpleNamespace(
        person=SimpleNamespace(name="Hendri Putra"),
        post_words="Kasi",
        office=SimpleNamespace(short_name="Dinas Sosial Ranah Bahari"),
    )
    template, wants, _ = pages()["/hilang-kantor"]
    header = BeautifulSoup(render(template, **{**wants, "me": officer}), "html5lib").header
    assert {"Hendri Putra", "Kasi", "Dinas Sosial Ranah Bahari"} <= set(header.stripped_strings)


def test_messages_stand_where_they_are_heard(app: Flask) -> None:
    template, wants, _ = pages()["/hilang-kantor"]
    notices = [("beres", "Diparaf. <b>Surat</b> ke Kabid.")]
    with app.test_request_context():
        page = BeautifulSoup(render_template(template, **wants, notices=notices), "html5lib")
    news = page.select_one(".kabar[role=status]")
    assert news.text.strip() == "Diparaf. <b>Surat</b> ke Kabid."


@pytest.mark.browser
def test_every_page_passes_axe_on_a_phone_and_at_a_desk(render: Any) -> None:
    made = {path: render(template, **wants) for path, (template, wants, _) in pages().items()}
    policy = (
        f"default-src 'none'; script-src 'self'; style-src 'self' '{inline_css_hash()}'; "
        "img-src 'self' data:; font-src 'self'; form-action 'self'"
    )
    said: list[str] = []

    def answer(route: Any) -> None:
        path = route.request.url.removeprefix("http://portal.test")
        if path in made:
            headers = {"Content-Security-Policy": policy}
            route.fulfill(body=made[path], content_type="text/html", headers=headers)
        else:
            route.fulfill(path=STATIC.parent / path.partition("?")[0].lstrip("/"))

    with chromium() as browser:
        for size in (PHONE, DESK):
            with context(browser, size=size) as visit:
                visit.route("**/*", answer)
                page = visit.new_page()
                page.on("console", lambda line: said.append(line.text))
                for path in made:
                    page.goto(f"http://portal.test{path}")
                    assert not (found := axe(page)), f"{path}\n{told(found)}"
                    assert sideways(page) == 0, path
                    assert said == [], path
