"""The page says what was counted, and nothing that was not."""

from pathlib import Path

from tests.proof.prove import PROMISES, Counted, Trial, costs, page, read_results

JUNIT = """<testsuites><testsuite><testcase classname="tests.a" name="one" time="1.5"/>
<testcase classname="tests.a" name="two" time="0"><failure message="no"/></testcase>
<testcase classname="tests.a" name="three" time="0"><skipped/></testcase></testsuite></testsuites>"""


def test_a_count_that_several_tests_share_is_one_line() -> None:
    counted = [Counted("P6", "seeds", 1_000), Counted("P6", "seeds", 1_000), Counted("P1", "kills", 7)]
    written = page(counted, [Trial("a::one", True, 1.0)], 90.0, "abc")
    assert [line.split("|")[2].strip() for line in written.splitlines() if "seeds" in line] == ["2,000"]
    assert "Every test passed." in written
    assert written.count("Not shown by this run.") == len(PROMISES) - 2


def test_a_failed_test_is_named_and_a_skipped_one_has_shown_nothing(tmp_path: Path) -> None:
    file = tmp_path / "results.xml"
    file.write_text(JUNIT, encoding="utf-8")
    tested = read_results(file)
    assert [test.passed for test in tested] == [True, False, False]
    written = page([], tested, 1.0, "abc")
    assert "**2 tests failed.**" in written
    assert "- tests.a::two" in written


def test_a_run_that_was_broken_off_says_so_and_claims_nothing() -> None:
    written = page([], [], 1.0, "abc", whole=False)
    assert "The run was broken off" in written
    assert "Every test passed" not in written


def test_the_dearest_file_is_told_first() -> None:
    tested = [Trial("tests.a::one", True, 1.0), Trial("tests.b::one", True, 2.5), Trial("tests.b::two", False, 0.5)]
    assert [line.split() for line in costs(tested).splitlines()] == [["3", "s", "tests.b"], ["1", "s", "tests.a"]]
