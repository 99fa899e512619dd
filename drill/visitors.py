"""A beneficiary with a browser and a phone to which codes come."""

from __future__ import annotations

import re
import time

from drill.furnish import BORN
from drill.insisting import GaveUp, Log
from drill.people import Person
from drill.provider import Provider

AGAIN = 20.0  # seconds until somebody who waits for a code asks for another


class Visitor(Person):
    """Through the portal: signs in by code, reads her requests, signs one by another code, reads it."""

    def __init__(
        self,
        address: str,
        slug: str,
        log: Log,
        *,
        people: list[dict[str, str]],
        provider: Provider,
        seed: int,
    ) -> None:
        super().__init__(address, slug, log, seed=seed)
        self.people, self.provider = people, provider

    def once(self) -> bool:
        try:
            person = self.people.pop()
        except IndexError:
            return False
        while not self.signed_in(person):
            pass
        self.page("requests/")
        self.send("ask/sign/", {"send_code": "1"})
        led = self.with_code(person["mobile"], "ask/sign/", {"signature_method": "code"}, "send_code")
        case = re.search(r"/requests/([0-9a-f-]{36})/", led)
        assert case, f"signed, and led to {led}"
        self.log.requests[case[1]] = ""
        self.log.by_page.add(case[1])
        self.page(f"requests/{case[1]}/")
        return True

    def signed_in(self, person: dict[str, str]) -> bool:
        """A new session whose answer was lost is nobody's: she begins again."""
        self.jar.cookiejar.clear()
        self.send("sign-in/", {"mobile": person["mobile"]})
        self.with_code(person["mobile"], "sign-in/code/", {}, "another_code")
        born = {"birth_date_day": str(BORN.day), "birth_date_month": str(BORN.month)}
        born |= {"birth_date_year": str(BORN.year), "birth_date_calendar": "gregorian"}
        led = self.send("sign-in/identity/", {"national_id": person["national_id"], **born})
        return not led.endswith("sign-in/")

    def with_code(self, mobile: str, path: str, data: dict[str, str], another: str) -> str:
        """Types the newest code that came; asks for another where none comes, as people do."""
        text, known = self.page(path), 0
        for _time in range(8):
            until = time.monotonic() + AGAIN
            while time.monotonic() < until:
                if len(self.provider.codes[mobile]) > known:
                    known = len(self.provider.codes[mobile])
                    led = self.sent(
                        path, self.form(text, {**data, "code": self.provider.codes[mobile][-1]}), (422,)
                    )
                    if led and led != path:
                        return led
                time.sleep(0.1)
            self.sent(path, self.form(text, {another: "1"}), (422,))
        raise GaveUp
