from hypothesis import given
from hypothesis import strategies as st

from baogao.tag.spans import Candidate, balance, resolve

candidates = st.lists(
    st.builds(
        Candidate,
        start=st.integers(0, 30),
        end=st.integers(0, 30),
        label=st.sampled_from(["PLACE", "ORG"]),
        rule=st.sampled_from(["a", "b"]),
        score=st.sampled_from([0.2, 0.5, 1.0]),
    )
)


@given(candidates)
def test_resolve_is_flat_and_a_subset(given_candidates: list[Candidate]) -> None:
    kept = resolve(given_candidates)
    assert all(c in given_candidates and c.start < c.end for c in kept)
    assert all(a.end <= b.start for a, b in zip(kept, kept[1:], strict=False))


@given(candidates)
def test_resolve_leaves_no_candidate_that_would_fit(given_candidates: list[Candidate]) -> None:
    kept = resolve(given_candidates)
    for c in given_candidates:
        if c.start < c.end and c.score:
            assert any(c.start < k.end and k.start < c.end for k in kept)


@given(candidates, st.randoms())
def test_resolve_does_not_depend_on_order(given_candidates: list[Candidate], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(given_candidates)
    random.shuffle(shuffled)
    assert resolve(shuffled) == resolve(given_candidates)


def test_resolve_prefers_the_longer() -> None:
    place, body = Candidate(0, 3, "PLACE", "a"), Candidate(0, 8, "ORG", "b")
    assert resolve([place, body]) == [body]


@given(st.text(alphabet="甲乙“”《》（）、", max_size=14), st.data())
def test_spans_balance_leaves_every_mark_its_partner(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = balance(text, start, end)
    assert start <= first
    assert last <= end + 1
    inside = text[first:last]
    for opening, closing in ("“”", "《》", "（）"):
        assert inside.count(opening) == inside.count(closing)
    assert not inside or inside[0] not in "”》）、"
