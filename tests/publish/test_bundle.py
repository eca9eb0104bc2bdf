"""The bundle for archives: the same bytes twice, a signature that others can check, and no altered byte unnoticed."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.cli.main import call
from habeas.errors import RunError
from habeas.publish.exports.bundle import unpacked
from habeas.publish.options import PublishOptions
from habeas.publish.step import packed
from habeas.values.case import CaseSettings, ReleaseRules
from habeas.values.record import Record

serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization", reason="the extra sign")
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa  # noqa: E402

from habeas.publish.exports.signature import sign, verify  # noqa: E402


def _pem(key: object, passphrase: bytes = b"") -> bytes:
    how = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, how)  # type: ignore[attr-defined]


def _public(key: ed25519.Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)


def _unasked() -> str:
    pytest.fail("no passphrase is asked for a key without one")


KEY = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
SIGNED = sign(b"what was said", _pem(KEY), "key", _unasked)


def test_two_builds_and_their_signatures_are_byte_identical(record: Record) -> None:
    first, second = (packed(record, PublishOptions(formats=("html", "pdf"))) for _ in range(2))
    assert first == second
    assert sign(first, _pem(KEY), "k", _unasked) == sign(second, _pem(KEY), "k", _unasked)


def test_a_bundle_is_a_crate_that_says_what_made_it_of_what(record: Record) -> None:
    files = unpacked(packed(record, PublishOptions()), "b")
    graph = {node["@id"]: node for node in json.loads(files["ro-crate-metadata.json"])["@graph"]}
    made = graph["#publication"]
    assert [node["@id"] for node in made["object"]] == ["#report-1", "#report-2", "#report-3", "#report-4"]
    assert {node["@id"] for node in made["result"]} == set(files) - {"ro-crate-metadata.json"}
    assert {"brief.md", "brief.html", "claims.csv", "history.json"} <= set(files)


def test_a_bundle_with_the_site_has_every_page_and_is_the_same_twice(record: Record) -> None:
    data = packed(record, PublishOptions(), site=True)
    files = unpacked(data, "b")
    assert {"site/index.html", "site/habeas.css", "site/documents/1.html", "site/downloads/claims.csv"} <= set(files)
    rest = {name for name in files if not name.startswith("site/")}
    assert rest == set(unpacked(packed(record, PublishOptions()), "b"))
    assert data == packed(record, PublishOptions(), site=True)


@given(st.binary(max_size=300), st.data())
@settings(max_examples=40, deadline=None)
def test_no_other_bytes_pass_for_the_signed_ones(data: bytes, draw: st.DataObject) -> None:
    signature = sign(data, _pem(KEY), "key", _unasked)
    assert verify(data, signature, "sig", _public(KEY)).startswith("SHA256:")
    other = draw.draw(st.binary(max_size=300).filter(lambda b: b != data))
    with pytest.raises(RunError, match="not the signature of this file"):
        verify(other, signature, "sig")


@given(st.integers(0, len(SIGNED) - 1), st.integers(0, 255))
@settings(max_examples=150, deadline=None)
def test_an_altered_signature_never_passes_for_another_signer(place: int, value: int) -> None:
    altered = SIGNED[:place] + bytes([value]) + SIGNED[place + 1 :]
    with suppress(RunError):
        assert verify(b"what was said", altered, "sig") == verify(b"what was said", SIGNED, "sig")


def test_another_key_a_foreign_purpose_and_no_signature_are_told_apart() -> None:
    with pytest.raises(RunError, match="another key"):
        verify(b"what was said", SIGNED, "sig", _public(OTHER))
    with pytest.raises(RunError, match="no signature"):
        verify(b"what was said", b"hello", "sig")
    with pytest.raises(RunError, match="no Ed25519 public key"):
        verify(b"what was said", SIGNED, "sig", b"ssh-rsa AAAA me")


def test_a_key_of_another_kind_or_with_a_passphrase_is_explained_or_asked_for() -> None:
    with pytest.raises(RunError, match="not an Ed25519 key"):
        sign(b"x", _pem(rsa.generate_private_key(65537, 2048)), "k", _unasked)
    with pytest.raises(RunError, match="no private key"):
        sign(b"x", b"nonsense", "k", _unasked)
    locked = _pem(KEY, b"spring")
    assert sign(b"x", locked, "k", lambda: "spring") == sign(b"x", _pem(KEY), "k", _unasked)
    with pytest.raises(RunError, match="passphrase is wrong"):
        sign(b"x", locked, "k", lambda: "autumn")


def test_openssh_accepts_the_signature_and_makes_the_same(tmp_path: Path) -> None:
    program = shutil.which("ssh-keygen")
    if program is None:
        pytest.skip("no ssh-keygen on this machine")
    (tmp_path / "data").write_bytes(b"what was said")
    (tmp_path / "data.sig").write_bytes(SIGNED)
    (tmp_path / "allowed").write_bytes(b"monitor " + _public(KEY) + b"\n")
    key = tmp_path / "key"
    key.write_bytes(_pem(KEY))
    key.chmod(0o600)
    check = [program, "-Y", "verify", "-f", str(tmp_path / "allowed"), "-I", "monitor", "-n", "habeas", "-s"]
    with (tmp_path / "data").open("rb") as data:
        subprocess.run([*check, str(tmp_path / "data.sig")], stdin=data, check=True, capture_output=True)
    (tmp_path / "data.sig").unlink()
    subprocess.run([program, "-Y", "sign", "-f", str(key), "-n", "habeas", str(tmp_path / "data")], check=True)
    assert (tmp_path / "data.sig").read_bytes() == SIGNED


def test_a_bundle_with_a_changed_a_missing_or_an_added_file_is_refused(record: Record, tmp_path: Path) -> None:
    whole = packed(record, PublishOptions(charts=False))
    for change in ("changed", "missing", "added"):
        files = {**unpacked(whole, "b")}
        sums = zipfile.ZipFile(_file(tmp_path, whole)).read("SHA256SUMS")
        if change == "changed":
            files["claims.csv"] += b"x"
        elif change == "missing":
            del files["claims.csv"]
        else:
            files["more.csv"] = b"x"
        target = tmp_path / f"{change}.zip"
        with zipfile.ZipFile(target, "w") as pack:
            for name, data in {**files, "SHA256SUMS": sums}.items():
                pack.writestr(name, data)
        with pytest.raises(RunError, match=r"claims\.csv|more\.csv"):
            unpacked(target.read_bytes(), "b")
    with pytest.raises(RunError, match="no whole ZIP"):
        unpacked(whole[:-40], "b")


def _file(folder: Path, data: bytes) -> Path:
    path = folder / "whole.zip"
    path.write_bytes(data)
    return path


def test_the_release_rules_hold_for_a_bundle_too(record: Record) -> None:
    case = msgspec.structs.replace(record, settings=CaseSettings(release=ReleaseRules(reviewed_headlines=True)))
    with pytest.raises(RunError, match="not ready to be released"):
        packed(case, PublishOptions())


def test_the_commands_pack_sign_and_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Varnia freed 12 political prisoners on 13 May 2031. It still holds 400 political prisoners.")
    case, out, key = str(tmp_path / "case"), tmp_path / "case.zip", tmp_path / "key"
    key.write_bytes(_pem(KEY))
    (tmp_path / "key.pub").write_bytes(_public(KEY))
    assert call(["new", case]) == 0
    assert call(["add", case, str(report)]) == 0
    assert call(["bundle", case, str(out)]) == 0
    assert call(["verify-bundle", str(out)]) == 0
    assert "Not signed" in capsys.readouterr().out
    assert call(["verify-bundle", str(out), "--key", str(tmp_path / "key.pub")]) == 2
    assert call(["bundle", case, str(out), "--sign", str(key)]) == 0
    capsys.readouterr()
    assert call(["verify-bundle", str(out), "--key", str(tmp_path / "key.pub")]) == 0
    assert "Signed by the key given: SHA256:" in capsys.readouterr().out
    out.write_bytes(out.read_bytes()[:-1] + b"x")
    assert call(["verify-bundle", str(out)]) == 2
    assert "not the signature of this file" in capsys.readouterr().err
    assert call(["bundle", case, str(out), "--sign", str(tmp_path / "none")]) == 2
