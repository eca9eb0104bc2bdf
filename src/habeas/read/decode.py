"""Bytes to text: byte order mark, UTF-8, then a guess that is only believed where the words look like words."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Final

import msgspec

from habeas.errors import ItemError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its first half
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES: Final = (
    (b"%PDF-", "a PDF", "save its text as .txt (for example with pdftotext)"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "save its text as .txt, or unpack it"),
    (b"\x1f\x8b", "gzip-compressed", "unpack it first"),
    (b"BZh", "bzip2-compressed", "unpack it first"),
    (b"\xfd7zXZ\x00", "xz-compressed", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"\x89PNG", "an image", "save its text as .txt"),
    (b"\xff\xd8\xff", "an image", "save its text as .txt"),
    (b"GIF8", "an image", "save its text as .txt"),
    (b"{\\rtf", "an RTF document", "save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save it as plain text"),
    (b"SQLite format 3\x00", "an SQLite database", "leave it out"),
)
_BINARY: Final = ("a binary file, or text in UTF-16", "save its text as .txt in UTF-8, or leave it out")
_NOT_UTF8_REMEDY: Final = "save it as UTF-8 (for example: iconv -f ENCODING -t UTF-8)"
_MULTIBYTE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# An 8-bit encoding of a script other than Latin shows itself only in a passage of some length.
_MIN_EVIDENCE: Final = 24
# Encodings that texts of the last forty years are found in; rarer look-alikes would only win by chance.
_LEGACY: Final = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874"),
    *("iso8859_2", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "koi8_r", "koi8_u", "cp866"),
    *("gb18030", "big5", "cp932", "euc_jp", "cp949"),
)
_PUNCTUATION: Final = frozenset("‘’‚“”„«»‹›–—…•·№§°©®™€£¥ \u00ad¿¡")
_WRITTEN_TOGETHER: Final = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"})
_SAMPLE: Final = 200_000
_WORD: Final = re.compile(r"[^\W\d_]+")


class Decoded(msgspec.Struct, frozen=True, kw_only=True):
    """A text, the encoding it was in, and whether that encoding was guessed."""

    text: str
    encoding: str
    guessed: bool = False


def decode(data: bytes, origin: str, declared: str | None = None) -> Decoded:
    """Return the text of `data` with newlines as line feeds.

    Tried in order: a byte order mark, UTF-8, the encoding the page `declared`, and a guess. Raises ItemError for
    an empty file, a binary, and bytes that are text in no encoding beyond doubt.
    """
    if not data:
        raise ItemError(origin, "the file is empty", "leave it out, or save in it the text or list that it should hold")
    found = _decode(data, origin, declared)
    text = found.text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text or _controls(text) > len(text) // 100:
        raise ItemError(origin, *_BINARY)
    if not text.strip():
        raise ItemError(
            origin, "holds no text, only blanks", "leave it out, or save in it the text or list that it should hold"
        )
    return msgspec.structs.replace(found, text=text)


def _decode(data: bytes, origin: str, declared: str | None) -> Decoded:
    for signature, what, remedy in _SIGNATURES:
        if data.startswith(signature):
            raise ItemError(origin, what, remedy)
    for mark, encoding in _MARKS:
        # Any text in UTF-16 or 32 has a blank or a newline, so a NUL byte; without one the mark is a stray byte pair.
        if data.startswith(mark) and (encoding == "utf-8" or b"\x00" in data[len(mark) :]):
            try:
                return Decoded(text=data[len(mark) :].decode(encoding), encoding=encoding)
            except UnicodeDecodeError as problem:
                raise _broken(origin, encoding.upper(), problem.start + len(mark)) from problem
    if b"\x00" in data:
        raise ItemError(origin, *_BINARY)
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError as problem:
        return _legacy(data, origin, declared, problem.start)


def _legacy(data: bytes, origin: str, declared: str | None, place: int) -> Decoded:
    """Decode bytes that are not UTF-8: by declaration, else by a guess that must look like words."""
    if declared:
        try:
            text = data.decode(declared)
        except (LookupError, UnicodeDecodeError):
            text = ""
        if text and plausible(text):
            return Decoded(text=text, encoding=declared.lower())
    high = sum(byte >= 0x80 for byte in data)
    # Whole UTF-8 sequences among the stray bytes: a damaged UTF-8 file, in which a guess would garble names.
    in_sequences = sum(len(sequence) for sequence in _MULTIBYTE.findall(data))
    if in_sequences * 2 >= high:
        raise _broken(origin, "UTF-8", place)
    for encoding in _candidates(data, high):
        try:
            text = data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
        if plausible(text):
            return Decoded(text=text, encoding=encoding, guessed=True)
    raise _broken(origin, "UTF-8", place)


def _candidates(data: bytes, high: int) -> list[str]:
    """Return the encodings to try, best first."""
    candidates = []
    if high >= _MIN_EVIDENCE:
        import charset_normalizer

        best = charset_normalizer.from_bytes(data[:_SAMPLE], cp_isolation=list(_LEGACY)).best()
        if best is not None:
            candidates.append(best.encoding)
    return [*candidates, "cp1252"]


def plausible(text: str) -> bool:
    """Return whether the non-ASCII characters of a decoded text stand as they do in real words.

    Wrong 8-bit encodings betray themselves by control characters, symbols, capitals inside words, lone accented
    capitals, and words of two scripts. One oddity in fifty such words is allowed, as real texts have them.
    """
    sample = text[:_SAMPLE]
    words = [found.group() for found in _WORD.finditer(sample) if not found.group().isascii()]
    odd = sum(not _is_word(word) for word in words)
    odd += sum(ord(char) >= 0x80 and not _is_usual(char) for char in sample)
    return odd * 50 <= len(words)


def _is_usual(char: str) -> bool:
    kind = unicodedata.category(char)[0]
    return kind in "LM" or char in _PUNCTUATION or (kind in "PZ" and char > "\xff")


def _is_word(word: str) -> bool:
    if len({_script(char) for char in word}) > 1 or "ÿ" in word or "þ" in word.lower():
        return False
    if len(word) == 1:
        return _script(word) != "LATIN" or word.islower()
    return word.islower() or word.isupper() or word[1:].islower() or _caseless(word)


def _caseless(word: str) -> bool:
    return not any(char.islower() or char.isupper() for char in word)


def _script(char: str) -> str:
    name = unicodedata.name(char, "UNKNOWN").split(" ", 1)[0]
    return "CJK" if name in _WRITTEN_TOGETHER else name


def _controls(text: str) -> int:
    head = text[:100_000]
    return sum(char < " " and char not in "\n\t\f\x1b" for char in head)


def _broken(origin: str, encoding: str, place: int) -> ItemError:
    return ItemError(origin, f"not valid {encoding} (byte {place + 1})", _NOT_UTF8_REMEDY)
