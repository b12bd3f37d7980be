"""What the database itself guarantees: a published rule stays, nothing is given twice."""

from django.db import migrations

FROZEN = """
CREATE FUNCTION assets_offer_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL AND (
        OLD.asset_id, OLD.owner_id, OLD.price_model, OLD.unit_price, OLD.quantity,
        OLD.available_from, OLD.removal_by, OLD.visibility, OLD.audience, OLD.opens_at,
        OLD.closes_at, OLD.rule, OLD.reserve_limit, OLD.accept_working_days,
        OLD.published_at, OLD.rule_text, OLD.rule_hash
    ) IS DISTINCT FROM (
        NEW.asset_id, NEW.owner_id, NEW.price_model, NEW.unit_price, NEW.quantity,
        NEW.available_from, NEW.removal_by, NEW.visibility, NEW.audience, NEW.opens_at,
        NEW.closes_at, NEW.rule, NEW.reserve_limit, NEW.accept_working_days,
        NEW.published_at, NEW.rule_text, NEW.rule_hash
    ) THEN
        RAISE EXCEPTION 'the rule of a published offer is frozen (offer %)', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assets_offer_frozen BEFORE UPDATE ON assets_offer
    FOR EACH ROW EXECUTE FUNCTION assets_offer_stays();
"""

# The CHECK never_more_than_offered then refuses any award beyond the quantity,
# whatever the code above it does.
COUNTED = """
CREATE FUNCTION assets_award_count() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before integer := 0;
    after integer := 0;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.ended_at IS NULL THEN before := OLD.quantity; END IF;
    IF TG_OP <> 'DELETE' AND NEW.ended_at IS NULL THEN after := NEW.quantity; END IF;
    IF before <> after THEN
        UPDATE assets_offer SET awarded_quantity = awarded_quantity + after - before
            WHERE id = COALESCE(NEW.offer_id, OLD.offer_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER assets_award_counted AFTER INSERT OR UPDATE OR DELETE ON assets_award
    FOR EACH ROW EXECUTE FUNCTION assets_award_count();
"""


class Migration(migrations.Migration):
    dependencies = [("assets", "0001_first_tables")]
    operations = [
        migrations.RunSQL(FROZEN, "DROP FUNCTION assets_offer_stays CASCADE"),
        migrations.RunSQL(COUNTED, "DROP FUNCTION assets_award_count CASCADE"),
    ]
