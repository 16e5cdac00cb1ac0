"""Articles that repeat each other are found."""

from corpus.tools.likeness import runs, shared_runs, shares


def test_runs_go_over_lines_and_punctuation():
    assert runs("Osk’s sale,\nof “Wick”: €4.50", 3) == {
        ("osk’s", "sale", "of"),
        ("sale", "of", "wick"),
        ("of", "wick", "4"),
        ("wick", "4", "50"),
    }
    assert runs("too short", 3) == set()


TEXTS = {
    "one": "a b c d e f",
    "two": "x x A, b c y",
    "three": "q r s",
    "four": "b c",
}


def test_shared_runs_name_the_articles():
    assert shared_runs(TEXTS, 3) == {("a", "b", "c"): ["one", "two"]}
    assert shared_runs(TEXTS, 4) == {}


def test_a_run_twice_in_one_article_is_not_shared():
    assert shared_runs({"one": "a b a b"}, 2) == {}


def test_the_share_is_that_of_the_article_with_fewer_runs():
    assert shares(TEXTS, 2) == {("one", "two"): 2 / 5, ("four", "one"): 1.0, ("four", "two"): 1.0}
