"""Whoever decides can decide, whoever objects is heard by others, and the window is a window."""

from collections.abc import Iterator

from ..deciding import ApproverStep, Management
from ..model import Pack
from ..problems import Problem
from ..vocabulary import RoleId
from ..wording import _

FILE = "deciding.toml"
WINDOW = "reply_window.toml"


def check(pack: Pack) -> Iterator[Problem]:
    if isinstance(pack.deciding, Management):
        yield from _chain(pack, pack.deciding)
    if not pack.appeal_body.seats:
        yield Problem(FILE, "appeal_body.seats", _("لا أحد ينظر في الاعتراض."), _("سمِّ أدوار من ينظر فيه."))
    for role in sorted(_deciders(pack) & set(pack.appeal_body.seats)):
        message = _("الدور {role} يقرّر في الطلب وينظر في الاعتراض عليه.").format(role=role)
        yield Problem(FILE, "appeal_body.seats", message, _("ضع مكانه دورًا لا يقرّر."))
    yield from _window(pack)


def _deciders(pack: Pack) -> set[RoleId]:
    if isinstance(pack.deciding, Management):
        return {step.role for step in pack.deciding.steps}
    return {"committee_member", "committee_secretary"}


def _chain(pack: Pack, management: Management) -> Iterator[Problem]:
    for step in management.steps:
        yield from _delegation(step)
    for service in pack.services:
        if not management.steps_for(service.award.ceiling):
            message = _("لا معتمِد يبلغ حدُّه سقف «{title}».").format(title=service.title)
            yield Problem(FILE, "steps", message, _("ارفع حد الأخير، أو احذفه ليعتمد أي مبلغ."))
    limits = [step.limit for step in management.steps]
    for before, after, step in zip(limits, limits[1:], management.steps[1:], strict=False):
        if before is None or (after is not None and after <= before):
            message = _("لا يبلغه شيء: حدّ من قبله يكفي.")
            yield Problem(FILE, f"steps.{step.id}.limit", message, _("رتّب الحدود من الأصغر إلى الأكبر."))


def _delegation(step: ApproverStep) -> Iterator[Problem]:
    given = step.delegation
    key = f"steps.{step.id}.delegation"
    if given.allowed != (given.limit is not None and given.max_days is not None):
        message = _("التفويض وحدوده لا يتفقان.")
        yield Problem(FILE, key, message, _("مع السماح يُكتب limit و max_days، ودونه يُحذفان."))
    elif given.limit is not None and step.limit is not None and given.limit > step.limit:
        yield Problem(FILE, f"{key}.limit", _("حد المفوَّض فوق حد صاحبه."), _("اجعله مثله أو أقل."))


def _window(pack: Pack) -> Iterator[Problem]:
    window = pack.reply_window
    if window.mode != "ceiling" and window.floor_days is None:
        message = _("لا حد أدنى، والطريقة {mode} تبدأ منه.").format(mode=window.mode)
        yield Problem(WINDOW, "floor_days", message, _("اكتب الحد الأدنى، أو اختر الطريقة ceiling."))
    if window.latest_after_days is None and window.mode == "ceiling":
        yield Problem(WINDOW, "ceiling_days", _("لا حد أعلى."), _("اكتب عدد الأيام الذي في نص السياسة."))
    if window.ceiling_days is not None and window.ceiling_days < (window.floor_days or 0):
        message = _("الحد الأعلى أقل من الأدنى.")
        yield Problem(WINDOW, "ceiling_days", message, _("اجعله مساويًا للأدنى أو أكثر."))
    if window.ceiling_minutes is not None and window.ceiling_days is None:
        message = _("محضر بلا حد أعلى.")
        yield Problem(WINDOW, "ceiling_minutes", message, _("اكتب ceiling_days الذي قرره المحضر."))
    if window.unfinished.announce_after_days <= window.unfinished.remind_after_days:
        message = _("تُعلن نهاية المهلة قبل أن يُذكَّر صاحب الطلب.")
        yield Problem(
            WINDOW, "unfinished.announce_after_days", message, _("اجعله أكبر من remind_after_days.")
        )
