from datetime import UTC, datetime, timedelta

from azlift.report.story import WIDTH, Told, story_lines

NIGHT = datetime(2026, 12, 5, 21, 0, tzinfo=UTC)


def told(hours: int, text: str, wave: str = "wave-01", aside: bool = False) -> Told:
    return Told(NIGHT + timedelta(hours=hours), wave, text, aside)


def test_a_wave_is_told_in_its_order_with_what_went_otherwise_on_lines_of_its_own() -> None:
    lines = story_lines([told(0, "window open"), told(2, "no-go: wrong totals", aside=True), told(3, "committed")])
    assert lines == (
        "wave-01:",
        "    window open 05 Dec 21:00",
        "    ! 05 Dec 23:00  no-go: wrong totals",
        "    committed 06 Dec 00:00",
    )


def test_waves_do_not_mix_and_long_lines_are_broken() -> None:
    lines = story_lines([told(n, "a stage of the wave", f"wave-0{n % 2 + 1}") for n in range(20)])
    assert [line for line in lines if not line.startswith(" ")] == ["wave-01:", "wave-02:"]
    assert len(lines) > 4
    assert max(map(len, lines)) <= WIDTH + 30


def test_names_from_outside_are_made_plain() -> None:
    (_, line) = story_lines([told(0, "group \x1b[31mred\u202e was taken back", aside=True)])
    assert "\x1b" not in line
    assert "\u202e" not in line
