"""Where this installation keeps what it makes: one folder, `var`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from errno import ENOSPC
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]


class Unusable(Exception):
    """Something this program stands on cannot be used; the message is for people."""

    def __init__(self, korean: str, english: str, detail: str = "") -> None:
        super().__init__("\n".join(line for line in (korean, english, detail) if line))


def var_folder(environ: Mapping[str, str]) -> Path:
    """Name the folder of data: SANGSAENG_HOME, else the checkout, else the user's own."""
    chosen = environ.get("SANGSAENG_HOME")
    if chosen:
        return Path(chosen).expanduser().resolve() / "var"
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / "var"
    return Path.home() / ".sangsaeng" / "var"


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Turn what the file system refuses into a sentence that names the folder."""
    try:
        yield
    except OSError as error:
        if error.errno == ENOSPC:
            raise disk_full(folder) from error
        raise Unusable(
            f"폴더에 쓸 수 없습니다: {folder}",
            f"This folder cannot be written to: {folder} (SANGSAENG_HOME chooses another).",
            str(error),
        ) from error


def disk_full(folder: Path) -> Unusable:
    return Unusable(
        f"디스크가 가득 찼습니다: {folder}",
        f"The disk that holds this folder is full: {folder}",
    )


def make_folder(folder: Path) -> Path:
    """Make a folder and what leads to it; folders that are there keep their permissions."""
    with writing_to(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder
