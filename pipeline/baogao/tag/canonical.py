"""A name's form that holds across years."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from baogao.errors import BaogaoError

ALIASES = Path(__file__).with_name("aliases.tsv")

_MARKS = re.compile(r"[“”‘’《》〈〉\"']")
_NUMBER = "[一二三四五六七八九十百零〇两\\d]"
# What a year or a round changes and the name keeps.
_ROUND = re.compile(
    rf"新一轮|新一届|上一轮|(?:第?{_NUMBER}{{1,4}}|首|本|历)(?:轮|届|期|批次?)|第{_NUMBER}{{1,4}}次|"
    rf"[（(]?(?:19|20)\d\d(?:年)?\s*[-—–―－~～至]+\s*(?:(?:19|20)?\d\d)年?[）)]?|"
    rf"(?:19|20)\d\d年度?|[（(](?:草案|修订|修订草案|试行|暂行|征求意见稿|送审稿|修正案|修正)[）)]|"
    rf"草案$|{_NUMBER}{{1,3}}期$|(?<=[a-zA-Z\u4e00-\u9fff])[\d.]+版$"
)
_PERIOD = re.compile(
    r"[一二三四五六七八九十]{1,2}五(?=时期|规划|计划|[\u4e00-\u9fff]{2,12}(?:规划|方案|计划))"
)
_ORDINAL_PLAN = re.compile(r"第?[一二三四五六七八九十]{1,3}个五年(规划|计划)(?:和[^的]{0,14}目标)?")
# An owner before a programme or a document: the same one is another's next door.
_OWNER = re.compile(
    r"^(?:中共|中华人民共和国)?(?:[\u4e00-\u9fff]{2,6}?(?:特别行政区|自治区|自治州|省|市|自治县|县|区))"
    r"(?=[\u4e00-\u9fff]{4,})"
)
_BARE_OWNER = re.compile(
    r"^(?:中华人民共和国|全国|国家|全省|全市|全县|全区|[省市县区])(?=[\u4e00-\u9fff]{4,})"
)
# Words that end in a sign of an area and are none: 城市更新行动, 地区, 市场化改革.
_NO_OWNER = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,4}(?:城市|都市|园区|社区|地区|景区|街区|片区|校区|库区|湾区|农区|林区|示范区|试验区|自贸区|"
    r"开发区|新区|功能区|强省|强市|强县|强区|生态省|经济区|保税区|贸易区|高新区|市场|市民|县域|县城|市容|市政|省会|区域|区块|市域|[省市县]级|县乡|区县|"
    r"市县|省市|省际|市郊|区间|示范[省市县区]|[百千万]县))"
)
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
    for owner in (_OWNER, _BARE_OWNER):
        if not _NO_OWNER.match(form) and (match := owner.match(form)):
            form = form[match.end() :]
    return form
