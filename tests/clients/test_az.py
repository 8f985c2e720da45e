"""azure-cli 2.91, unmodified, against the pretend Azure: every command's exit code and a field of its answer."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.clients import azure_cli
from tests.clients.azure_cli import Az, open_az
from tests.clients.chapters import ALONE, CHAPTERS, SIGN_IN
from tests.clients.steps import Chapter, filled, judge

from azlift.rehearsal.server import Address

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def az(azure: Address, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Az]:
    """A session that is signed in."""
    azure_cli.install()
    folder = tmp_path_factory.mktemp("az")
    words = {
        "endpoint": azure.endpoint,
        "subscription": azure.subscription_id,
        "tenant": azure.tenant_id,
        "client": azure.client_id,
        "secret": azure.client_secret,
        "files": str(folder),
    }
    with open_az(folder / "config", azure.ca_file, words) as session:
        walk(session, SIGN_IN)
        yield session


def walk(az: Az, chapter: Chapter, *, alone: bool = False) -> None:
    """Every step, also after one that failed; then all that was wrong."""
    for name, content in chapter.files.items():
        text = content if isinstance(content, str) else json.dumps(filled(content, az.words))
        Path(az.words["files"], name).write_text(text, encoding="utf-8")
    report = []
    for step in chapter.steps:
        outcome = (az.run_alone if alone else az.run)(step)
        print(f"{outcome.seconds:5.1f} s  az {step.command}")
        az.words.update(zip(step.keeps, outcome.found[len(step.fields) :], strict=False))
        report += [f"az {step.command}\n  " + "\n  ".join(wrong) for wrong in [judge(step, outcome, az.words)] if wrong]
    assert not report, f"{len(report)} of {len(chapter.steps)} steps\n" + "\n".join(report)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_az_works(az: Az, chapter: Chapter) -> None:
    walk(az, chapter)


def test_az_works_in_processes_of_its_own(az: Az) -> None:
    walk(az, ALONE, alone=True)


def test_no_step_can_pass_unseen() -> None:
    """Every command says what it must answer: fields, an error, or that it answers nothing."""
    for chapter in (SIGN_IN, ALONE, *CHAPTERS):
        for step in chapter.steps:
            assert bool(step.fields) + step.silent + bool(step.error) == 1, step.command
            assert bool(step.error) == bool(step.exit), step.command
