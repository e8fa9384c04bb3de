"""Programmes, documents and 提法 by year: when they came, how long they lasted, what became of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from baogao.compare.reports import reports
from baogao.compare.slices import SENTENCES, Slice, condition
from baogao.corpus import Corpus
from baogao.errors import BaogaoError
from baogao.schema import ENTITY_TYPES

TYPES = ("PROGRAM", "DOCUMENT", "TIFA")

_QUERY = """
    with mentions as (
        select r.key, e.label as type, coalesce(nullif(e.canonical, ''), e.text) as family,
               e.text as name, r.year, count(*) as n
        from {source} join reports r on r.doc_id = e.doc_id
        where e.label in ({kinds}) and {test}
        group by all
    ), names as (
        select key, type, family, name, sum(n) as n, min(year) as first, max(year) as last,
               list(year) as years
        from mentions group by all
    ), families as (
        select key, type, family, min(first) as first, max(last) as last,
               list_sort(list_distinct(flatten(list(years)))) as years,
               sum(n)::bigint as mentions, list(name order by first, n desc, name) as names,
               list(first order by first, n desc, name) as firsts,
               list(last order by first, n desc, name) as lasts
        from names group by all
    ), known as (
        select key, any_value(place) as place, list_sort(list_distinct(list(year))) as known
        from reports group by key
    )
    select place, type, family, first, last, years,
           list_filter(known, lambda y: y > first and y < last and not list_contains(years, y))
               as gaps,
           mentions, names,
           case when last < known[-1] then 'dropped'
                when len(known) = 1 then 'only report'
                when first = last then 'new'
                when list_bool_or(list_transform(list_zip(firsts, lasts),
                     lambda p: p[1] = first and p[2] = last)) then 'continued'
                else 'renamed' end as status
    from families join known using (key)
    order by key, type, family
"""


def families(
    corpus: Corpus, *, types: Sequence[str] = TYPES, where: Slice | None = None
) -> pd.DataFrame:
    """Follow each family of names through the years.

    Parameters
    ----------
    corpus : Corpus
        An annotated corpus.
    types : sequence of str
        Entity types to follow.
    where : Slice, optional
        Only within this slice (one place, say, or plan sentences).

    Returns
    -------
    DataFrame
        A row for each `place` and family: `type`, `family` (the canonical name), `first`,
        `last` (years), `years` (those in which it stands), `gaps` (years between with a
        report that does not name it), `mentions`, `names` (as written, in the order of their
        first year), and `status`:

        - `continued`: stands in the place's newest report, under a name that it had at first;
        - `renamed`: stands in the newest report, under other names than at first;
        - `new`: stands in the newest report alone;
        - `dropped`: does not stand in the newest report;
        - `only report`: the place has one report, which tells nothing of change.

        Years without a report say nothing and are no gap. Reports without a year or a place
        are left out; `coverage` tells of them, and of places that were renamed (followed).

    Raises
    ------
    BaogaoError
        A type is unknown.
    """
    for kind in types:
        if kind not in ENTITY_TYPES:
            raise BaogaoError(f"unknown type {kind!r}", "", f"use {', '.join(ENTITY_TYPES)}")
    test, parameters = condition(where)
    source = "entities e"
    if where:
        source = f"{SENTENCES} join entities e on e.doc_id = s.doc_id and e.sent_id = s.sent_id"
    return corpus.sql(
        _QUERY.format(source=source, kinds=", ".join("?" * len(types)) or "''", test=test),
        [*types, *parameters],
        frames={"reports": reports(corpus, where)},
    )
