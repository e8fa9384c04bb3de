"""Programmes, documents and 提法 by year: when they came, how long they lasted, what became of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from baogao.compare.slices import Slice, condition
from baogao.corpus import Corpus

TYPES = ("PROGRAM", "DOCUMENT", "TIFA")


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
        `last` (years), `years` (those in which it stands), `mentions`, `names` (as written,
        in the order of their first year), `status`: `continued` (stands in the last year
        that the place has a report of), `renamed` (likewise, under a name that it did not
        have in the first year), `new` (stands in the last year alone), `dropped`; and
        `gaps`, the reports of the place between `first` and `last` without it. Reports of a
        year that is missing say nothing and are no gap.
    """
    test, parameters = condition(where)
    kinds = ", ".join("?" * len(types))
    mentions = corpus.sql(
        f"""
        select coalesce(nullif(d.place_code, ''), d.place) as key, d.year, e.label as type,
               coalesce(nullif(e.canonical, ''), e.text) as family, e.text as name, count(*) as n
        from entities e
        join sentences s on s.doc_id = e.doc_id and s.sent_id = e.sent_id
        join documents d on d.doc_id = e.doc_id
        left join sections c on c.doc_id = s.doc_id and c.section_id = s.section_id
        where d.year is not null and e.label in ({kinds}) and {test}
        group by all
        order by key, type, family, d.year, n desc, name
        """,
        [*types, *parameters],
    )
    reports = corpus.sql(
        "select coalesce(nullif(place_code, ''), place) as key, year, "
        "arg_max(place, year) over (partition by key) as place from documents "
        "where year is not null group by key, year, place order by key, year"
    )
    years = {str(key): sorted({int(y) for y in g["year"]}) for key, g in reports.groupby("key")}
    places = dict(zip(reports["key"], reports["place"], strict=True))
    rows = []
    for (place_key, kind, family), group in mentions.groupby(["key", "type", "family"], sort=True):
        present = sorted({int(y) for y in group["year"]})
        known = years[str(place_key)]
        names = list(dict.fromkeys(group["name"]))
        first_names = set(group[group["year"] == present[0]]["name"])
        last_names = set(group[group["year"] == present[-1]]["name"])
        if present[-1] < known[-1]:
            status = "dropped"
        elif len(present) == 1 and len(known) > 1:
            status = "new"
        else:
            status = "continued" if last_names & first_names else "renamed"
        rows.append(
            {
                "place": places[place_key],
                "type": kind,
                "family": family,
                "first": present[0],
                "last": present[-1],
                "years": present,
                "gaps": [y for y in known if present[0] < y < present[-1] and y not in present],
                "mentions": int(group["n"].sum()),
                "names": names,
                "status": status,
            }
        )
    columns = [
        "place",
        "type",
        "family",
        "first",
        "last",
        "years",
        "gaps",
        "mentions",
        "names",
        "status",
    ]
    return pd.DataFrame(rows, columns=columns)
