"""The fonts kept here are the ones released, with their licence."""

import pytest

from silah.foundation.ui.letters import vendor


@pytest.mark.parametrize("name", sorted(vendor.source()["files"]))
def test_a_kept_file_is_the_one_whose_checksum_is_written_down(name: str) -> None:
    vendor.check(name, (vendor.FONTS / name).read_bytes())


def test_an_altered_file_is_refused() -> None:
    with pytest.raises(vendor.Altered, match="OFL"):
        vendor.check("OFL.txt", b"another licence")


def test_no_file_is_kept_without_a_checksum() -> None:
    assert {path.name for path in vendor.FONTS.iterdir()} == {*vendor.source()["files"], "source.json"}
