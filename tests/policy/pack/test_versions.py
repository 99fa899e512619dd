import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from silah.policy.pack import SCHEMA_VERSION, UnknownSchema, canonical, from_canonical, load, versions
from tests.policy.pack.cast import REAL, real
from tests.policy.pack.third import write_third

PUBLISHED = Path(__file__).parent / "published"


@pytest.mark.parametrize("name", REAL)
def test_a_pack_comes_back_from_its_bytes(name: str) -> None:
    pack = real(name)
    assert from_canonical(canonical(pack)) == pack


@pytest.mark.parametrize("path", sorted(PUBLISHED.glob("*.json")), ids=lambda path: path.stem)
def test_a_version_once_published_loads_forever(path: Path) -> None:
    pack = from_canonical(path.read_bytes())
    assert pack.service("tools").title == "أدوات العمل"
    assert pack.terms.party.counted(3) == "3 منتفعين"


def test_there_is_a_published_sample_of_every_schema_version() -> None:
    versions_kept = {json.loads(path.read_bytes())["schema_version"] for path in PUBLISHED.glob("*.json")}
    assert versions_kept == set(range(1, SCHEMA_VERSION + 1))


def test_the_bytes_do_not_depend_on_the_order_of_keys_in_a_file(tmp_path: Path) -> None:
    folder = write_third(tmp_path)
    before = canonical(load(folder))
    path = folder / "approval.toml"
    path.write_text(
        "\n".join(reversed(path.read_text(encoding="utf-8").strip().splitlines())), encoding="utf-8"
    )
    assert canonical(load(folder)) == before


def test_bytes_of_a_newer_programme_are_refused_by_name() -> None:
    with pytest.raises(UnknownSchema):
        from_canonical(json.dumps({"schema_version": SCHEMA_VERSION + 1, "pack": {}}).encode())


def test_an_older_schema_is_raised_step_by_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = load(write_third(tmp_path))
    old = json.loads(canonical(pack))
    old["pack"]["identity"]["quiet_name"] = old["pack"]["identity"].pop("discreet_name")
    with pytest.raises(ValidationError):
        from_canonical(json.dumps(old).encode())

    def renamed(tree: dict[str, object]) -> dict[str, object]:
        identity = tree["identity"]
        assert isinstance(identity, dict)
        return {
            **tree,
            "identity": {
                ("discreet_name" if key == "quiet_name" else key): identity[key] for key in identity
            },
        }

    monkeypatch.setattr(versions, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setitem(versions.UPGRADES, SCHEMA_VERSION, renamed)
    assert from_canonical(json.dumps(old).encode()) == pack
