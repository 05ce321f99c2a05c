"""A command line that can't be read is told of in the editor's words, in one line."""

from __future__ import annotations

import pytest
from invoke.collection import Collection
from invoke.exceptions import ParseError
from invoke.parser.argument import Argument
from invoke.parser.parser import ParseMachine
from invoke.program import Program
from invoke.tasks import task

from bulletin_editor.command_line import speak


@task
def sign(_context: object, file: str, keep: int = 5, reason: str = "") -> None:
    """Sign."""
    print("signed", file, keep, reason)  # noqa: T201


@pytest.fixture(autouse=True)
def _speaking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVBULLETIN_LANGUAGE", "en")
    places = ((ParseError, "__str__"), (Argument, "set_value"), (ParseMachine, "see_positional_arg"))
    for owner, name in places:  # what stands there comes back
        monkeypatch.setattr(owner, name, getattr(owner, name))
    speak()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("sgin a.md", "there is no command or option sgin; "),
        ("sign", "inv sign does not say: file; "),
        ("sign --fiel a.md", "there is no command or option --fiel; "),
        ("sign a.md --reasno x", "there is no command or option --reasno; "),
        ("sign a.md --keep five", "five is no number; write one behind --keep"),
        ("sign a.md --reason", "a value is missing behind --reason"),
        ("--help sgin", "there is no command or option sgin; "),
    ],
    ids=["command", "no-word", "flag-for-a-word", "flag", "number", "no-value", "help-of-no-command"],
)
def test_mistakes(line: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each says what is wrong, without a traceback, and the exit code is 1."""
    with pytest.raises(SystemExit) as left:
        Program(namespace=Collection(sign)).run(["inv", *line.split()])
    told = capsys.readouterr()
    assert (left.value.code, told.out) == (1, "")
    assert told.err.startswith(said)
    assert told.err.count("\n") == 1


def test_what_is_right_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """Words, numbers and values get where they belong; - is a word."""
    Program(namespace=Collection(sign)).run(["inv", "sign", "-", "--keep", "3", "--reason", "x"], exit=False)
    assert capsys.readouterr().out == "signed - 3 x\n"


def test_help_behind_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Help is given behind a command that needs a word, too."""
    with pytest.raises(SystemExit) as left:
        Program(namespace=Collection(sign)).run(["inv", "sign", "--help"])
    assert left.value.code in {0, None}
    assert "--reason" in capsys.readouterr().out
