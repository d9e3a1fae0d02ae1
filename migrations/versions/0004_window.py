"""The citizen's window: messages, complaints, the survey, and what forecasts are made of."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


ALWAYS = "1 = 1"
# As in 0001: table, name, event, condition under which the change is refused.
GUARDS = (
    ("message", "message_stays", "UPDATE OF ref, case_id, office_id, about, at", ALWAYS),
    (
        "message",
        "message_sent_stays",
        "UPDATE OF state, sent_at, sent_by, way",
        "OLD.state = 'terkirim'",
    ),
    (
        "complaint",
        "complaint_stays",
        "UPDATE OF ref, key, number, office_id, case_id, kind, topic, text, phone, made_at, due_at",
        ALWAYS,
    ),
    (
        "complaint",
        "complaint_answer_stays",
        "UPDATE OF answer, note, answered_at, answered_by, answered_as",
        "OLD.answered_at IS NOT NULL",
    ),
    ("survey_answer", "survey_answer_stays", "UPDATE", ALWAYS),
    ("survey_given", "survey_given_stays", "UPDATE", ALWAYS),
    ("survey_given", "survey_given_kept", "DELETE", ALWAYS),
)


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _guard() -> None:
    for table, name, event, condition in GUARDS:
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


def upgrade() -> None:
    op.create_table(
        "survey_given",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_survey_given")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("sop_id", sa.String(length=60), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("persyaratan", sa.Integer(), nullable=False),
        sa.Column("prosedur", sa.Integer(), nullable=False),
        sa.Column("waktu", sa.Integer(), nullable=False),
        sa.Column("biaya", sa.Integer(), nullable=False),
        sa.Column("produk", sa.Integer(), nullable=False),
        sa.Column("kompetensi", sa.Integer(), nullable=False),
        sa.Column("perilaku", sa.Integer(), nullable=False),
        sa.Column("sarana", sa.Integer(), nullable=False),
        sa.Column("pengaduan", sa.Integer(), nullable=False),
        sa.Column("age", sa.String(length=10), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("education", sa.String(length=10), nullable=False),
        sa.Column("work", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "persyaratan BETWEEN 1 AND 4 AND prosedur BETWEEN 1 AND 4 AND waktu BETWEEN 1 AND 4 AND biaya BETWEEN 1 AND 4 AND produk BETWEEN 1 AND 4 AND kompetensi BETWEEN 1 AND 4 AND perilaku BETWEEN 1 AND 4 AND sarana BETWEEN 1 AND 4 AND pengaduan BETWEEN 1 AND 4",
            name=op.f("ck_survey_answer_scale"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_survey_answer_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_answer_period", "survey_answer", ["office_id", "month", "sop_id"])

    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=15), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("sop_id", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.String(length=30), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=30), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=120), nullable=False),
        sa.Column("answered_as", sa.String(length=250), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer = '')", name=op.f("ck_complaint_answered")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_complaint_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_complaint_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("key", name=op.f("uq_complaint_key")),
        sa.UniqueConstraint("ref", name=op.f("uq_complaint_ref")),
    )
    op.create_index(op.f("ix_complaint_case_id"), "complaint", ["case_id"])
    op.create_index(op.f("ix_complaint_number"), "complaint", ["number"])
    op.create_index("ix_complaint_queue", "complaint", ["office_id", "answered_at", "due_at", "id"])

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by", sa.String(length=120), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_message_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_message_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("ref", name=op.f("uq_message_ref")),
    )
    op.create_index(op.f("ix_message_case_id"), "message", ["case_id"])
    op.create_index("ix_message_due", "message", ["state", "next_try_at"])
    op.create_index("ix_message_waiting", "message", ["office_id", "state", "id"])

    # Added plainly: a rebuilt table would lose its triggers on SQLite.
    op.add_column("case_file", sa.Column("ready_at", sa.DateTime(timezone=True)))
    op.add_column("case_file", sa.Column("ready_minutes", sa.Double()))
    op.create_index("ix_case_file_ready", "case_file", ["office_id", "sop_id", "ready_at"])
    op.add_column(
        "office", sa.Column("closing_days", sa.Integer(), nullable=False, server_default="30")
    )
    op.add_column("office", sa.Column("standards", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column(
        "registration", sa.Column("turns", sa.JSON(), nullable=False, server_default="[]")
    )
    _guard()


def downgrade() -> None:
    for table, name, _, _ in GUARDS:
        op.execute(f"DROP TRIGGER {name}" + ("" if _sqlite() else f" ON {table}"))
    op.drop_index("ix_case_file_ready", "case_file")
    for table, column in (
        ("registration", "turns"), ("office", "standards"), ("office", "closing_days"),
        ("case_file", "ready_minutes"), ("case_file", "ready_at"),
    ):  # fmt: skip
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for table in ("message", "complaint", "survey_answer", "survey_given"):
        op.drop_table(table)
