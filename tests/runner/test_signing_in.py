import asyncio

import httpx


def shown(api: str) -> str:
    body = {"artifacts": {"key": {"any_": ["sign-in"]}}, "sort": "CREATED_DESC"}
    text: str = httpx.post(f"{api}/artifacts/filter", json=body).json()[0]["data"]
    return text


def test_the_page_is_a_link_only_where_it_is_an_address_of_a_page(prefect_api: str) -> None:
    from azlift.runner import signing_in

    asyncio.run(signing_in._show("https://microsoft.com/devicelogin", "ABC-DEF"))
    assert "](https://microsoft.com/devicelogin) and enter the code **ABC-DEF**" in shown(prefect_api)
    asyncio.run(signing_in._show("javascript:alert(1)", "<b>"))
    assert "](" not in shown(prefect_api)
    assert "\\<b\\>" in shown(prefect_api)
