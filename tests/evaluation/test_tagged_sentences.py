"""Sentences tagged word by word by others are scored by overlap."""

import polars as pl
import pytest

from pipelines.evaluation.tagged_sentences import compare_sentences, read_sentences

SKILLS = pl.DataFrame({"skill_id": ["python", "teamwork"], "category": ["language", "soft"]})


def record(words, tags, source="tech"):
    return {"tokens": words.split(), "tags_knowledge": list(tags), "source": source}


def mentions(*rows):
    return pl.DataFrame(rows, schema=["id", "skill_id", "start", "end"], orient="row")


def test_tokens_are_joined_by_blanks_and_spans_are_characters_of_the_text():
    sentences, spans = read_sentences([record("We use Apache Spark and Go .", "OOBIOBO")], "tech")
    text = sentences["text"][0]
    assert [text[start:end] for _, start, end in spans.rows()] == ["Apache Spark", "Go"]


def test_spans_side_by_side_are_two_and_one_may_end_the_sentence():
    _, spans = read_sentences([record("Java Python", "BB")], "tech")
    assert spans.rows() == [(0, 0, 4), (0, 5, 11)]


def test_sentences_of_another_source_are_left_out():
    sentences, spans = read_sentences([record("Java", "B", source="house")], "tech")
    assert sentences.is_empty()
    assert spans.is_empty()


def test_a_sentence_whose_tags_are_too_few_is_refused_by_its_number():
    with pytest.raises(ValueError, match="sentence 1 has 2 tokens and 1 tags"):
        read_sentences([record("Java", "B"), record("Java Python", "B")], "tech")


def test_a_span_is_found_by_any_skill_and_only_tools_must_be_tagged():
    _, spans = read_sentences([record("Java Python teamwork", "BOB")], "tech")
    found, tools = compare_sentences(spans, mentions((0, "python", 5, 11), (0, "teamwork", 12, 20)), SKILLS)
    assert found["is_found"].to_list() == [False, True]
    assert tools.select("skill_id", "is_tagged").rows() == [("python", False)]
