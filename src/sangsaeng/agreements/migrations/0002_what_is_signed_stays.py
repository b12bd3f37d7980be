"""What the database itself guarantees: a drawn-up text and a signature stay as they are."""

from django.db import migrations

TEXT_STAYS = """
CREATE FUNCTION agreements_text_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.text_version_id, OLD.title, OLD.body, OLD.sha256, OLD.giver_id, OLD.taker_id,
        OLD.drawn_up_at) IS DISTINCT FROM
       (NEW.text_version_id, NEW.title, NEW.body, NEW.sha256, NEW.giver_id, NEW.taker_id,
        NEW.drawn_up_at)
    THEN
        RAISE EXCEPTION 'the text of an agreement is frozen (agreement %)', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agreements_text_stays BEFORE UPDATE ON agreements_agreement
    FOR EACH ROW EXECUTE FUNCTION agreements_text_stays();
"""

SIGNATURE_STAYS = """
CREATE FUNCTION agreements_signature_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a signature is never changed or removed (signature %)', OLD.id
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER agreements_signature_stays BEFORE UPDATE OR DELETE ON agreements_signature
    FOR EACH ROW EXECUTE FUNCTION agreements_signature_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_first_tables")]
    operations = [
        migrations.RunSQL(TEXT_STAYS, "DROP FUNCTION agreements_text_stays CASCADE"),
        migrations.RunSQL(SIGNATURE_STAYS, "DROP FUNCTION agreements_signature_stays CASCADE"),
    ]
