"""The lines above the salutation, and those that a page put around a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from baogao.report import Removed

_SALUTATION = re.compile(r"(?:各位|全体)[^。\n]{0,6}?(?:代表|委员)(?:们)?\s*[：:，,！!、]")
_TITLE = re.compile(
    r"^[\s#*—–-]*(?P<title>[^，,。；;：:]{0,50}?(?:工\s*作\s*报\s*告|的\s*报\s*告|的說明|的说明)(?:[（(][^）)]{1,14}[）)])?)[\s*]*$"
)
_HAN = r"[\u4e00-\u9fff]"
_ORDINAL = r"第?[一二三四五六七八九十百\d０-９]{1,4}"
_MEETING = re.compile(
    rf"(?:中华人民共和国|中華人民共和國)?{_HAN}{{0,14}}?{_ORDINAL}[届屆](?:全[国國])?(?:各族各界)?"
    rf"(?:人民代表大[会會](?:常务委员会)?|人大(?:常委会)?)\s*{_ORDINAL}次[会會][议議](?!以来|以後|闭幕)"
)
_OFFICE = r"省长|市长|州长|盟长|县长|区长|旗长|专员|主席|总理|總理|主任"
_SPEAKER = re.compile(
    rf"(?:(?P<body>{_HAN}{{2,16}}?)(?:人民政府|政府)?)?(?P<office>(?:代|代理|常务副|副)?(?:{_OFFICE}))"
    rf"\s*[:：]?\s*(?P<name>{_HAN}[ \u3000]{{0,4}}{_HAN}{{1,2}}(?:[·•．]{_HAN}{{2,8}})?|{_HAN}{{2,6}}[·•．]{_HAN}{{2,8}})\s*(?:[)）]|$|各位|在)"
)
_NAME = re.compile(rf"^{_HAN}(?:[ \u3000]{{0,4}}{_HAN}){{1,2}}$")
_NUMBERED = re.compile(r"\s*[（(]?[一二三四五六七八九十]{1,3}[)）、]")
KEYED = re.compile(
    r"^[\s\[【(（]*(标题|题名|名称|发文单位|发布机构|发布单位|来源|信息来源|报告人|发文时间|发布时间|时间|日期)\s*[:：]\s*(.+)$"
)


def front_lines(text: str) -> list[str]:
    """Return the lines before the salutation and the beginning of what follows it."""
    head = text[:1500]
    salutation = _SALUTATION.search(head)
    if not salutation:
        lines = []
        for line in head[:600].split("\n")[:10]:
            # What is no short line without a number is text already.
            if len(line) > 80 or _NUMBERED.match(line):
                break
            lines.append(line.strip())
        return [line for line in lines if line]
    return [line.strip() for line in head[: salutation.start()].split("\n") if line.strip()][:20]


def keyed_lines(removed: Iterable[Removed]) -> dict[str, list[str]]:
    """Return what lines such as `发文单位：…` say, by key; `""` for lines without one."""
    lines: dict[str, list[str]] = {}
    for piece in removed:
        if piece.source_start > 3000 or piece.kind not in ("chrome", "repeated_title"):
            continue
        for line in piece.text.split("\n")[:60]:
            note_line(line, lines)
    return lines


def note_line(line: str, lines: dict[str, list[str]]) -> None:
    """Add a line of the page to `lines`, under its key (`发文单位`) if it has one."""
    keyed = KEYED.match(line)
    key, value = (keyed[1], keyed[2]) if keyed else ("", line)
    if value.strip():
        lines.setdefault(key, []).append(value.strip()[:200])


def find_title(front: Sequence[str], around: Mapping[str, list[str]]) -> str:
    """Return the title: that of the text before that of the page; empty for none."""
    for line in front:
        match = _TITLE.match(line)
        if match:
            title = _close_up(match["title"])
            # 关于…的报告 may be broken over lines.
            whole = re.search(rf"关于[^，。]{{2,60}}{re.escape(title)}", "".join(front))
            return whole[0] if whole and not title.startswith("关于") else title
    for key in ("标题", "题名", "名称"):
        for line in around.get(key, ()):
            return line
    matches = [_TITLE.match(line) for line in around.get("", ())]
    # A page has also its section's name (工作报告); the report's own title says more.
    return max((_close_up(match["title"]) for match in matches if match), key=len, default="")


def _close_up(title: str) -> str:
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", title)


def find_meeting(front: Sequence[str]) -> str:
    """Return the meeting that a report was given to, without the day; empty for none."""
    # A meeting may be broken over two lines.
    for joined in (*front, "".join(front)[:400]):
        match = _MEETING.search(joined)
        if match:
            return re.sub(r"^.*?(?:日(?![照喀土])在?|在)", "", re.sub(r"\s", "", match[0]))
    return ""


def find_speaker(front: Sequence[str], around: Mapping[str, list[str]]) -> str:
    """Return the name of who gave the report; empty for none."""
    for line in (*front, *around.get("报告人", ())):
        match = _SPEAKER.search(line)
        if match and match["name"]:
            return re.sub(r"\s", "", match["name"])
    for line in around.get("报告人", ()):
        if _NAME.match(line):
            return re.sub(r"\s", "", line)
    for number, line in enumerate(front):
        # A name alone, below title or subtitle.
        if number and _NAME.match(line) and not _TITLE.match(line):
            return re.sub(r"\s", "", line)
    return ""
