"""A record that changes is laid beside its change, whoever changes it: the figures are put right from there.

Each transaction lays a record once, though it writes a hundred of its rows.
"""

from collections.abc import Iterator

from django.db import migrations

LAY = """
CREATE FUNCTION silah_figure_touch(organisation uuid, kind text, subject uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    seen text := coalesce(current_setting('silah.touched', true), '');
    this text := left(kind, 6) || subject::text;
BEGIN
    IF subject IS NULL OR position(this IN seen) > 0 THEN
        RETURN;
    END IF;
    INSERT INTO evidence_figuretouch (id, organisation_id, kind, subject_id, laid_at)
    VALUES (gen_random_uuid(), organisation, kind, subject, clock_timestamp());
    PERFORM set_config('silah.touched', right(seen || this, 2000), true);
END $$;
"""
NO_LAY = "DROP FUNCTION silah_figure_touch(uuid, text, uuid)"

CASE = ("support_request", "support_request_id")
TOUCHING = {
    "requests_supportrequest": [("support_request", "id")],
    "requests_participant": [CASE],
    "requests_requirementitem": [CASE],
    "requests_declaration": [CASE],
    "requests_windownotice": [CASE],
    "requests_pause": [CASE],
    "requests_explanation": [CASE],
    "verification_match": [CASE],
    "verification_truthcheck": [CASE],
    "research_casestudy": [CASE],
    "decisions_agendaitem": [CASE],
    "decisions_vote": [("agenda_item", "agenda_item_id")],
    "decisions_approval": [CASE],
    "decisions_decision": [CASE],
    "decisions_reply": [CASE],
    "decisions_replytry": [("reply", "reply_id")],
    "delivery_delivery": [CASE],
    "voice_ratinginvitation": [CASE],
    "contact_contact": [("contact", "id")],
    "contact_question": [("contact", "contact_id")],
    "contact_promise": [("question", "question_id")],
    "research_referral": [("referral", "id")],
    "people_notsame": [("party", "first_id"), ("party", "second_id")],
    "people_kinship": [("party", "party_id")],
}
# Whose other requests are judged beside those that went to somebody else.
LEFT = {"requests_supportrequest": [("party", "applicant_id")]}


def lay(row: str, marks: list[tuple[str, str]]) -> str:
    return "\n".join(
        f"PERFORM silah_figure_touch({row}.organisation_id, '{kind}', {row}.{column});"
        for kind, column in marks
    )


def touching() -> Iterator[migrations.RunSQL]:
    """The new row's record, and the old row's where it was another's or is gone."""
    for table, marks in TOUCHING.items():
        left = [*marks, *LEFT.get(table, [])]
        moved = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for _kind, column in left)
        yield migrations.RunSQL(
            f"""
            CREATE FUNCTION {table}_touched() RETURNS trigger LANGUAGE plpgsql
            SET search_path = pg_catalog, public, pg_temp AS $$
            BEGIN
                IF TG_OP <> 'DELETE' THEN {lay("NEW", marks)} END IF;
                IF TG_OP = 'DELETE' THEN {lay("OLD", marks)}
                ELSIF TG_OP = 'UPDATE' THEN
                    IF {moved} THEN {lay("OLD", left)} END IF;
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER touched AFTER INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_touched();
            """,
            f"DROP TRIGGER touched ON {table}; DROP FUNCTION {table}_touched();",
        )


# Whoever it was alike with before is alike with one less; numbers of files are looked at together.
PARTY = """
CREATE FUNCTION people_party_touched() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM silah_figure_touch(NEW.organisation_id, 'party', NEW.id);
        IF TG_OP = 'INSERT' THEN
            IF NEW.file_number IS NOT NULL THEN
                PERFORM silah_figure_touch(NEW.organisation_id, 'organisation', NEW.organisation_id);
            END IF;
            RETURN NULL;
        END IF;
    ELSE
        PERFORM silah_figure_touch(OLD.organisation_id, 'party', OLD.id);
        PERFORM silah_figure_touch(OLD.organisation_id, 'organisation', OLD.organisation_id);
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.file_number IS DISTINCT FROM NEW.file_number THEN
            PERFORM silah_figure_touch(NEW.organisation_id, 'organisation', NEW.organisation_id);
        END IF;
        IF OLD.name_folded = NEW.name_folded AND OLD.birth_date IS NOT DISTINCT FROM NEW.birth_date THEN
            RETURN NULL;
        END IF;
    END IF;
    PERFORM silah_figure_touch(p.organisation_id, 'party', p.id) FROM people_party AS p
    WHERE p.organisation_id = OLD.organisation_id AND p.name_folded = OLD.name_folded
        AND p.birth_date = OLD.birth_date;
    RETURN NULL;
END $$;
CREATE TRIGGER touched AFTER INSERT OR UPDATE OR DELETE ON people_party
FOR EACH ROW EXECUTE FUNCTION people_party_touched();
"""
NO_PARTY = "DROP TRIGGER touched ON people_party; DROP FUNCTION people_party_touched();"

ENTRY = """
CREATE FUNCTION journal_entry_touched() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM silah_figure_touch(NEW.organisation_id, NEW.subject_kind, NEW.subject_id);
    RETURN NULL;
END $$;
CREATE TRIGGER touched AFTER INSERT ON journal_entry
FOR EACH ROW EXECUTE FUNCTION journal_entry_touched();
"""
NO_ENTRY = "DROP TRIGGER touched ON journal_entry; DROP FUNCTION journal_entry_touched();"

WAITING = """
CREATE FUNCTION silah_figures_waiting(now timestamptz) RETURNS TABLE (organisation_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT o.id FROM organisations_organisation AS o
    WHERE EXISTS (SELECT FROM evidence_figuretouch AS t WHERE t.organisation_id = o.id)
        OR EXISTS (
            SELECT FROM evidence_figureshare AS s WHERE s.organisation_id = o.id AND s.turns_at <= now
        )
        OR NOT EXISTS (
            SELECT FROM evidence_figurestate AS f WHERE f.organisation_id = o.id AND f.as_of IS NOT NULL
        )
$$;
REVOKE ALL ON FUNCTION silah_figures_waiting(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION silah_figures_waiting(timestamptz) TO silah_app;
"""
NO_WAITING = "DROP FUNCTION silah_figures_waiting(timestamptz)"


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0002_figures"),
        ("journal", "0001_initial"),
        ("people", "0001_initial"),
        ("contact", "0001_initial"),
        ("requests", "0001_initial"),
        ("verification", "0001_initial"),
        ("research", "0001_initial"),
        ("decisions", "0001_initial"),
        ("delivery", "0001_initial"),
        ("voice", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(LAY, NO_LAY),
        *touching(),
        migrations.RunSQL(PARTY, NO_PARTY),
        migrations.RunSQL(ENTRY, NO_ENTRY),
        migrations.RunSQL(WAITING, NO_WAITING),
    ]
