"""No id stands twice where it must name one thing."""

from collections import Counter
from collections.abc import Iterable, Iterator

from ..model import Pack
from ..problems import Problem
from ..wording import _


def unique(pack: Pack) -> Iterator[Problem]:
    yield from _once("pack.toml", "territory.places", (place.id for place in pack.identity.territory.places))
    yield from _once(
        "reply_window.toml", "early_reasons", (each.id for each in pack.reply_window.early_reasons)
    )
    if pack.deciding.kind == "management":
        yield from _once("deciding.toml", "steps", (step.id for step in pack.deciding.steps))
    for service in pack.services:
        file = f"services/{service.id}.toml"
        yield from _once(file, "questions", (question.id for question in service.questions))
        yield from _once(file, "requirements", (each.id for each in service.requirements))
        yield from _once(file, "reasons", (reason.id for reason in service.reasons))
        yield from _once(file, "eligibility.rules", (rule.id for rule in service.eligibility.rules))
        yield from _once(file, "delivery.partners", (partner.id for partner in service.delivery.partners))
        for question in service.questions:
            yield from _once(
                "questions.toml", f"{question.id}.options", (each.id for each in question.options)
            )


def _once(file: str, key: str, ids: Iterable[str]) -> Iterator[Problem]:
    for name, count in Counter(ids).items():
        if count > 1:
            message = _("«{name}» مكرر.").format(name=name)
            yield Problem(file, key, message, _("أبقِ واحدًا، أو سمِّ الآخر باسم مختلف."))
