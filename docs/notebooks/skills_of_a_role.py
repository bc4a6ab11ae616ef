"""What one role is asked for, and what a move from another role takes: an example. `make notebook` opens it."""

import marimo

app = marimo.App()


@app.cell
def _():
    import duckdb
    import marimo as mo

    return duckdb, mo


@app.cell
def _():
    address = "warehouse/ml_job_market.duckdb"  # or https://…/ml_job_market.duckdb
    return (address,)


@app.cell
def _():
    role, former_role = "data_engineer", "data_scientist"
    return former_role, role


@app.cell
def _(address, duckdb):
    market = duckdb.connect()
    market.execute(f"attach '{address}' as market (read_only)")
    market.execute("use market")  # macros find their tables in the database in use
    return (market,)


@app.cell
def _(market, mo, role):
    top_skills = market.sql(
        "select skill, asked_share, asked_share_low, asked_share_high, asked_postings from top_skills($role, 10)",
        params={"role": role},
    ).pl()
    mo.vstack([mo.md(f"## What is asked of a {role.replace('_', ' ')}"), mo.ui.table(top_skills)])
    return (top_skills,)


@app.cell
def _(former_role, market, mo, role):
    moves = market.sql(
        "select skill_id, from_share, to_share, difference_low, difference_high from career_moves "
        "where period = 'latest' and from_role_id = $former_role and to_role_id = $role order by rank limit 10",
        params={"former_role": former_role, "role": role},
    ).pl()
    mo.vstack([mo.md(f"## What a {former_role.replace('_', ' ')} learns to become one"), mo.ui.table(moves)])
    return (moves,)


@app.cell
def _(market, mo, role):
    evidence = market.sql(
        "select file, line, snippet from why($role, 'sql') limit 5", params={"role": role}
    ).pl()
    mo.vstack([mo.md("## The words behind one figure"), mo.ui.table(evidence)])
    return (evidence,)


if __name__ == "__main__":
    app.run()
