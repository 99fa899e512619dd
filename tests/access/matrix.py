"""The tables of who is let in where, read from the files beside this one.

A line is an address and, for reading and for writing, one mark a column: the column's own letter is let in,
`.` is refused (403), `-` is told that nothing is there (404), `>` is asked to sign in, `x` finds no such method. In the
tables of a state (`states.py`) `=` opens it, and nothing is changed by what is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

IN, REFUSED, ABSENT, SIGN_IN, NO_METHOD = "in", "refused", "absent", "sign in", "no such method"
IDLE = "opens, and changes nothing"
HERE = Path(__file__).parent
MARKS = {".": REFUSED, "-": ABSENT, ">": SIGN_IN, "x": NO_METHOD, "=": IDLE}
STAFF = "ORCSMTDQBA"
# Nobody, herself, a neighbour of hers in the same association, staff.
PEOPLE = {"V": "nobody", "H": "herself", "N": "neighbour", "W": "all", "F": "all", "E": "every"}
# The doors of each state: kin are of the staff, the portal is hers.
DOORS = {
    "closed": ("desk", "portal", "api"),
    "withdrawn": ("desk", "portal", "api"),
    "kin": ("desk", "api"),
    "hands": ("desk", "api"),
}
# Of two who hold every role, the one whose hand came first and the other.
HANDS = "FE"
COLUMNS = {"desk": STAFF, "portal": "VHNW", "accounts": "VHW", "api": STAFF + "VHN"}


@dataclass(frozen=True)
class Row:
    address: str
    read: str
    write: str

    def expected(self, column: int, *, write: bool) -> str:
        mark = (self.write if write else self.read)[column]
        return MARKS.get(mark, IN)


@cache
def table(name: str) -> dict[str, Row]:
    """By line: of a door as it is ordinarily, or in a state, as `closed/desk`."""
    rows = {}
    for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            address, *marks = line.rsplit(maxsplit=1 if name.endswith("api") else 2)
            rows[address] = Row(address, marks[0], marks[-1])
    return rows


def columns(name: str) -> str:
    """Of the table of a door, or of a door in a state."""
    state, _slash, door = name.rpartition("/")
    return HANDS if state == "hands" else COLUMNS[door]


def who(letter: str) -> str:
    return PEOPLE.get(letter, letter)


def is_sampled(state: str, row: Row, *, write: bool) -> bool:
    """Every fourth line of the tables of a state, and each on which a first hand is held back; the full walk takes all."""
    if state == "hands" and len({row.expected(at, write=write) for at in range(len(HANDS))}) > 1:
        return True
    return crc32(f"{state}{row.address}{write}".encode()) % 4 == 0


def sampled(row: Row, columns: str, *, write: bool, kept_out: int = 3) -> set[str]:
    """One of those let in and some of those kept out, others on every line; the full walk takes everybody."""
    turn = crc32(row.address.encode())
    inside = [each for at, each in enumerate(columns) if row.expected(at, write=write) == IN]
    outside = [each for each in columns if each not in inside]
    chosen = {inside[turn % len(inside)]} if inside else set()
    return chosen | {outside[(turn + each) % len(outside)] for each in range(min(kept_out, len(outside)))}
