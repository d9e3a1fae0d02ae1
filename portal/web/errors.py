"""One page per way of failing; the only place that turns an exception into an answer."""

import logging
import re
import secrets

from flask import Flask, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

log = logging.getLogger(__name__)

# code: (title, what happened and what to do)
PAGES = {
    400: ("Permintaan tidak dapat dibaca", "Muat ulang halaman sebelumnya, lalu coba lagi."),
    401: (
        "Sesi Anda berakhir",
        "Demi keamanan, Anda dikeluarkan. Masuk lagi untuk melanjutkan. Belum ada yang tersimpan.",
    ),
    403: ("Tidak diizinkan", "Halaman atau tindakan ini bukan tugas jabatan Anda."),
    404: (
        "Halaman tidak ditemukan",
        "Alamat ini tidak ada, atau bukan milik kantor Anda. Periksa lagi alamatnya.",
    ),
    405: ("Cara membuka halaman ini tidak tepat", "Buka halaman lewat tombol atau tautannya."),
    409: (
        "Berkas ini baru saja diubah",
        "Petugas lain lebih dulu mengubah berkas ini, jadi tindakan Anda belum dilakukan. "
        "Buka lagi berkasnya, periksa, lalu ulangi bila masih perlu.",
    ),
    413: ("Kiriman terlalu besar", "Kurangi isi kiriman, lalu coba lagi."),
    419: (
        "Formulir kedaluwarsa",
        "Formulir ini sudah terlalu lama terbuka atau dibuka di sesi lain. Belum ada yang "
        "tersimpan. Buka lagi halamannya, lalu kirim ulang.",
    ),
    429: ("Terlalu sering mencoba", "Tunggu beberapa menit, lalu coba lagi."),
    500: (
        "Ada gangguan di sistem",
        "Tindakan Anda belum dilakukan dan tidak ada yang tersimpan setengah. Coba lagi. Bila "
        "berulang, sebutkan nomor kejadian kepada pengelola portal.",
    ),
    503: ("Sistem sedang sibuk", "Tunggu sebentar, lalu coba lagi. Belum ada yang tersimpan."),
}
SECRET_FIELDS = ("password", "secret", "_token", "strokes")
# Even one short word in these was typed by somebody.
WRITTEN_FIELDS = (
    "note", "remark", "place", "receiver", "way", "address", "name", "nik", "nomor", "number",
    "pengganti", "teks", "telepon",
)  # fmt: skip
CODE = re.compile(r"[a-z0-9_.:,-]{0,40}")


def register_errors(app: Flask) -> None:
    """Answer every failure with a page of our own."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, internal_error)


def error_page(
    code: int,
    *,
    sentence: str = "",
    todo: tuple[tuple[str, str], ...] = (),
    incident: str = "",
) -> ResponseReturnValue:
    """The page for a failure. What was typed is shown again, so that nothing is lost."""
    title, usual = PAGES.get(code, PAGES[400])
    body = render_template(
        "web/error.html",
        code=code,
        title=title,
        sentence=sentence or usual,
        todo=todo or (("/antrean" if g.get("person") else "/", "Kembali ke halaman utama"),),
        incident=incident,
        typed=_typed(),
        layout="web/page.html" if g.get("person") else "web/public.html",
    )
    # 419 is no registered code; browsers and proxies know 403.
    response = make_response(body, 403 if code == 419 else code)
    response.headers["Cache-Control"] = "no-store"
    return response


def _typed() -> list[tuple[str, str]]:
    """What the visitor had typed into the refused form, but no secret."""
    try:
        sent = request.form
    except HTTPException:  # too large or broken: the very thing that is being answered
        return []
    return [
        (name, value.replace("\0", ""))
        for name in sent
        if name not in SECRET_FIELDS
        for value in sent.getlist(name)
        if _is_writing(name, value)
    ]


def _is_writing(name: str, value: str) -> bool:
    """Words somebody typed, not the code of a choice, a tick or a version."""
    own = name.rpartition("-")[2] in WRITTEN_FIELDS
    return bool(value.strip()) and (own or not CODE.fullmatch(value))


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    return error_page(error.code or 500)


def internal_error(error: Exception) -> ResponseReturnValue:
    """The last resort: an incident number for the citizen, the cause for the log."""
    incident = secrets.token_hex(4).upper()
    # The path may hold an application number, so only the endpoint is logged.
    log.error("kejadian %s di %s", incident, request.endpoint, exc_info=error)
    return error_page(500, incident=incident)
