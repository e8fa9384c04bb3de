"""What to annotate, and what it is called."""

import os
from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baogao.errors import BaogaoError
from baogao.write.sources import find, printable_path, read_source, with_ids

NAME = st.text(st.sampled_from("ab.#/\\甲\n\x1b\udcff"), min_size=1, max_size=6)


@given(st.lists(NAME, unique=True, max_size=12))
def test_ids_are_unique_printable_and_repeatable(paths: list[str]) -> None:
    sources = with_ids(paths)
    ids = [source.doc_id for source in sources]
    assert [source.path for source in sources] == paths
    assert len(set(ids)) == len(ids)
    assert "".join(ids).isprintable()
    assert with_ids(paths) == sources


@pytest.mark.parametrize(
    ("paths", "ids"),
    [
        (["x/甲县_2020.txt"], ["甲县_2020"]),
        (["p/a.txt", "p/a.md"], ["p/a.txt", "p/a.md"]),
        (["1/p/a.txt", "2/p/a.txt", "3/q/a.txt"], ["1/p/a", "2/p/a", "q/a"]),
        (["-", "a.b.txt"], ["stdin", "a.b"]),
    ],
)
def test_ids_take_as_much_of_the_path_as_is_needed(paths: list[str], ids: list[str]) -> None:
    assert [source.doc_id for source in with_ids(paths)] == ids


def test_find_goes_through_folders_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.MD", "a/y.docx", "a/.hidden.txt", ".git/c.txt", "d.jpg", "e"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    found = find([tmp_path, tmp_path / "b.txt"])
    assert [str(PurePath(p).relative_to(tmp_path)) for p in found.paths] == [
        "a/y.docx",
        "a/z.MD",
        "b.txt",
    ]
    assert found.passed_over == {".jpg": 1, "no ending": 1}


def test_find_takes_a_named_file_whatever_its_ending(tmp_path: Path) -> None:
    (tmp_path / "report").write_text("")
    assert find([tmp_path / "report"]).paths == [str(tmp_path / "report")]


def test_find_refuses_nothing(tmp_path: Path) -> None:
    with pytest.raises(BaogaoError, match="no reports found"):
        find([tmp_path])
    with pytest.raises(BaogaoError, match="no such file"):
        find([tmp_path / "none"])


def test_find_spells_a_file_one_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("")
    assert find(["./a.txt", ".", "a.txt"]).paths == ["a.txt"]


@pytest.mark.parametrize(
    ("path", "folder", "inside"),
    [
        ("p/a.txt", "p", True),
        ("p/q/a.txt", "p/", True),
        ("pq/a.txt", "p", False),
        ("a.txt", ".", True),
        ("../a.txt", ".", False),
        ("/a.txt", ".", False),
        ("/p/a.txt", "/p", True),
        ("-", ".", False),
    ],
)
def test_found_covers_what_a_folder_would_hold(path: str, folder: str, inside: bool) -> None:
    from baogao.write.sources import Found

    assert Found([], [folder], {}).covers(path) is inside


def test_unreadable_things_are_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to("nowhere")
    for name, told in (
        ("pipe", "not a regular file"),
        ("dangling", "No such file"),
        (".", "folder"),
    ):
        with pytest.raises(BaogaoError, match=told):
            read_source(str(tmp_path / name))


def test_paths_are_written_as_text() -> None:
    assert printable_path("甲\udcff.txt") == "甲\\xff.txt"
