"""The built wheel holds everything that reading needs: it runs in an empty environment without network."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LIMIT = 90_000_000


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_wheel_is_small_enough_to_install_anywhere(wheel: Path) -> None:
    assert wheel.stat().st_size < LIMIT


def test_wheel_reads_a_report_in_an_empty_environment_without_network(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "empty"
    venv.create(home, with_pip=False)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    site = tmp_path / "site"
    # Dependencies come from this environment; the package itself from the wheel alone.
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(site),
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    packages = next(p for p in map(Path, sys.path) if p.name == "site-packages")
    environment = {
        "PYTHONPATH": os.pathsep.join([str(site), str(packages)]),
        "PATH": os.environ["PATH"],
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
        "LANG": "C.UTF-8",
    }
    sample = ROOT / "samples" / "iran-powers-2015.json"
    command = [str(python), "-m", "legation", "read", str(sample), "--json"]
    result = subprocess.run(command, check=False, capture_output=True, env=environment, cwd=tmp_path)
    assert result.returncode == 0, result.stderr.decode()
    report = json.loads(result.stdout)
    assert report["events"] and report["statements"]
    where = [str(python), "-c", "import legation; print(legation.__file__)"]
    assert (
        str(site)
        in subprocess.run(where, capture_output=True, env=environment, cwd=tmp_path, check=True).stdout.decode()
    )
