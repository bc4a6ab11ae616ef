"""Runs what README.md and docs/ show, as a newcomer would, and compares the output: `make docs-check`."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.documents.blocks import Block, is_shown, list_blocks, list_commands, list_missing
from tests.exports.test_from_afar import load_httpfs
from tests.loopback import Page, Site
from warehouse.settings import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ELSEWHERE = dict.fromkeys(("questions.md", "data_dictionary.md", "findings.md"), "tests/questions")
"""Pages written from a build, whose queries tests hold."""

NOT_RUN = {
    r"make test": "CI runs it",
    r"make run .*(/folder|/one)": "a folder of the reader's",
    r"make run .*FETCH=1": "fetches from the web",
    r"hf upload": "needs an account",
    r"make run .*FANOUT=ray|make scale": "needs the extra ray",
}
FAR = "https://example.org"


def copy_checkout(folder: Path) -> None:
    """The files that git would give a newcomer, and this environment."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    for name in (".venv", ".uv"):
        if (ROOT / name).exists():
            (folder / name).symlink_to(ROOT / name)


@cache
def serve(checkout: Path) -> Site:
    """A server of the published build, as if it were far away."""
    site, published = Site(), checkout / "warehouse" / "published"
    for file in (published / "ml_job_market.duckdb", *(published / "exports").rglob("*.parquet")):
        path = file.relative_to(published).as_posix().removeprefix("exports/")
        site.pages[f"/{path}"] = Page(file.read_bytes(), etag='"1"')
    return site


def run(arguments: list[str], checkout: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Runs a program in the checkout, with its environment's programs at hand; its two outputs are one."""
    own = {"PATH": f"{ROOT}/.venv/bin:{os.environ['PATH']}", "NO_PROXY": "127.0.0.1", "NO_COLOR": "1"}
    kept = {
        k: v
        for k, v in os.environ.items()
        if k not in {"WAREHOUSE", "LAKE", "POSTINGS", "DAGSTER_HOME", "MAKEFLAGS", "MAKELEVEL"}
    }
    return subprocess.run(
        arguments, cwd=checkout, input=typed, env=kept | own, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip


def check_console(block: Block, checkout: Path) -> Iterator[str]:
    """What is wrong with the commands of a block, in order, which share a folder; nothing where all is as shown."""
    folder = checkout
    for command in list_commands(block):
        reason = next((why for pattern, why in NOT_RUN.items() if re.match(pattern, command.text)), None)
        if reason:
            print(f"not run  {command.text}: {reason}")
        elif command.text.startswith("cd "):
            folder = checkout / command.text.removeprefix("cd ")
        else:
            done = run(["bash", "-c", command.text], folder, command.typed)
            if done.returncode:
                yield f"{command.text} ends with {done.returncode}:\n{done.stdout[-3000:]}"
            elif command.shown and not is_shown(command.shown, done.stdout):
                missing = (
                    "\n".join(list_missing(command.shown, done.stdout))
                    or "none, but in another order or among others"
                )
                yield f"{command.text} does not show these lines:\n{missing}\nbut:\n{done.stdout[-3000:]}"


def check_code(block: Block, checkout: Path) -> Iterator[str]:
    """What is wrong with SQL, Python or JSON; SQL runs in the client of the command line and must give rows."""
    text = block.text.replace(FAR, serve(checkout).address)
    exports, database = checkout / "warehouse/published/exports", checkout / "warehouse/ml_job_market.duckdb"
    if block.language == "json":
        json.loads(text)
    elif block.language == "python":
        done = run([sys.executable, "-c", text], checkout)
        if done.returncode:
            yield f"Python fails:\n{done.stdout[-3000:]}"
    elif block.language == "sql":
        httpfs = ["-c", load_httpfs()] if FAR in block.text else []
        opened = [":memory:"] if text.startswith("attach") else ["-readonly", str(database)]
        folder = checkout if "'warehouse/" in text else exports
        done = run(["duckdb", "-json", *httpfs, *opened, "-c", text], folder)
        if done.returncode or not done.stdout.strip().startswith("[{"):
            yield f"SQL gives no rows:\n{done.stdout[-3000:]}"


LANGUAGES = {"console": check_console, "sql": check_code, "python": check_code, "json": check_code}
OTHERS = "for a server's root, or a language that is not installed"


def main() -> int:
    """Runs every block in a fresh copy of the checkout, README first; returns 1 where one is wrong."""
    wrong = 0
    with TemporaryDirectory(prefix="docs-check-") as folder:
        checkout, start = Path(folder), time.monotonic()
        copy_checkout(checkout)
        for page in (page for page in PAGES if page.name not in ELSEWHERE):
            for block in list_blocks(page):
                place = f"{page.relative_to(ROOT)}:{block.line} {block.language}"
                if block.language in LANGUAGES and (
                    block.language != "console" or list(list_commands(block))
                ):
                    found = list(LANGUAGES[block.language](block, checkout))
                    wrong += bool(found)
                    print("\n".join([f"{'WRONG' if found else 'right'}    {place}", *found]), flush=True)
                else:
                    print(f"not run  {place}: {OTHERS}")
        serve(checkout).close()
        print(f"{wrong} blocks are wrong, {time.monotonic() - start:.0f} s")
    return wrong


if __name__ == "__main__":
    sys.exit(min(main(), 1))
