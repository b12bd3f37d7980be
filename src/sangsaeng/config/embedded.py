"""A PostgreSQL of our own from the wheel's binaries: shared while in use, stopped after.

Every process that uses the server holds a shared lock on one file. The system lets
go of it however the process ends, so whoever can turn it into an exclusive lock is the
last one and stops the server. The wheel's own launcher is not used: as root it opens
the permissions of parent folders.
"""

import fcntl
import hashlib
import os
import shlex
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sangsaeng.config.binaries import (
    Account,
    RunAs,
    major_version,
    packaged_server,
    readable_copy,
    unprivileged_account,
)
from sangsaeng.config.places import Unusable, disk_full, make_folder, writing_to

ROOTS_FOLDER = Path("/var/lib/sangsaeng")
LONGEST_SOCKET_FOLDER = 80  # the system's limit is near 104 with the file's name
SETTINGS = {
    "listen_addresses": "",
    "fsync": "on",
    "shared_buffers": "256MB",
    "max_connections": "200",
    "jit": "off",
    "timezone": "Asia/Seoul",
    "log_timezone": "Asia/Seoul",
    "log_lock_waits": "on",
}
LOCALE = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")


@dataclass(frozen=True)
class Server:
    """The embedded server of one installation."""

    var: Path
    name: str = "sangsaeng"
    user: str = "sangsaeng"

    @property
    def _mark(self) -> str:
        return hashlib.sha256(os.fsencode(self.var)).hexdigest()[:16]

    @property
    def folder(self) -> Path:
        """Where data, log and locks lie.

        PostgreSQL refuses to run as root, and the account it then runs under seldom
        may enter a checkout: so root keeps its data in a folder of the program's own.
        """
        return ROOTS_FOLDER / self._mark if os.geteuid() == 0 else self.var

    @property
    def cluster(self) -> Path:
        return self.folder / "postgres"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def sockets(self) -> Path:
        """Name a short private folder: a checkout's own path may be too long for a socket."""
        name = f"sangsaeng-{os.geteuid()}-{self._mark}"
        roots = (Path(tempfile.gettempdir()), Path(os.sep) / "tmp", Path(os.sep) / "var" / "tmp")
        fitting = (root for root in roots if len(str(root / name)) <= LONGEST_SOCKET_FOLDER)
        return next(fitting) / name

    @cached_property
    def _account(self) -> Account | None:
        return unprivileged_account() if os.geteuid() == 0 else None

    @cached_property
    def _home(self) -> Path:
        if self._account is None:
            return packaged_server()
        return readable_copy(ROOTS_FOLDER, self._account)

    def join(self) -> int:
        """Take the lock that says "in use"; waits while a last user stops the server."""
        _make_own(self.folder)
        lock = _open_lock(self.folder / "users.lock")
        fcntl.flock(lock, fcntl.LOCK_SH)
        return lock

    def leave(self, lock: int) -> None:
        """Let go; the last to leave stops the server."""
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            self._stop()
        finally:
            os.close(lock)

    def start_if_down(self) -> None:
        if self._answers(self.sockets):
            return
        with self._starting_alone():
            if self._answers(self.sockets):
                return
            self._make_cluster_once()
            self._check_version()
            self._stop_if_unreachable()
            self._make_socket_folder()
            self._start()

    @contextmanager
    def _starting_alone(self) -> Iterator[None]:
        lock = _open_lock(self.folder / "start.lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _answers(self, sockets: Path) -> bool:
        if not sockets.is_dir():
            return False
        asked = subprocess.run(  # noqa: S603 - our own binary, our own arguments
            [packaged_server() / "bin" / "pg_isready", "-q", "-h", sockets], check=False
        )
        return asked.returncode == 0

    def _make_socket_folder(self) -> None:
        """Make it private to the server's account; a cleaner of the temporary folder may come."""
        owner = self._account.uid if self._account else os.geteuid()
        with writing_to(self.sockets):
            try:
                self.sockets.mkdir(mode=0o700)
            except FileExistsError:
                pass
            else:
                self._hand_over(self.sockets)
        found = self.sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
            raise Unusable(
                f"다른 사용자가 만든 폴더가 있습니다: {self.sockets}",
                f"This folder should be private to the database but is not: {self.sockets}",
            )

    def _make_cluster_once(self) -> None:
        """Make data beside its place and move it in whole, so a killed start leaves none behind."""
        if self.cluster.exists():
            return
        draft = self.folder / "postgres.new"
        with writing_to(self.folder):
            if draft.exists():
                shutil.rmtree(draft)
            draft.mkdir(mode=0o700)
            self._hand_over(draft)
        self._run("initdb", "-D", draft, "-U", self.user, "-A", "trust", *LOCALE)
        # Alone on the files, no server needed: the database is there before anyone can look.
        sql = f"CREATE DATABASE {self.name}\n"
        self._run("postgres", "--single", "-j", "-D", draft, "postgres", typed=sql + "\n")
        with writing_to(self.folder):
            draft.rename(self.cluster)

    def _check_version(self) -> None:
        with writing_to(self.folder):
            found = (self.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
        ours = major_version(self._home)
        if found != ours:
            raise Unusable(
                f"데이터가 다른 버전(PostgreSQL {found})의 것입니다: {self.cluster}",
                f"The data in {self.cluster} is of PostgreSQL {found}, this program brings {ours}. "
                "Restore a backup into an empty folder, or use the program that wrote it.",
            )

    def _stop_if_unreachable(self) -> None:
        """Stop a server that lives on while its socket was cleaned away."""
        try:
            lines = (self.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return
        elsewhere = Path(lines[4]) if len(lines) > 4 and lines[4] else self.sockets  # noqa: PLR2004 - fifth line by its format
        if self._answers(elsewhere):
            raise Unusable(
                f"이 데이터베이스는 이미 {elsewhere} 에서 실행 중입니다.",
                f"This database already runs with its socket in {elsewhere}: "
                "set TMPDIR as the process that started it.",
            )
        self._stop()

    def _start(self) -> None:
        with writing_to(self.log):
            self.log.touch(mode=0o600)
            self._hand_over(self.log)
        settings = SETTINGS | {"unix_socket_directories": str(self.sockets)}
        options = shlex.join(part for key in settings for part in ("-c", f"{key}={settings[key]}"))
        self._run("pg_ctl", "start", "-w", "-t", "300", *self._where, "-l", self.log, "-o", options)

    def _stop(self) -> None:
        if self._control("status") != 0:
            return
        self._control("stop", "-w", "-m", "fast")
        with suppress(OSError):
            self.sockets.rmdir()

    @property
    def _where(self) -> tuple[str, Path]:
        return "-D", self.cluster

    def _control(self, verb: str, *flags: str) -> int:
        return self._spawn(("pg_ctl", verb, *self._where, *flags)).returncode

    def _run(self, *command: str | Path, typed: str = "") -> None:
        done = self._spawn(command, typed)
        if done.returncode == 0:
            return
        said = done.stdout + _tail(self.log)
        if "No space left on device" in said:
            raise disk_full(self.folder)
        raise Unusable(
            f"내장 PostgreSQL을 시작하지 못했습니다. 기록: {self.log}",
            f"The embedded PostgreSQL did not start ({command[0]}). Its log: {self.log}",
            said.strip(),
        )

    def _spawn(
        self, command: tuple[str | Path, ...], typed: str = ""
    ) -> subprocess.CompletedProcess[str]:
        program, *arguments = command
        who: RunAs = self._account.as_arguments() if self._account else {}
        return subprocess.run(  # noqa: S603 - our own binary, our own arguments
            [self._home / "bin" / program, *arguments],
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            cwd=self.folder,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            **who,
        )

    def _hand_over(self, path: Path) -> None:
        if self._account is not None:
            os.chown(path, self._account.uid, self._account.gid)


def _make_own(folder: Path) -> None:
    if os.geteuid() != 0:
        make_folder(folder)
        return
    # Root's umask may be strict, and the server's account has to walk through.
    with writing_to(folder):
        for made in (ROOTS_FOLDER, folder):
            if not made.exists():
                made.mkdir(exist_ok=True)
                made.chmod(0o755)


def _open_lock(path: Path) -> int:
    with writing_to(path.parent):
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def _tail(log: Path) -> str:
    if not log.exists():
        return ""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:])
