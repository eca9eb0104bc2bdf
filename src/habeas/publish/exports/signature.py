"""Detached Ed25519 signatures in the format of OpenSSH: made here or by ssh-keygen, checked here or by ssh-keygen.

The format is that of OpenSSH's PROTOCOL.sshsig. Ed25519 draws no random number (RFC 8032), so that the same key and
the same bytes give the same signature. Needs the package cryptography (extra `sign`).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import importlib
import textwrap
from collections.abc import Callable
from typing import Any, Final

from habeas.errors import MissingExtraError, RunError

NAMESPACE: Final = "habeas"
_MAGIC: Final = b"SSHSIG"
_KIND: Final = b"ssh-ed25519"
_BEGIN: Final = "-----BEGIN SSH SIGNATURE-----"
_END: Final = "-----END SSH SIGNATURE-----"
_MAKE_ONE: Final = "make one with: ssh-keygen -t ed25519 -f KEY"


def sign(data: bytes, key: bytes, where: str, passphrase: Callable[[], str]) -> bytes:
    """Return the detached signature of `data` by a private key in OpenSSH's format, as an armoured text.

    `where` names the key in errors; `passphrase` is asked for one only where the key has one. Raises RunError where
    the key cannot be used, MissingExtraError without cryptography.
    """
    private = _private_key(key, where, passphrase)
    public = _string(_KIND) + _string(private.public_key().public_bytes_raw())
    signed = _string(_KIND) + _string(private.sign(_message(data, b"sha512")))
    parts = (public, NAMESPACE.encode(), b"", b"sha512", signed)
    blob = _MAGIC + (1).to_bytes(4, "big") + b"".join(_string(part) for part in parts)
    lines = textwrap.wrap(base64.b64encode(blob).decode(), 70)
    return "\n".join((_BEGIN, *lines, _END, "")).encode()


def verify(data: bytes, signature: bytes, where: str, key: bytes | None = None) -> str:
    """Return the fingerprint of the key that signed `data`, as ssh-keygen shows it.

    With `key` (one line of a .pub file) only a signature by this key will do. Raises RunError where the signature is
    not one of these bytes.
    """
    public, signed = _parts(signature, where)
    ed25519, _ = _library()
    invalid = importlib.import_module("cryptography.exceptions").InvalidSignature
    try:
        signer = ed25519.Ed25519PublicKey.from_public_bytes(_only(public))
        signer.verify(_only(signed), _message(data, b"sha512"))
    except (invalid, ValueError) as problem:
        raise RunError(where, "is not the signature of this file", "get both again from where they come") from problem
    if key is not None and _public_line(key, where) != public:
        raise RunError(where, f"was made by another key ({fingerprint(public)})", "ask the signer which key is theirs")
    return fingerprint(public)


def fingerprint(public: bytes) -> str:
    """Return a public key's fingerprint: "SHA256:..." as ssh-keygen -l shows it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(public).digest()).decode().rstrip("=")


def _library() -> tuple[Any, Any]:
    try:
        ed25519 = importlib.import_module("cryptography.hazmat.primitives.asymmetric.ed25519")
        serialization = importlib.import_module("cryptography.hazmat.primitives.serialization")
    except ImportError as problem:
        raise MissingExtraError("signing and its check", "sign") from problem
    return ed25519, serialization


def _private_key(key: bytes, where: str, passphrase: Callable[[], str]) -> Any:
    ed25519, serialization = _library()
    try:
        try:
            found = serialization.load_ssh_private_key(key, None)
        except TypeError:  # it has a passphrase
            found = serialization.load_ssh_private_key(key, passphrase().encode())
    except ValueError as problem:
        raise RunError(where, "is no private key, or the passphrase is wrong", _MAKE_ONE) from problem
    if not isinstance(found, ed25519.Ed25519PrivateKey):
        raise RunError(where, "is not an Ed25519 key", _MAKE_ONE)
    return found


def _message(data: bytes, algorithm: bytes) -> bytes:
    parts = (NAMESPACE.encode(), b"", algorithm, hashlib.new(algorithm.decode(), data).digest())
    return _MAGIC + b"".join(_string(part) for part in parts)


def _parts(signature: bytes, where: str) -> tuple[bytes, bytes]:
    """Return public key and signature of an armoured signature. Raises RunError where it is none of ours."""
    body = signature.decode("ascii", "replace").strip()
    framed = body.startswith(_BEGIN) and body.endswith(_END)
    try:
        blob = base64.b64decode("".join(body[len(_BEGIN) : -len(_END)].split()), validate=True) if framed else b""
        public, namespace, _, algorithm, signed = _taken(blob[10:])
    except (ValueError, binascii.Error) as problem:
        raise RunError(where, "is no signature in OpenSSH's format", "name the .sig file of the bundle") from problem
    if blob[:10] != _MAGIC + (1).to_bytes(4, "big"):
        raise RunError(where, "is a signature of an unknown version", "sign anew with a current OpenSSH or Habeas")
    if namespace != NAMESPACE.encode() or algorithm != b"sha512":
        raise RunError(where, "was made for another purpose", f"sign with: ssh-keygen -Y sign -n {NAMESPACE}")
    return public, signed


def _public_line(key: bytes, where: str) -> bytes:
    words = key.decode("utf-8", "replace").split()
    if _KIND.decode() not in words:
        raise RunError(where, "the key to check against is no Ed25519 public key", "name the signer's .pub file")
    try:
        return base64.b64decode(words[words.index(_KIND.decode()) + 1], validate=True)
    except (IndexError, binascii.Error) as problem:
        raise RunError(where, "the key to check against is cut short", "name the signer's .pub file") from problem


def _only(blob: bytes) -> bytes:
    """Return what an Ed25519 blob holds beside its kind. Raises ValueError for any other blob."""
    kind, value = _taken(blob)
    if kind != _KIND:
        raise ValueError(kind)
    return value


def _string(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value


def _taken(blob: bytes) -> list[bytes]:
    """Return the length-prefixed strings of a blob. Raises ValueError where a length runs over the end."""
    found = []
    while blob:
        size = int.from_bytes(blob[:4], "big")
        if len(blob) < 4 + size:
            raise ValueError
        found.append(blob[4 : 4 + size])
        blob = blob[4 + size :]
    return found
