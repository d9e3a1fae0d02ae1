"""Pre-registrations of village offices, their numbers and lists, and documents as files."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


ALWAYS = "1 = 1"
# As in 0001: table, name, event, condition under which the change is refused.
GUARDS = (
    ("registration", "registration_number_stays", "UPDATE OF number, ref", ALWAYS),
    ("registration", "registration_kept", "DELETE", "OLD.first_sent_at IS NOT NULL"),
    ("registration", "registration_case_stays", "UPDATE OF case_id", "OLD.case_id IS NOT NULL"),
    ("allotted_number", "allotted_number_kept", "DELETE", ALWAYS),
    ("allotted_number", "allotted_number_stays", "UPDATE", ALWAYS),
    ("returned_fault", "returned_fault_stays", "UPDATE", ALWAYS),
    ("document_file", "document_file_stays", "UPDATE", ALWAYS),
    (
        "document",
        "document_stays",
        "UPDATE OF ref, office_id, village_code, code, place, kind, n, "
        "replaces_id, added_at, added_by_id, added_by",
        ALWAYS,
    ),
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
        "offline_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=44), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_offline_device_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_offline_device_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["village.code"], name=op.f("fk_offline_device_village_code_village")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offline_device")),
        sa.UniqueConstraint("ref", name=op.f("uq_offline_device_ref")),
    )
    op.create_index(op.f("ix_offline_device_person_id"), "offline_device", ["person_id"])
    op.create_index(op.f("ix_offline_device_village_code"), "offline_device", ["village_code"])
    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=15), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("sop_id", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("typed", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("applicant_name", sa.String(length=100), nullable=False),
        sa.Column(
            "applicant_key",
            sa.String(length=100).with_variant(sa.String(length=100, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kk_no", sa.String(length=16), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("papers_later", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("faults", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("camat_name", sa.String(length=120), nullable=False),
        sa.Column("camat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_registration_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_registration_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_registration_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["village.code"], name=op.f("fk_registration_village_code_village")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("case_id", name=op.f("uq_registration_case_id")),
        sa.UniqueConstraint("number", name=op.f("uq_registration_number")),
        sa.UniqueConstraint("ref", name=op.f("uq_registration_ref")),
    )
    op.create_index(op.f("ix_registration_completed_at"), "registration", ["completed_at"])
    op.create_index(
        op.f("ix_registration_inbox"), "registration", ["office_id", "state", "sent_at", "id"]
    )
    op.create_index(op.f("ix_registration_name"), "registration", ["office_id", "applicant_key"])
    op.create_index(
        op.f("ix_registration_village"), "registration", ["village_code", "state", "id"]
    )
    op.create_table(
        "staged_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("sop_id", sa.String(length=60), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("notes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("columns", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("emergency_reason", sa.String(length=300), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_staged_list_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_staged_list_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["village.code"], name=op.f("fk_staged_list_village_code_village")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_list")),
        sa.UniqueConstraint("ref", name=op.f("uq_staged_list_ref")),
    )
    op.create_index(
        op.f("ix_staged_list_digest"), "staged_list", ["village_code", "sop_id", "digest"]
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("shown_name", sa.String(length=80), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_why", sa.String(length=10), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_document_added_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_document_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_document_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_document_registration_id_registration"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["document.id"], name=op.f("fk_document_replaces_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["village.code"], name=op.f("fk_document_village_code_village")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("ref", name=op.f("uq_document_ref")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_document_replaces_id")),
    )
    op.create_index(op.f("ix_document_case"), "document", ["case_id", "id"])
    op.create_index(op.f("ix_document_registration"), "document", ["registration_id", "id"])
    op.create_index(op.f("ix_document_village_code"), "document", ["village_code"])
    op.create_table(
        "number_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.String(length=8), nullable=False),
        sa.Column("signature", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["offline_device.id"],
            name=op.f("fk_number_block_device_id_offline_device"),
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["village.code"], name=op.f("fk_number_block_village_code_village")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_block")),
        sa.UniqueConstraint("ref", name=op.f("uq_number_block_ref")),
    )
    op.create_index(op.f("ix_number_block_device_id"), "number_block", ["device_id"])
    op.create_table(
        "package_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["offline_device.id"],
            name=op.f("fk_package_item_device_id_offline_device"),
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_package_item_registration_id_registration"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_item")),
        sa.UniqueConstraint("device_id", "item", name=op.f("uq_package_item_device_id_item")),
    )
    op.create_table(
        "registered_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("nik", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_registered_person_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_registered_person_registration_id_registration"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registered_person")),
        sa.UniqueConstraint(
            "registration_id", "place", name=op.f("uq_registered_person_registration_id_place")
        ),
    )
    op.create_index(op.f("ix_registered_person_nik"), "registered_person", ["office_id", "nik"])
    op.create_table(
        "returned_fault",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("paper", sa.String(length=40), nullable=False),
        sa.Column("fault", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_returned_fault_registration_id_registration"),
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["village.code"], name=op.f("fk_returned_fault_village_code_village")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returned_fault")),
    )
    op.create_index(
        op.f("ix_returned_fault_registration_id"), "returned_fault", ["registration_id"]
    )
    op.create_index(op.f("ix_returned_fault_village"), "returned_fault", ["village_code", "at"])
    op.create_table(
        "staged_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("faults", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("nik", sa.String(length=16), nullable=False),
        sa.Column("typed", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"], ["staged_list.id"], name=op.f("fk_staged_row_list_id_staged_list")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_staged_row_registration_id_registration"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_row")),
        sa.UniqueConstraint("list_id", "line", name=op.f("uq_staged_row_list_id_line")),
    )
    op.create_index(op.f("ix_staged_row_nik"), "staged_row", ["list_id", "nik"])
    op.create_index(op.f("ix_staged_row_state"), "staged_row", ["list_id", "state", "line"])
    op.create_table(
        "allotted_number",
        sa.Column("number", sa.String(length=15), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_id"], ["number_block.id"], name=op.f("fk_allotted_number_block_id_number_block")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_allotted_number")),
        sa.UniqueConstraint("block_id", "place", name=op.f("uq_allotted_number_block_id_place")),
    )
    op.create_table(
        "document_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_file_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_file")),
        sa.UniqueConstraint(
            "document_id", "part", "page", name=op.f("uq_document_file_document_id_part_page")
        ),
    )
    op.create_index(op.f("ix_document_file_sha256"), "document_file", ["sha256"])
    op.execute(
        "ALTER TABLE person ADD COLUMN district_code VARCHAR(13) "
        "CONSTRAINT fk_person_district_code_village REFERENCES village (code)"
    )
    _guard()


def downgrade() -> None:
    for table, name, _, _ in GUARDS:
        op.execute(f"DROP TRIGGER {name}" + ("" if _sqlite() else f" ON {table}"))
    with op.batch_alter_table("person") as table:
        table.drop_column("district_code")
    op.drop_index(op.f("ix_document_file_sha256"), "document_file")
    op.drop_table("document_file")
    op.drop_table("allotted_number")
    op.drop_index(op.f("ix_staged_row_state"), "staged_row")
    op.drop_index(op.f("ix_staged_row_nik"), "staged_row")
    op.drop_table("staged_row")
    op.drop_index(op.f("ix_returned_fault_village"), "returned_fault")
    op.drop_index(op.f("ix_returned_fault_registration_id"), "returned_fault")
    op.drop_table("returned_fault")
    op.drop_index(op.f("ix_registered_person_nik"), "registered_person")
    op.drop_table("registered_person")
    op.drop_table("package_item")
    op.drop_index(op.f("ix_number_block_device_id"), "number_block")
    op.drop_table("number_block")
    op.drop_index(op.f("ix_document_village_code"), "document")
    op.drop_index(op.f("ix_document_registration"), "document")
    op.drop_index(op.f("ix_document_case"), "document")
    op.drop_table("document")
    op.drop_index(op.f("ix_staged_list_digest"), "staged_list")
    op.drop_table("staged_list")
    op.drop_index(op.f("ix_registration_village"), "registration")
    op.drop_index(op.f("ix_registration_name"), "registration")
    op.drop_index(op.f("ix_registration_inbox"), "registration")
    op.drop_index(op.f("ix_registration_completed_at"), "registration")
    op.drop_table("registration")
    op.drop_index(op.f("ix_offline_device_village_code"), "offline_device")
    op.drop_index(op.f("ix_offline_device_person_id"), "offline_device")
    op.drop_table("offline_device")
