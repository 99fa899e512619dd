"""A service asks only what somebody reads, and refuses only with reasons it can say."""

from collections import Counter
from collections.abc import Iterator

from ..model import Pack
from ..problems import Problem
from ..questions import Condition
from ..requirements import Requirement
from ..services import Service
from ..vocabulary import AGENT, DERIVED_FACTS, FOR_WHOM, WRITER
from ..wording import _

MOST_QUESTIONS = 14


def check(pack: Pack) -> Iterator[Problem]:
    if not pack.services:
        yield Problem("pack.toml", "services", _("لا خدمة في الحزمة."), _("أضف خدمة واحدة على الأقل."))
    for service in pack.services:
        file = f"services/{service.id}.toml"
        yield from _supported(service, file)
        yield from _for_another(service, file)
        yield from _facts(service, file)
        yield from _reasons(service, file)
        yield from _paid(service, file)
        for requirement in service.requirements:
            yield from _requirement(requirement)


def _supported(service: Service, file: str) -> Iterator[Problem]:
    if service.kind != "aid":
        yield Problem(file, "kind", _("لا يُعمل بهذا النوع بعد."), _('المعمول به الآن: kind = "aid".'))
    if _most_asked(service) > MOST_QUESTIONS:
        message = _("الأسئلة أكثر من {most}.").format(most=MOST_QUESTIONS)
        yield Problem(file, "questions", message, _("احذف ما يمكن أن يُعرف لاحقًا."))


def _most_asked(service: Service) -> int:
    """Pages of one person at most: the service is chosen on the page before; one choice opens one way."""
    asked = [question for question in service.questions if question.type != "service"]
    ways: dict[str, Counter[object]] = {}
    for question in asked:
        if question.ask_when:
            ways.setdefault(question.ask_when.question, Counter())[question.ask_when.equals] += 1
    always = sum(question.ask_when is None for question in asked)
    return always + sum(max(way.values()) for way in ways.values())


def _for_another(service: Service, file: str) -> Iterator[Problem]:
    """Whoever may ask for somebody else is asked who he is; an agent shows his deed, and never opens health."""
    ways = {option.id for each in service.questions if each.id == FOR_WHOM for option in each.options}
    types = {question.type for question in service.questions}
    for way in (AGENT, WRITER):
        if (way in ways) != (way in types):
            message = _("«{way}» في for_whom وسؤاله لا يتفقان.").format(way=way)
            yield Problem(file, "questions", message, _("أضف السؤال الذي نوعه كذلك، أو احذف الخيار."))
    if AGENT not in ways:
        return
    for deed in (option for each in service.questions if each.type == AGENT for option in each.options):
        if not any(_shows(requirement, deed.id) for requirement in service.requirements):
            message = _("ينوب أحد عن غيره بـ«{deed}» ولا يُطلب صكّه.").format(deed=deed.label)
            remedy = _('أضف ورقة فيها for_whom = "agent" وwhen لهذا الخيار.')
            yield Problem(file, "requirements", message, remedy)
    if any(question.classification == "sensitive" for question in service.questions):
        message = _("لا ينوب أحد عن غيره في الموافقة على البيانات الصحية.")
        yield Problem(file, "questions", message, _("احذف خيار agent من هذه الخدمة."))


def _shows(requirement: Requirement, deed: str) -> bool:
    """Whether this is the paper of the agent's deed, and not only his own id."""
    wanted = requirement.when
    return (
        requirement.for_whom == AGENT
        and wanted is not None
        and wanted.question == AGENT
        and (wanted.equals == deed or deed in wanted.any)
    )


def conditions(service: Service) -> Iterator[tuple[str, str, Condition]]:
    for question in service.questions:
        if question.ask_when:
            yield "questions.toml", f"{question.id}.ask_when", question.ask_when
    for requirement in service.requirements:
        if requirement.when:
            yield "requirements.toml", f"{requirement.id}.when", requirement.when


