"""The desk's list reads a page of open requests in its order, not all of them to sort for fifty."""

from datetime import date

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce

ANSWER_BY = Coalesce("ceiling_on", models.Value(date(9999, 12, 31)))
IS_OPEN = (
    models.Q(stage="complete")
    | models.Q(stage="decided")
    | models.Q(stage="delivered")
    | models.Q(stage="replied")
    | models.Q(stage="serving")
    | models.Q(stage="studied")
    | models.Q(stage="submitted")
    | models.Q(stage="verified")
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("requests", "0004_an_index_said_plainly")]
    operations = [
        AddIndexConcurrently(
            "SupportRequest",
            models.Index(
                "organisation_id",
                models.F("urgent").desc(),
                ANSWER_BY,
                "stage_since",
                "id",
                condition=IS_OPEN,
                name="support_request_first",
            ),
        ),
        AddIndexConcurrently(
            "SupportRequest",
            models.Index("organisation_id", ANSWER_BY, "id", condition=IS_OPEN, name="support_request_due"),
        ),
        AddIndexConcurrently(
            "SupportRequest",
            models.Index(
                fields=["organisation_id", "stage_since", "id"],
                condition=IS_OPEN,
                name="support_request_waiting",
            ),
        ),
    ]
