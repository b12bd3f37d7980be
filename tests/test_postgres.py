"""The embedded server, tried with real processes in homes of their own."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import sangsaeng
from sangsaeng.config.binaries import (
    copy_wheel,
    packaged_server,
    runs_as,
    unprivileged_account,
)
from sangsaeng.config.embedded import Server

ROOT = os.geteuid() == 0
SOURCE = Path(sangsaeng.__file__).parent.parent
PACKAGES = packaged_server().parent.parent
PRELUDE = """
import os, sys
from sangsaeng.config.places import Unusable
from sangsaeng.config.postgres import database_from_environment, ensure_running
import psycopg
try:
    ensure_running()
except Unusable as reason:
    sys.exit(str(reason))
found = database_from_environment(os.environ)
connection = psycopg.connect(
    host=found["HOST"], user=found["USER"], dbname=found["NAME"], autocommit=True
)
"""
ASK = "rows = connection.execute(sys.argv[1])\nprint(rows.fetchall() if rows.description else 'ok')"
HOLD = "print('up', flush=True)\nsys.stdin.read()"
PATIENCE = 60


@dataclass
class Home:
    """A home of its own, used by processes of one account."""

    path: Path
    python: str = sys.executable
    uid: int = field(default_factory=os.geteuid)
    held: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environ(self) -> dict[str, str]:
        # An ordinary user cannot write the coverage of root's run.
        dropped = ("DATABASE_URL", "COVERAGE") if self.uid != os.geteuid() else ("DATABASE_URL",)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
        return kept | {
            "SANGSAENG_HOME": str(self.path),
            "PYTHONPATH": f"{SOURCE}{os.pathsep}{PACKAGES}",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def launch(self, script: str, *arguments: str) -> subprocess.Popen[str]:
        other = self.uid != os.geteuid()
        return subprocess.Popen(  # noqa: S603 - our own script
            [self.python, "-c", PRELUDE + script, *arguments],
            env=self.environ,
            cwd=os.sep,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            user=self.uid if other else None,
            extra_groups=[] if other else None,
        )

    def ask(self, sql: str) -> str:
        """Run one statement in a process that comes and goes; its answer or its last words."""
        process = self.launch(ASK, sql)
        said, complained = process.communicate(timeout=PATIENCE)
        return said.strip() if process.returncode == 0 else complained.strip()

    def hold(self) -> subprocess.Popen[str]:
        """Start a process that keeps using the server until it is let go."""
        process = self.launch(HOLD)
        assert process.stdout
        assert process.stdout.readline() == "up\n"
        self.held.append(process)
        return process

    @property
    def folder(self) -> Path:
        """Where the server of this home keeps its data."""
        server = Server(self.path / "var")
        return server.folder if self.uid == os.geteuid() else self.path / "var"

    def postmaster(self) -> int | None:
        """Return the id of the server's process, when it lives."""
        try:
            pid = int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0])
            os.kill(pid, 0)
        except (FileNotFoundError, ProcessLookupError):
            return None
        return pid

    def clear(self) -> None:
        for process in self.held:
            let_go(process)
        if self.postmaster():
            self.ask("select 1")
        shutil.rmtree(self.folder, ignore_errors=True)


def let_go(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.communicate("", timeout=PATIENCE)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe:
            pipe.close()


def until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def python_for(uid: int) -> str:
    """Find an interpreter this account may start, with our packages in reach."""
    release = f"python3.{sys.version_info.minor}"
    for python in (sys.executable, shutil.which(release, path="/usr/bin:/usr/local/bin")):
        try:
            tried = subprocess.run(  # noqa: S603 - our own script
                [str(python), "-c", "import psycopg, sangsaeng"],
                env={"PYTHONPATH": f"{SOURCE}{os.pathsep}{PACKAGES}"},
                cwd=os.sep,
                user=uid,
                extra_groups=[],
                capture_output=True,
                check=False,
            )
        except OSError:
            continue
        if tried.returncode == 0:
            return str(python)
    pytest.skip("no interpreter here that an ordinary user may start with these packages")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path)
    yield made
    made.clear()


@pytest.fixture
def users_home(tmp_path: Path) -> Iterator[Home]:
    """Give a home of an ordinary user; run by root, that is the account `nobody`."""
    if not ROOT:
        made = Home(tmp_path)
        yield made
        made.clear()
        return
    nobody = pwd.getpwnam("nobody").pw_uid
    python = python_for(nobody)
    folder = Path(tempfile.mkdtemp())
    os.chown(folder, nobody, -1)
    made = Home(folder, python, nobody)
    yield made
    made.clear()
    shutil.rmtree(folder)


def test_ordinary_user_keeps_the_data_in_the_checkout(users_home: Home) -> None:
    answer = users_home.ask("select current_setting('fsync'), current_setting('TimeZone')")

    assert answer == "[('on', 'Asia/Seoul')]"
    assert (users_home.path / "var" / "postgres" / "PG_VERSION").exists()
    assert stat.S_IMODE((users_home.path / "var" / "postgres").stat().st_mode) == 0o700


def test_server_listens_on_no_network_address(home: Home) -> None:
    assert home.ask("select current_setting('listen_addresses')") == "[('',)]"


