import io
import sys
import time
from pathlib import Path

import pytest

from azlift.cli.screen import ROWS_SHOWN, complain, print_section, print_table, watching
from azlift.errors import AzureError
from azlift.report import Section


def test_an_error_is_said_with_its_advice_and_correlation_id(capsys: pytest.CaptureFixture[str]) -> None:
    complain(AzureError("no room", code="AllocationFailed", advice="later", correlation_id="c-1"))
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == ["azlift: AllocationFailed: no room", "        later", "        correlation id c-1"]


def test_text_from_outside_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    complain(AzureError("\x1b[2J\u202egnp"))
    print_table("[red]t\x1b[2J", ("name",), [("[bold]\x1b]0;title\x07",)])
    shown = "".join(capsys.readouterr())
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[bold]" in shown, "markup is text"
    assert "[red]t<U+001B>" in shown, "in a title too"


def test_a_long_table_is_cut_and_the_file_that_holds_the_whole_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(f"m{number}",) for number in range(ROWS_SHOWN + 1_000)]
    print_section(Section("t", ("name",), rows, whole_in="survey/left_out.csv"), Path("w"))
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == ROWS_SHOWN + 2, "title and header besides"
    assert err == "… and 1,000 more: see w/survey/left_out.csv\n"


def test_a_table_that_no_file_holds_is_shown_whole(capsys: pytest.CaptureFixture[str]) -> None:
    print_section(Section("t", ("x",), [("m",)] * (ROWS_SHOWN + 1)), Path("w"))
    out, err = capsys.readouterr()
    assert (out.count("m"), err) == (ROWS_SHOWN + 1, "")


def test_progress_off_a_terminal_is_a_line_per_change(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = iter(["1 to go", "1 to go", "done"])
    with watching(lambda: next(said, "done"), every_seconds=0.02):
        time.sleep(0.2)
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(" s  ")[2] for line in lines] == ["1 to go", "done"]


def test_progress_on_a_terminal_rewrites_its_line_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with watching(lambda: "1 to go", every_seconds=0.02):
        time.sleep(0.1)
    assert "\n" not in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
