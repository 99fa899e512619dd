"""Problems of shape: the schema's own errors, said in Arabic with their file and key."""

import json
from datetime import date, time
from typing import Any

from pydantic import ValidationError

from .model import Pack
from .problems import Problem
from .reading import FILES, LIBRARIES, Tree
from .shape import NOT_BLANK
from .wording import _

EXPLAINED: dict[str, tuple[str, str]] = {
    "missing": (_("مفتاح مطلوب غير موجود."), _("أضفه بقيمته، على مثال الملف نفسه في حزمة قائمة.")),
    "extra_forbidden": (_("مفتاح غير معروف."), _("صحّح اسمه أو احذفه.")),
    "literal_error": (_("قيمة غير معروفة، والمقبول: {expected}."), _("اختر واحدة منها.")),
    "union_tag_invalid": (_("قيمة غير معروفة، والمقبول: {expected_tags}."), _("اختر واحدة منها.")),
    "union_tag_not_found": (_("ينقص المفتاح {discriminator}."), _("أضفه ليُعرف النوع.")),
    "string_pattern_mismatch": (
        _("القيمة فارغة أو على غير الصيغة المطلوبة."),
        _("اكتبها بالصيغة {pattern}."),
    ),
    "string_too_short": (_("القيمة فارغة."), _("اكتب النص.")),
    "too_short": (_("القائمة أقصر من اللازم: {actual_length} والأقل {min_length}."), _("أكملها.")),
    "too_long": (_("القائمة أطول من اللازم: {actual_length} والأكثر {max_length}."), _("اختصرها.")),
    "greater_than": (_("يجب أن يكون العدد أكبر من {gt}."), _("صحّح العدد.")),
    "greater_than_equal": (_("يجب ألا يقل العدد عن {ge}."), _("صحّح العدد.")),
    "less_than_equal": (_("يجب ألا يزيد العدد على {le}."), _("صحّح العدد.")),
    "int_type": (_("يجب أن تكون القيمة عددًا صحيحًا."), _("اكتبها بلا علامات اقتباس ولا كسور.")),
    "string_type": (_("يجب أن تكون القيمة نصًا."), _("اكتبها بين علامتي اقتباس.")),
}
DAY = (_("التاريخ غير صحيح."), _("اكتبه بلا علامات اقتباس: 2023-04-18."))
HOUR = (_("الوقت غير صحيح."), _("اكتبه بلا علامات اقتباس: 22:00:00."))
SWITCH = (_("يجب أن تكون القيمة true أو false."), _("اكتبها بلا علامات اقتباس."))
EXPLAINED |= {
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing"), DAY),
    **dict.fromkeys(("time_type", "time_parsing"), HOUR),
    **dict.fromkeys(("bool_type", "bool_parsing"), SWITCH),
}
# What is missing says more than that a key is missing.
MISSING: dict[tuple[str, str], tuple[str, str]] = {
    ("deciding.toml", "quorum"): (
        _("لجنة بلا نصاب."),
        _('اكتب quorum = {{ rule = "more_than_half", chair_required = true }}.'),
    ),
    ("deciding.toml", "steps"): (
        _("إدارة بلا معتمِد."),
        _("اكتب خطوة [[steps]] لكل معتمِد، بمنصبه وحدّه."),
    ),
    ("deciding.toml", "appeal_body"): (
        _("لا جهة للنظر في الاعتراض."),
        _("اكتب [appeal_body]: جهة غير من يتخذ القرار."),
    ),
}
OTHERWISE = (_("القيمة على غير الشكل المطلوب."), _("راجع وصف هذا المفتاح في دليل كتابة الحزم."))


def parse(tree: Tree) -> tuple[Pack | None, tuple[Problem, ...]]:
    try:
        return Pack.model_validate_json(as_json(tree)), ()
    except ValidationError as error:
        found = (_problem(tree, detail) for detail in error.errors() if not _only_emptied(detail))
        return None, tuple(dict.fromkeys(found))


def _only_emptied(detail: Any) -> bool:
    """A list is called too short when its entries are wrong; each of them has said so itself."""
    if detail["type"] != "too_short":
        return False
    return len(detail["input"]) >= int(detail["ctx"]["min_length"])


def as_json(tree: Tree) -> bytes:
    """Files and stored versions come in by the same door, so they obey the same rules."""
    return json.dumps(tree, ensure_ascii=False, default=_iso).encode()


def _iso(value: object) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(type(value))


def _problem(tree: Tree, detail: Any) -> Problem:
    facts = {name: _written(fact) for name, fact in detail.get("ctx", {}).items()}
    kind = "string_too_short" if facts.get("pattern") == NOT_BLANK else detail["type"]
    file, key = _place(tree, *detail["loc"])
    message, remedy = EXPLAINED.get(kind, OTHERWISE)
    if kind in ("missing", "too_short"):
        message, remedy = MISSING.get((file, key), (message, remedy))
    if kind.startswith("union_tag"):
        key = ".".join(filter(None, (key, facts.get("discriminator", "").strip("'"))))
    return Problem(file, key, message.format(**facts), remedy.format(**facts))


def _written(fact: object) -> str:
    """As the writer of the file would write it."""
    said = str(fact).replace(" or ", "، ").replace(", ", "، ")
    return said.replace("True", "true").replace("False", "false")


def _place(tree: Tree, part: str, *rest: int | str) -> tuple[str, str]:
    """The file and key as the writer knows them, though a service is one tree with its questions."""
    value = tree.get(part)
    if part != "services" or not rest or not isinstance(rest[0], int):
        return FILES.get(part, "pack.toml"), ".".join(_steps(value, rest))
    service = tree["services"][rest[0]]
    if len(rest) > 2 and rest[1] in LIBRARIES:
        return LIBRARIES[str(rest[1])], ".".join(_steps(service[rest[1]], rest[2:]))
    return f"services/{service['id']}.toml", ".".join(_steps(service, rest[1:]))


def _steps(value: Any, rest: tuple[int | str, ...]) -> list[str]:
    """The path as the writer knows it: ids instead of positions, without the schema's own tags."""
    steps: list[str] = []
    for step in rest:
        if isinstance(step, int) and isinstance(value, list) and step < len(value):
            value = value[step]
            steps.append(str(value.get("id", step)) if isinstance(value, dict) else str(step))
        elif isinstance(value, dict) and step in value:
            value = value[step]
            steps.append(str(step))
        elif step == rest[-1]:
            steps.append(str(step))
    return steps
