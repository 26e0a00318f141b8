"""The two npm packages, fetched and checked: the one step of the project that needs npm and the network."""

import base64
import hashlib
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml


class PackageNotFetched(RuntimeError):
    """A package could not be had, or is not the one whose fingerprint is in SOURCES.yml."""


def fetch_packages(sources: Path, folder: Path) -> tuple[Path, Path]:
    """Fetches with `npm pack` what SOURCES.yml names, checks the fingerprints and unpacks.

    Args:
        sources: `data/territory/SOURCES.yml`.
        folder: an empty folder to work in.

    Returns:
        the unpacked package of the year, and that of the history.

    Raises:
        PackageNotFetched: npm is missing or fails, or a fingerprint is another one.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise PackageNotFetched("npm is not installed: give the two unpacked packages as arguments")
    listed = yaml.safe_load(sources.read_text(encoding="utf-8"))["sources"]
    of_the_year, history, *_ = (one for one in listed if one["registry"] == "npm")
    return _fetch(npm, of_the_year, folder), _fetch(npm, history, folder)


def _fetch(npm: str, source: Mapping[str, Any], folder: Path) -> Path:
    name = f"{source['package']}@{source['release']}"
    target = folder / str(source["release"])
    target.mkdir()
    done = subprocess.run(  # noqa: S603  (a fixed command, and a name of the committed file)
        [npm, "pack", name, "--pack-destination", str(target), "--silent"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise PackageNotFetched(f"npm pack {name} failed: {done.stderr.strip()}")
    return unpack(target / done.stdout.strip().splitlines()[-1], str(source["integrity"]), target)


def unpack(archive: Path, integrity: str, target: Path) -> Path:
    """Unpacks an archive that has the fingerprint expected.

    Args:
        archive: as npm packs it, everything under `package/`.
        integrity: as npm writes it: "sha512-" and base64.
        target: where to.

    Raises:
        PackageNotFetched: the fingerprint is another one.
    """
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != integrity:
        raise PackageNotFetched(f"{archive.name} is {found}, not {integrity}: SOURCES.yml names another one")
    with tarfile.open(archive) as opened:
        opened.extractall(target, filter="data")
    return target / "package"
