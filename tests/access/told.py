"""The tables as people read them: docs/access.md. `python -m tests.access.told` writes it."""

from __future__ import annotations

from pathlib import Path

from tests.access.matrix import COLUMNS, DOORS, Row, columns, table

PAGE = Path(__file__).resolve().parents[2] / "docs/access.md"
HEAD = """# Who is let in where

Made by `python -m tests.access.told` from the tables that `tests/access` holds every address and every call to; a test
says when this page is not current. ✓ let in · ✗ refused (403, and the attempt is recorded) · – told that nothing is
there (404, the same as for an unknown or a foreign id) · ⇥ asked to sign in · blank: no such method. «Let in» means
that the address opens; what the act itself then asks of the row (a second person, a seat, a limit, kinship) is on one
page in `src/silah/foundation/access/permissions.py`.

Whoever works for another association finds nothing here, under every address of the desk alike.
"""
STATES = {
    "closed": """
## When it is over

A refusal that was told, objected to and answered; a delivery that was proven; both closed by time. ○ opens, and nothing
is changed by what is sent. What may still be done is seen at a glance: say that one understood, rate, name another account, have a question answered (clause H3
names no stage after which none is).
""",
    "withdrawn": """
## When she took it back

A request withdrawn while it was being matched. ○ as above. A referral that was open may still be taken up and answered.
""",
    "kin": """
## To declared kin

Every employee here has declared kin of everybody whose request it is. – and ✗ stand where their colleagues are let in; ○ opens,
and nothing came of what was sent.
""",
    "hands": """
## After one's own hand

Two people who hold every role. The first wrote the request, brought its papers in, studied it, took part in deciding it, told it,
wrote the objection, proposed the number and the account, prepared the order, sent it, handed it over; the other did nothing. Where
only the other is let in, the thing is for two people.
""",
}
TITLES = {
    "desk": "The desk",
    "portal": "The portal",
    "accounts": "The host's own pages",
    "api": "The api",
}
NAMES = {
    "O": "officer",
    "R": "researcher",
    "C": "committee",
    "S": "secretary",
    "M": "manager",
    "T": "representative",
    "D": "delivery",
    "Q": "quality",
    "B": "board",
    "A": "administrator",
    "V": "anybody",
    "H": "herself",
    "N": "a neighbour",
    "W": "staff",
    "F": "the first hand",
    "E": "somebody else",
}
SIGNS = {".": "✗", "-": "–", ">": "⇥", "x": "", "=": "○"}


def page() -> str:
    states = (
        head + "".join(_part(name, f"{state}/{name}") for name in DOORS[state])
        for state, head in STATES.items()
    )
    return HEAD + "".join(_part(name, name) for name in COLUMNS) + "".join(states)


def _part(name: str, kept: str) -> str:
    wide = columns(kept)
    titles = " | ".join(NAMES[letter] for letter in wide)
    lines = [f"\n{'##' if kept == name else '###'} {TITLES[name]}\n"]
    if name != "api":
        lines.append("To read and to write, in this order, where the two differ.\n")
    lines += [f"| Address | {titles} |", "|---|" + ":-:|" * len(wide)]
    lines += [f"| `{row.address}` | " + " | ".join(_cells(row)) + " |" for row in table(kept).values()]
    return "\n".join(lines) + "\n"


def _cells(row: Row) -> list[str]:
    return [_cell(read, write) for read, write in zip(row.read, row.write, strict=True)]


def _cell(read: str, write: str) -> str:
    one, other = SIGNS.get(read, "✓"), SIGNS.get(write, "✓")
    return one if one == other else f"{one}{other}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
