"""What happens by the clock: each round finds the associations that have something due, one transaction each."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from silah.contact import sending
from silah.contact import tasks as contact
from silah.foundation.files import tasks as files
from silah.foundation.organisations.models import Organisation
from silah.foundation.tenancy import within

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
