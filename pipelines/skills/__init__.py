"""Skills: the lexicon finds mentions in text, title and tags, and mentions become the skills of a posting.

Matching, the context that confirms or refutes a match, and terms the lexicon lacks belong here. How well that works is
measured in `evaluation`. Others call `posting_skills`.
"""
