"""How the labels of a report's sentences follow each other from its beginning to its end."""

from __future__ import annotations

from difflib import get_close_matches

import pandas as pd

from baogao.corpus import Corpus
from baogao.errors import BaogaoError


def labels_along(corpus: Corpus, doc_id: str, parts: int = 20) -> pd.DataFrame:
    """Return the share of each label in equal parts of a report.

    Parameters
    ----------
    corpus : Corpus
        An annotated corpus.
    doc_id : str
        The report.
    parts : int
        How many parts.

    Returns
    -------
    DataFrame
        `part` (from 1), `label`, `characters`, `share` (of the part's characters in labelled
        sentences; headings do not count). A sentence is in the part where its middle is; a
        label that is not there has no row.

    Raises
    ------
    BaogaoError
        There is no report of this name, or no part, or it has no labels.
    """
    if parts < 1:
        raise BaogaoError(f"{parts} parts", "", "take 1 or more")
    found = corpus.sql(
        """
        select 1 + least(? - 1, floor(? * (s.start + s."end") / 2 / length(d.text)))::int as part,
               label, sum(s."end" - s.start)::bigint as characters
        from sentences s join documents d using (doc_id)
        where doc_id = ? and label is not null
        group by all order by part, label
        """,
        [parts, parts, doc_id],
    )
    if found.empty:
        ids = corpus.sql("select doc_id from documents order by doc_id")["doc_id"].tolist()
        if doc_id in ids:
            raise BaogaoError(
                f"{doc_id!r} has no labels", str(corpus.folder), "annotate it with the classifier"
            )
        near = get_close_matches(doc_id, ids, cutoff=0.4)
        raise BaogaoError(
            f"no report {doc_id!r}",
            str(corpus.folder),
            f"near it are {', '.join(near)}" if near else "see documents.doc_id",
        )
    found["share"] = found["characters"] / found.groupby("part")["characters"].transform("sum")
    return found
