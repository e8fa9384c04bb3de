"""Names of everything but areas, found on the characters by the records of `rules.yaml`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import ahocorasick

from baogao.tag.ruledata import RULES, Rule, read_rules
from baogao.tag.spans import Candidate

_REACH = 24  # code points before a suffix in which its name may begin
_HEAD = 6  # code points that a name may have before a quotation in it
_AROUND = 12  # code points around a quotation that its rules look at
_CUT = re.compile(r"[\s，。；：！？、,;:!?“”‘’《》（）()〔〕【】\[\]［］…]")
_QUOTE = re.compile(r"“([^“”\n]{1,40})”")
_TITLE = re.compile(r"《([^《》\n]{1,60}(?:《[^《》\n]{1,40}》[^《》\n]{0,40})?)》")
_BRACKET = re.compile(r"（[\u4e00-\u9fff]{2,4}）$")
_LISTED = ("、", "等")
# What may stand before a name and is never part of it: counts, particles, `等`.
_LEAD = re.compile(
    r"(?:其他|其|该|本|各|某|个|项|条|座|家|批|两|多)*"
    r"(?:[\d０-９.．,，%]+[多余]?(?:万|亿|千)?"
    r"(?:个|项|条|座|家|批|所|处|场|次|公里|千米|类|平方米|平方公里|吨|亩|万亩|户|人|名|亿元|万元|元)*)?"
)


class Finder:
    """The rules of one file, compiled.

    Parameters
    ----------
    rules : iterable of Rule
        As `read_rules` gives them.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._patterns: list[Rule] = []
        self._quoted: list[Rule] = []
        self._titles: list[Rule] = []
        keys: dict[str, list[tuple[str, Rule]]] = {}
        scopes: set[str] = {"all"}
        for rule in rules:
            if rule.kind == "pattern":
                self._patterns.append(rule)
            elif rule.kind == "quoted":
                self._quoted.append(rule)
            elif rule.kind == "title":
                self._titles.append(rule)
            else:
                scopes.add(rule.scope)
                for name in rule.names:
                    keys.setdefault(name, []).append((rule.kind, rule))
        self._scopes = sorted(scopes)
        self._words = ahocorasick.Automaton()
        for key, found in keys.items():
            # The cheap question first: most hits are cuts and nothing else.
            cut = found[0][1].scope if len(found) == 1 and found[0][0] == "cut" else ""
            self._words.add_word(key, (len(key), cut, tuple(found)))
        self._words.make_automaton()

    def find(self, text: str) -> list[Candidate]:
        """Return the candidates of a text, in the order in which the rules made them.

        Parameters
        ----------
        text : str
            Any text; offsets of the result are its code points.
        """
        out: list[Candidate] = []
        cuts: dict[str, list[int]] = {scope: [] for scope in self._scopes}
        suffixes: list[tuple[int, int, Rule]] = []
        ignored: list[tuple[int, int]] = []
        if len(self._words):
            self._scan(text, out, cuts, suffixes, ignored)
        quotes = {m.end() - 1: m.start() for m in _QUOTE.finditer(text)}
        starts = {m.end() for m in _CUT.finditer(text)}
        edges: dict[str, list[int]] = {}
        base = starts.union(cuts["all"])
        for scope in self._scopes:
            edges[scope] = sorted(base.union(cuts[scope]))
        heads = edges.get("head", edges["all"])
        for start, end, rule in suffixes:
            found = self._grow(text, start, end, rule, edges[rule.cuts], heads, quotes)
            if found is not None:
                out.append(found)
        for rule in self._patterns:
            assert rule.pattern is not None
            group = 1 if rule.pattern.groups else 0
            for match in rule.pattern.finditer(text):
                start, end = match.span(group)
                if rule.grows:
                    start = _with_head(text, start, heads)
                if start < end:
                    out.append(_candidate(start, end, rule))
        self._find_marked(text, _QUOTE, self._quoted, ignored, out)
        self._find_marked(text, _TITLE, self._titles, ignored, out)
        return out

    def _scan(
        self,
        text: str,
        out: list[Candidate],
        cuts: dict[str, list[int]],
        suffixes: list[tuple[int, int, Rule]],
        ignored: list[tuple[int, int]],
    ) -> None:
        """Sort the automaton's hits; they come by their ends, of one end the longest first."""
        places = list(cuts.values())
        whole_start = whole_end = -1  # the last word that is not to be cut
        for last, (length, cut, found) in self._words.iter(text):
            end = last + 1
            start = end - length
            if cut:
                if end != whole_end or start <= whole_start:
                    cuts[cut].append(end)
                continue
            for kind, rule in found:
                if kind == "suffix":
                    suffixes.append((start, end, rule))
                    continue
                if kind == "cut":
                    if end != whole_end or start <= whole_start:
                        cuts[rule.scope].append(end)
                    continue
                # A cut inside a word that is none (和 in 和美乡村) does not cut.
                if end != whole_end:
                    whole_start, whole_end = start, end
                    for ends in places:
                        while ends and start < ends[-1] < end:
                            ends.pop()
                if kind == "ignore":
                    ignored.append((start, end))
                elif not (rule.not_before and text.startswith(rule.not_before, end)) and not (
                    rule.not_after and text.endswith(rule.not_after, 0, start)
                ):
                    out.append(_candidate(start, end, rule))

    def _grow(
        self,
        text: str,
        start: int,
        end: int,
        rule: Rule,
        edges: list[int],
        heads: list[int],
        quotes: dict[int, int],
    ) -> Candidate | None:
        """Return the name that ends with the suffix at `start` to `end`, if there is one."""
        if rule.not_before and text.startswith(rule.not_before, end):
            return None
        if rule.tail is not None and (tail := rule.tail.match(text, end)):
            end = tail.end()
        left = _last(edges, start)
        if left > 0 and left - 1 in quotes:
            # The name's own quotation: “双高”人才计划, and 农村“三变”改革 with what is before it.
            if start - left > rule.most:
                return None
            return _candidate(_with_head(text, quotes[left - 1], heads), end, rule)
        lead = _LEAD.match(text, left, start)
        if lead is not None:
            left = lead.end()
        if not rule.least <= start - left <= rule.most:
            return None
        body = text[left:start]
        if rule.generic is not None and rule.generic.fullmatch(body):
            return None
        if rule.requires is not None and not rule.requires.search(body):
            return None
        # 上海（南翔）医学产业园: what stands in brackets goes with what is before it.
        if (bracket := _BRACKET.search(text, max(0, left - _REACH), left)) is not None:
            before = _last(edges, bracket.start())
            if 2 <= bracket.start() - before <= _HEAD:
                left = before
        found = _candidate(left, end, rule)
        if rule.listed > rule.score and (
            text[end : end + 1] in _LISTED or text[left - 1 : left] == "、"
        ):
            return replace(found, score=rule.listed)
        return found

    def _find_marked(
        self,
        text: str,
        marks: re.Pattern[str],
        rules: list[Rule],
        ignored: list[tuple[int, int]],
        out: list[Candidate],
    ) -> None:
        """Try the rules, in their order, on what stands between marks; the first one that fits."""
        if not rules:
            return
        stopped = set(ignored)
        for match in marks.finditer(text):
            start, end = match.span(1)
            if (start, end) in stopped:
                continue
            inside = match[1]
            before = text[max(0, start - 1 - _AROUND) : start - 1]
            after = text[end + 1 : end + 1 + _AROUND]
            for rule in rules:
                if (
                    (not rule.names or inside in rule.names)
                    and (rule.pattern is None or rule.pattern.fullmatch(inside))
                    and (rule.before is None or rule.before.search(before))
                    and (rule.after is None or rule.after.match(after))
                ):
                    out.append(_candidate(start, end, rule))
                    break


