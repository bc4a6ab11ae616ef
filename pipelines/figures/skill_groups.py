"""Groups of skills that postings ask together."""

from itertools import combinations

import polars as pl

from schemas.skill_groups import SkillGroupMembers

LEAST_CORRELATION = 0.2
"""Two skills are linked from here on: a convention, between a small and a medium effect (Cohen 1988, section 3.2)."""
RUNS = 20
"""Louvain's method depends on the order of the skills: the run with the highest modularity is kept."""


def group_skills(skill_pairs: pl.LazyFrame) -> pl.DataFrame:
    """Skills that correlate, in groups, by period: takes `skill_pairs` and returns `skill_group_members`.

    Skills are the nodes of a graph, each pair with a correlation of 0.2 or more an edge of that weight; Louvain's
    method (Blondel et al. 2008, J. Stat. Mech. P10008) cuts it where modularity is highest. A skill without an edge
    is in no group. The same pairs give the same groups.
    """
    pairs = skill_pairs.select("period", "skill_id", "other_skill_id", "correlation").collect()
    rows = [
        (period, *row)
        for (period,), frame in pairs.sort("period", "skill_id", "other_skill_id").group_by(
            "period", maintain_order=True
        )
        for row in _group(frame.drop("period"))
    ]
    return pl.DataFrame(rows, schema=SkillGroupMembers.polars_schema(), orient="row").sort(
        "period", "group_id", "rank"
    )


def _group(pairs: pl.DataFrame) -> list[tuple[str, str, int, float, float]]:
    linked = pairs.filter(pl.col("correlation") >= LEAST_CORRELATION)
    if linked.is_empty():
        return []
    import networkx as nx  # a run in which nothing changes does without

    graph: nx.Graph[str] = nx.Graph()
    graph.add_weighted_edges_from(linked.iter_rows())
    runs = [nx.community.louvain_communities(graph, seed=seed) for seed in range(RUNS)]
    best = max(runs, key=lambda groups: nx.community.modularity(graph, groups))
    correlations = {frozenset(pair): value for *pair, value in pairs.iter_rows()}
    return [row for skills in best for row in _describe(sorted(skills), correlations, runs)]


def _describe(
    skills: list[str], correlations: dict[frozenset[str], float], runs: list[list[set[str]]]
) -> list[tuple[str, str, int, float, float]]:
    totals = dict.fromkeys(skills, 0.0)
    for one, other in combinations(skills, 2):
        correlation = correlations.get(frozenset((one, other)), 0.0)
        totals[one] += correlation
        totals[other] += correlation
    ranked = sorted(skills, key=lambda skill: -totals[skill])
    companions = [next(group for group in groups if ranked[0] in group) for groups in runs]
    return [
        (
            skill,
            ranked[0],
            rank,
            totals[skill] / (len(skills) - 1),
            sum(skill in group for group in companions) / len(runs),
        )
        for rank, skill in enumerate(ranked, start=1)
    ]
