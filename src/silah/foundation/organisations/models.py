"""Associations and who works in them. `Organisation`, `User` and `Installation` are the host's; the rest scoped."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from silah.foundation.access import Actor, Door, Role
from silah.foundation.kernel import clock
from silah.foundation.kernel.ids import new_id
from silah.foundation.tenancy import LookupHash, ScopedForeignKey, ScopedModel

SLUG_FORM = re.compile(r"[a-z][a-z0-9-]{1,30}")
# First words of an address that belong to the host.
RESERVED_SLUGS = frozenset({"accounts", "static", "health", "ready"})


class Installation(models.Model):
    """One row, written when the database is made. Demo log-ins and the outbox page need `demo`."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="installation_once")]


class Organisation(models.Model):
    """An association; everything shown of it comes from its policy pack."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=31, unique=True)
    host = models.CharField(max_length=200, null=True, unique=True)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.slug

    @classmethod
    def row_kind(cls) -> str:
        return "organisation"


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **extra: Any) -> User:
        user = self.model(username=username, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A staff log-in of the host; what it may do comes from its memberships."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)
    # A password that somebody else made opens until then, and its owner replaces it before anything else.
    given_until = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    @property
    def is_staff(self) -> bool:
        return False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False


class Session(AbstractBaseSession):
    """A browser that is signed in, or a stranger's that keeps something; its key alone opens it."""

    user = models.ForeignKey(
        User, null=True, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    began_at = models.DateTimeField(null=True)  # when this log-in began
    seen_at = models.DateTimeField(null=True)  # to five minutes
    browser = models.CharField(max_length=60, blank=True, db_default="")

    class Meta:
        db_table = "django_session"
        indexes = [
            models.Index(fields=["user"], condition=models.Q(user__isnull=False), name="session_user"),
        ]


class RecoveryCode(models.Model):
    """Lets somebody in once who has lost the telephone of the second step; hashed as a password is."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    salt = models.CharField(max_length=32)  # one for all codes made together: a guess is worked out once
    digest = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True)


class Department(ScopedModel):
    name = models.CharField(max_length=120)


class Office(ScopedModel):
    """A place people come to; its territory is a list of place names of the pack."""

    name = models.CharField(max_length=120)
    territory = ArrayField(models.CharField(max_length=60), default=list)


class Membership(ScopedModel):
    """A person's work in one association: the roles held, from when to when. Never deleted."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    full_name = models.CharField(max_length=150)
    title = models.CharField(max_length=120, blank=True)
    roles = ArrayField(models.CharField(max_length=30))
    department = ScopedForeignKey(Department, null=True)
    office = ScopedForeignKey(Office, null=True)
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    # Ids of the parties whose kin this member declared to be, kept by that act: who acts knows it at once.
    kin = ArrayField(models.UUIDField(), default=list, db_default=models.Value("{}"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "user"],
                condition=models.Q(left_at=None),
                name="membership_once",
            )
        ]

    def actor(self, door: Door) -> Actor:
        return Actor(
            organisation_id=self.organisation_id,
            roles=frozenset(Role(role) for role in self.roles),
            door=door,
            id=self.id,
            name=self.full_name,
            office_id=self.office_id,
            kin=frozenset(self.kin),
        )


class ApiToken(ScopedModel):
    """Lets a program act as this member until it expires; the token itself is shown once and kept nowhere."""

    membership = ScopedForeignKey(Membership)
    name = models.CharField(max_length=80)
    token_hash = LookupHash(purpose="api_token")  # hashed again when it is used
    issued_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)  # to the hour
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "token_hash"], name="api_token_hash")
        ]


class Holiday(ScopedModel):
    day = models.DateField()
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "day"], name="holiday_once")]


class Counter(ScopedModel):
    """The last number given of a series in a Hijri year; its row lock keeps the series without gaps."""

    series = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "series", "year"], name="counter_series")
        ]


class Throttle(models.Model):
    """Attempts counted per bucket, shared by every worker; the host's table, holding digests alone."""

    bucket = models.BinaryField(max_length=32, primary_key=True)
    count = models.PositiveIntegerField()
    window_ends_at = models.DateTimeField()
