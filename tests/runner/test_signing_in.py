import asyncio

from azlift.runner import signing_in


def test_the_page_is_a_link_only_where_it_is_an_address_of_a_page(monkeypatch: object) -> None:
    shown: list[str] = []

    async def keep(text: str, **_: object) -> None:
        shown.append(text)

    monkeypatch.setattr(signing_in, "acreate_markdown_artifact", keep)  # type: ignore[attr-defined]
    asyncio.run(signing_in._show("https://microsoft.com/devicelogin", "ABC-DEF"))
    asyncio.run(signing_in._show("javascript:alert(1)", "<b>"))
    assert "](https://microsoft.com/devicelogin) and enter the code **ABC-DEF**" in shown[0]
    assert "](" not in shown[1]
    assert "<b>" not in shown[1]
