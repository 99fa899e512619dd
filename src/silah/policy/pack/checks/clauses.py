"""Every clause of the list is there, is honest about its control, and the text is whole."""

from collections.abc import Iterator
from difflib import get_close_matches

from ..clauses import NO_CONTROL, Clause
from ..coverage import first_gap, misquoted, unfinished
from ..model import Pack
from ..problems import Problem
from ..vocabulary import CLAUSE_IDS
from ..wording import _

FILE = "clauses.toml"


def check(pack: Pack, known_controls: frozenset[str] | None) -> Iterator[Problem]:
    yield from _listed(pack)
    for clause in pack.clauses:
        yield from _honest(clause)
        yield from _read(clause)
        if known_controls is not None:
            yield from _known(clause, known_controls)
    yield from _named(pack)
    yield from _whole(pack)


def _listed(pack: Pack) -> Iterator[Problem]:
    there = {clause.id for clause in pack.clauses}
    for missing in (each for each in CLAUSE_IDS if each not in there):
        yield Problem(FILE, missing, _("البند غير مذكور."), _("اكتب نصه، أو صرّح بغيابه: absent = true"))
    for unknown in sorted(there - set(CLAUSE_IDS)):
        yield Problem(FILE, unknown, _("رقم بند غير معروف."), _("صحّح الرقم ليكون من قائمة البنود."))


def _honest(clause: Clause) -> Iterator[Problem]:
    if clause.absent:
        if clause.text or clause.control or clause.gap:
            message = _("بند غائب له نص أو ضابط أو فجوة.")
            yield Problem(FILE, clause.id, message, _("احذفها، أو احذف absent."))
        return
    if clause.control is None:
        message = _("لا ضابط لهذا البند.")
        yield Problem(FILE, f"{clause.id}.control", message, _('سمِّ ضابطه، أو اكتب control = "none" مع gap.'))
    if (clause.control == NO_CONTROL) != (clause.gap is not None):
        message = _("الفجوة والضابط لا يتفقان.")
        yield Problem(FILE, f"{clause.id}.gap", message, _('مع control = "none" تُكتب gap، ومع الضابط تُحذف.'))
    if clause.text is None and clause.control not in {None, NO_CONTROL}:
        yield Problem(FILE, f"{clause.id}.text", _("ضابط بلا نص."), _("اكتب نص البند كما في السياسة."))


def _read(clause: Clause) -> Iterator[Problem]:
    if (clause.reading is None) != (clause.read_by is None):
        message = _("قراءة بلا صاحبها، أو صاحب بلا قراءة.")
        yield Problem(FILE, f"{clause.id}.read_by", message, _("اكتبهما معًا: reading و read_by."))


def _known(clause: Clause, known_controls: frozenset[str]) -> Iterator[Problem]:
    if clause.control not in {None, NO_CONTROL, *known_controls}:
        message = _("الضابط «{control}» غير معروف.").format(control=clause.control)
        near = "، ".join(get_close_matches(clause.control or "", known_controls, n=3))
        meant = _("لعل المراد: {near}. ").format(near=near) if near else ""
        remedy = meant + _('صحّح اسمه، أو اكتب control = "none" مع gap تبيّن ما ينقص.')
        yield Problem(FILE, f"{clause.id}.control", message, remedy)


def _named(pack: Pack) -> Iterator[Problem]:
    """Channels and tools stand on a clause that this policy has."""
    present = {clause.id for clause in pack.clauses if clause.text}
    named = (("channels.toml", pack.channels), ("toolkit.toml", pack.toolkit))
    for file, each in ((file, each) for file, entries in named for each in entries):
        if each.clause not in present:
            message = _("البند {clause} ليس في نص هذه السياسة.").format(clause=each.clause)
            yield Problem(file, f"{each.id}.clause", message, _("صحّح رقم البند، أو اكتب نصه."))


def _whole(pack: Pack) -> Iterator[Problem]:
    clauses = {clause.id: clause for clause in pack.clauses}
    for part in pack.text.parts:
        if (part.kind == "clause") != (part.clause is not None) or not (part.clause or part.words):
            key = part.clause or part.words or part.kind
            yield Problem(
                "text.toml", key, _("جزء بلا بند ولا كلمات."), _("الجزء من بند يسمّيه، وغيره يكتب كلماته.")
            )
    for name in unfinished(pack.text, clauses):
        message = _("أجزاء البند لا تساوي نصه كاملًا.")
        yield Problem("text.toml", name, message, _("اذكر كل أجزائه بترتيبها."))
    for name in misquoted(pack.text, clauses):
        yield Problem(
            FILE, f"{name}.text", _("النص ليس كما في policy.txt حرفًا بحرف."), _("انسخه كما هو، بأخطائه.")
        )
    gap = first_gap(pack.text, clauses)
    if gap is not None:
        message = _("في السياسة: «{text}»، وفي الأجزاء: «{parts}».").format(
            text=gap.in_text, parts=gap.in_parts
        )
        yield Problem("text.toml", "parts", message, _("أضف ما ينقص، أو احذف ما ليس في السياسة."))
