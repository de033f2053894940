"""Benchmarks run one after the other, each in a process of its own, whatever befalls them."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from benchmarks.__main__ import BENCHMARKS, Benchmark, main, run, run_all


def test_what_fails_is_said_with_its_last_words(capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(Benchmark("of_yesterday", 20), 20)
    assert (ran.failed, ran.found) == ("failed, exit status 1", ())
    assert "of_yesterday" in capsys.readouterr().err


def test_what_takes_too_long_is_cut_off(capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(Benchmark("storage", 20), 0.05)
    assert ran.failed.startswith("cut off after")
    assert ran.seconds < 10
    capsys.readouterr()


def test_what_has_no_time_left_is_not_run_but_told(capsys: pytest.CaptureFixture[str]) -> None:
    (ran,) = run_all((Benchmark("storage", 20),), within=0)
    assert (ran.failed, ran.seconds) == ("not run, no time left", 0)
    assert "not run" in capsys.readouterr().out


def test_every_benchmark_exists() -> None:
    assert [one.name for one in BENCHMARKS if find_spec(f"benchmarks.{one.name}") is None] == []


def test_an_unknown_one_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["of_yesterday"]) == 2
    assert "there are startup" in capsys.readouterr().err
