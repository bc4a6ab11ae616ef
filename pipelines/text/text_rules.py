"""The words by which outlines are read."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from pipelines.text.characters import UNSPACED
from pipelines.text.clauses import EFFECTS
from pipelines.text.phrases import Phrases, split_phrase
from schemas.skills import CUE_REACHES, SECTIONS

MAX_TOUCHING_WORDS = 4


class TextRules:
    """The headings and cues by which outlines are read, and lists of phrases to look for in the same texts."""

    def __init__(
        self,
        section_headings: pl.DataFrame,
        skill_cues: pl.DataFrame,
        lists: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Takes frames of the contracts `SectionHeadings` and `SkillCues`, and further lists of phrases by name."""
        is_unspaced = pl.col("heading").str.contains(f"[{UNSPACED}]")
        unspaced = section_headings.filter(is_unspaced).select("heading", "section").rows()
        self.unspaced_headings = {heading: SECTIONS.index(section) for heading, section in unspaced}
        heads = section_headings.filter(pl.col("section").is_not_null() & ~is_unspaced)
        fillers = section_headings.filter(pl.col("section").is_null())["heading"]
        cues = skill_cues.filter(pl.col("effect").is_in(EFFECTS))
        is_tail = pl.col("cue").str.starts_with("-")

        def having(effect: str) -> list[str]:
            return skill_cues.filter(pl.col("effect") == effect)["cue"].to_list()

        def touching(effect: str, but: str) -> list[str]:
            chosen = skill_cues.filter(pl.col("effect") == effect, pl.col("reach") != but, ~is_tail)["cue"]
            return [cue for cue in chosen if len(split_phrase(cue).words) <= MAX_TOUCHING_WORDS]

        confirming = skill_cues.filter(pl.col("effect") == "confirms", pl.col("reach") != "after")["cue"]
        self.phrases = Phrases(
            {"headings": heads["heading"].to_list(), "needs": cues["cue"].to_list(), **(lists or {})},
            words={
                "filler": [word for filler in fillers for word in split_phrase(filler).words],
                "narrows": having("narrows"),
                "learns": having("learns"),
                "links": having("links"),
                "grades": [cue for cue in having("grades") if cue.isalpha()],
                "joins": [*having("links"), *having("contrasts")],
                "employer_speaks": having("speaks"),
                "tail": [cue for cue in confirming.str.strip_prefix("-") if cue.isalnum()],
            },
            sequences={
                "abbreviations": having("abbreviates"),
                "contrasts": having("contrasts"),
                "leads": having("leads"),
                "openers": having("opens"),
                "asking": having("begins_asking"),
                "describing": [*having("begins_describing"), *having("begins_duty")],
                "duties": having("begins_duty"),
                "offering": having("begins_offering"),
                "before_skill": touching("confirms", "before"),
                "after_skill": touching("confirms", "after"),
                "before_denied": touching("denies", "before"),
                "before_employer": touching("employer", "before"),
                "after_employer": touching("employer", "after"),
            },
        )
        self.heading_section = np.array([SECTIONS.index(section) for section in heads["section"]], np.int64)
        self.heading_is_inline = heads["is_inline"].to_numpy()
        self.cue_effect = np.array([EFFECTS.index(effect) for effect in cues["effect"]], np.int64)
        self.cue_reach = np.array([CUE_REACHES.index(reach) for reach in cues["reach"]], np.int64)
        self.linking_words = frozenset(having("links"))
        self.abbreviations = having("abbreviates")
        self.connecting_words = having("connects")
