"""The key is made once, kept private and shared."""

import stat
from pathlib import Path

import pytest

from sangsaeng.config.places import Unusable, var_folder
from sangsaeng.config.secret import secret_key


def test_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    environ = {"SANGSAENG_HOME": str(tmp_path)}

    first, second = secret_key(environ), secret_key(environ)

    kept = var_folder(environ) / "secret-key"
    assert first == second == kept.read_text()
    assert len(first) > 50
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(kept.parent.iterdir()) == [kept]


def test_secret_key_given_is_used_and_nothing_is_written(tmp_path: Path) -> None:
    environ = {"SANGSAENG_HOME": str(tmp_path), "SANGSAENG_SECRET_KEY": "given"}

    assert secret_key(environ) == "given"
    assert list(tmp_path.iterdir()) == []


def test_secret_key_names_the_folder_it_cannot_use(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where a folder should be")

    with pytest.raises(Unusable, match="폴더에 쓸 수 없습니다"):
        secret_key({"SANGSAENG_HOME": str(tmp_path)})
