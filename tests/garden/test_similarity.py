from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from notegarden.garden.similarity import COMMON, RelatedIndex

Notes = dict[str, tuple[set[str], set[str]]]

PATHS = [f"posts/{c}.md" for c in "abcdefg"]
WORDS = ["lexer", "parser", "token", "grammar", "automaton", "yacc"]


def index(notes: Notes) -> RelatedIndex:
    return RelatedIndex((path, *facts) for path, facts in notes.items())


def paths_of(found: list[tuple[str, float]]) -> list[str]:
    return [path for path, _ in found]


def test_rare_shared_words_and_links_relate_notes() -> None:
    compilers: Notes = {
        "lexers.md": ({"compilers.md"}, {"token", "automaton"}),
        "grammars.md": ({"compilers.md"}, {"token", "automaton", "yacc"}),
        "compilers.md": ({"lexers.md", "grammars.md"}, {"compiler"}),
        "bread.md": (set(), {"flour", "yeast"}),
    }
    garden = index(compilers)
    assert paths_of(garden.related("lexers.md")) == ["grammars.md"]
    assert garden.related("bread.md") == []


def test_linked_notes_are_not_suggested() -> None:
    facts = {"token", "automaton", "yacc"}
    notes: Notes = {"a.md": ({"b.md"}, facts), "b.md": ({"a.md"}, facts), "c.md": (set(), facts)}
    assert paths_of(index(notes).related("a.md")) == ["c.md"]


def test_the_rarer_a_shared_word_the_more_similar_the_notes() -> None:
    notes: Notes = {f"n{n}.md": (set(), {"common", "usual"}) for n in range(20)}
    notes["a.md"] = (set(), {"common", "usual", "rare"})
    notes["z.md"] = (set(), {"rare", "common", "usual"})
    assert index(notes).related("a.md", limit=1)[0][0] == "z.md"


def test_words_that_all_notes_share_relate_none() -> None:
    shared: Notes = {f"n{n}.md": ({"hub.md"}, set(WORDS)) for n in range(COMMON + 1)}
    garden = index(shared)
    assert garden.related("n1.md") == []
    before = set(shared) - {"n0.md"}
    assert garden.remove("n0.md") == before
    assert len(garden.related("n1.md")) == 5
    assert garden.update("n0.md", {"hub.md"}, set(WORDS)) == set(shared)
    assert garden.related("n1.md") == []


def test_notes_of_equal_similarity_are_sorted_by_path() -> None:
    notes: Notes = {f"{c}.md": (set(), {"one", "two", "three"}) for c in "edcba"}
    assert paths_of(index(notes).related("c.md")) == ["a.md", "b.md", "d.md", "e.md"]


def test_an_unknown_note_has_no_related_notes() -> None:
    assert RelatedIndex().related("nowhere.md") == []


changes = st.lists(
    st.tuples(
        st.sampled_from(PATHS),
        st.none() | st.tuples(st.sets(st.sampled_from(PATHS), max_size=4), st.sets(st.sampled_from(WORDS), max_size=5)),
    ),
    max_size=20,
)


@given(changes, st.integers(0, COMMON))
def test_any_sequence_of_changes_gives_the_same_as_a_fresh_index(
    history: list[tuple[str, tuple[set[str], set[str]] | None]], crowd: int
) -> None:
    """`crowd` notes more share two of the words, so that the limit is crossed on the way."""
    notes: Notes = {f"crowd/{n}.md": ({PATHS[0]}, set(WORDS[:2])) for n in range(crowd)}
    garden = index(notes)
    for path, facts in history:
        before = {p: garden.related(p) for p in notes}
        if facts:
            touched = garden.update(path, *facts)
            notes[path] = facts
        elif path in notes:
            touched = garden.remove(path)
            del notes[path]
        else:
            continue
        fresh = index(dict(sorted(notes.items(), reverse=True)))
        after = {p: garden.related(p) for p in notes}
        assert after == {p: fresh.related(p) for p in notes}
        assert {p for p in notes if after[p] != before.get(p, [])} <= touched
