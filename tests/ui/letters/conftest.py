"""Reading a PDF back the way a person copies from it."""

import re
import subprocess
from collections.abc import Callable

import pytest

from silah.foundation.ui.letters import Letter, print_letter

DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
VOWELS = re.compile("[\u064b-\u0652]")


def plain(text: str) -> str:
    """Letters and digits in order: spaces beside a change of direction and vowel marks move when copied."""
    return re.sub(r"\s", "", VOWELS.sub("", DIRECTIONS.sub("", text)))


def pages(pdf: bytes) -> list[str]:
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return [plain(page) for page in read.stdout.decode().split("\f")[:-1]]


@pytest.fixture
def read() -> Callable[[Letter], str]:
    return lambda letter: "".join(pages(print_letter(letter)))
