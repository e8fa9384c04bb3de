import pytest
import spacy
from spacy.language import Language

import baogao.segment
import baogao.tag  # noqa: F401  (registers the components)
from baogao.tag.ruledata import RULES
from baogao.tag.spans import Candidate
from baogao.tag.tagger import Tagger


@pytest.fixture(scope="module")
def nlp() -> Language:
    tokenizer = {"@tokenizers": "baogao_tokenizer"}
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
    nlp.add_pipe("baogao_tagger")
    return nlp


def test_tagger_sets_entities(nlp: Language) -> None:
    doc = nlp("实施第七轮环保三年行动计划，深化“放管服”改革。")
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("第七轮环保三年行动计划", "PROGRAM"),
        ("“放管服”改革", "PROGRAM"),
    ]
    assert doc.ents[0]._.canonical == "环保三年行动计划"
    assert doc.ents[0]._.by
    assert 0.5 <= doc.ents[0]._.score <= 1


def test_tagger_keeps_the_text_and_cuts_tokens(nlp: Language) -> None:
    text = "在市委领导下\n建设海丰高速一期。"
    doc = nlp(text)
    assert doc.text == text
    edges = {t.idx for t in doc} | {len(text)}
    assert doc.ents
    assert all({e.start_char, e.end_char} <= edges for e in doc.ents)


def test_tagger_empty(nlp: Language) -> None:
    assert nlp("").ents == ()


def test_tagger_own_rules(tmp_path, nlp: Language) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "rules.yaml"
    path.write_text("- {id: mine, kind: lexicon, type: ORG, names: 渔会}", encoding="utf-8")
    own = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "baogao_tokenizer"}}})
    own.add_pipe("baogao_tagger", config={"rules": str(path)})
    assert [(e.text, e._.by) for e in own("渔会换届。").ents] == [("渔会", "mine")]


@pytest.mark.parametrize(("rules", "found"), [(None, []), (str(RULES), ["党的二十大"])])
def test_tagger_adds_sure_rules_to_what_a_model_finds_if_they_are_the_users(
    nlp: Language, rules: str | None, found: list[str]
) -> None:
    class Blind:
        def predict(self, *_: object) -> list[Candidate]:
            return []

    tagger = Tagger(nlp, "tagger", rules, None)
    tagger.learned = Blind()  # type: ignore[assignment]
    doc = tagger(nlp.make_doc("贯彻党的二十大精神。"))
    assert [ent.text for ent in doc.ents] == found
