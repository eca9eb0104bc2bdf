import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import ItemError
from habeas.read.decode import decode

RUSSIAN = (
    "Сегодня в городе Озёрск освободили восемнадцать заключённых, сообщила правозащитная группа. "
    "Ещё двенадцать человек остаются под стражей. "
) * 2
BELARUSIAN = (
    "Вызвалілі трыццаць палітвязняў, паведаміла праваабарончая група ў сераду. "
    "Яшчэ дванаццаць чалавек застаюцца пад вартай. "
) * 2
POLISH = "Zwolniono trzydziestu więźniów, poinformowała w środę grupa. W areszcie pozostaje ośmiu żołnierzy. " * 3
FRENCH = "L'Observatoire a compté trente prisonniers libérés à Noël, dont huit étudiants, a-t-il annoncé."
ARABIC = "أفرجت السلطات عن ثلاثين سجينا سياسيا يوم الأربعاء، بحسب منظمة رصد محلية. وما زال مئتان قيد الاحتجاز. " * 2
JAPANESE = "水曜日に三十人の政治犯が釈放されたと監視団体が発表した。さらに十二人が拘束されている。" * 2


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (BELARUSIAN, "cp1251"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (FRENCH, "cp1252"),
        (ARABIC, "cp1256"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "gb18030"),
    ],
)
def test_an_older_encoding_is_recognised_and_said_to_be_a_guess(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding), "old.txt")
    assert found.text == text
    assert found.guessed


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_obeyed_and_dropped(encoding: str) -> None:
    found = decode(RUSSIAN.encode(encoding), "marked.txt")
    assert found.text == RUSSIAN
    assert not found.guessed


def test_curly_quotes_of_a_windows_editor_are_read_in_an_english_text() -> None:
    assert decode(b"The monitor\x92s count was \x93thirty\x94.", "a.txt").text == "The monitor’s count was “thirty”."


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t ", "only blanks"),
        (b"\xef\xbb\xbf", "only blanks"),
        (b"Thirty were freed \xff\xfe on Monday.", "not valid UTF-8 (byte 19)"),
        (b"\xff\xfe\xfd\x80\x81 abc", "not valid UTF-8 (byte 1)"),
        (b"Thirty \xc3\x28 freed", "not valid UTF-8 (byte 8)"),
        (RUSSIAN.encode() + b"\xff", "not valid UTF-8"),
        (bytes(range(128, 256)) * 3, "not valid UTF-8"),
        (b"report\x00\x01\x02", "binary"),
        (RUSSIAN.encode("utf-16-le"), "UTF-16"),
        (b"\x01\x02\x03\x04abc" * 9, "binary"),
        (b"%PDF-1.7 text", "a PDF"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x89PNG\r\n", "image"),
    ],
)
def test_what_is_no_text_is_refused_in_words_with_a_remedy(data: bytes, words: str) -> None:
    with pytest.raises(ItemError) as caught:
        decode(data, "folder/bad.txt")
    assert caught.value.where == "folder/bad.txt"
    assert words in str(caught.value)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_utf8_text_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode(), "any.txt").text == text.removeprefix("\ufeff") or text.startswith("\ufeff")


@given(st.binary())
def test_any_bytes_become_text_or_an_error_in_words(data: bytes) -> None:
    try:
        text = decode(data, "any.txt").text
    except ItemError:
        return
    assert text.strip()


def test_newlines_become_line_feeds() -> None:
    assert decode(b"one\r\ntwo\rthree\n", "a.txt").text == "one\ntwo\nthree\n"
