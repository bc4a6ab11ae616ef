"""Assigns the topics of a title to its occupation nouns."""

from pipelines.titles.title_part import BREAKS, HEADS, TitlePart

TOPICS = {"topic", "words"}
FIELDS = (
    frozenset({"ml", "ai", "genai", "mlops", "mlops_named"}),
    frozenset({"software", "software_engineering", "code", "stack"}),
)
MEANINGLESS = frozenset({"other_words", "neutral"})
NO_OCCUPATION_OF_ITS_OWN = frozenset({"code", "sql", "engineering"}) | MEANINGLESS
FIELD_OF_NOUN = {
    "data_scientist": "data_science",
    "engineer": "engineering",
    "developer": "software",
    "designer": "ux",
    "architect": "engineering",
    "product_manager": "product",
}


def read_before(parts: list[TitlePart], at: int) -> list[list[TitlePart]]:
    """The topics before a noun in its own segment, the nearest first, in groups joined by `and` or a slash.

    In: the parts of a title and the place of the noun. Out: the groups in the order of the title. The search continues
    into a parenthesis that names no occupation: Machine Learning (ML) Engineer.
    """
    groups: list[list[TitlePart]] = [[]]
    coordinated = inside = False
    for index in range(at - 1, -1, -1):
        part = parts[index]
        if part.kind in TOPICS:
            if not (inside and part.kind == "words"):
                groups[-1].append(part)
        elif part.kind in ("coord", "and") or (part.kind == "comma" and coordinated and groups[-1]):
            coordinated = True
            if groups[-1]:
                groups.append([])
        elif part.kind == "close" and not inside and _is_aside(parts, index):
            inside = True
        elif part.kind == "open" and inside:
            inside = False
        elif part.kind in HEADS and parts[at].kind == "leader" and stand_together(parts, index, at):
            groups[-1] += _as_topic(part)
        elif part.kind in HEADS and coordinated:
            # The last group follows that other noun: the AI of "Engineer AI / Data Scientist".
            return [group for group in reversed(groups[:-1]) if group]
        elif part.kind in BREAKS or part.kind in HEADS or (part.kind == "link" and any(groups)):
            break
    return [group for group in reversed(groups) if group]


def find_topics(parts: list[TitlePart], at: int, before: list[list[TitlePart]]) -> list[list[TitlePart]]:
    """The topics of a noun, one list for each coordinated group, the nearest to the noun first.

    In: the parts, the place of the noun and its `read_before`. Out: the topics before the noun, or else after it, or
    else in the next segment, or else in the segments before; at least one list, empty if the title names no topic.
    Unknown words before the noun count as its topics (`other_words`).
    """
    opaque = [part for group in before for part in group if part.kind == "words"]
    after = _read_after(parts, at)
    if _has_topic(before):
        groups = before
    elif _has_topic(after):
        groups = [group + opaque for group in after]
    elif opaque:
        groups = [opaque]
    else:
        groups = _read_next(parts, at) or _read_previous(parts, at) or after
    merged = _merge_groups(groups)
    # "Python & ML Platform Engineer" is one occupation: a programming language alone does not make another.
    if groups is before:
        merged = [group for group in merged if not name_concepts(group) <= NO_OCCUPATION_OF_ITS_OWN] or merged
    return merged or [[]]


def read_first(parts: list[TitlePart]) -> list[TitlePart]:
    """The topics of the first segment that has any, in a title without a noun."""
    topics: list[TitlePart] = []
    for part in parts:
        if part.kind in TOPICS:
            topics.append(part)
        elif _has_topic([topics]) and part.kind in ("hard", "comma", "open", "close", "link"):
            break
    return topics


def name_concepts(group: list[TitlePart]) -> set[str]:
    """The concepts of topics, as the rules name them; `other_words` for unknown words, `nothing` for no topic."""
    named = {"other_words" if part.kind == "words" else part.concept for part in group}
    return named - {"vendor"} or {"nothing"}


def stand_together(parts: list[TitlePart], first: int, second: int) -> bool:
    """Whether there is only seniority between two parts."""
    return all(part.kind == "level" for part in parts[first + 1 : second])


def _has_topic(groups: list[list[TitlePart]]) -> bool:
    for group in groups:
        for part in group:
            if part.kind == "topic" and part.concept not in MEANINGLESS:
                return True
    return False


def _merge_groups(groups: list[list[TitlePart]]) -> list[list[TitlePart]]:
    """Merges groups that name one field (machine learning / AI)."""
    merged: list[list[TitlePart]] = []
    for group in groups:
        concepts = {part.concept for part in merged[-1]} if merged else set()
        field = next((field for field in FIELDS if concepts and concepts <= field), frozenset())
        if any(part.concept in field for part in group):
            merged[-1] = group + merged[-1]
        elif group:
            merged.append(group)
    return merged


def _as_topic(noun: TitlePart) -> list[TitlePart]:
    """The field of the people whom a leader leads."""
    field = FIELD_OF_NOUN.get(noun.concept)
    return [noun._replace(kind="topic", concept=field)] if field else []


def _is_aside(parts: list[TitlePart], close: int) -> bool:
    """Whether the parenthesis that closes here names no occupation, and no occupation comes before it."""
    for index in range(close - 1, -1, -1):
        if parts[index].kind in HEADS:
            return False
        if parts[index].kind == "open":
            return not any(part.kind in HEADS for part in parts[:index])
    return False


def _read_after(parts: list[TitlePart], at: int) -> list[list[TitlePart]]:
    """The topics that follow a noun in its own segment, unless they belong to a noun that follows."""
    groups: list[list[TitlePart]] = [[]]
    linked = False
    head = parts[at]
    is_leader = head.kind == "leader"
    for index, part in enumerate(parts[at + 1 :], start=at + 1):
        if part.kind in TOPICS:
            groups[-1].append(part)
        elif part.kind == "link":
            linked = True
        elif any(groups) and (part.kind in ("and", "coord") or (not is_leader and _lists_on(parts, index))):
            groups.append([])
        elif part.kind in HEADS and is_leader and (part.concept == "officer" or head.concept != "executive"):
            groups[-1] += _as_topic(part)
            break
        elif part.kind in HEADS and not linked:
            return []
        elif part.kind in BREAKS or part.kind in HEADS:
            break
    return [group[::-1] if is_leader else group for group in groups if group]


def _lists_on(parts: list[TitlePart], comma: int) -> bool:
    """Whether a comma joins topics as `and` does, which follows further on: Analista de CRM, Dados e Operações."""
    after = next((part for part in parts[comma + 1 :] if part.kind not in TOPICS), None)
    return parts[comma].kind == "comma" and after is not None and after.kind == "and"


def _read_next(parts: list[TitlePart], at: int) -> list[list[TitlePart]]:
    """The topics of the first later segment that has any, unless it names an occupation."""
    groups: list[list[TitlePart]] = [[]]
    for part in parts[at + 1 :]:
        if part.kind in TOPICS:
            groups[-1].append(part)
        elif part.kind in HEADS:
            return []
        elif part.kind in ("and", "coord") and any(groups):
            groups.append([])
        elif part.kind in BREAKS:
            if _has_topic(groups):
                break
            groups = [[]]
    return [group[::-1] for group in groups if group] if _has_topic(groups) else []


def _read_previous(parts: list[TitlePart], at: int) -> list[list[TitlePart]]:
    """The topics of the segments before a noun that has none of its own."""
    topics = []
    for part in reversed(parts[:at]):
        if part.kind in HEADS:
            return []
        if part.kind == "topic":
            topics.append(part)
    return [topics] if topics else []
