"""The shape of the house: sizes, reasons, no trace of a machine."""

import ast
import gzip
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "sangsaeng"
LONGEST_FILE, LONGEST_TEMPLATE, LONGEST_FUNCTION = 400, 120, 60
HEAVIEST_STATIC = 60 * 1024
SUPPRESSION = re.compile(r"#\s*(noqa\b[^#]*|type:\s*ignore\b.*|pragma:.*)")
REASON = re.compile(r"(noqa: [A-Z0-9, ]+|type: ignore\[[a-z-, ]+\]|pragma: no \w+)\s*(-|–|#)\s*\w+")
COMPONENT_START = re.compile(r"\s*(\{% load [^%]+%\}\s*)?<c-vars\b")
MACHINE_PATH = re.compile(r"(?<![\w./-])/(work|tmp|root|home/\w+)/")
INDEX_HOSTS = ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com")
TEXTS = {".py", ".html", ".md", ".txt", ".toml", ".css", ".js", ".typ", ".po", ".in", ".lock", ""}


def tracked() -> list[Path]:
    """List the files that are, or would be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git is where it is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout: what is committed is unknown here")
    return [path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file()]


def python_files() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py"]


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def named(path: Path, number: int) -> str:
    return f"{path.relative_to(ROOT)}:{number}"


def test_files_are_short() -> None:
    long = [path.name for path in python_files() if len(lines_of(path)) > LONGEST_FILE]

    assert long == []


def test_templates_are_short() -> None:
    templates = [path for path in tracked() if path.suffix == ".html"]

    assert [path.name for path in templates if len(lines_of(path)) > LONGEST_TEMPLATE] == []


def test_functions_are_short() -> None:
    long = [
        named(path, node.lineno)
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]

    assert long == []


def suppressions_without_reason(path: Path) -> Iterator[str]:
    for number, line in enumerate(lines_of(path), start=1):
        if SUPPRESSION.search(line) and not REASON.search(line):
            yield named(path, number)


def test_every_suppression_has_its_reason() -> None:
    checked = [path for path in python_files() if path != Path(__file__).resolve()]

    assert [place for path in checked for place in suppressions_without_reason(path)] == []


def test_every_ignored_import_has_its_reason() -> None:
    lines = lines_of(ROOT / "pyproject.toml")
    bare = [line for line in lines if "->" in line and not line.strip().startswith("#")]

    assert [line for line in bare if "#" not in line] == []


def test_nothing_names_a_machine() -> None:
    found = [
        named(path, number)
        for path in tracked()
        if path.suffix in TEXTS and "tests" not in path.relative_to(ROOT).parts
        for number, line in enumerate(lines_of(path), start=1)
        if MACHINE_PATH.search(line)
    ]

    assert found == []


def test_nothing_names_a_package_index() -> None:
    found = [
        named(path, number)
        for path in tracked()
        if path.suffix in TEXTS
        for number, line in enumerate(lines_of(path), start=1)
        if any(host in line for host in INDEX_HOSTS)
    ]

    assert found == []


def test_components_name_all_their_props() -> None:
    components = SOURCE.glob("*/templates/cotton/**/*.html")

    assert [
        path.name
        for path in components
        if not COMPONENT_START.match(path.read_text(encoding="utf-8"))
    ] == []


def test_styles_and_scripts_stay_light() -> None:
    sent = [path for path in SOURCE.glob("*/static/**/*") if path.suffix in {".css", ".js"}]

    assert sum(len(gzip.compress(path.read_bytes())) for path in sent) <= HEAVIEST_STATIC
