"""Pictures: that they are drawn from the tables, work offline, and show Chinese."""

from __future__ import annotations

import base64
import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from fontTools.ttLib import TTFont

from baogao.compare import draw, families, frequencies, pictures, targets
from baogao.compare.picture import Picture
from baogao.errors import BaogaoError

TERMS = pd.DataFrame(
    {
        "year": [2019, 2020, 2019, 2020],
        "term": ["就业", "就业", "碧溪</script>", "碧溪</script>"],
        "count": [1, 2, 3, 4],
        "documents": 1,
        "tokens": 100,
        "per_10k": [100.0, 200.0, 300.0, 400.0],
    }
)
PANEL = pd.DataFrame(
    {
        "place": ["甲县", "甲县", "乙县"],
        "year": [2019, 2020, 2020],
        "indicator_id": "gdp",
        "kind": "change",
        "unit": "%",
        "target": [8.0, 6.0, 7.0],
        "target_max": [None, 7.0, None],
        "bound": "exact",
        "hardness": "plain",
        "outcome": [7.0, None, 7.1],
        "gap": [-1.0, None, 0.1],
        "note": "",
    }
)


def values(picture: Picture) -> list[dict[str, Any]]:
    return [row for data in picture.specification()["datasets"].values() for row in data]


def test_page_needs_no_network_and_has_the_font(tmp_path: Path) -> None:
    path = tmp_path / "terms.html"
    draw("terms", TERMS).save(path)
    page = path.read_text(encoding="utf-8")
    # Data stays data: nothing of the text ends the script.
    assert page.count("</script>") == 2
    assert "碧溪\\u003c/script>" in page
    assert not re.search(r"""(src|href)\s*=\s*["']?https?:""", page)
    (font,) = re.findall(r"data:font/woff;base64,([A-Za-z0-9+/=]+)", page)
    known = TTFont(io.BytesIO(base64.b64decode(font))).getBestCmap()
    assert {ord(c) for c in "就业碧溪year0123"} <= set(known)
    assert len(page) < 1_500_000


@pytest.mark.skipif(shutil.which("node") is None, reason="node reads the scripts")
def test_scripts_of_the_page_can_be_read(tmp_path: Path) -> None:
    for number, script in enumerate(
        re.findall(r"<script>(.*?)</script>", draw("terms", TERMS).html(), re.S)
    ):
        path = tmp_path / f"{number}.js"
        path.write_text(script, encoding="utf-8")
        assert subprocess.run(["node", "--check", path]).returncode == 0


def test_png_shows_different_pictures_for_different_characters() -> None:
    # A font without Chinese draws the same box for all of them.
    def drawn(term: str) -> bytes:
        return draw("terms", TERMS.assign(term=term)).png(scale=1)

    assert drawn("就业").startswith(b"\x89PNG")
    assert len({drawn(term) for term in ("就业", "民生", "改革")}) == 3


def test_trends_have_small_pictures_for_what_is_sliced_besides() -> None:
    table = pd.concat([TERMS.assign(level=level) for level in ("county", "city")])
    picture = draw("terms", table)
    assert {row["slice"] for row in values(picture)} == {"county", "city"}
    assert "facet" in picture.specification()
    assert "facet" not in draw("terms", TERMS).specification()


def test_targets_are_drawn_for_each_place_alone() -> None:
    picture = draw("targets", PANEL)
    # The rows stand there once, and each place's picture takes its own.
    assert len(values(picture)) == len(PANEL)
    assert picture.specification()["facet"]["field"] == "place"
    assert picture.png(1).startswith(b"\x89PNG")
    assert draw("targets", PANEL[:2]).png(1).startswith(b"\x89PNG")


def test_every_comparison_can_be_drawn(make_corpus: Any) -> None:
    entity = {"entities": [("雪亮工程", "PROGRAM", "雪亮工程"), ("雪亮工程", "TIFA", "雪亮工程")]}
    sentences = [("plan", "修 路 。", entity)]
    corpus = make_corpus(
        [
            {"doc_id": str(y), "place": "甲县", "year": y, "sentences": sentences}
            for y in (2019, 2020)
        ]
    )
    names = {row.get("name") for row in values(draw("programmes", families(corpus)))}
    assert names == {"雪亮工程 (PROGRAM)", "雪亮工程 (TIFA)"}
    assert draw("terms", frequencies(corpus, ["label"], terms=["路"])).png(1)
    with pytest.raises(BaogaoError, match="nothing to draw"):
        draw("targets", targets(corpus))
    with pytest.raises(BaogaoError, match="no picture 'pie'"):
        draw("pie", TERMS)


def test_picture_with_another_ending_is_refused(tmp_path: Path) -> None:
    for name in ("a.svg", "a", "none/a.png"):
        with pytest.raises(BaogaoError):
            draw("terms", TERMS).save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_picture_shows_itself_in_a_notebook() -> None:
    shown = draw("terms", TERMS)._repr_mimebundle_()
    assert shown["text/html"].startswith("<iframe") and "<script>" not in shown["text/html"]
    assert base64.b64decode(shown["image/png"]).startswith(b"\x89PNG")


def test_pictures_trend_breaks_the_line_at_a_missing_year() -> None:
    table = pd.DataFrame(
        {"year": [2018, 2019, 2021, 2018], "term": ["就业", "就业", "就业", "教育"], "per_10k": 1.0}
    )
    table = table.assign(count=1, documents=1, tokens=100)
    spec = pictures.trend(table, "per_10k", "term", "per 10,000 words").chart.to_dict()
    (rows,) = spec["datasets"].values()
    runs = {(row["term"], row["year"]): row["run"] for row in rows}
    assert runs["就业", 2018] == runs["就业", 2019] != runs["就业", 2021]
    assert spec["encoding"]["detail"]["field"] == "run"
