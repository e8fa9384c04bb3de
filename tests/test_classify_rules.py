"""Rule classifier: cue data, labels, the component."""

from pathlib import Path

import numpy as np
import pytest

from baogao.classify.context import Item, items
from baogao.classify.cues import CUES, read_cues
from baogao.classify.rules import classify_by_rules
from baogao.errors import BaogaoError
from baogao.schema import LABELS


def item(text: str, role: str) -> Item:
    return Item(text, role, "", True, 1, False, False, False, 0, 0.5)


def label(text: str, role: str) -> str:
    return LABELS[int(classify_by_rules([item(text, role)], read_cues()).argmax())]


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("新建学校3所。", "review", "achievement"),
        ("推动某某工厂实现量产。", "plan", "plan"),
        ("各位代表！", "review", "other"),
        ("现在，我代表县人民政府，向大会报告工作，请予审议。", "front", "other"),
        ("2020年是全面建成小康社会收官之年。", "plan", "other"),
        ("具体做好以下八个方面工作。", "plan", "other"),
        ("在此，我代表县政府，向全县人民表示衷心的感谢！", "review", "other"),
        ("在肯定成绩的同时，我们也看到，工作中还存在不少问题。", "review", "problem"),
        ("对此，我们将采取有力措施，认真加以解决。", "problems", "plan"),
        ("让我们团结一心，奋力前行！", "closing", "other"),
        ("今年工作的总体要求是：稳中求进。", "review", "plan"),
        ("提请县人大常委会审议议案3件。", "review", "achievement"),
    ],
)
def test_classify_by_rules_labels(text: str, role: str, expected: str) -> None:
    assert label(text, role) == expected


def test_classify_by_rules_gives_probabilities() -> None:
    rows = classify_by_rules(
        [item("新建学校3所。", role) for role in ("review", "plan")], read_cues()
    )
    assert rows.shape == (2, len(LABELS))
    assert np.allclose(rows.sum(axis=1), 1)


def test_classify_by_rules_of_nothing_is_empty() -> None:
    assert classify_by_rules([], read_cues()).shape == (0, len(LABELS))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("label: other", "label: others", "unknown label"),
        ("id: submitted", "id: salutation", "second cue"),
        ("weight: 6,", "weight: much,", "weight"),
        ("roles: [review]", "roles: [reviews]", "unknown role"),
        ("  review: ", "  reviews: ", "roles incomplete"),
        ("cues:", "cue:", "not a file of cues"),
        ("cues:", "cues: [", "not YAML"),
    ],
)
def test_read_cues_refuses_bad_data(old: str, new: str, message: str, tmp_path: Path) -> None:
    bad = tmp_path / "cues.yaml"
    bad.write_text(CUES.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BaogaoError, match=message):
        read_cues(bad)


def test_items_tell_place_in_section_and_paragraph() -> None:
    from baogao.read.outline import outline
    from baogao.report import Report
    from baogao.segment import sentence_spans

    text = "一、2021年工作回顾\n（一）工业发展。建厂三座。\n二、2022年工作安排\n建校两所。"
    found = outline(text)
    report = Report(
        "x", text, np.arange(len(text), dtype=np.int32), found.paragraphs, found.sections
    )
    spans = [(5, 5, 0, 0)][:0]
    for start, end in sentence_spans(text):
        paragraph = next(i for i, p in enumerate(found.paragraphs) if p.start <= start < p.end)
        if not found.paragraphs[paragraph].heading:
            section = max(s.section_id for s in found.sections if s.start <= start)
            spans.append((start, end, paragraph, section))
    got = items(report, spans)
    assert [(i.role, i.opens, i.first, i.last) for i in got] == [
        ("review", True, True, False),
        ("review", False, False, True),
        ("plan", False, True, True),
    ]
    assert got[0].heading == "工业发展\n2021年工作回顾"
    assert all(i.stated for i in got)
