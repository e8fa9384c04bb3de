"""The pattern of figures: numerals, scales and units as reports write them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from baogao.measure.numerals import ARABIC, HAN, HAN_DIGIT

_UNITS = Path(__file__).with_name("units.txt")

_SCALE = r"(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)"
_TO = r"[ 　]?(?:[-－—–―─━﹣~～〜∼]{1,2}|至|到)[ 　]?"
_PERCENT = "[%％﹪‰]"
# Not inside a word or number (`PM2.5`), an ordinal (`第3个`), or a denominator (`每10万人`).
_OPEN = r"(?<![A-Za-z0-9０-９.．·第每])"
_OPEN_HAN = rf"(?<![{HAN_DIGIT}十百千万亿点第每几数])"


@cache
def _units() -> str:
    names = [
        line.strip()
        for line in _UNITS.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    return "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))


@cache
def pattern() -> re.Pattern[str]:
    """Return the pattern; a match is one kind of figure, told by the group that is set.

    ========= ================================================================
    p1, p2    `百分之八`, `百分之八至九`
    den, num  `三分之二`
    fold      `翻一番`
    half      `一半` behind a verb of fall or `占`, `过半` behind a share
    ordinal   `第2位`
    top       `首位`
    front     `前3名`
    a1, a2    `4.5-5%`, `1-2家`
    each      `3.1` of `分别增长3.1和12.5个百分点`, whose unit stands behind the last
    n         `2608.1亿元`, `7.3%`
    h1, h2    `三至五亿斤`
    h         `一亿二千万吨`
    b         `310万`, with no unit
    index     `103`, behind `价格指数`
    ========= ================================================================
    """
    # `年代` and `年级` are no spans of years, `千亿级` is a name of a class.
    unit = rf"(?:(?:{_units()})(?![代级阶]|全会|会议)(?<!成(?=[本果功立员都为品套长绩年])))"
    # The first look decides for nearly every character, so that the rest is seldom tried.
    return re.compile(
        rf"""
        (?=[0-9０-９OoＯ{HAN_DIGIT}十百千万亿翻第首前过])(?:
          百分之(?P<p1>{HAN}|{ARABIC})(?:{_TO}(?:百分之)?(?P<p2>{HAN}|{ARABIC})(?!分之))?(?P<pmore>[余多])?
        | (?P<den>[{HAN_DIGIT}十]+)分之(?P<num>[{HAN_DIGIT}十]+)
        | 翻(?P<fold>[{HAN_DIGIT}]|[0-9])?(?:{_TO}(?P<fold2>[{HAN_DIGIT}]))?番
        | (?P<half>一半(?!导体)|过半(?![数年天月个生]))
        | (?P<ordinal>第)(?:(?P<rank>[0-9０-９]+|[{HAN_DIGIT}十]+)
            (?:(?P<ru>位|名)|(?<=[居列为][全本]..)|(?=[、，,。；;）)（(]|\Z|的?位[次置])))
        | (?P<top>(?<![放摆]在)首位)
        | (?P<front>前(?:[0-9０-９]+|[{HAN_DIGIT}十]+)(?:位|名)(?![师生]))
        | {_OPEN}(?P<a1>{ARABIC})[ 　]?(?P<pc1>{_PERCENT})?(?P<asc>{_SCALE})?(?P<au>{unit})?
          {_TO}(?P<a2>{ARABIC})[ 　]?(?:(?P<pc>{_PERCENT})|(?P<scale_r>{_SCALE})?(?P<more_r>[余多])?(?P<u_r>{unit}))
        | {_OPEN}(?P<each>{ARABIC})(?=(?:[、和]{ARABIC})*[、和]{ARABIC}[ 　]?(?:(?P<epc>{_PERCENT})|(?P<escale>{_SCALE})?(?P<eu>{unit})))
        | {_OPEN}(?P<lead>[0-9０-９]+[亿万])?(?P<n>{ARABIC})[ 　]?(?:(?P<npc>{_PERCENT})
            |(?P<scale>{_SCALE})?(?P<more>[余多几来])?(?P<tail>万亿|万|亿)?[ 　]?(?P<u>{unit}))
        | {_OPEN_HAN}(?P<h1>{HAN})(?P<hu1>{unit})?(?:{_TO}|、(?=[{HAN_DIGIT}][^、]))(?P<h2>{HAN})(?P<hmore2>[余多])?(?P<hu2>{unit})
        | {_OPEN_HAN}(?P<h>{HAN})(?P<hmore>[余多几来])?(?P<htail>万|亿)?(?P<hu>{unit})
        | {_OPEN}(?P<b>{ARABIC})(?P<bscale>万亿|亿|万)(?P<bmore>[余多])?(?![0-9A-Za-z余多元级工])
        | {_OPEN}(?P<index>{ARABIC})(?=[，。；、,;左以])
        )
        """,
        re.VERBOSE,
    )
