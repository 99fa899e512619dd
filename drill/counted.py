"""The tables of an association, looked at by somebody who sees every row: whether anything is missing, double or half."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol

import psycopg

from drill.findings import Finding
from drill.insisting import Log
from drill.provider import Provider


class Connects(Protocol):
    def connect(self) -> psycopg.Connection[Any]: ...


class Counted:
    """The tables of the association, looked at by somebody who sees every row."""

    def __init__(self, here: Connects, organisation: str, *, since: datetime | None = None) -> None:
        """`since`: what was written from then on is looked at; from now on unless told otherwise."""
        self.here, self.organisation = here, organisation
        self.since: datetime = since or self.one("SELECT now()")
        self.number = self.one(
            f"SELECT coalesce(max({NUMBER}), 0) FROM requests_supportrequest WHERE {OURS} AND {YEAR}"
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        names = {"at": self.organisation, "since": getattr(self, "since", None)}
        with self.here.connect() as connection:
            return connection.execute(query, names).fetchall()

    def one(self, query: str) -> Any:
        return self.rows(query)[0][0]


OURS = "organisation_id = %(at)s"
NUMBER = "split_part(reference, '/', 2)::int"
YEAR = (
    "split_part(reference, '/', 1) = (SELECT max(split_part(reference, '/', 1)) FROM requests_supportrequest"
    " WHERE organisation_id = %(at)s)"
)
NEW = f"{OURS} AND submitted_at >= %(since)s"
# Each gives rows only where something is not as it must be.
HALVES = {
    "a request without exactly one journal entry of its submission": f"""
        SELECT r.id FROM requests_supportrequest r LEFT JOIN journal_entry e ON e.organisation_id = r.organisation_id
        AND e.subject_kind = 'support_request' AND e.subject_id = r.id AND e.name = 'requests.submitted'
        WHERE r.{NEW} GROUP BY r.id HAVING count(e.id) <> 1""",
    "a submission in the journal without its request": f"""
        SELECT e.subject_id FROM journal_entry e WHERE e.{OURS} AND e.name = 'requests.submitted'
        AND e.recorded_at >= %(since)s AND NOT EXISTS (SELECT FROM requests_supportrequest r
        WHERE r.organisation_id = e.organisation_id AND r.id = e.subject_id)""",
    "a request without one standing declaration": f"""
        SELECT r.id FROM requests_supportrequest r LEFT JOIN requests_declaration d
        ON d.organisation_id = r.organisation_id AND d.support_request_id = r.id AND d.voided_at IS NULL
        WHERE r.{NEW} GROUP BY r.id HAVING count(d.id) <> 1""",
    "a request without its applicant among the participants": f"""
        SELECT r.id FROM requests_supportrequest r WHERE r.{NEW} AND (SELECT count(*) FROM requests_participant p
        WHERE p.organisation_id = r.organisation_id AND p.support_request_id = r.id
        AND p.party_id = r.applicant_id) <> 1""",
    "requests of one door with other papers than their neighbours": f"""
        SELECT door FROM (SELECT r.door, (SELECT string_agg(requirement, ',' ORDER BY requirement)
        FROM requests_requirementitem i WHERE i.organisation_id = r.organisation_id AND i.support_request_id = r.id)
        AS papers FROM requests_supportrequest r WHERE r.{NEW}) t GROUP BY door HAVING count(DISTINCT papers) <> 1""",
    "two requests of one person": f"""
        SELECT applicant_id FROM requests_supportrequest WHERE {NEW} GROUP BY 1 HAVING count(*) > 1""",
    "a person twice": f"""
        SELECT national_id_hash FROM people_party WHERE {OURS} AND national_id_hash IS NOT NULL
        GROUP BY 1 HAVING count(*) > 1""",
    "a file without exactly one journal entry of its opening": f"""
        SELECT p.id FROM people_party p LEFT JOIN journal_entry e ON e.organisation_id = p.organisation_id
        AND e.subject_kind = 'party' AND e.subject_id = p.id AND e.name = 'people.party_registered'
        WHERE p.{OURS} AND p.created_at >= %(since)s GROUP BY p.id HAVING count(e.id) <> 1""",
    "a paper seen without one journal entry": f"""
        SELECT i.id FROM requests_requirementitem i JOIN requests_supportrequest r ON r.id = i.support_request_id
        AND r.organisation_id = i.organisation_id LEFT JOIN journal_entry e ON e.organisation_id = i.organisation_id
        AND e.subject_id = r.id AND e.name = 'requests.item_presented' AND e.data->>'item' = i.id::text
        WHERE r.{NEW} AND i.state = 'presented' GROUP BY i.id HAVING count(e.id) <> 1""",
    "a history whose head does not count its entries": f"""
        SELECT h.subject_id FROM journal_journalhead h JOIN journal_entry e ON e.organisation_id = h.organisation_id
        AND e.subject_kind = h.subject_kind AND e.subject_id = h.subject_id WHERE h.{OURS}
        GROUP BY h.subject_id, h.number HAVING count(*) <> h.number OR max(e.number) <> h.number""",
}
MESSAGES = {
    "a request without exactly one receipt": f"""
        SELECT r.id FROM requests_supportrequest r LEFT JOIN journal_entry e ON e.organisation_id = r.organisation_id
        AND e.subject_id = r.id AND e.name = 'messages.queued' AND e.data->>'template' = 'receipt'
        WHERE r.{NEW} GROUP BY r.id HAVING count(e.id) <> 1""",
    "a code without exactly one message": f"""
        SELECT e.subject_id FROM journal_entry e LEFT JOIN contact_message m ON m.organisation_id = e.organisation_id
        AND m.about_id = e.subject_id WHERE e.{OURS} AND e.name = 'people.code_issued'
        AND e.recorded_at >= %(since)s GROUP BY e.subject_id HAVING count(m.id) > 1""",
    "a message sent without exactly one attempt that was accepted": f"""
        SELECT m.id FROM contact_message m LEFT JOIN contact_attempt a ON a.organisation_id = m.organisation_id
        AND a.message_id = m.id AND a.accepted WHERE m.{OURS} AND m.created_at >= %(since)s AND m.state = 'sent'
        GROUP BY m.id HAVING count(a.id) <> 1""",
    "a message that neither left nor waits for its hour": f"""
        SELECT id FROM contact_message m WHERE {OURS} AND created_at >= %(since)s AND NOT (
        state IN ('sent', 'sealed', 'withheld', 'unreachable') OR state = 'queued' AND next_try_at > now()
        OR state = 'failed' AND EXISTS (SELECT FROM contact_attempt a WHERE a.message_id = m.id))""",
}


def checks(before: Counted, provider: Provider) -> Iterator[Finding]:
    """Everything but what was acknowledged."""
    yield numbers(before)
    yield none(before, HALVES, "half-written rows", "counts that tie out")
    yield messages(before, provider)


def kept(before: Counted, log: Log, done: str, least: int) -> Finding:
    people = {str(row[0]) for row in before.rows(f"SELECT id FROM people_party WHERE {OURS}")}
    requests = {
        str(case): reference
        for case, reference in before.rows(f"SELECT id, reference FROM requests_supportrequest WHERE {NEW}")
    }
    papers = {
        str(row[0])
        for row in before.rows(
            f"SELECT id FROM requests_requirementitem WHERE {OURS} AND presented_at IS NOT NULL"
        )
    }
    lost = [each for each in log.people if each not in people]
    lost += [each for each, reference in log.requests.items() if requests.get(each) != reference]
    lost += [each for each in log.papers if each not in papers]
    total = len(log.people) + len(log.requests) + len(log.papers)
    told = f"{total} acknowledged writes ({len(log.by_page)} requests signed in the portal,"
    told += f" {len(log.requests) - len(log.by_page)} through the api), {log.again} sendings again,"
    told += f" {log.broken} answers 5xx; lost: {len(lost)}"
    if log.errors:
        told += f"; clients stopped by {log.errors[:3]}"
    held = not lost and not log.errors and not log.inhuman and total > least and bool(log.by_page)
    return Finding("acknowledged is kept", done, told, held)


def numbers(before: Counted) -> Finding:
    count, least, most = before.rows(
        f"SELECT count(*), min({NUMBER}), max({NUMBER}) FROM requests_supportrequest WHERE {NEW}"
    )[0]
    whole = count > 0 and least == before.number + 1 and most == before.number + count
    return Finding(
        "numbers", f"{count} requests numbered", f"{least} to {most}, from {before.number} on", whole
    )


def none(before: Counted, queries: dict[str, str], name: str, done: str) -> Finding:
    odd = {what: len(rows) for what, query in queries.items() if (rows := before.rows(query))}
    return Finding(
        name,
        f"{done}: {len(queries)} kinds looked for",
        "; ".join(f"{count} × {what}" for what, count in odd.items()) or "none",
        not odd,
    )


def messages(before: Counted, provider: Provider) -> Finding:
    plain = none(before, MESSAGES, "messages owed", "sent once, or the attempt on record")
    states = Counter(
        {
            str(state): count
            for state, count in before.rows(
                f"SELECT state, count(*) FROM contact_message WHERE {OURS} AND created_at >= %(since)s GROUP BY 1"
            )
        }
    )
    sent = {
        str(row[0])
        for row in before.rows(
            f"SELECT id FROM contact_message WHERE {OURS} AND created_at >= %(since)s AND state = 'sent'"
        )
    }
    never = len(sent - provider.taken.keys())
    secret = len(provider.taken.keys() - sent)
    told = f"{plain.outcome}; " + ", ".join(f"{count} {state}" for state, count in states.items())
    told += f"; sent but never handed over: {never}; handed over but not on record: {secret};"
    told += f" handed over again under the same key, after a kill between: {provider.repeated}"
    return Finding(plain.name, plain.done, told, plain.held and not never and not secret and bool(sent))
