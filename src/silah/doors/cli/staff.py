"""`silah staff invite SLUG USERNAME --name … --role …`: the password is shown once."""

from __future__ import annotations

import argparse
import secrets

from silah.doors.cli.which import operator_of
from silah.foundation.access.actor import STAFF_ROLES, Role
from silah.foundation.kernel.errors import NotFound
from silah.foundation.organisations import operations, queries
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


def run_password(given: argparse.Namespace) -> int:
    by, password = operator_of(given.slug), secrets.token_urlsafe(12)
    with within(by.organisation_id):
        member = next((each for each in queries.members(by) if each.user.username == given.username), None)
        if member is None:
            raise NotFound(f"{given.username} does not work there")
        operations.renew_password(member, password, by=by)
    print(f"log-in {given.username}, password {password} (shown once)")
    return 0


def run_invite(given: argparse.Namespace) -> int:
    password = secrets.token_urlsafe(12)
    operations.invite(
        given.username,
        password,
        by=operator_of(given.slug),
        full_name=given.name,
        title=given.title,
        roles=[Role(role) for role in given.role],
    )
    print(f"log-in {given.username}, password {password} (shown once)")
    return 0
