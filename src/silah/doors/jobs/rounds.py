"""What happens by the clock: each round finds the associations that have something due, one transaction each."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from silah.contact import sending
from silah.contact import tasks as contact
from silah.foundation.access.actor import timer
from silah.foundation.files import tasks as files
from silah.foundation.organisations.models import Organisation
from silah.foundation.tenancy import within
from silah.journey.decisions import tasks as decisions

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="silah.doors.jobs.messages", queue="rounds", queueing_lock="messages", pass_context=False)
def messages(timestamp: int) -> None:
    """Messages that waited for morning, or for another try."""
    for organisation_id in sending.associations_waiting():
        with within(organisation_id):
            contact.deliver_due(organisation_id)


@app.periodic(cron="40 2 * * *")
@app.task(name="silah.doors.jobs.files", queue="rounds", queueing_lock="files", pass_context=False)
def unused_files(timestamp: int) -> None:
    for organisation_id in Organisation.objects.values_list("id", flat=True):
        with within(organisation_id):
            gone = files.sweep(organisation_id)
        if gone:
            log.info("%s unused files swept", gone)


@app.periodic(cron="*/5 * * * *")
@app.task(name="silah.doors.jobs.replies", queue="rounds", queueing_lock="replies", pass_context=False)
def replies(timestamp: int) -> None:
    """Outcomes whose moment has come, held until it by the policy's window."""
    for organisation_id in decisions.associations_with_replies_due():
        with within(organisation_id):
            decisions.release_due(timer(organisation_id))


@app.periodic(cron="10 21 * * *")  # ten past midnight in Riyadh
@app.task(name="silah.doors.jobs.appeals", queue="rounds", queueing_lock="appeals", pass_context=False)
def appeals(timestamp: int) -> None:
    """Answers that are overdue are put before their owner; refusals nobody objected to in time are closed."""
    for organisation_id in Organisation.objects.values_list("id", flat=True):
        with within(organisation_id):
            decisions.note_overdue_appeals(timer(organisation_id))
            decisions.close_unopposed(timer(organisation_id))
