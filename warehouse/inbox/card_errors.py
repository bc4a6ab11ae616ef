"""Says what is wrong with a card in the words of cards: the key, what stands there, and what to write."""

import types
from collections.abc import Mapping, Sequence
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

SHOWN_CHARACTERS = 60

SENTENCES = {
    "missing": "it is missing: add it",
    "literal_error": "{value} is not one of {expected}: choose one",
    "string_pattern_mismatch": "{value} does not match {pattern}: correct it",
    "string_type": "{value} is not a text: put it in quotes",
    "int_type": "{value} is not a whole number: write one",
    "int_parsing": "{value} is not a whole number: write one",
    "int_from_float": "{value} is not a whole number: write one",
    "float_type": "{value} is not a number: write one",
    "float_parsing": "{value} is not a number: write one",
    "bool_type": "{value} is neither true nor false: write one of them",
    "bool_parsing": "{value} is neither true nor false: write one of them",
    "dict_type": "{value} is not a mapping: write keys and values",
    "model_type": "{value} is not a mapping: write keys and values",
    "tuple_type": "{value} is not a list: write [one, another]",
    "too_short": "it is empty: name at least one",
    "greater_than_equal": "{value} is too small: write {ge} or more",
    "greater_than": "{value} is too small: write more than {gt}",
}
"""What a card's reader says, by the type that Pydantic gives an error."""


def explain_card(card: type[BaseModel], error: ValidationError) -> str:
    """Every problem of a card, separated by semicolons: its key with the keys above it, the value, and what to do."""
    problems = dict.fromkeys(_explain(card, problem) for problem in error.errors())
    return "; ".join(problems)


def _explain(card: type[BaseModel], problem: Mapping[str, Any]) -> str:
    place = [part for part in problem["loc"] if part != "[key]"]
    if problem["type"] == "extra_forbidden":
        known = ", ".join(_find_model(card, place[:-1]).model_fields)
        said = f"there is no such key: correct its spelling, or remove it (the keys here are {known})"
    elif problem["type"] == "value_error":
        said = str(problem["ctx"]["error"])
    else:
        found = {"value": _show(problem["input"]), "message": problem["msg"]} | problem.get("ctx", {})
        said = SENTENCES.get(problem["type"], "{value} cannot stand here ({message}): correct it").format(
            **found
        )
    key = ".".join(str(part) for part in place if not _is_of_a_union(part))
    return f"{key}: {said}" if key else said


def _is_of_a_union(part: int | str) -> bool:
    """Whether a part of a place is no key, but the type that Pydantic has tried there."""
    return part == "str" or str(part).startswith("tuple[")


def _find_model(card: type[BaseModel], place: Sequence[int | str]) -> type[BaseModel]:
    """The model whose keys stand at a place of a card."""
    for part in place:
        annotation = card.model_fields[str(part)].annotation if part in card.model_fields else None
        options = get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else [annotation]
        models = [each for each in options if isinstance(each, type) and issubclass(each, BaseModel)]
        card = models[0] if models else card
    return card


def _show(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"
