from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import pytest

from azlift.runner.flow_runs import prefect_server

ROOT = Path(__file__).parents[2]


def test_the_server_and_its_ui_start_with_the_locked_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Importing Prefect says nothing about it: with a newer fastapi only the server fails."""
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "home"))
    assert version("prefect") == "3.8.8"
    assert tuple(map(int, version("fastapi").split(".")[:2])) < (0, 151)
    with prefect_server(tmp_path) as api:
        assert httpx.get(f"{api}/health").json() is True
        assert httpx.get(f"{api}/admin/version").json() == "3.8.8"
        page = httpx.get(api.removesuffix("/api"), follow_redirects=True)
        assert "<html" in page.text
        assert api.startswith("http://127.0.0.1:")


def test_a_server_that_is_given_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4200/api")
    with prefect_server(tmp_path) as api:
        assert api == "http://127.0.0.1:4200/api"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["PREFECT_SERVER_ANALYTICS_ENABLED", "DO_NOT_TRACK"])
def test_nothing_is_reported_home_unless_a_person_says_so(name: str) -> None:
    from azlift.runner.flow_runs import QUIET

    quiet: dict[str, Any] = dict(QUIET)
    assert quiet[name] in {"false", "1"}


def test_a_person_s_own_setting_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4200/api")
    monkeypatch.setenv("PREFECT_LOGGING_LEVEL", "DEBUG")
    import os

    with prefect_server(tmp_path):
        assert os.environ["PREFECT_LOGGING_LEVEL"] == "DEBUG"
