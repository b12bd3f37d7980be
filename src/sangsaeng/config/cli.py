"""The command line: exit 0 done, 1 refused, 2 unusable arguments or file."""

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import NoReturn

import django
from django.core.management import execute_from_command_line, get_commands, load_command_class
from django.db import OperationalError

from sangsaeng.config.places import Unusable
from sangsaeng.config.postgres import ensure_running
from sangsaeng.kernel.refusals import Refused

REFUSED, UNUSABLE, INTERRUPTED = 1, 2, 130
ASKS_FOR_HELP = {"-h", "--help"}
WITHOUT_DATABASE = {"lottery", "collectstatic", "findstatic"}


def main() -> NoReturn:
    """Run one command and leave with its exit code; a person's mistake shows no traceback."""
    sys.exit(_guarded(sys.argv[1:]))


def _guarded(arguments: Sequence[str]) -> int:
    try:
        return _run(arguments)
    except (Refused, Unusable) as reason:
        return _say(REFUSED, str(reason))
    except OperationalError as error:
        return _say(REFUSED, f"데이터베이스 오류 / The database does not answer:\n{error}")
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        # Only the file the person named: any other one missing is our own fault.
        if str(error.filename) in arguments:
            return _say(
                UNUSABLE,
                f"파일을 읽을 수 없습니다 / This file cannot be used: {error.filename}"
                f" ({error.strerror})",
            )
        raise


def _run(arguments: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sangsaeng.config.settings")
    if arguments and arguments[0] == "--version":
        sys.stdout.write(f"sangsaeng {version('sangsaeng')}\n")
        return 0
    django.setup()
    if not arguments or list(arguments) == ["help"] or arguments[0] in ASKS_FOR_HELP:
        return _show_commands()
    if arguments[0] != "help" and arguments[0] not in get_commands():
        return _say(UNUSABLE, f"없는 명령입니다 / No such command: {arguments[0]} (sangsaeng help)")
    if arguments[0] not in WITHOUT_DATABASE and not ASKS_FOR_HELP.intersection(arguments):
        ensure_running()
    execute_from_command_line(["sangsaeng", *arguments])
    return 0


def _show_commands() -> int:
    ours = sorted(
        (name, app) for name, app in get_commands().items() if app.startswith("sangsaeng.")
    )
    lines = [f"  {name:<10} {load_command_class(app, name).help}" for name, app in ours]
    usage = "sangsaeng COMMAND …    (sangsaeng COMMAND --help)"
    sys.stdout.write(
        "\n".join([usage, *lines, "Django's own commands work too: migrate, shell, …\n"])
    )
    return 0


def _say(code: int, message: str) -> int:
    sys.stderr.write(message + "\n")
    return code
