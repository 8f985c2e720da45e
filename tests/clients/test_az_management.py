"""azure-cli 2.91, unmodified, manages: accounts, groups, deployments in every scope, roles, locks, policies, tags."""

import pytest
from tests.clients.azure_cli import Az, walk
from tests.clients.chapters import ALONE, MANAGEMENT, PROVISION, SIGN_IN
from tests.clients.steps import Chapter

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("chapter", MANAGEMENT, ids=lambda chapter: chapter.name)
def test_az_manages(az: Az, chapter: Chapter) -> None:
    walk(az, chapter)


def test_az_works_in_processes_of_its_own(az: Az) -> None:
    walk(az, ALONE, alone=True)


def test_no_step_can_pass_unseen() -> None:
    """Every command says what it must answer: fields, an error, or that it answers nothing."""
    for chapter in (SIGN_IN, ALONE, *MANAGEMENT, *PROVISION):
        for step in chapter.steps:
            assert bool(step.fields) + step.silent + bool(step.error) == 1, step.command
            assert bool(step.error) == bool(step.exit), step.command
