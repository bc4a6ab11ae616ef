"""A server as docs/deployment.md sets it up, on loopback: first build, upgrade, backup and restore.

PostgreSQL, nginx and Dagster's three services run with the files of docs/deployment. Only addresses are others: folders
lie below a temporary one, ports are free ones, and nginx speaks no TLS.
"""

import base64
import hashlib
import importlib.util
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from configparser import ConfigParser
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest
import requests

from tests.loopback import find_free_port, wait_until
from warehouse.settings import ROOT

DEPLOYMENT = ROOT / "docs" / "deployment"
SERVICES = ("code", "webserver", "daemon")
POSTGRES = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/nowhere"))
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
LOGIN = ("analyst", "a word")
REFRESH = {
    "selector": {
        "repositoryLocationName": "ml-job-market",
        "repositoryName": "__repository__",
        "jobName": "refresh",
    }
}

pytestmark = pytest.mark.skipif(
    not (POSTGRES / "initdb").exists() or not NGINX or importlib.util.find_spec("dagster_postgres") is None,
    reason="needs PostgreSQL, nginx and the extra `server`",
)


@dataclass
class Server:
    """One machine: the folder that stands for its root, and what runs on it."""

    root: Path
    ports: dict[str, int]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def code(self) -> Path:
        return self.root / "srv" / "ml-job-market"

    @property
    def home(self) -> Path:
        return self.root / "var" / "lib" / "ml-job-market"

    @property
    def database(self) -> Path:
        return self.home / "warehouse" / "ml_job_market.duckdb"

    def place(self, text: str) -> str:
        """A file of docs/deployment, or a line of one, for this machine."""
        for path in ("/srv/", "/var/lib/ml-job-market", "/etc/nginx/ml-job-market"):
            text = text.replace(path, f"{self.root}{path}")
        for written, port in (("3000", "webserver"), ("4266", "code")):
            text = text.replace(written, str(self.ports[port]))
        return text

    @property
    def environment(self) -> dict[str, str]:
        """What the services read at start."""
        lines = self.place((DEPLOYMENT / "ml-job-market.env").read_text()).splitlines()
        settings = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
        settings["DAGSTER_POSTGRES_URL"] = settings["DAGSTER_POSTGRES_URL"].replace(
            "@localhost/", f"@127.0.0.1:{self.ports['postgres']}/"
        )
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), **settings}

    def copy_code(self) -> None:
        """What `git clone` brings, which nobody may write to, with the libraries of this environment."""
        listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
        for name in listed.stdout.splitlines():
            (self.code / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.code / name)
        (self.code / ".venv").symlink_to(ROOT / ".venv")

    def start(self) -> None:
        """Starts the services as systemd would, and waits until the code is there."""
        for name in SERVICES:
            unit = ConfigParser(interpolation=None)
            unit.read_string(self.place((DEPLOYMENT / f"ml-job-market-{name}.service").read_text()))
            command, log = shlex.split(unit["Service"]["ExecStart"]), self.root / f"{name}.log"
            with log.open("ab") as output:
                self.running.append(
                    subprocess.Popen(
                        command, cwd=self.home, env=self.environment, stdout=output, stderr=output
                    )
                )
        wait_until(self.is_up, 120)

    def stop(self) -> None:
        """Ends the services."""
        for process in self.running:
            process.send_signal(signal.SIGTERM)
        for process in self.running:
            process.wait(60)
        self.running.clear()

    def answers(self) -> bool:
        """Whether nginx listens, whatever stands behind it."""
        try:
            return bool(self.get("/").status_code)
        except requests.ConnectionError:
            return False

    def is_up(self) -> bool:
        found = self.ask("{repositoriesOrError {... on RepositoryConnection {nodes {name}}}}")
        return bool(found and found["repositoriesOrError"].get("nodes"))

    def get(self, path: str, login: tuple[str, str] | None = LOGIN) -> requests.Response:
        """A page, through nginx."""
        return requests.get(f"http://127.0.0.1:{self.ports['nginx']}{path}", auth=login, timeout=30)

    def ask(self, query: str, **variables: Any) -> Any:
        """The answer of Dagster's GraphQL interface, through nginx; None where Dagster is not there yet."""
        answer = requests.post(
            f"http://127.0.0.1:{self.ports['nginx']}/graphql",
            json={"query": query, "variables": variables},
            auth=LOGIN,
            timeout=30,
        )
        return answer.json()["data"] if answer.ok else None

    def runs(self) -> list[str]:
        """The statuses of all runs in the history."""
        results = self.ask("{runsOrError {... on Runs {results {status}}}}")["runsOrError"]["results"]
        return [run["status"] for run in results]

    def refresh(self) -> None:
        """Starts the job in the UI and waits for its end."""
        before = len(self.runs())
        mutation = "mutation on($run: ExecutionParams!) {launchRun(executionParams: $run) {__typename}}"
        started = self.ask(mutation, run=REFRESH)["launchRun"]["__typename"]
        assert started == "LaunchRunSuccess"
        ended = wait_until(lambda: self._newest_end(before + 1), 600)
        assert ended == "SUCCESS"

    def _newest_end(self, number: int) -> str | None:
        runs = self.runs()
        return runs[0] if len(runs) == number and runs[0] in ("SUCCESS", "FAILURE") else None

    def psql(self, program: str, *arguments: str) -> None:
        """A program of PostgreSQL as its superuser."""
        port = str(self.ports["postgres"])
        command = [POSTGRES / program, "--host", "127.0.0.1", "--port", port, "--username", "postgres"]
        subprocess.run([*command, *arguments], check=True, capture_output=True)

    def figures(self) -> list[tuple[Any, ...]]:
        """What analysts read."""
        with duckdb.connect(self.database, read_only=True) as connection:
            tables = ("skills", "role_skill_demand")
            return [
                row for table in tables for row in connection.sql(f"from {table} order by all").fetchall()
            ]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A machine on which everything is installed and started, and nothing was built."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        server = Server(root, {name: find_free_port() for name in ("postgres", "webserver", "code", "nginx")})
        server.copy_code()
        server.home.mkdir(parents=True)
        shutil.copytree(ROOT / "data" / "sample" / "sample_board_en", root / "srv" / "postings")
        for name in ("dagster.yaml", "workspace.yaml"):
            (server.home / name).write_text(server.place((DEPLOYMENT / name).read_text()))
        stop_postgres = start_postgres(server)
        nginx = start_nginx(server)
        try:
            wait_until(server.answers, 60)
            server.start()
            yield server
        finally:
            server.stop()
            nginx.terminate()
            nginx.wait(30)
            subprocess.run(stop_postgres, check=True, capture_output=True)


