"""What is typed into a box: mostly what fits, sometimes what nobody should ever send."""

from __future__ import annotations

import base64
import json
from typing import Any

from hypothesis import strategies as st

from silah.foundation.kernel import iban, national_id
from tests.pages import Node

# Were it drawn as it is, a page would have this element.
MARK = "<x-qz onq=1>"
NASTY = [
    *(
        "",
        " ",
        "\0",
        "a\0b",
        "\ufffe",
        "\u202e\u200f",
        "٪",
        "'",
        '"',
        "\\",
        "%",
        "_",
        "%s",
        "%(x)s",
        "{x}",
        "{{7*7}}",
    ),
    *(
        MARK,
        f'"{MARK}',
        f"'{MARK}",
        f"</textarea>{MARK}",
        f"</script>{MARK}",
        f"{MARK}.png",
        "javascript:alert(1)",
    ),
    *(
        "' OR 1=1 --",
        "1; DROP TABLE people_party; --",
        "$(id)",
        "`id`",
        "| id",
        "../../etc/passwd",
        "=1+1",
        "@x",
    ),
    *(
        "0",
        "-1",
        "٠",
        "-٥",
        "1e9",
        "NaN",
        "Infinity",
        "0x10",
        "1_000",
        "9" * 30,
        "٩" * 30,
        "1.5",
        "1,5",
        "٫",
        "½",
        "²",
    ),
    *("99999999999999999999", "2147483648", "9223372036854775808", "00", "+5", "１２", "१२"),
    *(
        "2026-02-30",
        "0000-00-00",
        "10000-01-01",
        "24:60",
        "25:00",
        "٢٤:٠٠",
        "9" * 400,
        "None",
        "null",
        "true",
    ),
    *(
        "ا" * 5000,
        "ا" * 300,
        "🌴" * 60,
        "e\u0301" * 40,
        "\r\nSet-Cookie: x=y",
        "\n\n\n",
        "ﷺ" * 30,
        "ـــــ",
        "َُِّ",
    ),
    *("00000000-0000-0000-0000-000000000000", "----", "0" * 36, "[]", "{}", '{"a":', "[" * 200),
    *("5" * 10, "1000000008", "0500000000", "+9665", "SA", "SA0380000000608010167519", "x@", "@"),
]
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآؤئىةًٌَُِّْ ٠١٢٣٤٥٦٧٨٩0123456789،؛.-"
text = st.one_of(
    st.sampled_from(NASTY),
    st.sampled_from(NASTY),
    st.text(ARABIC, max_size=30),
    st.text(max_size=20),
    st.integers(-(10**12), 10**12).map(str),
)


def cursors() -> st.SearchStrategy[str]:
    """Places in a list, as they are written, and as somebody would try to write them."""
    odd = st.recursive(
        st.none() | st.booleans() | st.integers() | text, lambda x: st.lists(x, max_size=3), max_leaves=4
    )
    written = odd.map(lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).decode())
    return st.one_of(
        written, text, st.binary(max_size=12).map(lambda b: base64.urlsafe_b64encode(b).decode())
    )


def typed(node: Node) -> st.SearchStrategy[Any]:
    """For one box; of a choice mostly what is offered."""
    offered = offers(node)
    if offered:
        return st.one_of(st.sampled_from(offered), text, st.lists(st.sampled_from(offered), max_size=3))
    return st.one_of(text, st.lists(text, max_size=3))


def offers(node: Node) -> list[str]:
    if node.tag == "select":
        return [option.attrs.get("value", option.words) for option in node.all("option")]
    if node.attrs.get("type") in {"radio", "checkbox"}:
        return [node.attrs.get("value", "on")]
    return []


PLAUSIBLE = {
    "_day": "3", "_month": "3", "_year": "1440", "_time": "10:00", "mobile": "0501234567", "call_back": "0501234567",
    "identity": national_id.synthetic(99), "national_id": national_id.synthetic(99), "iban": iban.synthetic(7),
    "amount": "100", "months": "2", "income": "100", "rent": "0", "persons": "3", "code": "000000", "number": "5",
    "username": "someone-new", "password": "kalima-sirriyya-1", "version": "1", "minutes": "4",
}  # fmt: skip


def plausible(name: str, node: Node) -> str:
    """What somebody would type who means well."""
    if offered := [value for value in offers(node) if value]:
        return offered[0]
    return next((value for ending, value in PLAUSIBLE.items() if name.endswith(ending)), "كلمة مفهومة")
