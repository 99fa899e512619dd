"""The association is who it says it is, and serves somewhere."""

from collections.abc import Iterator

from ..model import Pack
from ..problems import Problem
from ..wording import _

FILE = "pack.toml"


def check(pack: Pack) -> Iterator[Problem]:
    licence = pack.identity.licence
    licensed = licence.number is not None and licence.regulator is not None
    stated = licence.number is not None or licence.regulator is not None
    if licensed == (licence.absence is not None) or stated != licensed:
        message = _("الترخيص وغيابه لا يتفقان.")
        remedy = _("اكتب number و regulator معًا، أو absence بالسبب وحده.")
        yield Problem(FILE, "licence", message, remedy)
    if not pack.identity.territory.places:
        yield Problem(FILE, "territory.places", _("لا مكان تخدمه الجمعية."), _("سمِّ الأماكن التي تخدمها."))
