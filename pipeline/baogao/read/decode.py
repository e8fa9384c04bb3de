"""Bytes to text."""

from __future__ import annotations

import codecs
import re

from baogao.errors import BaogaoError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
_NAME_IT = "name its encoding with --encoding (gb18030, big5, utf-16, …)"
# Every third or so character of running Chinese text is one of these or a mark; of text
# decoded as what it is not, almost none.
_COMMON = re.compile(
    r"[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出会政工，。、；0-9]"
)
_COMMON_LEAST = 0.05
_ENOUGH = 200
_UNEXPECTED = re.compile(r"[^\n\r\t\x20-\x7e\u2000-\u206f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def decode(data: bytes, encoding: str | None, where: str) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    UTF-8 and UTF-16, with or without a byte order mark, and GB18030 (which includes GBK and
    GB2312) are told apart by what decodes; anything else has to be named.

    Parameters
    ----------
    data : bytes
        The file.
    encoding : str, optional
        Python's name of an encoding, to be used whatever the bytes look like.
    where : str
        The file's name, for the error.

    Returns
    -------
    text, encoding : str
        The byte order mark is not part of the text.

    Raises
    ------
    BaogaoError
        The bytes are not text in any of these, or not in the given encoding; tells the offset of
        the first bad byte.

    Examples
    --------
    >>> decode("政府工作报告".encode("gbk"), None, "a.txt")
    ('政府工作报告', 'gb18030')
    """
    if encoding is not None:
        return _decode_as(data, encoding, where)
    for mark, codec, name in _BOMS:
        if data.startswith(mark):
            return _strict(data, codec, where), name
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        failed_at = error.start
    else:
        if "\0" not in text:
            return text, "utf-8"
        failed_at = data.find(b"\0")
    for name in ("utf-16-le", "utf-16-be"):
        found = _obvious_utf16(data, name)
        if found is not None:
            return found, name
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        failed_at = max(failed_at, error.start)
    else:
        if _looks_chinese(text):
            return text, "gb18030"
        raise BaogaoError(
            f"decodes as GB18030, but into no Chinese text (not UTF-8 from byte {failed_at})",
            where,
            _NAME_IT,
        )
    raise BaogaoError(
        f"is neither UTF-8, UTF-16 nor GB18030: byte 0x{data[failed_at]:02x} at offset {failed_at}",
        where,
        _NAME_IT,
    )


def _strict(data: bytes, codec: str, where: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise BaogaoError(
            f"is not {codec}: byte 0x{data[error.start]:02x} at offset {error.start}",
            where,
            _NAME_IT,
        ) from error


def _decode_as(data: bytes, encoding: str, where: str) -> tuple[str, str]:
    try:
        info = codecs.lookup(encoding)
        if not info._is_text_encoding:
            raise LookupError(encoding)
    except (LookupError, ValueError, TypeError) as error:
        raise BaogaoError(f"unknown encoding {encoding!r}", where, _NAME_IT) from error
    name = info.name
    codec = "utf-8-sig" if name == "utf-8" else name
    try:
        return _strict(data, codec, where), name
    except UnicodeError as error:
        raise BaogaoError(f"is not {name}: {error}", where, _NAME_IT) from error


def _obvious_utf16(data: bytes, name: str) -> str | None:
    if len(data) % 2:
        return None
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    head = text[:2000]
    return text if len(_UNEXPECTED.findall(head)) <= len(head) // 50 else None


def _looks_chinese(text: str) -> bool:
    head = text[:20_000]
    if "\0" in head:
        return False
    return len(head) < _ENOUGH or len(_COMMON.findall(head)) >= _COMMON_LEAST * len(head)
