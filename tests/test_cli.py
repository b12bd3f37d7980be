"""The command line as a person uses it: real processes, their exit codes and words."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sangsaeng.config.embedded import Server

PATIENCE = 90
DONE, REFUSED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


class Site:
    """An installation with a home of its own."""

    def __init__(self, home: Path) -> None:
        self.server = Server(home / "var")
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.environ = kept | {"SANGSAENG_HOME": str(home)}

    def launch(self, *arguments: str, **environ: str) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "sangsaeng", *arguments],
            env=self.environ | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, **environ: str) -> tuple[int, str, str]:
        """Run one command to its end: its code, what it said, what it complained of."""
        process = self.launch(*arguments, **environ)
        said, complained = process.communicate(timeout=PATIENCE)
        assert "Traceback" not in complained
        return process.returncode, said, complained

    def serve(self, port: int, *flags: str) -> subprocess.Popen[str]:
        """Serve, and come back when pages are answered."""
        serving = self.launch("serve", "--migrate", "--port", str(port), *flags)
        until(lambda: status_of(port) is not None or serving.poll() is not None)
        if serving.poll() is not None:
            pytest.fail(serving.communicate()[1])
        return serving


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("site"))
    yield made
    if made.server.folder.exists():
        made.run("shell", "-c", "pass")
        subprocess.run(["rm", "-rf", made.server.folder], check=True)  # noqa: S603, S607 - our own folder


@pytest.fixture
def port(socket_enabled: None) -> int:  # noqa: ARG001 - it lets these tests reach the loopback
    with closing(socket.create_server(("127.0.0.1", 0))) as trial:
        return int(trial.getsockname()[1])


def status_of(port: int, path: str = "/i18n/setlang/") -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def writer_of(pipe: Path, process: subprocess.Popen[str]) -> int:
    """Open a pipe once the process waits at its other end."""
    while process.poll() is None:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.05)
    pytest.fail(process.communicate()[1])


def until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def test_help_lists_our_commands(site: Site) -> None:
    for arguments in ((), ("help",), ("--help",)):
        code, said, _ = site.run(*arguments)

        assert code == DONE
        for command in ("lottery", "serve", "worker", "audit"):
            assert f"\n  {command} " in said


def test_version_is_ours(site: Site) -> None:
    assert site.run("--version") == (DONE, "sangsaeng 0.1.0\n", "")


def test_unknown_command_is_unusable(site: Site) -> None:
    code, _, complained = site.run("harvest")

    assert (code, complained) == (
        UNUSABLE,
        "없는 명령입니다 / No such command: harvest (sangsaeng help)\n",
    )


def test_lottery_gives_ranks_whatever_line_ends_the_file_has(site: Site, tmp_path: Path) -> None:
    unix, dos = tmp_path / "unix.txt", tmp_path / "dos.txt"
    unix.write_bytes(b"R-2014-000001\nR-2014-000002\n")
    dos.write_bytes(b"\xef\xbb\xbfR-2014-000001\r\n\r\nR-2014-000002")

    code, said, _ = site.run("lottery", "--seed", "씨앗", "--requests", str(unix))
    again = site.run("lottery", "--seed", "씨앗", "--requests", str(dos))

    lines = [line.split("\t") for line in said.splitlines()]
    assert code == DONE
    assert [line[0] for line in lines] == ["1", "2"]
    assert {line[1] for line in lines} == {"R-2014-000001", "R-2014-000002"}
    assert [line[2] for line in lines] == sorted(line[2] for line in lines)
    assert again == (DONE, said, "")


def test_lottery_needs_no_database(site: Site, tmp_path: Path) -> None:
    numbers = tmp_path / "numbers.txt"
    numbers.write_text("R-1\n")

    code, _, _ = site.run(
        "lottery",
        "--seed",
        "s",
        "--requests",
        str(numbers),
        DATABASE_URL="postgresql://no.example/x",
    )

    assert code == DONE


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"R-1\nR-2\nR-1\n", "R-1"), (b"\xff\xfe", "UTF-8"), (None, "missing.txt")],
)
def test_lottery_names_an_unusable_file(
    site: Site, tmp_path: Path, content: bytes | None, reason: str
) -> None:
    path = tmp_path / "missing.txt"
    if content is not None:
        path = tmp_path / "numbers.txt"
        path.write_bytes(content)

    code, said, complained = site.run("lottery", "--seed", "s", "--requests", str(path))

    assert (code, said) == (UNUSABLE, "")
    assert reason in complained


def test_wrong_arguments_are_unusable(site: Site) -> None:
    assert site.run("lottery", "--seed", "s")[0] == UNUSABLE
    assert site.run("serve", "--port", "many")[0] == UNUSABLE


def test_refusal_is_a_sentence_and_code_1(site: Site) -> None:
    raising = "from sangsaeng.kernel.refusals import Refused; raise Refused"

    assert site.run("shell", "-v", "0", "-c", raising) == (REFUSED, "", "지금은 할 수 없습니다.\n")


def test_interrupt_leaves_quietly(site: Site, tmp_path: Path) -> None:
    endless = tmp_path / "endless"
    os.mkfifo(endless)
    process = site.launch("lottery", "--seed", "s", "--requests", str(endless))

    writer = writer_of(endless, process)
    process.send_signal(signal.SIGINT)
    said, complained = process.communicate(timeout=PATIENCE)
    os.close(writer)

    assert (process.returncode, said, complained) == (INTERRUPTED, "", "")


def test_server_that_does_not_answer_is_named(site: Site, tmp_path: Path) -> None:
    code, _, complained = site.run("migrate", DATABASE_URL=f"postgresql:///x?host={tmp_path}")

    assert code == REFUSED
    assert complained.startswith("데이터베이스 오류 / The database does not answer:")


def test_unreadable_database_url_is_refused(site: Site) -> None:
    code, _, complained = site.run("migrate", DATABASE_URL="centre")

    assert code == REFUSED
    assert complained.startswith("DATABASE_URL을 읽을 수 없습니다.")


def test_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")

    code, _, complained = Site(tmp_path).run("migrate")

    assert code == REFUSED
    assert complained.startswith("폴더에 쓸 수 없습니다")


def test_serve_refuses_a_port_in_use(site: Site, port: int) -> None:
    with closing(socket.create_server(("127.0.0.1", port))):
        code, _, complained = site.run("serve", "--migrate", "--port", str(port))

    assert code == REFUSED
    assert complained.splitlines()[1].startswith(f"Port {port} is in use by another program")


def test_serve_refuses_tables_older_than_the_program(site: Site, port: int) -> None:
    site.run("migrate", "audit", "zero")

    code, _, complained = site.run("serve", "--port", str(port))

    assert code == REFUSED
    assert "sangsaeng migrate" in complained


def test_serving_stops_cleanly_and_frees_port_and_database(site: Site, port: int) -> None:
    serving = site.serve(port, "--with-worker")

    serving.send_signal(signal.SIGTERM)
    said, complained = serving.communicate(timeout=PATIENCE)

    assert said == f"http://localhost:{port}\n"
    assert serving.returncode == DONE, complained
    assert status_of(port) is None
    assert not (site.server.cluster / "postmaster.pid").exists()


def test_serving_outlives_a_killed_database(site: Site, port: int) -> None:
    serving = site.serve(port)
    pid_file = site.server.cluster / "postmaster.pid"
    killed = int(pid_file.read_text().split()[0])

    os.kill(killed, signal.SIGKILL)
    back = until(lambda: pid_file.exists() and int(pid_file.read_text().split()[0]) != killed)
    answered = until(lambda: status_of(port, "/accounts/login/") not in {None, 500})
    serving.send_signal(signal.SIGINT)
    serving.communicate(timeout=PATIENCE)

    assert (back, answered, serving.returncode) == (True, True, DONE)


def test_killed_supervisor_leaves_nothing_behind(site: Site, port: int) -> None:
    serving = site.serve(port, "--with-worker")

    serving.kill()
    serving.communicate(timeout=PATIENCE)

    assert until(lambda: status_of(port) is None)
    assert until(lambda: not (site.server.cluster / "postmaster.pid").exists())
