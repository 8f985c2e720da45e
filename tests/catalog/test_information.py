from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from azlift.catalog import STALE_AFTER_DAYS, catalogue_info, judge_age, read_catalogue, regions
from azlift.catalog.document import render_document
from azlift.catalog.reader import shipped
from azlift.errors import SettingsError
from azlift.model import Severity

SEEN = date(2026, 8, 22)


@pytest.mark.parametrize("region", ["westeurope", "eastus", "westindia"])
def test_it_counts_what_the_catalogue_says(region: str) -> None:
    found, catalogue = catalogue_info(region, None, SEEN), read_catalogue(region)
    assert found.sizes == len(catalogue.sizes)
    assert found.linux == sum(size.linux_per_hour is not None for size in catalogue.sizes)
    assert found.windows == sum(size.windows_per_hour is not None for size in catalogue.sizes)
    assert found.reserved == sum(size.reserved_1y_per_hour is not None for size in catalogue.sizes)
    assert found.savings == sum(size.savings_1y_per_hour is not None for size in catalogue.sizes)
    assert found.disk_tiers == len(catalogue.disk_tiers)
    assert (found.per_unit_disks, found.meters) == (len(catalogue.per_unit_disks), len(catalogue.meters))
    assert not found.own


def test_each_source_has_its_age() -> None:
    found = {age.of: age.days for age in catalogue_info("westeurope", None, SEEN).ages}
    assert found == {"sizes": 21, "prices": 0, "reservations": 19}
    assert {age.of for age in catalogue_info("eastus", None, SEEN).ages} >= {"sizes", "prices", "windows"}


def test_a_catalogue_is_fresh_for_ninety_days_and_stale_on_the_next() -> None:
    last = SEEN + timedelta(days=STALE_AFTER_DAYS)
    assert judge_age("here", SEEN.isoformat(), last) is None
    stale = judge_age("here", SEEN.isoformat(), last + timedelta(days=1))
    assert stale
    assert (stale.code, stale.severity) == ("catalogue-stale", Severity.WARNING)
    assert stale.remedy == "azlift catalog refresh --region here"
    assert "91 days old" in stale.message


def test_only_the_sources_that_are_stale_are_findings() -> None:
    day = SEEN + timedelta(days=STALE_AFTER_DAYS)
    found = catalogue_info("westeurope", None, day).findings
    assert [finding.message.split()[1] for finding in found] == ["sizes", "reservations"]


def test_a_region_without_disk_prices_is_a_finding_with_its_remedy() -> None:
    for region in regions():
        codes = [finding.code for finding in catalogue_info(region, None, date(2026, 6, 18)).findings]
        expected = [] if read_catalogue(region).disk_tiers else ["catalogue-without-disks"]
        assert codes == expected


def test_a_workspaces_own_file_is_told_apart(tmp_path: Path) -> None:
    one = replace(shipped(), regions={"eastus": shipped().regions["westeurope"]})
    (tmp_path / "catalogue-eastus.json").write_text(render_document(one), encoding="utf-8")
    assert catalogue_info("eastus", tmp_path, SEEN).own
    assert not catalogue_info("westeurope", tmp_path, SEEN).own


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(SettingsError, match="atlantis"):
        catalogue_info("atlantis", None, SEEN)
