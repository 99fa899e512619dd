"""Two associations with one officer each, made by the operations themselves."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest

from silah.foundation.access import Actor, Door, Role
from silah.foundation.access.actor import operator
from silah.foundation.kernel.ids import new_id
from silah.foundation.organisations.models import User
from silah.foundation.organisations.operations import add_member, create_organisation


@dataclass(frozen=True)
class Two:
    here: UUID
    there: UUID
    officer: Actor
    stranger: Actor


def found(slug: str, name: str) -> tuple[UUID, Actor]:
    organisation_id = new_id()
    by = operator(organisation_id)
    create_organisation(slug, name, by=by)
    user = User.objects.create(username=f"officer-{slug}", password="!")
    member = add_member(user, by=by, full_name="سلمى العتيبي", roles=[Role.RELATIONS_OFFICER])
    return organisation_id, member.actor(Door.DESK)


@pytest.fixture
def two(db: None) -> Two:
    here, officer = found("here", "جمعية هنا")
    there, stranger = found("there", "جمعية هناك")
    return Two(here, there, officer, stranger)
