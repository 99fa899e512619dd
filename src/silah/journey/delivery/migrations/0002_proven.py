"""Delivered means proven, whatever code asks for it: no delivered row without a standing proof of its own."""

from django.db import migrations

GUARD = """
CREATE FUNCTION silah_delivery_is_proven() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'delivered' AND NOT EXISTS (
        SELECT 1 FROM delivery_proof AS p
        WHERE p.organisation_id = NEW.organisation_id AND p.delivery_id = NEW.id AND p.voided_at IS NULL
    ) THEN
        RAISE EXCEPTION 'a delivery is delivered by a proof alone' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proven BEFORE INSERT OR UPDATE ON delivery_delivery
    FOR EACH ROW EXECUTE FUNCTION silah_delivery_is_proven();

CREATE FUNCTION silah_proof_is_needed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'DELETE' OR NEW.voided_at IS NOT NULL OR NEW.delivery_id <> OLD.delivery_id) AND EXISTS (
        SELECT 1 FROM delivery_delivery AS d
        WHERE d.organisation_id = OLD.organisation_id AND d.id = OLD.delivery_id AND d.state = 'delivered'
    ) AND OLD.voided_at IS NULL THEN
        RAISE EXCEPTION 'a delivered row keeps its proof' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER needed BEFORE UPDATE OR DELETE ON delivery_proof
    FOR EACH ROW EXECUTE FUNCTION silah_proof_is_needed();
"""
BACK = """
DROP TRIGGER proven ON delivery_delivery;
DROP TRIGGER needed ON delivery_proof;
DROP FUNCTION silah_delivery_is_proven();
DROP FUNCTION silah_proof_is_needed();
"""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, BACK)]
