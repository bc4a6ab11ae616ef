"""Reads the role from the text of a posting whose title names no occupation."""

import re

from pipelines.titles.rules import Decision, RoleRules
from schemas.roles import NO_ROLE

READ_CHARACTERS = 2_500
"""How much of a text is read; the role is near its beginning."""

LEAST_CONFIDENCE = 0.9
TEXT_CONFIDENCE = 0.8
"""Title and text agree in 91 % of public postings where both name a role; titles without one are harder."""

_SOUGHT = re.compile(
    r"\b(?i:looking for|seeking|seeks|hiring|to hire|searching for|role of|position of|joining us as|join us as|"
    r"join our team as|your role as|suchen|als|recherchons|recrute|en tant que|buscamos|busca|procuramos|"
    r"zoeken|cerchiamo|szukamy|poszukujemy)"
    r"\s+(?:(?i:an?|the|our|another|einen?|une?|uma?|een|eine)\s+)?(?:(?i:talented|experienced|skilled|motivated)\s+)?"
    r"((?:[A-Z][\w+#./-]*|of|and|&|de|für)(?:[ /-]+(?:[A-Z][\w+#.-]*|of|and|&|de|für)){1,5})"
)


def read_role(text: str | None, rules: RoleRules) -> Decision | None:
    """The decision on the first title in a text that names a role and follows words such as `looking for a`.

    Out: the rule of the title found, prefixed with `text:`, with the confidence TEXT_CONFIDENCE. None if the text names
    no role.
    """
    for sought in _SOUGHT.finditer((text or "")[:READ_CHARACTERS]):
        decision = rules.decide(sought[1])
        if decision.role_id not in NO_ROLE and decision.confidence >= LEAST_CONFIDENCE:
            return decision._replace(rule=f"text:{decision.rule}", confidence=TEXT_CONFIDENCE)
    return None
