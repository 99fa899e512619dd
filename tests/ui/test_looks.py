"""The style sheets keep their promises: either direction, contrast, no forbidden habits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

UI = settings.BASE / "foundation/ui"
SHEETS = sorted((UI / "static/css").glob("*.css"))
TEMPLATES = sorted((UI / "templates").rglob("*.html"))

PHYSICAL = re.compile(
    r"(?:^|[\s;{])(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b"
    r"|(?:^|[\s;{])(?:left|right|top|bottom|float|clear|width|height|(?:min|max)-(?:width|height))\s*:"
    r"|text-align\s*:\s*(?:left|right)"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
)
SURFACES = ("--canvas", "--paper", "--sand")
WORDS = [(ink, ground) for ink in ("--ink", "--ink-soft", "--primary", "--danger") for ground in SURFACES]
WORDS += [("--on-primary", "--primary"), ("--on-primary", "--primary-strong"), ("--on-danger", "--danger")]
WORDS += [
    (f"--{tone}", f"--{tone}-tint") for tone in ("accent", "danger", "success", "warning", "info", "primary")
]
WORDS += [("--ink", f"--{tone}-tint") for tone in ("primary", "danger", "success", "warning", "info")]
WORDS += [("--accent", "--paper"), ("--ink-soft", "--primary-tint")]
EDGES = [("--line-strong", ground) for ground in SURFACES] + [("--primary", ground) for ground in SURFACES]


def without_comments(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)


def palette(scheme: str) -> dict[str, str]:
    light, dark = (UI / "static/css/tokens.css").read_text().split("prefers-color-scheme: dark")
    found = dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6});", light))
    return found if scheme == "light" else found | dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6});", dark))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_every_ground_they_are_written_on(scheme: str) -> None:
    colours = palette(scheme)
    weak = [(ink, ground) for ink, ground in WORDS if contrast(colours[ink], colours[ground]) < 4.5]
    assert weak == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_what_is_pressed_or_typed_into_can_be_seen(scheme: str) -> None:
    colours = palette(scheme)
    assert [pair for pair in EDGES if contrast(colours[pair[0]], colours[pair[1]]) < 3] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_style_sheet_knows_no_left_or_right(sheet: Path) -> None:
    # A media query may ask for a width: that is a question about the screen, not a property.
    rules = re.sub(r"@media[^{]+", "@media ", without_comments(sheet))
    assert PHYSICAL.findall(rules) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_arabic_is_never_spaced_out_or_slanted(sheet: Path) -> None:
    assert not re.search(
        r"letter-spacing|font-style: *(italic|oblique)|text-transform", without_comments(sheet)
    )


def test_every_rule_lies_in_a_layer() -> None:
    declared = re.search(r"@layer ([a-z, ]+);", (UI / "static/css/tokens.css").read_text())
    assert declared is not None
    assert {sheet.stem for sheet in SHEETS} == set(declared[1].split(", "))
    for sheet in SHEETS:
        assert f"@layer {sheet.stem} {{" in sheet.read_text()


def test_the_style_sheets_stay_light() -> None:
    assert sum(len(sheet.read_bytes()) for sheet in SHEETS) < 48_000


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: str(template.relative_to(UI)))
def test_a_template_holds_no_inline_style_or_script(template: Path) -> None:
    source = template.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: str(template.relative_to(UI)))
def test_every_arabic_word_of_a_template_can_be_translated(template: Path) -> None:
    bare = re.sub(r"{#.*?#}|\b_\(\s*(\".*?\"|'.*?')", "", template.read_text(), flags=re.S)
    assert not re.search(r"[\u0621-\u064a]", bare)


def test_fonts_and_pictures_named_in_a_style_sheet_exist() -> None:
    for sheet in SHEETS:
        for address in re.findall(r'url\("([^"]+)"\)', sheet.read_text()):
            assert (sheet.parent / address).is_file(), address
