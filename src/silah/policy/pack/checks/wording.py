"""What strangers may read discloses nothing."""

import re
from collections.abc import Iterator

from ..model import Pack
from ..problems import Problem
from ..wording import _

MARKS = re.compile(r"[\u064b-\u0652\u0640]")


def bare(text: str) -> str:
    """Without vowel marks, so that a word is found however it is pointed."""
    return MARKS.sub("", text)


def check(pack: Pack) -> Iterator[Problem]:
    told = {
        "pack.toml": (
            ("discreet_name", pack.identity.discreet_name),
            ("sms_sender", pack.identity.sms_sender),
        ),
        "messages.toml": tuple((f"texts.{each.id}.short", each.short) for each in pack.messages.texts),
    }
    for service in pack.services:
        told[f"services/{service.id}.toml"] = (("discreet_title", service.discreet_title),)
    names = (pack.identity.full_name, pack.identity.short_name)
    for file, key, text in ((file, key, text) for file, texts in told.items() for key, text in texts):
        for word in (*pack.messages.never_say, *names):
            if bare(word) in bare(text):
                message = _("فيه «{word}»، وهي تدل على سبب الطلب.").format(word=word)
                yield Problem(file, key, message, _("اكتب عبارة محايدة."))
