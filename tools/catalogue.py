"""The English catalogues, one a module: `check`, `update`, `compile` [MODULE …].

Source strings are Korean. Whatever is marked for translation in a module's Python or
templates must be in that module's `locale/en/LC_MESSAGES/django.po`.
"""

import ast
import io
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

MODULES = Path(__file__).resolve().parent.parent / "src" / "sangsaeng"
HANGUL = re.compile("[\uac00-\ud7a3\u3131-\u318e]")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
IN_TEMPLATE = re.compile(r"""_\((["'])(.+?)\1\)""")
# Where each marking function has (context, text, plural), by position.
PLAIN = (None, 0, None)
WITH_PLURAL = (None, 0, 1)
WITH_CONTEXT = (0, 1, None)
MARKS = {
    "_": PLAIN,
    "gettext": PLAIN,
    "gettext_lazy": PLAIN,
    "gettext_noop": PLAIN,
    "ngettext": WITH_PLURAL,
    "ngettext_lazy": WITH_PLURAL,
    "pgettext": WITH_CONTEXT,
    "pgettext_lazy": WITH_CONTEXT,
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
# English texts that rightly show Hangul: the name, and the language by its own name.
KEEPS_HANGUL = {"상생", "한국어"}
EMPTY_HEADERS = (
    '"Project-Id-Version',
    '"Report-Msgid-Bugs-To',
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Last-Translator',
    '"Language-Team',
    '"Generated-By',
)


@dataclass(frozen=True)
class Source:
    """A text marked for translation."""

    text: str
    plural: str | None = None
    context: str | None = None

    @property
    def key(self) -> tuple[str, str | None]:
        return self.text, self.context


@dataclass
class Module:
    """A module's marked texts beside its catalogue."""

    folder: Path

    def __post_init__(self) -> None:
        self.po = self.folder / "locale" / "en" / "LC_MESSAGES" / "django.po"
        self.faults: list[str] = []
        self.sources = {source.key: source for source in self._sources()}
        self.catalogue = Catalog(locale="en", charset="utf-8")
        if self.po.exists():
            with self.po.open("rb") as lines:
                self.catalogue = read_po(lines, locale="en", charset="utf-8")
        self.entries = {
            (_first(message.id), message.context): message
            for message in self.catalogue
            if message.id
        }

    def _sources(self) -> Iterator[Source]:
        for path in sorted(self.folder.rglob("*.py")):
            if not {"tests", "migrations"}.intersection(path.relative_to(self.folder).parts):
                yield from self._in_python(path)
        for path in sorted(self.folder.glob("templates/**/*")):
            if path.suffix in {".html", ".txt"}:
                yield from in_template(path.read_text(encoding="utf-8"))

    def _in_python(self, path: Path) -> Iterator[Source]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name not in MARKS:
                continue
            source = _from_call(node, MARKS[name])
            if source is None:
                place = f"{path.relative_to(self.folder.parent)}:{node.lineno}"
                self.faults.append(f"{place}: {name}() takes a literal text")
            else:
                yield source


def _first(text: str | Iterable[str]) -> str:
    return text if isinstance(text, str) else next(iter(text))


def _from_call(call: ast.Call, places: tuple[int | None, int, int | None]) -> Source | None:
    found: list[str | None] = []
    for place in places:
        if place is None:
            found.append(None)
            continue
        node = call.args[place] if place < len(call.args) else None
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            return None
        found.append(node.value)
    context, text, plural = found
    return Source(text, plural, context) if text is not None else None


def in_template(template: str) -> Iterator[Source]:
    """Find the marked texts of a template as Django's own tags will look them up."""
    tokens = iter(Lexer(template).tokenize())
    for token in tokens:
        if token.token_type != TokenType.BLOCK:
            if token.token_type != TokenType.COMMENT:
                yield from (Source(found[2]) for found in IN_TEMPLATE.finditer(token.contents))
            continue
        tag, *words = smart_split(token.contents)
        if tag == "comment":
            _skip_to(tokens, "endcomment")
        elif tag in {"translate", "trans"} and words and words[0][0] in "\"'":
            yield Source(_doubled(words[0][1:-1]), context=_context(words))
        elif tag in {"blocktranslate", "blocktrans"}:
            yield _block(tokens, words)
        else:
            yield from (Source(found[2]) for found in IN_TEMPLATE.finditer(token.contents))


def _block(tokens: Iterator[Token], words: list[str]) -> Source:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.token_type == TokenType.TEXT:
            parts[-1].append(_doubled(token.contents))
        elif token.contents.strip() == "plural":
            parts.append([])
        else:
            break
    texts = ["".join(part) for part in parts]
    if "trimmed" in words:
        texts = [trim_whitespace(text) for text in texts]
    return Source(texts[0], texts[1] if len(texts) > 1 else None, _context(words))


def _skip_to(tokens: Iterator[Token], end: str) -> None:
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents.strip() == end:
            return


def _context(words: list[str]) -> str | None:
    return words[words.index("context") + 1][1:-1] if "context" in words[:-1] else None


def _doubled(text: str) -> str:
    return text.replace("%", "%%")


def modules(names: Collection[str] = ()) -> list[Module]:
    """Read the modules named, or all."""
    found = sorted(path.parent for path in MODULES.glob("*/__init__.py"))
    return [Module(path) for path in found if not names or path.name in names]


def faults_of(module: Module) -> Iterator[str]:
    """Say what is wrong with one module's catalogue."""
    name = module.folder.name
    yield from module.faults
    for key, source in module.sources.items():
        if HANGUL.search(source.text) and key not in module.entries:
            yield f"{name}: not in the catalogue: {source.text}"
    for key, message in module.entries.items():
        if key not in module.sources:
            yield f"{name}: no longer used: {key[0]}"
        else:
            yield from (f"{name}: {fault}: {key[0]}" for fault in _entry_faults(message))


def _entry_faults(message: Message) -> Iterator[str]:
    texts = [message.string] if isinstance(message.string, str) else list(message.string)
    if not all(texts):
        yield "no English"
        return
    if message.fuzzy:
        yield "marked fuzzy"
    source = _first(message.id)
    wanted = set(PLACEHOLDER.findall(source))
    if any(set(PLACEHOLDER.findall(text)) != wanted for text in texts[-1:]):
        yield "placeholders differ"
    if source not in KEEPS_HANGUL and any(HANGUL.search(text) for text in texts):
        yield "Hangul in the English"


def disagreements(found: list[Module]) -> Iterator[str]:
    """One Korean text has one English: Django merges the modules' catalogues."""
    seen: dict[tuple[str, str | None], tuple[str, object]] = {}
    for module in found:
        for key, message in module.entries.items():
            first, english = seen.setdefault(key, (module.folder.name, message.string))
            if english != message.string:
                yield f"{first} and {module.folder.name} translate differently: {key[0]}"


def check(names: Collection[str]) -> int:
    found = modules(names)
    faults = [fault for module in found for fault in faults_of(module)]
    faults += disagreements(found)
    for fault in faults:
        print(fault)
    entries = sum(len(module.entries) for module in found)
    print(f"catalogue: {entries} entries, {len(faults)} faults")
    return 1 if faults else 0


def update(names: Collection[str]) -> int:
    for module in modules(names):
        wanted = {key: source for key, source in module.sources.items() if HANGUL.search(key[0])}
        fresh = Catalog(
            locale="en",
            charset="utf-8",
            fuzzy=False,
            header_comment="# The English of this module.",
        )
        for key, source in {**wanted, **module.sources}.items():
            message = module.entries.get(key)
            if message is None and key not in wanted:
                continue
            texts = (source.text, source.plural) if source.plural else source.text
            english = message.string if message else ""
            fresh.add(
                texts, english, context=source.context, flags=message.flags if message else ()
            )
        if len(fresh):
            module.po.parent.mkdir(parents=True, exist_ok=True)
            module.po.write_bytes(_without_empty_headers(fresh))
        elif module.po.exists():
            module.po.unlink()
    return 0


def _without_empty_headers(catalogue: Catalog) -> bytes:
    written = io.BytesIO()
    write_po(written, catalogue, width=100, no_location=True, sort_output=True)
    lines = written.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(EMPTY_HEADERS)).encode()


def compile_all(names: Collection[str]) -> int:
    for po in sorted(MODULES.glob("*/locale/en/LC_MESSAGES/django.po")):
        if names and po.relative_to(MODULES).parts[0] not in names:
            continue
        with po.open("rb") as lines:
            catalogue = read_po(lines, locale="en", charset="utf-8")
        with po.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)
    return 0


VERBS = {"check": check, "update": update, "compile": compile_all}

if __name__ == "__main__":
    if sys.argv[1:2] == [] or sys.argv[1] not in VERBS:
        sys.exit(f"usage: catalogue.py {'|'.join(VERBS)} [MODULE …]")
    sys.exit(VERBS[sys.argv[1]](sys.argv[2:]))
