"""A name's form that holds across years."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from baogao.errors import BaogaoError
from baogao.places import named

ALIASES = Path(__file__).with_name("aliases.tsv")

_MARKS = re.compile(r"[“”‘’《》〈〉\"']")
_NUMBER = "[一二三四五六七八九十百零〇两\\d]"
# What a year or a round changes and the name keeps.
_ROUND = re.compile(
    rf"新一轮|新一届|上一轮|(?:第?{_NUMBER}{{1,4}}|首|本|历)(?:轮|届|期|批次?)|第{_NUMBER}{{1,4}}次|"
    rf"[（(]?(?:19|20)\d\d(?:年)?\s*[-—–―－~～至]+\s*(?:(?:19|20)?\d\d)年?[）)]?|"
    rf"(?:19|20)\d\d年度?|^(?:19|20)\d\d(?=[\u4e00-\u9fff])|[（(](?:草案|修订|修订草案|试行|暂行|征求意见稿|送审稿|修正案|修正)[）)]|"
    rf"草案$|{_NUMBER}{{1,3}}期$|(?<=[a-zA-Z\u4e00-\u9fff])[\d.]+版$"
)
_PERIOD = re.compile(
    r"[一二三四五六七八九十]{1,2}五(?=时期|规划|计划|[\u4e00-\u9fff]{2,12}(?:规划|方案|计划))"
)
_ORDINAL_PLAN = re.compile(r"第?[一二三四五六七八九十]{1,3}个五年(规划|计划)(?:和[^的]{0,14}目标)?")
# An owner before a programme or a document: the same one is another's next door.
_SIGN = re.compile(r"[省市县区州旗盟]|特别行政区")
_PARTY = re.compile(
    r"^中共(?=[\u4e00-\u9fff]{2,12}委(?:员会)?关于)|^[省市县区州]?委(?:员会)?(?=关于)"
)
_BARE_OWNER = re.compile(
    r"^(?:中华人民共和国|全[国省市县区]|国家|自治区|[省市县区](?!级))(?=[\u4e00-\u9fff]{4,})"
)
# Words that begin with a sign of an area and are none.
_NO_OWNER = re.compile(
    r"^(?:区域|区块|区间|市场|市民|市容|市政|市域|市郊|市县|县域|县城|县乡|县中|省会|省际|省市|国家安全|国家治理)"
)
_LONGEST_AREA = 12  # code points: 双江拉祜族佤族布朗族傣族自治县
_CONGRESS = re.compile(r"^(?:党的|中共)(?=[一二三四五六七八九十]{1,3}[届大])")
_CONGRESS_LONG = re.compile(r"^中国共产党第([一二三四五六七八九十]{1,3})次全国代表大会$")


@lru_cache(maxsize=1)
def aliases(path: Path = ALIASES) -> dict[str, str]:
    """Return alias → canonical form.

    Parameters
    ----------
    path : Path
        `ALIAS<TAB>FORM` a line; `#` begins a comment.

    Raises
    ------
    BaogaoError
        A line is not of that form, or an alias stands twice.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not (line := line.partition("#")[0].strip()):
            continue
        fields = line.split("\t")
        if len(fields) != 2 or not all(fields):
            raise BaogaoError("not an alias", f"{path}:{number}", "write ALIAS<TAB>FORM")
        if fields[0] in found:
            raise BaogaoError(f"{fields[0]!r} stands twice", f"{path}:{number}", "remove one")
        found[fields[0]] = fields[1]
    return found


@lru_cache(maxsize=8192)
def canonical(text: str, label: str) -> str:
    """Return the form of a name that holds across years.

    Quotes, rounds, stages, years and the owning area are dropped from programmes,
    documents and events, and known short forms are written out. A party congress or
    plenum keeps its number: it is one meeting, not a series.

    Parameters
    ----------
    text : str
        The entity as written.
    label : str
        One of `baogao.schema.ENTITY_TYPES`.

    Examples
    --------
    >>> canonical("第七轮环保三年行动计划", "PROGRAM")
    '环保三年行动计划'
    >>> canonical("第二届进博会", "EVENT")
    '中国国际进口博览会'
    >>> canonical("“放管服”改革", "PROGRAM")
    '放管服改革'
    """
    plain = _MARKS.sub("", "".join(text.split()))
    known = aliases()
    if plain in known:
        return known[plain]
    if label not in {"PROGRAM", "DOCUMENT", "TIFA", "EVENT"}:
        return plain
    if label == "TIFA":
        form = plain.replace("，", "、")
        return known.get(form, form)
    if label == "EVENT" and (form := _meeting(plain)):
        return known.get(form, form)
    form = _ORDINAL_PLAN.sub(r"五年\1", plain)
    form = _ROUND.sub("", form)
    form = _PERIOD.sub("五年", form)
    form = _unowned(form)
    # 第二轮三年行动计划: nothing that names it would be left.
    return known.get(form, form) if len(form) > 2 else plain


def _meeting(plain: str) -> str:
    if match := _CONGRESS_LONG.match(plain):
        return f"{match[1]}大"
    bare = _CONGRESS.sub("", plain)
    if re.fullmatch(r"[一二三四五六七八九十]{1,3}(?:大|届[一二三四五六七八九]中(?:全会)?)", bare):
        return bare if bare.endswith(("大", "会")) else f"{bare}全会"
    if re.search(r"全会|全体会议|(?:人大|政协|人民代表大会).{0,4}次会议|人民代表大会$", plain):
        return bare
    return ""


def _unowned(form: str) -> str:
    form = _PARTY.sub("", form)
    while rest := _after_area(form):
        form = rest
    form = _PARTY.sub("", form)
    if not _NO_OWNER.match(form) and (match := _BARE_OWNER.match(form)):
        form = form[match.end() :]
    return form


def _after_area(form: str) -> str:
    """Return what follows the name of an area, or nothing where there is none."""
    for match in _SIGN.finditer(form, 2, _LONGEST_AREA + 3):
        end = match.end()
        if len(form) - end >= 4 and named(form[:end]):
            return form[end:]
    return ""
