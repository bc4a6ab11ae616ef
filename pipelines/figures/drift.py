"""What moved between two builds more than chance explains."""

import polars as pl

MIN_MOVE = 0.05
"""Shares that moved by less are not worth anybody's time, however sure the move is."""
Z = 1.959964
"""Of the two-sided 95 % interval, as in the tables of demand."""
PAIR = ["role_id", "skill_id"]


def find_moved_shares(before: pl.DataFrame, now: pl.DataFrame, min_move: float = MIN_MOVE) -> pl.DataFrame:
    """Skills whose share of a role's postings is another than in the build before, beyond what both samples allow.

    Both frames have the columns role_id, skill_id, asked_share, its interval, postings_with_text and is_small_sample
    of the contract `RoleSkillDemand`, of one period. Lists shares that moved by `min_move` or more, if the 95 %
    intervals do not overlap and neither sample is small; a skill missing from one build counts as asked for by none of
    the role's postings in it. Roles that only one build has are left out. Builds share most of their postings, so two
    intervals that do not meet say more than they would of independent samples.

    Returns role_id, skill_id, share_before, share_now, postings_with_text_before and postings_with_text_now, the
    largest move first.
    """
    pairs = pl.concat([before.select(PAIR), now.select(PAIR)]).unique()
    both = _complete(pairs, before).join(_complete(pairs, now), on=PAIR, suffix="_now")
    apart = (pl.col("asked_share_low_now") > pl.col("asked_share_high")) | (
        pl.col("asked_share_high_now") < pl.col("asked_share_low")
    )
    move = (pl.col("asked_share_now") - pl.col("asked_share")).abs()
    is_small = pl.col("is_small_sample") | pl.col("is_small_sample_now")
    return (
        both.filter(apart, move >= min_move, ~is_small)
        .sort(move, *PAIR, descending=[True, False, False])
        .rename(
            {
                "asked_share": "share_before",
                "asked_share_now": "share_now",
                "postings_with_text": "postings_with_text_before",
            }
        )
        .select(*PAIR, "share_before", "share_now", "postings_with_text_before", "postings_with_text_now")
    )


def wilson_ends(share: pl.Expr, sample: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The ends of Wilson's 95 % interval of a share of a sample, as `wilson_end` of the SQL has it."""
    centre, scale = share + Z**2 / (2 * sample), 1 + Z**2 / sample
    half = Z * (share * (1 - share) / sample + Z**2 / (4 * sample**2)).sqrt()
    return (centre - half) / scale, (centre + half) / scale


def _complete(pairs: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with a row for each pair of a role it has."""
    high_of_none = wilson_ends(pl.lit(0.0), pl.col("postings_with_text"))[1]
    samples = frame.select("role_id", "postings_with_text", "is_small_sample").unique()
    return (
        pairs.join(samples, on="role_id")
        .join(frame.select(*PAIR, "asked_share", "asked_share_low", "asked_share_high"), on=PAIR, how="left")
        .with_columns(
            pl.col("asked_share", "asked_share_low").fill_null(0.0),
            pl.col("asked_share_high").fill_null(high_of_none),
        )
    )
