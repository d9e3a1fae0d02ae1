"""Letters that can be voided, replaced and checked; every number with a row of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ALWAYS = "1 = 1"
OLD_LETTER_COLUMNS = (
    "content, payload, payload_digest, number, serial, year, series_id, numbered_on, signer, "
    "signed_at, signed_by_id"
)
LETTER_COLUMNS = (
    "content, payload, payload_digest, number, numbered_on, signer, signed_at, signed_by_id, "
    "kind, code, statement, replaces_id"
)
OLD_GUARDS = (
    ("letter", "letter_frozen", f"UPDATE OF {OLD_LETTER_COLUMNS}", "OLD.payload IS NOT NULL"),
    ("letter", "letter_kept", "DELETE", "OLD.serial IS NOT NULL"),
)
# As in 0001: table, name, event, condition under which the change is refused.
GUARDS = (
    ("letter", "letter_frozen", f"UPDATE OF {LETTER_COLUMNS}", "OLD.payload IS NOT NULL"),
    ("letter", "letter_kept", "DELETE", "OLD.number <> ''"),
    (
        "letter",
        "letter_stays_void",
        "UPDATE OF voided_at, void_reason",
        "OLD.voided_at IS NOT NULL",
    ),
    ("letter_number", "letter_number_kept", "DELETE", ALWAYS),
    (
        "letter_number",
        "letter_number_stays",
        "UPDATE OF series_id, year, serial, suffix, text",
        ALWAYS,
    ),
    (
        "letter_number",
        "letter_number_forward",
        'UPDATE OF state, "on", letter_id, reason, by_name, at',
        "OLD.state = 'batal' OR (OLD.state <> 'cadangan' AND NEW.state <> 'batal') "
        'OR (OLD.state <> \'cadangan\' AND OLD."on" <> NEW."on") '
        "OR (OLD.letter_id IS NOT NULL AND NEW.letter_id <> OLD.letter_id)",
    ),
    ("letter_copy", "letter_copy_stays", "UPDATE", ALWAYS),
    ("letter_copy", "letter_copy_kept", "DELETE", ALWAYS),
    ("letter_key", "letter_key_kept", "DELETE", ALWAYS),
    ("letter_key", "letter_key_stays", "UPDATE OF id, public_key, made_at", ALWAYS),
    ("book_print", "book_print_stays", "UPDATE", ALWAYS),
    ("book_print", "book_print_kept", "DELETE", ALWAYS),
)
MARGINS = '{"top": 12, "right": 20, "bottom": 18, "left": 25}'


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _add(guards: tuple[tuple[str, str, str, str], ...]) -> None:
    for table, name, event, condition in guards:
        if _sqlite():
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW "
                f"WHEN ({condition}) EXECUTE FUNCTION refuse_change()"
            )


def _drop(guards: tuple[tuple[str, str, str, str], ...]) -> None:
    for table, name, _, _ in guards:
        op.execute(f"DROP TRIGGER {name}" + ("" if _sqlite() else f" ON {table}"))


def upgrade() -> None:
    with op.batch_alter_table("number_series") as table:
        table.add_column(
            sa.Column("title", sa.String(80), nullable=False, server_default="Surat keluar")
        )
        table.add_column(sa.Column("mode", sa.String(20), nullable=False, server_default="portal"))
        table.add_column(sa.Column("kinds", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("office") as table:
        # An office that already prints on A4 goes on doing so.
        table.add_column(sa.Column("paper", sa.String(4), nullable=False, server_default="a4"))
        table.add_column(sa.Column("font", sa.String(10), nullable=False, server_default="sans"))
        table.add_column(sa.Column("font_points", sa.Double(), nullable=False, server_default="11"))
        table.add_column(sa.Column("margins", sa.JSON(), nullable=False, server_default=MARGINS))
    with op.batch_alter_table("handover") as table:
        table.add_column(
            sa.Column("identity_last4", sa.String(4), nullable=False, server_default="")
        )
        table.add_column(sa.Column("strokes", sa.JSON(none_as_null=True), nullable=True))
    op.execute(
        "ALTER TABLE case_file ADD COLUMN from_case_id INTEGER "
        "CONSTRAINT fk_case_file_from_case_id_case_file REFERENCES case_file (id)"
    )
    op.create_index("ix_case_file_from", "case_file", ["from_case_id"])
    _new_tables()
    _rebuild_letter()
    _add(GUARDS)


def _new_tables() -> None:
    op.create_table(
        "letter_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("suffix", sa.String(2), nullable=False),
        sa.Column("text", sa.String(120), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('dipakai', 'cadangan', 'kertas', 'batal')",
            name=op.f("ck_letter_number_state"),
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["number_series.id"],
            name=op.f("fk_letter_number_series_id_number_series"),
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_letter_number_letter_id_letter")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_number")),
        sa.UniqueConstraint(
            "series_id",
            "year",
            "serial",
            "suffix",
            name=op.f("uq_letter_number_series_id_year_serial_suffix"),
        ),
        sa.UniqueConstraint(
            "series_id", "year", "text", name=op.f("uq_letter_number_series_id_year_text")
        ),
        sa.UniqueConstraint("letter_id", name=op.f("uq_letter_number_letter_id")),
    )
    op.create_table(
        "letter_copy",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_letter_copy_letter_id_letter")
        ),
        sa.PrimaryKeyConstraint("letter_id", "n", name=op.f("pk_letter_copy")),
    )
    op.create_table(
        "letter_key",
        sa.Column("id", sa.String(8), nullable=False),
        sa.Column("public_key", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_key")),
    )
    op.create_table(
        "paper_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("nik", sa.String(16), nullable=False),
        sa.Column("village", sa.String(120), nullable=False),
        sa.Column("service", sa.String(200), nullable=False),
        sa.Column("signer", sa.String(120), nullable=False),
        sa.Column("addressee", sa.String(120), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=True),
        sa.Column("receiver", sa.String(100), nullable=False),
        sa.Column("remark", sa.String(300), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(
            ["number_id"],
            ["letter_number.id"],
            name=op.f("fk_paper_entry_number_id_letter_number"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_paper_entry_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_entry")),
        sa.UniqueConstraint("number_id", name=op.f("uq_paper_entry_number_id")),
    )
    op.create_index(op.f("ix_paper_entry_office_id"), "paper_entry", ["office_id"])
    op.create_table(
        "book_print",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("book", sa.String(40), nullable=False),
        sa.Column("period", sa.String(120), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_by", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_book_print_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_print")),
        sa.UniqueConstraint(
            "office_id",
            "book",
            "period",
            "edition",
            name=op.f("uq_book_print_office_id_book_period_edition"),
        ),
    )
    op.create_table(
        "paper_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(32), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("lines", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("faults", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("staged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staged_by", sa.String(120), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_paper_sheet_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["number_series.id"],
            name=op.f("fk_paper_sheet_series_id_number_series"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sheet")),
        sa.UniqueConstraint("ref", name=op.f("uq_paper_sheet_ref")),
    )
    op.create_index(op.f("ix_paper_sheet_office_id"), "paper_sheet", ["office_id"])


def _rebuild_letter() -> None:
    op.execute(
        'INSERT INTO letter_number (series_id, year, serial, suffix, text, "on", state, '
        "letter_id, reason, by_name, at) "
        "SELECT series_id, year, serial, '', number, numbered_on, 'dipakai', id, '', numbered_by, "
        "COALESCE(stamped_at, signed_at, CURRENT_TIMESTAMP) FROM letter WHERE serial IS NOT NULL"
    )
    _drop(OLD_GUARDS)
    with op.batch_alter_table("letter") as table:
        table.drop_index("ix_letter_book")
        table.drop_constraint("uq_letter_series_id_year_serial", type_="unique")
        table.drop_constraint("fk_letter_series_id_number_series", type_="foreignkey")
        table.drop_column("series_id")
        table.drop_column("year")
        table.drop_column("serial")
        table.add_column(
            sa.Column("kind", sa.String(20), nullable=False, server_default="rekomendasi")
        )
        table.add_column(sa.Column("code", sa.String(20), nullable=True))
        table.add_column(sa.Column("statement", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("voided_by", sa.String(120), nullable=False, server_default=""))
        table.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        table.create_unique_constraint(op.f("uq_letter_code"), ["code"])
        table.create_unique_constraint(op.f("uq_letter_replaces_id"), ["replaces_id"])
        table.create_foreign_key(
            op.f("fk_letter_replaces_id_letter"), "letter", ["replaces_id"], ["id"]
        )
    op.execute("UPDATE letter SET kind = content ->> 'layout' WHERE draft_version > 0")


def downgrade() -> None:
    _drop(GUARDS)
    with op.batch_alter_table("letter") as table:
        table.drop_constraint("fk_letter_replaces_id_letter", type_="foreignkey")
        table.drop_constraint("uq_letter_replaces_id", type_="unique")
        table.drop_constraint("uq_letter_code", type_="unique")
        table.drop_column("replaces_id")
        table.drop_column("voided_by")
        table.drop_column("statement")
        table.drop_column("code")
        table.drop_column("kind")
        table.add_column(sa.Column("series_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("year", sa.Integer(), nullable=True))
        table.add_column(sa.Column("serial", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_letter_series_id_number_series"), "number_series", ["series_id"], ["id"]
        )
        table.create_unique_constraint(
            op.f("uq_letter_series_id_year_serial"), ["series_id", "year", "serial"]
        )
        table.create_index("ix_letter_book", ["office_id", "year", "serial"])
    given = "FROM letter_number WHERE letter_number.letter_id = letter.id AND suffix = ''"
    op.execute(
        f"UPDATE letter SET series_id = (SELECT series_id {given}), "  # noqa: S608
        f"year = (SELECT year {given}), serial = (SELECT serial {given})"
    )
    _add(OLD_GUARDS)
    for name in (
        "paper_sheet",
        "book_print",
        "paper_entry",
        "letter_key",
        "letter_copy",
        "letter_number",
    ):
        op.drop_table(name)
    op.drop_index("ix_case_file_from", "case_file")
    with op.batch_alter_table("case_file") as table:
        table.drop_column("from_case_id")
    with op.batch_alter_table("handover") as table:
        table.drop_column("strokes")
        table.drop_column("identity_last4")
    with op.batch_alter_table("office") as table:
        for column in ("margins", "font_points", "font", "paper"):
            table.drop_column(column)
    with op.batch_alter_table("number_series") as table:
        for column in ("version", "kinds", "mode", "title"):
            table.drop_column(column)
