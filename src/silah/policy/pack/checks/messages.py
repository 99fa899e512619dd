"""Every message is there, and uses only what the programme fills in."""

from collections.abc import Iterator

from ..messages import EVERYWHERE, SEALED, SHORT, TOLD_IN, Message, placeholders
from ..model import Pack
from ..problems import Problem
from ..wording import _

FILE = "messages.toml"


def check(pack: Pack) -> Iterator[Problem]:
    there = {message.id for message in pack.messages.texts}
    of_other_modes = frozenset().union(*TOLD_IN.values()) - TOLD_IN[pack.reply_window.mode]
    for missing in sorted(SHORT.keys() - there - of_other_modes):
        yield Problem(FILE, f"texts.{missing}", _("رسالة مطلوبة غير موجودة."), _("اكتب نصها القصير."))
    for message in pack.messages.texts:
        yield from _known(message)


def _known(message: Message) -> Iterator[Problem]:
    key = f"texts.{message.id}"
    if message.id not in SHORT:
        yield Problem(FILE, key, _("رسالة لا يرسلها شيء."), _("صحّح اسمها أو احذفها."))
        return
    yield from _filled(f"{key}.short", message.short, EVERYWHERE | SHORT[message.id])
    if ("code" in SHORT[message.id]) and "{code}" not in message.short:
        yield Problem(FILE, f"{key}.short", _("رسالة رمز بلا رمز."), _("ضع {code} في النص."))
    yield from _letter(message, key)


def _letter(message: Message, key: str) -> Iterator[Problem]:
    if (message.letter is not None) != (message.id in SEALED):
        remedy = _("اكتب نص الخطاب.") if message.id in SEALED else _("احذف نص الخطاب.")
        yield Problem(FILE, f"{key}.letter", _("الخطاب مطلوب ولا يوجد، أو موجود ولا يُطلب."), remedy)
    elif message.letter is not None:
        yield from _filled(
            f"{key}.letter", message.letter, EVERYWHERE | SHORT[message.id] | SEALED[message.id]
        )


def _filled(key: str, text: str, allowed: frozenset[str]) -> Iterator[Problem]:
    remedy = _("المسموح هنا: {allowed}.").format(allowed="، ".join(sorted(allowed)))
    try:
        unknown = placeholders(text) - allowed
    except ValueError:
        yield Problem(FILE, key, _("قوس معقوف بلا زوجه."), remedy)
        return
    for name in sorted(unknown):
        yield Problem(FILE, key, _("موضع غير معروف: «{name}».").format(name=name), remedy)
