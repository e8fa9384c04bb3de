"""Encodings: those that are found, those that have to be named, and bad bytes."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baogao.errors import BaogaoError
from baogao.read.decode import decode

TEXT = "各位代表：\n现在，我代表区人民政府，向大会报告工作，请予审议。\n" * 8


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("gbk"), "gb18030"),
        ((TEXT + "㐀𠀀").encode("gb18030"), "gb18030"),
    ],
)
def test_decode_finds_the_encoding(data: bytes, name: str) -> None:
    text, encoding = decode(data, None, "a.txt")
    assert encoding == name
    assert text.startswith(TEXT)


def test_decode_big5_only_when_asked() -> None:
    data = "各位代表：現在，我代表國務院，向大會作政府工作報告。".encode("big5") * 20
    with pytest.raises(BaogaoError, match="big5"):
        decode(data, None, "a.txt")
    text, encoding = decode(data, "big5", "a.txt")
    assert text.startswith("各位代表") and encoding == "big5"


def test_decode_takes_the_named_encoding_and_no_other() -> None:
    data = "政府工作报告".encode("gbk")
    assert decode(data, "GBK", "a.txt") == ("政府工作报告", "gbk")
    with pytest.raises(BaogaoError, match="is not utf-8.*offset 0"):
        decode(data, "utf-8", "a.txt")


def test_decode_names_a_byte_order_mark_once() -> None:
    assert decode(codecs.BOM_UTF8 + b"a", "utf-8", "a.txt") == ("a", "utf-8")


@pytest.mark.parametrize("bad", [b"\xff\xff\xff", b"\x80\xff"])
def test_decode_tells_offset_and_option_of_a_bad_byte(bad: bytes) -> None:
    good = TEXT.encode()
    with pytest.raises(BaogaoError) as error:
        decode(good + bad + good, None, "a.txt")
    message = str(error.value)
    assert f"offset {len(good)}" in message or "not UTF-8 from byte" in message
    assert "--encoding" in message and "a.txt" in message


def test_decode_tells_offset_in_a_named_encoding() -> None:
    with pytest.raises(BaogaoError, match="byte 0xff at offset 6") as error:
        decode("报告".encode() + b"\xff", "utf-8", "a.txt")
    assert "--encoding" in str(error.value)


@pytest.mark.parametrize("name", ["klingon", "base64", "", "utf\0-8"])
def test_decode_refuses_what_is_no_encoding(name: str) -> None:
    with pytest.raises(BaogaoError, match="unknown encoding"):
        decode(b"a", name, "a.txt")


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "utf-16", "gb18030", "big5"]))
def test_decode_any_bytes_give_text_or_one_line(data: bytes, name: str | None) -> None:
    try:
        text, _ = decode(data, name, "a.txt")
    except BaogaoError as error:
        assert "\n" not in str(error)
    else:
        assert isinstance(text, str)
