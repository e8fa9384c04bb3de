"""Scores against gold, on sentences that are made up."""

from baogao.evaluate.scores import (
    intervals,
    label_scores,
    predicted_from_jsonl,
    score,
    scores_of,
    total,
    type_scores,
)
from baogao.gold import GoldSentence, parse_tagged


def gold(line: str, label: str, tagged: str) -> GoldSentence:
    text, entities = parse_tagged(tagged)
    return GoldSentence("甲县_2020", line, label, text, entities)


GOLD = [
    gold("1", "achievement", "建成[[FACILITY 甲县大桥]]。"),
    gold("2", "plan", "实施[[PROGRAM 蓝天行动]]和[[PROGRAM 碧水行动]]。"),
    gold("3", "other", "这一句没有。"),
]
ROWS = [
    {
        "text": "建成 甲县大桥。",
        "label": "achievement",
        "entities": [{"start": 3, "end": 7, "label": "FACILITY"}],
        "tokens": [{"start": 0, "end": 2}, {"start": 3, "end": 7}],
    },
    {
        "text": "实施蓝天行动和碧水行动。",
        "label": "achievement",
        "entities": [
            {"start": 2, "end": 6, "label": "PROGRAM"},
            {"start": 8, "end": 11, "label": "PROGRAM"},
        ],
        "tokens": [{"start": 2, "end": 6}, {"start": 6, "end": 11}],
    },
]


def test_score_counts_by_hand() -> None:
    counts = total(score({"甲县_2020": ROWS}, GOLD))
    assert (counts.sentences, counts.missing, counts.exact) == (3, 1, 2)
    assert counts.right == {"FACILITY": 1, "PROGRAM": 1}
    assert counts.spurious == {"PROGRAM": 1}
    assert counts.missed == {"PROGRAM": 1}
    # 碧水行动 begins inside a token that ends with it.
    assert (counts.edges, counts.crossed) == (6, 1)
    assert type_scores(counts)["PROGRAM"] == (0.5, 0.5, 0.5)
    assert label_scores(counts)["achievement"] == (0.5, 1.0, 2 / 3)
    made = scores_of(counts)
    assert made.accuracy == 1 / 3
    assert made.overlap == (1.0, 1.0, 1.0)
    assert [e.split("\t")[1] for e in counts.errors] == [
        "spurious PROGRAM",
        "missed PROGRAM",
        "label achievement, gold plan",
        "not found",
    ]


def test_intervals_are_the_same_for_the_same_seed() -> None:
    scored = score({"甲县_2020": ROWS}, GOLD)
    first = intervals(scored, rounds=20)
    assert first == intervals(scored, rounds=20)
    assert first["accuracy"] == (1 / 3, 1 / 3)


def test_predicted_groups_by_document() -> None:
    lines = ['{"doc_id": "a", "text": "一"}', "", '{"doc_id": "a", "text": "二"}']
    assert [row["text"] for row in predicted_from_jsonl(lines, "x")["a"]] == ["一", "二"]
