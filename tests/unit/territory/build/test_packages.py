import base64
import hashlib
import tarfile
from io import BytesIO

import pytest

from bot.territory.build.packages import PackageNotFetched, fetch_packages, unpack
from bot.territory.tables import DEFAULT


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "paquet-6.0.0.tgz"
    content = b'{"version": "6.0.0"}'
    with tarfile.open(path, "w:gz") as opened:
        entry = tarfile.TarInfo("package/package.json")
        entry.size = len(content)
        opened.addfile(entry, BytesIO(content))
    return path


def integrity(path):
    return "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()


def test_a_package_with_the_expected_fingerprint_is_unpacked(archive, tmp_path):
    folder = unpack(archive, integrity(archive), tmp_path / "ici")

    assert (folder / "package.json").read_text(encoding="utf-8") == '{"version": "6.0.0"}'


def test_a_package_with_another_fingerprint_is_refused_and_left_packed(archive, tmp_path):
    with pytest.raises(PackageNotFetched, match=r"SOURCES\.yml names another one"):
        unpack(archive, "sha512-AAAA", tmp_path / "ici")

    assert not (tmp_path / "ici").exists()


def test_without_npm_the_two_folders_are_asked_for(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(PackageNotFetched, match="npm is not installed"):
        fetch_packages(DEFAULT / "SOURCES.yml", tmp_path)
