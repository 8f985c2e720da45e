"""azure-cli 2.91, unmodified, provisions: disks, machines, networks, storage, databases and other services."""

import pytest
from tests.clients.azure_cli import Az, walk
from tests.clients.chapters import PROVISION
from tests.clients.steps import Chapter

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("chapter", PROVISION, ids=lambda chapter: chapter.name)
def test_az_provisions(az: Az, chapter: Chapter) -> None:
    walk(az, chapter)
