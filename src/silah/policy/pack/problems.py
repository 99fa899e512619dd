"""What is wrong with a pack, said so that its writer can mend it: file, key, remedy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .wording import _


@dataclass(frozen=True)
class Problem:
    file: str
    key: str
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file} ← {self.key}" if self.key else self.file
        return f"{place}: {self.message} {self.remedy}"


class PackInvalid(Exception):
    """The pack has problems and is not loaded."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


# As the standard library says where a file breaks off.
_AT = re.compile(r"at line (?P<line>\d+), column (?P<column>\d+)")


class Found:
    """Problems met while the files are read."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._problems)

    def add(self, file: str, key: str, message: str, remedy: str) -> None:
        self._problems.append(Problem(file, key, message, remedy))

    def no_file(self, name: str, *, shared: bool = False) -> None:
        remedy = (
            _('أضف الملف إلى مجلد الحزمة. ويكفي فيه السطر extends = "base" إن وافقكم المشترك.')
            if shared
            else _("أضف الملف إلى مجلد الحزمة.")
        )
        self.add(name, "", _("الملف غير موجود."), remedy)

    def no_base(self, name: str, base: str) -> None:
        message = _("لا يوجد ملف بالاسم نفسه في «{base}».").format(base=base)
        self.add(name, "extends", message, _("احذف السطر، أو صحّح اسم المجلد المجاور."))

    def unreadable(self, name: str, error: str) -> None:
        at = _AT.search(error)
        message = _("صياغة الملف لا تُقرأ.")
        if at:
            place = {"line": at["line"], "column": at["column"]}
            message = _("صياغة الملف لا تُقرأ عند السطر {line}، الحرف {column} منه.").format(**place)
        self.add(name, "", message, _("صحّح صياغة TOML في الموضع المذكور؛ ومن أسبابها تكرار المفتاح."))

    def not_text(self, name: str) -> None:
        self.add(name, "", _("الملف ليس نصًّا بترميز UTF-8."), _("احفظه من محرر نصوص بترميز UTF-8."))

    def unused(self, name: str, key: str) -> None:
        self.add(name, key, _("لا تستعمله أي خدمة."), _("اذكره في خدمة تقرؤه، أو احذفه."))

    def second_id(self, name: str, key: str) -> None:
        self.add(name, f"{key}.id", _("الاسم مكتوب مرتين."), _("يكفي عنوان الجدول: احذف id."))

    def unlisted_service(self, stem: str) -> None:
        message = _("ملف الخدمة غير مذكور في ترتيب الخدمات.")
        self.add(f"services/{stem}.toml", "services", message, _("أضف اسمه إلى services في pack.toml."))

    def unknown_entry(self, name: str, part: str, entry: str, library: str) -> None:
        message = _("«{entry}» غير معرّف.").format(entry=entry)
        self.add(name, part, message, _("عرّفه في {library}، أو صحّح الاسم.").format(library=library))
