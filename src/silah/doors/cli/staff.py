"""`silah staff invite SLUG USERNAME --name … --role …`: the password is shown once."""

from __future__ import annotations

import argparse
import secrets
from typing import Any

from silah.doors.cli.which import operator_of
from silah.foundation.access.actor import STAFF_ROLES, Actor, Role
from silah.foundation.kernel.errors import NotFound
from silah.foundation.organisations import operations, queries
from silah.foundation.organisations.events import RESET_REASONS
from silah.foundation.tenancy import within


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    invite = verbs.add_parser("invite", help="a log-in with its roles in one association")
    invite.add_argument("slug")
    invite.add_argument("username")
    invite.add_argument("--name", required=True, help="full name, as colleagues see it")
    invite.add_argument("--title", default="")
    invite.add_argument("--role", action="append", required=True, choices=[str(role) for role in STAFF_ROLES])
    invite.set_defaults(run=run_invite)
    renew = verbs.add_parser("password", help="a new password for who forgot it")
    renew.add_argument("slug")
    renew.add_argument("username")
    renew.set_defaults(run=run_password)
    second = verbs.add_parser("second-step", help="takes the second step away from who lost the telephone")
    second.add_argument("slug")
    second.add_argument("username")
    second.add_argument("--reason", required=True, choices=list(RESET_REASONS))
    second.set_defaults(run=run_second_step)


def run_password(given: argparse.Namespace) -> int:
    by, password = operator_of(given.slug), secrets.token_urlsafe(12)
    with within(by.organisation_id):
        member = _member(by, given.username)
        operations.renew_password(member, password, by=by, given=True)
    print(f"log-in {given.username}, password {password} (shown once; to be replaced within a week)")
    return 0


def run_second_step(given: argparse.Namespace) -> int:
    by = operator_of(given.slug)
    with within(by.organisation_id):
        operations.reset_second_step(_member(by, given.username), given.reason, by=by)
    print(f"{given.username} logs in by password alone until the second step is set up again")
    return 0


def _member(by: Actor, username: str) -> Any:
    member = next((each for each in queries.members(by) if each.user.username == username), None)
    if member is None:
        raise NotFound(f"{username} does not work there")
    return member


def run_invite(given: argparse.Namespace) -> int:
    password = secrets.token_urlsafe(12)
    operations.invite(
        given.username,
        password,
        by=operator_of(given.slug),
        full_name=given.name,
        title=given.title,
        roles=[Role(role) for role in given.role],
        given=True,
    )
    print(f"log-in {given.username}, password {password} (shown once; to be replaced within a week)")
    return 0
