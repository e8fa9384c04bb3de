"""How the labels of a report's sentences follow each other from its beginning to its end."""

from __future__ import annotations

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
        There is no report of this name, or no part.
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
        raise BaogaoError(f"no report {doc_id!r}", str(corpus.folder), "see documents.doc_id")
    found["share"] = found["characters"] / found.groupby("part")["characters"].transform("sum")
    return found
