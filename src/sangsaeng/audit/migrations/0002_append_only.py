"""Lines, seals and places can be added, never changed or removed.

Truncation stays possible for test runs; the production role owns no tables and may
not truncate.
"""

from django.db import migrations

TABLES = ("audit_auditline", "audit_auditseal", "audit_sealedline")

FUNCTION = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only: % on %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""
TRIGGER = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_first_tables")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE audit_auditline"
            " ADD COLUMN transaction xid8 NOT NULL DEFAULT pg_current_xact_id()",
            "ALTER TABLE audit_auditline DROP COLUMN transaction",
        ),
        migrations.RunSQL(
            FUNCTION + "".join(TRIGGER.format(table=table) for table in TABLES),
            "DROP FUNCTION audit_refuse_change CASCADE",
        ),
    ]
