"""The command line: teaches, and answers with the promised exit codes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from commandcenter.cli import main

COMMANDS = (
    [],
    ["demo"],
    ["simulate"],
    ["bench"],
    ["summary"],
    ["store"],
    *(
        ["store", *words]
        for words in (["init"], ["migrate"], ["areas"], ["import"], ["serve"], ["key", "add"], ["user", "add"])
    ),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    assert ended.value.code == 0
    assert "usage: commandcenter" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["fly"],
        ["--size", "big"],
        ["--size", "10x10"],
        ["--language", "fr"],
        ["store"],
        ["store", "key", "add"],
        ["summary", "--week", "2017-W53"],
    ],
    ids=" ".join,
)
def test_a_command_used_wrongly_says_how_and_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: commandcenter" in capsys.readouterr().err


def test_what_could_not_be_done_is_one_sentence_and_ends_with_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMANDCENTER_TOKEN_FILE", "/nowhere/key")
    assert main(["--store", "http://127.0.0.1:1", "--screenshot", "never.png"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("commandcenter: The token file /nowhere/key can't be read")
    assert "Traceback" not in told.err


def test_an_unknown_benchmark_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "nothing"]) == 2
    assert "board" in capsys.readouterr().err


def test_a_window_does_not_wait_for_what_only_the_store_needs() -> None:
    asked = (
        "import sys; from commandcenter.cli import main; code = main(['bench', 'nothing']);"
        " print(code, sorted({'commandcenter.store', 'sqlalchemy', 'fastapi', 'PySide6'} & sys.modules.keys()))"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "2 []"
