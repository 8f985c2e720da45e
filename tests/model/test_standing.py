from wave_nights import a_wave, failed

from azlift.stages import Stage
from azlift.wave_life import wave_standing


def test_what_blocks_is_told_apart_from_what_is_only_to_be_known() -> None:
    standing = wave_standing(a_wave(Stage.EXECUTING, groups={"web": failed(None, Stage.LANDED)}))
    assert [one.code for one in standing.conditions] == ["group-held"]
    assert standing.blocked_by == (), "a group left behind keeps its wave from nothing"
    web = next(group for group in standing.groups if group.group == "web")
    assert [one.code for one in web.blocked_by] == ["QuotaExceeded"]