@pytest.mark.skipif(not ROOT, reason="only root runs the server as somebody else")
def test_root_changes_no_permission_of_a_folder_it_did_not_make(home: Home) -> None:
    watched = [home.path, *home.path.parents, PACKAGES, *packaged_server().rglob("*")]
    watched = [path for path in watched if path.exists()]
    before = [(path.stat().st_mode, path.stat().st_uid) for path in watched]

    answer = home.ask("select 1")

    assert answer == "[(1,)]"
    assert [(path.stat().st_mode, path.stat().st_uid) for path in watched] == before
    assert (home.folder / "postgres").stat().st_uid != 0


def test_processes_share_one_server_and_the_last_to_leave_stops_it(home: Home) -> None:
    first, second = home.hold(), home.hold()
    server = home.postmaster()

    let_go(first)
    after_first = home.postmaster()
    let_go(second)
    after_second = home.postmaster()

    assert server is not None
    assert (after_first, after_second) == (server, None)


def test_processes_starting_together_get_one_server(home: Home) -> None:
    together = [home.launch(ASK, "select pg_postmaster_start_time()::text") for _ in range(4)]
    holder = home.hold()
    answers = {process.communicate(timeout=PATIENCE)[0] for process in together}
    let_go(holder)

    assert len(answers) == 1


def test_killed_user_does_not_keep_the_server_up(home: Home) -> None:
    killed, last = home.hold(), home.hold()

    killed.kill()
    killed.wait()
    let_go(last)

    assert home.postmaster() is None


def test_killed_server_comes_back_on_the_same_data(users_home: Home) -> None:
    holder = users_home.hold()
    users_home.ask("create table kept as select 2014 as year")
    server = users_home.postmaster()
    assert server is not None

    os.kill(server, signal.SIGKILL)
    assert until(lambda: users_home.postmaster() is None)
    answer = users_home.ask("select year from kept")
    let_go(holder)

    assert answer == "[(2014,)]"


def test_everything_killed_comes_back_on_the_same_data(home: Home) -> None:
    holder = home.hold()
    home.ask("create table kept as select 2014 as year")
    server = home.postmaster()
    assert server is not None

    os.kill(server, signal.SIGKILL)
    holder.kill()
    holder.wait()
    assert until(lambda: home.postmaster() is None)

    assert home.ask("select year from kept") == "[(2014,)]"
    assert home.postmaster() is None


def test_socket_folder_cleaned_away_is_made_again(home: Home) -> None:
    holder = home.hold()
    home.ask("create table kept as select 2014 as year")

    shutil.rmtree(Server(home.path / "var").sockets)
    answer = home.ask("select year from kept")
    let_go(holder)

    assert answer == "[(2014,)]"


def test_start_killed_half_way_leaves_no_broken_data(home: Home) -> None:
    half = home.folder / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    assert home.ask("select 1") == "[(1,)]"
    assert not half.exists()


def test_two_homes_do_not_collide(home: Home, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    holders = [home.hold(), other.hold()]
    home.ask("create table mine (id int)")
    answer = other.ask("select count(*) from pg_tables where tablename = 'mine'")
    servers = {home.postmaster(), other.postmaster()}
    for holder in holders:
        let_go(holder)
    other.clear()

    assert answer == "[(0,)]"
    assert len(servers - {None}) == len(holders)


def test_data_of_another_version_is_named_and_left_alone(home: Home) -> None:
    home.ask("create table kept as select 2014 as year")
    mark = home.folder / "postgres" / "PG_VERSION"
    ours = mark.read_text()
    mark.write_text("15\n")

    answer = home.ask("select 1")
    mark.write_text(ours)

    assert answer.splitlines()[0].startswith("데이터가 다른 버전(PostgreSQL 15)의 것입니다")
    assert "Traceback" not in answer
    assert home.ask("select year from kept") == "[(2014,)]"


def test_folder_that_cannot_be_written_is_named(users_home: Home) -> None:
    users_home.path.chmod(0o500)

    answer = users_home.ask("select 1")
    users_home.path.chmod(0o700)

    assert answer.splitlines()[0] == f"폴더에 쓸 수 없습니다: {users_home.path / 'var'}"
    assert "Traceback" not in answer


@pytest.mark.parametrize(("mode", "own"), [(0o777, True), (0o700, False)])
def test_socket_folder_that_is_not_private_is_refused(home: Home, mode: int, *, own: bool) -> None:
    if not (own or ROOT):
        pytest.skip("only root can make a folder of somebody else")
    sockets = Server(home.path / "var").sockets
    sockets.mkdir()
    sockets.chmod(mode)
    if ROOT:
        os.chown(sockets, unprivileged_account().uid if own else os.geteuid(), -1)

    answer = home.ask("select 1")
    sockets.rmdir()

    assert answer.splitlines()[0] == f"다른 사용자가 만든 폴더가 있습니다: {sockets}"


def test_socket_path_is_short_however_deep_the_home(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-folder-with-a-long-name"] * 8)

    assert len(str(Server(deep).sockets / ".s.PGSQL.5432")) < 100


@pytest.mark.skipif(not ROOT, reason="only root runs the server as somebody else")
def test_binaries_out_of_reach_are_copied_whole() -> None:
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    strict = os.umask(0o077)
    try:
        copy_wheel(packaged_server().parent, folder / "kept")
    finally:
        os.umask(strict)

    copied = folder / "kept" / packaged_server().parent.name / packaged_server().name
    can_run = runs_as(copied, unprivileged_account())
    shutil.rmtree(folder)

    assert can_run
