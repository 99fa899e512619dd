import shutil
import stat
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REFUSING_SHIM = "#!/bin/sh\necho 'this version is not installed' >&2\nexit 127\n"


def program(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def choose(path: Path, home: Path) -> subprocess.CompletedProcess[str]:
    surroundings = {"PATH": str(path), "HOME": str(home)}
    shell = shutil.which("sh") or "/bin/sh"
    run = [shell, str(ROOT / "scripts/find-python.sh")]
    return subprocess.run(run, env=surroundings, capture_output=True, text=True, check=False)


def real(path: Path) -> Path:
    return program(path, f'#!/bin/sh\nexec {sys.executable} "$@"\n')


def test_a_shim_that_refuses_is_passed_over_for_a_python_that_runs(tmp_path: Path) -> None:
    program(tmp_path / "bin/python3.14", REFUSING_SHIM)
    wanted = real(tmp_path / "bin/python3.12")
    assert choose(tmp_path / "bin", tmp_path).stdout.strip() == str(wanted)


def test_a_version_managers_own_folder_is_looked_into(tmp_path: Path) -> None:
    program(tmp_path / "bin/python3.13", REFUSING_SHIM)
    program(tmp_path / "bin/python3", REFUSING_SHIM)
    wanted = real(tmp_path / ".pyenv/versions/3.13.9/bin/python3")
    assert choose(tmp_path / "bin", tmp_path).stdout.strip() == str(wanted)


def test_an_older_python_is_never_chosen(tmp_path: Path) -> None:
    old = '#!/bin/sh\nexec {} -c "import sys; sys.version_info = (3, 11); exec(sys.argv[1])" "$2"\n'
    program(tmp_path / "bin/python3", old.format(sys.executable))
    chosen = choose(tmp_path / "bin", tmp_path)
    assert (chosen.returncode, chosen.stdout) == (1, "")


def test_plain_python3_does_when_it_is_new_enough(tmp_path: Path) -> None:
    wanted = real(tmp_path / "bin/python3")
    assert choose(tmp_path / "bin", tmp_path).stdout.strip() == str(wanted)


def built(path: Path, arguments: str) -> Path:
    say = f"import sys, sysconfig; sysconfig.get_config_vars()['CONFIG_ARGS'] = '{arguments}'; exec(sys.argv[1])"
    return program(path, f'#!/bin/sh\nexec {sys.executable} -c "{say}" "$2"\n')


def test_one_that_was_compiled_with_its_optimizations_comes_before_a_newer_one_that_was_not(
    tmp_path: Path,
) -> None:
    newer = built(tmp_path / "bin/python3.14", "--prefix=/somewhere")
    assert choose(tmp_path / "bin", tmp_path).stdout.strip() == str(newer)

    wanted = built(tmp_path / "bin/python3.12", "--prefix=/usr --enable-optimizations --with-lto")
    assert choose(tmp_path / "bin", tmp_path).stdout.strip() == str(wanted)
