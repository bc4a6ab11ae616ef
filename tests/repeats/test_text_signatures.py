"""Texts as bags of word shingles."""

import random
import re
from collections import Counter
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.repeats import text_signatures
from pipelines.repeats.text_signatures import BANDS, Shingles, hash_bands

WORDS = random.Random(1).choices([f"word{n}" for n in range(5_000)], k=400)


TEXTS = {"key": pl.String, "text": pl.String}


def split_words(text):
    return re.findall(r"[a-z0-9\u00e9\u3042]+", text.lower())


def similarity(one, other):
    return Shingles([pl.DataFrame({"key": ["one", "other"], "text": [one, other]})]).similarity(
        "one", "other"
    )


def share_a_band(one, other):
    ours, theirs = hash_bands(pl.Series([one, other]), 1).to_list()
    return not set(ours).isdisjoint(theirs)


def edited(share):
    """WORDS, of which a share is replaced in one piece."""
    changed = round(len(WORDS) * share)
    return " ".join(["other" + word for word in WORDS[:changed]] + WORDS[changed:])


def test_similarity_is_the_share_of_shingles_in_common():
    # Of 3 shingles of four words each has two in common: 2 of the 4 there are.
    assert similarity("a b c d e f", "b c d e f g") == 0.5


def test_layout_case_and_typographic_signs_do_not_matter():
    assert similarity("We  want\u00a0“Python” – and SQL now", "we want python\n• and sql, now!") == 1


def test_other_alphabets_have_words_too():
    assert similarity("мы ищем инженера данных", "мы ищем аналитика данных") == 0
    assert similarity("größe zählt für uns", "GRÖSSE zählt für uns") == 0
    assert similarity("größe zählt für uns", "GRÖßE ZÄHLT FÜR UNS") == 1


@pytest.mark.parametrize("letters", [1, 7, 8, 9, 16, 63, 64, 65, 300])
def test_every_letter_of_a_word_of_any_length_counts(letters):
    word = "abcdefghij" * 30
    assert similarity(f"we seek {word[:letters]} now", f"We seek {word[:letters]}, now") == 1
    assert similarity(f"we seek {word[:letters]} now", f"we seek {word[: letters - 1]}z now") == 0


def test_texts_of_many_blocks_are_hashed_as_each_by_itself(monkeypatch):
    texts = pl.Series([edited(share / 10) for share in range(10)] + ["", "short one"])
    monkeypatch.setattr(text_signatures, "BLOCK_BYTES", 1)
    apart = hash_bands(texts, 4).to_list()
    monkeypatch.setattr(text_signatures, "BLOCK_BYTES", 1 << 30)
    assert hash_bands(texts, 4).to_list() == apart


@given(st.lists(st.text(alphabet="ab .\u00e9\u2022\u3042", max_size=40), max_size=6))
def test_similarity_is_that_of_bags_of_four_words(texts):
    bags = [Counter(zip(*(words[n:] for n in range(4)), strict=False)) for words in map(split_words, texts)]
    frame = pl.DataFrame({"key": list(map(str, range(len(texts)))), "text": texts}, schema=TEXTS)
    shingles = Shingles([frame])
    for one, other in combinations(range(len(texts)), 2):
        either = (bags[one] | bags[other]).total()
        expected = (bags[one] & bags[other]).total() / either if either else 1.0
        assert shingles.similarity(str(one), str(other)) == pytest.approx(expected)


def test_a_shingle_counts_as_often_as_it_occurs():
    assert similarity("a b c d", "a b c d a b c d") == pytest.approx(1 / 5)


def test_texts_without_a_shingle_are_similar_to_none_but_each_other():
    assert similarity("a b", "a b c d") == 0
    assert similarity("a b", "c") == 1


def test_the_same_text_is_similar_even_where_it_was_not_read():
    shingles = Shingles([pl.DataFrame(schema={"key": pl.String, "text": pl.String})])
    assert (shingles.similarity("one", "one"), shingles.similarity("one", "other")) == (1.0, None)


def test_similar_texts_share_a_band_and_others_do_not():
    assert share_a_band(edited(0), edited(0.05))
    assert share_a_band(edited(0), edited(0.1))
    assert not share_a_band(edited(0), edited(0.9))


def test_short_texts_are_not_alike_for_being_short():
    bands = hash_bands(pl.Series(["one two three four", "five six seven eight", "one two"]), 4).to_list()
    assert [own and len(own) for own in bands] == [1, 1, None]
    assert bands[0] != bands[1]
    assert len(hash_bands(pl.Series([edited(0)]), len(WORDS))[0]) == BANDS
    assert hash_bands(pl.Series([edited(0)]), len(WORDS) + 1)[0] is None


def test_texts_of_a_sliced_series_are_read_where_they_lie():
    texts = pl.Series(["something else", edited(0), edited(0.2), ""])
    assert hash_bands(texts.slice(1, 2), 4).to_list() == hash_bands(texts, 4).to_list()[1:3]
    assert hash_bands(pl.Series([], dtype=pl.String), 4).to_list() == []
