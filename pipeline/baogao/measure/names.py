"""Which name a figure goes with: shared heads, elision, what a clause takes from the one before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from baogao.measure import cues
from baogao.measure.clauses import Before, read_before, strip_head
from baogao.measure.indicators import Catalogue

# A clause without figures that ends so names what the figures after it are about.
_NOMINAL = re.compile(
    r"(?:率|额|值|量|收入|支出|投资|面积|人数|标准|浓度|能耗|价格|比重|比例|规模|余额|里程|时间|总数|水平|年龄|寿命|强度|"
    r"增速|密度|利润|出口|进口|税收|人口|存款|贷款|产能|浓度|产量|指数)$"
)


def is_nominal(name: str) -> bool:
    """Whether a name is one of a state or total (`产量`, `面积`)."""
    return bool(_NOMINAL.search(name))


@dataclass(slots=True)
class Topic:
    """What a sentence is speaking of, handed from clause to clause.

    Attributes
    ----------
    name : str
        The subject as written.
    catalogue : Catalogue
        Names that are known.
    aside : str
        The clause before, where it has no figures of its own.
    recent : list of str
        The names spoken of so far.
    parts : list of str
        What the name was last split into.
    share : str
        What the figure before is a share of, as `Before.base`.
    """

    catalogue: Catalogue
    name: str = ""
    aside: str = ""
    recent: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    share: str = ""

    def split(self, several: int) -> list[str]:
        """Return the subjects that the name coordinates, each with what they share.

        Parameters
        ----------
        several : int
            How many figures there are for them.
        """
        if len(self.parts) != several:
            self.parts = coordinated(self.name, self.catalogue, several)
        return self.parts

    def take(self, name: str) -> None:
        """Go on with another subject."""
        self.name, self.parts, self.share = name, [], ""
        self.recent.append(name)

    def turn_aside(self, clause: str) -> None:
        """Note a clause without figures, which may name what the next figures are about."""
        if not clause or cues.LOCATIVE.match(clause):
            return
        known = self.catalogue.known
        # `人均纯收入，扣除价格因素，增长5%`
        if not (known(strip_head(self.aside)) and not known(strip_head(clause))):
            self.aside = clause

    def last(self, several: int) -> list[str]:
        """Return the last so many names, for figures that follow all of them."""
        return self.recent[-several:] if len(self.recent) >= several else []

    def fall_back(self, before: Before, *, only_known: bool = False) -> None:
        """Take the subject from the clause before where that names one.

        Parameters
        ----------
        before : Before
            Of the figure; it takes a rate from there too (`产值增长速度的目标，定为百分之五`).
        only_known : bool
            Take it only where it is surely an indicator's name.
        """
        catalogue = self.catalogue
        if not self.aside:
            return
        aside = read_before(self.aside)
        name = aside.subject
        self.aside = ""
        if catalogue.known(name) or _NOMINAL.search(name):
            self.take(name)
            if aside.rate and not before.direction:
                before.direction, before.rate, before.reaches = aside.direction, aside.rate, False
        elif stem := _known_stem(name, catalogue):
            # `进出口总值创历史新高，达到…`
            self.take(stem)
        elif not self.name and name and not only_known:
            self.take(cues.VERB_HEAD.sub("", name, count=1) or name)


def _known_stem(text: str, catalogue: Catalogue) -> str:
    for i in range(min(len(text), 16), 2, -1):
        if catalogue.has(text[:i]):
            return text[:i]
    return ""


# From the loosest to the tightest: `甲研究与发展经费和乙` has two parts, not three.
_JOINS = (
    re.compile(r"、|以及|和(?!谐|田)|(?<![参给赠])与|(?<!普)及(?!其|格)"),
    re.compile(r"、|以及|和(?!谐|田)|(?<!普)及(?!其|格)"),
    re.compile(r"以及|和(?!谐|田)"),
    re.compile(r"、"),
)
# What a share is of, which goes for all the subjects before it.
_SHARE = re.compile(r"(?:占|相当于)(?:全|地区|国内|生产|规|GDP|市|省|区|工业|财政).*$")


def coordinated(name: str, catalogue: Catalogue, several: int = 0) -> list[str]:
    """Split coordinated subjects and give each what they share.

    Parameters
    ----------
    name : str
        As written.
    catalogue : Catalogue
        Names that are known.
    several : int
        How many there should be, where figures tell.

    Examples
    --------
    >>> from baogao.measure.indicators import default_catalogue
    >>> coordinated("城镇和农村居民人均可支配收入", default_catalogue())
    ['城镇居民人均可支配收入', '农村居民人均可支配收入']
    """
    if not _JOINS[0].search(name):
        return [name]
    name, _, each = name.partition("分别")
    # `甲、乙分别实现产值…`: what follows is said of each.
    each = cues.VERB_HEAD.sub("", each, count=1)
    splits = [[p.strip(' 　“”"') for p in join.split(name)] for join in _JOINS]
    parts = next((split for split in splits if len(split) == several), splits[0])
    parts = [part + each for part in parts if part]
    if len(parts) < 2:
        return [name + each]
    if each:
        return parts
    if (share := _SHARE.search(parts[-1])) and not any("占" in part for part in parts[:-1]):
        return [*(part + share[0] for part in parts[:-1]), parts[-1]]
    first, last = parts[0], parts[-1]
    head = _HEAD.search(last)
    if head and head.start() and not any(is_nominal(part) for part in parts[:-1]):
        shared = [part + head[0] for part in parts[:-1]]
        # `城镇和农村居民收入` shares more than its last word.
        if not any(_MODIFIER.fullmatch(part) for part in parts[:-1]):
            return [*shared, last]
    out = []
    for k, part in enumerate(parts):
        whole = part
        if not catalogue.known(part):
            if k < len(parts) - 1:
                tails = (part + last[i:] for i in range(1, len(last)))
                whole = next((t for t in tails if catalogue.has(t)), "") or _shared(part, last)
            if whole == part and k:
                heads = (first[:i] + part for i in range(1, len(first)))
                whole = next((h for h in heads if catalogue.has(h)), part)
        out.append(whole)
    return out


# Heads that go with each of the things before them: `汽车、手机零售额`.
_HEAD = re.compile(
    r"(?:零售额|销售额|增加值|总产值|产值|产量|进出口|出口|进口|营业收入|利润|投资|占比|比重|销量|吞吐量)$"
)

# Modifiers that cannot stand alone as an indicator's name.
_MODIFIER = re.compile(
    r"(?:城镇|城市|农村|城乡|城|乡|男|女|第?[一二三]产?|[一二三]产|规上|限上|国内|国外|入境|省级|市级|区级|县级|公办|民办)$"
)


def _shared(part: str, last: str) -> str:
    if part in "一二三" and last[0] in "二三":
        # `一、二、三产业`
        return part + last[1:]
    if _MODIFIER.fullmatch(part) and len(last) > len(part) + 2:
        return part + last[len(part) :]
    return part


# `生产总值达到110亿元、人均达到4.6万元`
_PER = frozenset(("人均", "户均", "亩均", "地均", "村均"))


def resolved(subject: str, topic: Topic) -> str:
    """Return a subject with what it leaves to the clauses before.

    Parameters
    ----------
    subject : str
        As `Before.subject`, not empty.
    topic : Topic
        Of the clauses before.
    """
    catalogue = topic.catalogue
    if subject[0] == "占" and topic.name:
        return with_base(topic.name, subject)
    if subject in _PER and topic.name:
        return subject + _base(topic.name)
    if subject in cues.GENERIC:
        if aside := topic.aside:
            aside = strip_head(aside)
            for i in range(min(len(aside), 8), 1, -1):
                if catalogue.has(aside[:i] + subject):
                    return aside[:i] + subject
        for i in range(min(len(topic.name), 8), 1, -1):
            if catalogue.has(topic.name[:i] + subject):
                return topic.name[:i] + subject
        if topic.name and subject in cues.CARRYING:
            return _base(topic.name) + subject
    return subject


def with_base(name: str, base: str) -> str:
    """Return the name of a share of a subject: `粮食产量` and `占全国` give `粮食占全国`."""
    return (_base(name) if base[0] == "占" else name) + base


def _base(name: str) -> str:
    for word in cues.CARRYING:
        if (
            name.endswith(word)
            and len(name) > len(word) + 1
            and word not in ("总额", "总值", "余额")
        ):
            return name[: -len(word)]
    return name


def counted(subject: str, catalogue: Catalogue) -> str:
    """Return what is counted out of the clause before a count: `改造老旧小区` → `老旧小区`."""
    if catalogue.known(subject):
        return subject
    if match := cues.INNER_VERB.match(subject):
        rest = subject[match.end() :].lstrip("的了")
        verb = cues.VERB_HEAD.match(rest)
        return rest[verb.end() :] if verb and len(rest) > verb.end() + 3 else rest
    bare = subject
    while match := cues.VERB_HEAD.match(bare):
        if match.end() == len(bare):
            return "" if bare == subject else bare
        bare = bare[match.end() :].lstrip("的了")
        if catalogue.known(bare):
            break
    return bare


# Words that begin no name.
_LEFT_OVER = re.compile(r"^(?:的(?!士)|了(?!解)|及(?![第格时其])|[ 　、])+(?=..)")


def tidy(name: str) -> str:
    """Return a name without what a cut left at its ends, its quotes in pairs.

    Examples
    --------
    >>> tidy("保交房”项目"), tidy("“长者饭堂"), tidy("家用电器等")
    ('“保交房”项目', '长者饭堂', '家用电器')
    """
    name = _LEFT_OVER.sub("", name.strip('‘’" 　、'))
    opened, closed = name.count("“"), name.count("”")
    if closed > opened:
        name = "“" + name
    elif opened > closed:
        name = name.lstrip("“") if name.startswith("“") else name + "”"
    if name.startswith("“") and name.find("”") == len(name) - 1:
        name = name[1:-1]
    return name.removesuffix("等") if len(name) > 3 else name
