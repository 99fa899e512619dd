"""Every call of the api with every kind of credentials: what its own document allows, and what it does not."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.errors import InvalidSchema
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from drill.fuzzing.forms import Wrong
from drill.fuzzing.state import EVIDENCE, FIGURES, State, undone
from silah.foundation.tenancy import within
from tests.api.program import Program
from tests.hostile.town import Town

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
MARK = "a" * 32
LAST_USED = frozenset({"organisations_apitoken"})  # when a token was last used
# Told whatever was asked: what is not written down for each call.
EVERYWHERE = frozenset({400, 401, 403, 404, 405, 409, 413, 415, 422, 429})


@dataclass
class Callers:
    """Who asks, each by what a browser or a program would send along."""

    town: Town
    headers: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        office = self.town.office
        for who in ("salma", "khalid", "nouf"):
            self.headers[who] = Program.of(office, who).headers
        for name, client in (
            ("her own session", Program.herself(office, self.town.people[2].id).client),
            ("a stranger's session", Program.herself(self.town.clinic, self.town.people[0].id).client),
        ):
            session = client.cookies["sessionid"].value
            self.headers[name] = {"Cookie": f"sessionid={session}; csrftoken={MARK}", "X-CSRFToken": MARK}
        self.headers["nobody"] = {}
        self.headers["a wrong token"] = {"Authorization": "Bearer silah_x"}


def ids_of(town: Town) -> list[str]:
    """Of whatever is there: a call's id may as well be of another kind."""
    found: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM (SELECT c.relname AS table_name FROM pg_class c JOIN pg_attribute a"
            " ON a.attrelid = c.oid AND a.attname = 'id' AND a.atttypid = 'uuid'::regtype"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
            " AND has_table_privilege(c.oid, 'SELECT')) t"
        )
        tables = [name for (name,) in cursor.fetchall()]
    for organisation in (town.office.organisation_id, town.clinic.organisation_id):
        with within(organisation), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f'SELECT id FROM "{table}" LIMIT 6')
                found += [str(row[0]) for row in cursor.fetchall()]
    return found


def kinds(town: Town) -> dict[str, list[str]]:
    """By the name an address gives it, the ids that it can mean."""
    by_table = {
        "request_id": "requests_supportrequest", "item_id": "requests_requirementitem", "draft_id": "requests_draft",
        "person_id": "people_party", "party_id": "people_party", "contact_id": "contact_contact",
        "question_id": "contact_question", "referral_id": "research_referral", "sitting_id": "decisions_sitting",
        "reply_id": "decisions_reply", "delivery_id": "delivery_delivery", "account_id": "delivery_payeeaccount",
        "decision_id": "decisions_decision", "household_id": "people_household", "promise_id": "contact_promise",
        "member_id": "organisations_membership", "token_id": "organisations_apitoken", "appeal_id": "decisions_appeal",
    }  # fmt: skip
    found = {"token": [*town.tokens.values(), "x"]}
    with within(town.office.organisation_id), connection.cursor() as cursor:
        for name, table in by_table.items():
            cursor.execute(f'SELECT id FROM "{table}" ORDER BY id LIMIT 8')
            found[name] = [str(row[0]) for row in cursor.fetchall()]
    return found


class Api:
    def __init__(self, town: Town) -> None:
        self.callers = Callers(town)
        for signal in (signals.request_started, signals.request_finished):
            signal.disconnect(close_old_connections)  # everything happens in one transaction from here on
        self.kinds, self.anything = kinds(town), ids_of(town)
        self.schema = schemathesis.openapi.from_wsgi(
            f"/{town.office.slug}/api/v1/openapi.json", get_wsgi_application()
        )

    def operations(self) -> Iterator[Any]:
        for result in self.schema.get_all_operations():
            yield result.ok()

    def cases(self, operation: Any) -> st.SearchStrategy[tuple[Any, str, int]]:
        made = st.one_of(
            operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
            operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
            operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
        )
        who = st.sampled_from(["salma", "salma", "salma", *self.callers.headers])
        return st.tuples(made, who, st.integers(0, 2**32))

    def call(self, given: tuple[Any, str, int], state: State, count: Callable[[int], None]) -> None:
        """One case, undone afterwards; raises `Wrong`, or what schemathesis says."""
        case, who, number = given
        self._mean_something(case, random.Random(number))
        place = f"198.51.{number % 250}.{number // 250 % 250 + 1}"
        with undone():
            before = state.touched()
            headers = {"Accept-Encoding": "identity", **self.callers.headers[who]}
            answer = case.call(headers=headers, environ_overrides={"REMOTE_ADDR": place})
            count(answer.status_code)
            if answer.status_code not in EVERYWHERE:
                self._conforms(case, answer)
            elif answer.headers["content-type"][0] != "application/problem+json":
                raise Wrong(
                    f"{case.method} {case.path}: {answer.status_code} as {answer.headers['content-type']}"
                )
            if state.touched() != before:
                self._look(case, answer.status_code, state)

    def _conforms(self, case: Any, answer: Any) -> None:
        try:
            case.validate_response(answer, checks=CHECKS)
        except (
            InvalidSchema
        ):  # a pair's places one by one (`prefixItems`), which schemathesis rewrites wrongly
            case.validate_response(answer, checks=CHECKS[:2])

    def _mean_something(self, case: Any, chance: random.Random) -> None:
        """Mostly ids of what is there and fits; sometimes of something else, of another association too."""
        for name in case.path_parameters or {}:
            fitting = self.kinds.get(name) or self.anything
            if (drawn := chance.random()) < 0.8:
                case.path_parameters[name] = chance.choice(fitting)
            elif drawn < 0.9:
                case.path_parameters[name] = chance.choice(self.anything)

    def _look(self, case: Any, status: int, state: State) -> None:
        wrote = (
            state.written() - LAST_USED - FIGURES - (EVIDENCE if status in {403, 404, 409} else frozenset())
        )
        if wrote and (status >= 400 or case.method.upper() == "GET"):
            raise Wrong(f"{case.method} {case.path}: {status}, and yet written: {sorted(wrote)}")
        if wrote and (faults := state.broken()):
            raise Wrong(f"{case.method} {case.path}: {faults[:2]}")
