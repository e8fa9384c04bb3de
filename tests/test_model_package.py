"""The shipped package `zh_baogao`, on the seed: a floor under its accuracy, not a measure of it.

The seed's gold is part of what the package was trained on; how good it is on other reports
stands in its model card.
"""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

import baogao
from baogao.evaluate.scores import predict, score, scores_of, total
from baogao.gold import read_gold

SEED = Path("seeds/jiading_2020.md")
GOLD = Path("corpus/jiading_2020.gold.tsv")


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load("zh_baogao")


def test_model_package_is_small_and_holds_no_pickle() -> None:
    folder = Path("models/zh_baogao/model")
    assert sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) < 40_000_000
    assert not [
        p
        for p in folder.rglob("*")
        if p.suffix in (".pkl", ".pickle", ".bin", ".pt") and p.name != "lookups.bin"
    ]


def test_model_package_annotates_a_lone_sentence(nlp: Language) -> None:
    doc = nlp("今年，我们将深入实施乡村振兴战略，加快建设沪苏湖铁路。")
    assert ("乡村振兴战略", "PROGRAM") in [(ent.text, ent.label_) for ent in doc.ents]
    (sentence,) = doc.sents
    assert sentence._.label == "plan"
    assert sum(sentence._.probabilities.values()) == pytest.approx(1)


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_model_package_annotates_nothing(nlp: Language, text: str) -> None:
    assert nlp(text).ents == ()


@pytest.mark.parametrize(
    ("model", "entities", "labels"), [("zh_baogao", 0.85, 0.93), ("none", 0.7, 0.85)]
)
def test_model_package_accuracy_floor_on_the_seed(
    model: str, entities: float, labels: float
) -> None:
    gold = list(read_gold([GOLD]))
    scores = scores_of(total(score(predict({"jiading_2020": SEED}, model), gold)))
    print(scores)
    assert scores.micro[2] >= entities
    assert scores.accuracy >= labels


def test_model_package_carries_its_pkuseg_model() -> None:
    text = "今年，深入实施乡村振兴战略，固定资产投资增长6%左右。"
    words = [token.text for token in baogao.load(segmenter="pkuseg")(text)]
    assert "".join(words) == text
    assert {"固定", "资产", "投资", "6%"} <= set(words)
