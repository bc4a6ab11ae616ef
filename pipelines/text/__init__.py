"""Text: what skills, titles and requirements all read in a posting.

Words, phrases, sentences, sections, stated needs and snippets belong here. What a phrase stands for, a skill, a degree
or a role, belongs in the room of that subject.
"""
