"""What a heading and a text say that a section does."""

from __future__ import annotations

import re

from baogao.schema import Role

# What a heading says of its section; the first that is found decides.
HEADING_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "glossary",
        re.compile(
            r"(?:名词|名词术语|用语|词语|词汇|术语).{0,4}(?:解释|注释|释义|说明)|^注释$|^附\s?[件录注：:]"
        ),
    ),
    ("closing", re.compile(r"^结束语|^结语")),
    (
        "review",
        re.compile(
            r"回顾|工作总结$|^(?:过去)?[一二三四五六七八九十两几]年来"
            r"|^(?!.{0,6}(?:推动|确保|努力|力争|争取)).*(?:(?:全面|胜利|圆满|顺利)完成|取得.{0,6}(?:成效|进展|成就|成绩))$"
        ),
    ),
    (
        "problems",
        re.compile(
            r"(?:存在|面临|主要|突出)的?.{0,6}(?:困难|问题|不足|差距)|^(?:困难|问题|差距|不足)|[和与、](?:问题|困难|不足)$"
        ),
    ),
    (
        "plan",
        re.compile(
            r"安排|部署|任务|总体要求|总体思路|总体考虑|主要考虑|目标|打算|建议|意见|举措|措施|今年|今后|未来|下一?步|下半年"
            r"|重点工作|主要工作|自身建设|展望|政府建设|政府$|民生实事|新一年|新的一年|规划|纲要|奋斗"
        ),
    ),
    (
        "review",
        re.compile(
            r"过去|上一?年|去年|[一二三四五六七八九十两几]年来|以来|上届|本届政府|成[就绩效]|工作情况|执行情况|历程|基本情况"
        ),
    ),
)
# Below the first level a word may stand in any heading; only these settle it.
SUBHEADING_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("review", re.compile(r"工作回顾$|^回顾")),
    ("problems", re.compile(r"(?:存在|面临)的?(?:主要|突出)?的?(?:困难|问题|不足|差距)")),
    (
        "plan",
        re.compile(
            r"(?:总体要求|总体思路|指导思想|主要目标|预期目标|目标任务|工作安排|工作部署|主要任务|重点工作|工作重点)$"
        ),
    ),
)
_PAST = re.compile(r"了|已经?|去年|年来|完成|达到|分别|以来|取得|获|年均|累计|成功|显著")
_FUTURE = re.compile(r"要|必须|将|应当?|继续|进一步|努力|争取|力争|今年|今后|加快|确保|推进")


def role_of(heading: str, cues: tuple[tuple[Role, re.Pattern[str]], ...]) -> Role | None:
    """Return the role of the first cue that is in a heading."""
    for role, pattern in cues:
        if pattern.search(heading):
            return role
    return None


def role_of_heading(heading: str) -> Role | None:
    """Return what a heading says that its section does, or None where it does not say.

    >>> role_of_heading("2019年工作回顾"), role_of_heading("打好三大攻坚战")
    ('review', None)
    """
    return role_of(heading, HEADING_ROLES)


def tense(text: str) -> tuple[int, int]:
    """Return how many words of a text speak of the past, and how many of the future."""
    return len(_PAST.findall(text)), len(_FUTURE.findall(text))