def _last(edges: list[int], position: int) -> int:
    index = bisect_right(edges, position)
    return edges[index - 1] if index else 0


def _with_head(text: str, opening: int, edges: list[int]) -> int:
    """Return where a name begins that has a quotation in it: 农村“三变”改革 at 农村."""
    before = _last(edges, opening)
    lead = _LEAD.match(text, before, opening)
    start = lead.end() if lead is not None else before
    head = text[start:opening]
    fits = 2 <= len(head) <= _HEAD and not head.endswith(("委", "院", "党", "主体"))
    return start if fits and "的" not in head else opening


def _candidate(start: int, end: int, rule: Rule) -> Candidate:
    return Candidate(start, end, rule.type, rule.id, rule.score)


@lru_cache(maxsize=4)
def finder(path: Path = RULES) -> Finder:
    """Return the compiled rules of a file.

    Parameters
    ----------
    path : Path
        As for `read_rules`.
    """
    return Finder(read_rules(path))


def find_names(text: str) -> list[Candidate]:
    """Find candidates for every type but `PLACE`.

    Parameters
    ----------
    text : str
        A sentence or a whole report.

    Returns
    -------
    list of Candidate
        They may overlap; `resolve` chooses.

    Examples
    --------
    >>> text = "推进“一网通办”，落实《海岛保护条例》。"
    >>> sorted({(text[c.start : c.end], c.label) for c in find_names(text)})
    [('一网通办', 'PROGRAM'), ('海岛保护条例', 'DOCUMENT')]
    """
    return finder().find(text)