def start_postgres(server: Server) -> list[str]:
    """Makes the database that Dagster's history lies in; returns the command that stops PostgreSQL."""
    data = server.root / "postgres"
    data.mkdir()
    user = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(data, "postgres", "postgres")
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    control = [*user, str(POSTGRES / "pg_ctl"), "--pgdata", str(data / "data")]
    options = f"-p {server.ports['postgres']} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data}"
    initdb = [str(POSTGRES / "initdb"), "--username", "postgres", "--auth", "trust", "--no-sync"]
    subprocess.run([*user, *initdb, str(data / "data")], check=True, capture_output=True)
    started = [*control, "--log", str(data / "log"), "--options", options, "--wait", "start"]
    subprocess.run(started, check=True, stdout=subprocess.DEVNULL)
    server.psql("createuser", "mljobs")
    server.psql("createdb", "dagster", "--owner", "mljobs")
    return [*control, "--mode", "immediate", "stop"]


def start_nginx(server: Server) -> subprocess.Popen[bytes]:
    """nginx with the site of docs/deployment and one login."""
    folder = server.root / "etc" / "nginx"
    folder.mkdir(parents=True)
    sha1 = base64.b64encode(hashlib.sha1(LOGIN[1].encode()).digest()).decode()
    (folder / "ml-job-market.htpasswd").write_text(f"{LOGIN[0]}:{{SHA}}{sha1}\n")
    lines = server.place((DEPLOYMENT / "nginx.conf").read_text()).splitlines()
    site = "\n".join(line for line in lines if "ssl_certificate" not in line).replace(
        "listen 443 ssl", f"listen 127.0.0.1:{server.ports['nginx']}"
    )
    user = "user root;" if os.geteuid() == 0 else ""
    places = " ".join(
        f"{kind}_temp_path {folder};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; {user} pid {folder}/pid; error_log {folder}/errors; events {{}}\n"
        f"http {{ access_log off; {places}\n{site}\n}}\n"
    )
    assert NGINX
    return subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")])


def test_a_server_builds_is_upgraded_and_comes_back_from_its_backup(server, tmp_path):
    assert server.get("/", login=None).status_code == 401
    server.refresh()
    assert "<html" in server.get("/report/index.html").text
    assert server.get("/report/index.html", login=None).status_code == 401
    built = server.figures()
    assert built
    assert not {path.name for path in server.code.iterdir()} & {"published", "state"}, (
        "the code was written to"
    )

    server.psql("pg_dump", "--format", "custom", "--file", str(tmp_path / "dagster.dump"), "dagster")

    server.stop()
    skills = server.code / "data" / "taxonomies" / "skills.csv"
    skills.write_text(skills.read_text().replace(",Python,", ",Python 3,"))  # what `git pull` brings
    migrate = [str(server.code / ".venv" / "bin" / "dagster"), "instance", "migrate"]
    subprocess.run(migrate, cwd=server.home, env=server.environment, check=True, capture_output=True)
    server.start()
    server.refresh()
    assert server.runs() == ["SUCCESS", "SUCCESS"]
    upgraded = server.figures()
    assert [row for row in upgraded if "Python 3" in row]
    assert len(upgraded) == len(built)

    server.stop()
    shutil.rmtree(server.home / "warehouse")  # the disk is lost, and a new one is put in
    server.psql("dropdb", "dagster")
    server.psql("createdb", "dagster", "--owner", "mljobs")
    server.psql("pg_restore", "--dbname", "dagster", str(tmp_path / "dagster.dump"))
    server.start()
    assert server.runs() == ["SUCCESS"], "the history is that of the backup"
    server.refresh()
    assert server.figures() == upgraded
