"""The key that signs sessions: given, or made once and kept."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

from sangsaeng.config.places import make_folder, var_folder, writing_to


def secret_key(environ: Mapping[str, str] = os.environ) -> str:
    """Return SANGSAENG_SECRET_KEY, else the key all processes of this installation share."""
    given = environ.get("SANGSAENG_SECRET_KEY")
    if given:
        return given
    kept = make_folder(var_folder(environ)) / "secret-key"
    with writing_to(kept.parent):
        if not kept.exists():
            _make(kept)
        return kept.read_text(encoding="ascii")


def _make(kept: Path) -> None:
    # A temporary file is 0600 from birth, and a link never replaces: of two
    # processes starting together one makes the key and both read it whole.
    with NamedTemporaryFile("w", dir=kept.parent, encoding="ascii") as draft:
        draft.write(secrets.token_urlsafe(50))
        draft.flush()
        os.fsync(draft.fileno())
        try:
            os.link(draft.name, kept)
        except FileExistsError:
            return
