"""What reads foreign bytes can reach nothing, takes no more than its share, and always ends."""

import time
from pathlib import Path

import pytest

from portal import sandbox
from portal.sandbox import TooHeavyError, UnreadableError, run_limited


def run(words: str, *, seconds: float = 5, megabytes: int = 256) -> object:
    """What a reader that does this in the child gives back."""
    return run_limited("builtins:eval", words.encode(), seconds=seconds, megabytes=megabytes)


def test_it_gives_back_what_the_reader_made() -> None:
    assert run_limited("json:loads", b'{"a": [1, "b"]}', seconds=5, megabytes=256) == {
        "a": [1, "b"]
    }


def test_a_payload_larger_than_a_pipe_goes_in_and_comes_back() -> None:
    words = "x" * 3_000_000
    assert run_limited("json:loads", f'"{words}"'.encode(), seconds=5, megabytes=256) == words


def test_it_sees_nothing_of_ours() -> None:
    assert run("sorted(__import__('os').environ)") in ([], ["LC_CTYPE"])
    assert run("__import__('os').listdir()") == []


@pytest.mark.parametrize(
    "reach",
    [
        "__import__('socket').socket()",
        "__import__('subprocess').run(['true'])",
        "__import__('os').system('true')",
        "__import__('os').fork()",
        "__import__('sqlite3').connect(':memory:')",
        "open('/etc/passwd')",
        "open('hasil', 'w')",
    ],
)
def test_it_can_reach_nothing(reach: str) -> None:
    with pytest.raises(UnreadableError):
        run(reach)


def test_it_may_still_load_pythons_own_modules() -> None:
    assert run("__import__('encodings.cp1252').cp1252.__name__") == "encodings.cp1252"


@pytest.mark.parametrize(
    "burden",
    [
        "[0 for _ in iter(int, 1)]",  # memory
        "'a' * 30_000_000",  # a larger answer than anybody expects
        "__import__('os').abort()",
    ],
)
def test_what_takes_too_much_is_ended(burden: str) -> None:
    with pytest.raises(TooHeavyError):
        run(burden)


@pytest.mark.parametrize("burden", ["__import__('time').sleep(60)", "all(iter(lambda: 1, 0))"])
def test_what_takes_too_long_is_ended(burden: str) -> None:
    begun = time.monotonic()
    with pytest.raises(TooHeavyError):
        run(burden, seconds=0.5)
    assert time.monotonic() - begun < 3


def test_the_wall_clock_holds_where_the_system_knows_no_ceilings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without = sandbox._BOOT.replace("import sys; ", "import sys; sys.modules['resource'] = None; ")
    monkeypatch.setattr(sandbox, "_BOOT", without)
    assert run("1 + 1") == 2
    with pytest.raises(TooHeavyError):
        run("__import__('time').sleep(60)", seconds=0.5)


def test_a_reader_that_is_not_there_is_our_own_fault() -> None:
    with pytest.raises(RuntimeError, match="tidak_ada"):
        run_limited("portal.tidak_ada:baca", b"", seconds=5, megabytes=256)


def test_nothing_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox.tempfile, "tempdir", str(tmp_path))
    run("1")
    with pytest.raises(TooHeavyError):
        run("__import__('os').abort()")

    assert list(tmp_path.iterdir()) == []


def test_whoever_waits_too_long_for_a_turn_may_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MOST_WAIT", 0.2)
    with sandbox._turn(), sandbox._turn(), pytest.raises(sandbox.CrowdedError):
        run("1")
    assert run("1") == 1