def _facts(service: Service, file: str) -> Iterator[Problem]:
    """Whatever is compared must be asked, or be a fact the programme derives."""
    asked = {question.id for question in service.questions} | DERIVED_FACTS.keys()
    for where, key, condition in conditions(service):
        if condition.question not in asked:
            message = _("«{name}» لا تسأل عنه الخدمة «{service}».")
            yield Problem(where, key, message.format(name=condition.question, service=service.id), ASK)
        yield from _tested(where, key, condition.equals, condition.any, condition.at_least, condition.at_most)
    for rule in service.eligibility.rules:
        key = f"eligibility.rules.{rule.id}"
        if rule.fact not in asked:
            message = _("«{name}» لا تسأل عنه الخدمة «{service}».")
            yield Problem(file, f"{key}.fact", message.format(name=rule.fact, service=service.id), ASK)
        yield from _tested(file, key, rule.equals, rule.any, rule.at_least, rule.at_most)
    if service.eligibility.per_capita:
        for name in sorted({"persons", "income"} - asked):
            message = _("نصيب الفرد يُحسب من «{name}» ولا يُسأل عنه.").format(name=name)
            yield Problem(file, "eligibility.per_capita", message, ASK)


ASK = _("أضف السؤال إلى الخدمة، أو صحّح الاسم.")


def _tested(
    file: str, key: str, equals: object, among: tuple[str, ...], low: int | None, high: int | None
) -> Iterator[Problem]:
    tests = (equals is not None) + bool(among) + (low is not None or high is not None)
    if tests != 1:
        message = _("الشرط بلا مقارنة، أو بأكثر من مقارنة.")
        yield Problem(file, key, message, _("اختر واحدة: equals أو any أو at_least مع at_most."))


def _reasons(service: Service, file: str) -> Iterator[Problem]:
    known = {reason.id for reason in service.reasons}
    used = [(f"eligibility.rules.{rule.id}.reason", rule.reason) for rule in service.eligibility.rules]
    if service.eligibility.per_capita:
        used.append(("eligibility.per_capita.reason", service.eligibility.per_capita.reason))
    for key, reason in used:
        if reason not in known:
            message = _("سبب الاعتذار «{reason}» ليس من أسباب الخدمة.").format(reason=reason)
            yield Problem(file, key, message, _("أضفه إلى reasons في الخدمة."))
    if not known:
        yield Problem(file, "reasons", _("لا سبب للاعتذار."), _("اذكر سببًا واحدًا على الأقل، بكلام واضح."))
    yield from _classes(service, file)


def _classes(service: Service, file: str) -> Iterator[Problem]:
    rule = service.eligibility.per_capita
    if rule is None:
        return
    bounds = [each.up_to for each in rule.classes]
    dated = [bound for bound in bounds[:-1] if bound is not None]
    if not bounds or bounds[-1] is not None or len(dated) != len(bounds) - 1 or dated != sorted(set(dated)):
        message = _("حدود الفئات غير متدرجة إلى آخرها.")
        yield Problem(file, "eligibility.per_capita.classes", message, _("رتّبها صعودًا، والأخيرة بلا up_to."))


def _paid(service: Service, file: str) -> Iterator[Problem]:
    if not service.delivery.proofs:
        yield Problem(
            file, "delivery.proofs", _("لا إثبات للتسليم."), _("اذكر واحدًا: code أو signature أو witnessed.")
        )
    if (service.delivery.kind == "pay_provider") != bool(service.delivery.partners):
        message = _("الجهات المتعاونة وطريقة التسليم لا تتفقان.")
        yield Problem(file, "delivery.partners", message, _("تُذكر الجهات مع pay_provider وحده."))


def _requirement(requirement: Requirement) -> Iterator[Problem]:
    key = f"{requirement.id}.met_by"
    if not requirement.met_by:
        yield Problem("requirements.toml", key, _("لا طريقة للوفاء به."), _("اذكر طريقة واحدة على الأقل."))
    if ("copy_kept" in requirement.met_by) != (requirement.copy_kept is not None):
        message = _("لا تُحفظ صورة بلا سند نظامي ومدة.")
        yield Problem(
            "requirements.toml", key, message, _("اكتب copy_kept بسندها ومدتها، أو احذفها من met_by.")
        )
