import asyncio

from pressing import pages


def test_the_page_is_a_link_only_where_it_is_an_address_of_a_page(prefect_api: str) -> None:
    from azlift.runner import signing_in

    asyncio.run(signing_in._show("https://microsoft.com/devicelogin", "ABC-DEF"))
    assert "](https://microsoft.com/devicelogin) and enter the code **ABC-DEF**" in pages(prefect_api, "sign-in")[0]
    asyncio.run(signing_in._show("javascript:alert(1)", "<b>"))
    assert "](" not in pages(prefect_api, "sign-in")[0]
    assert "\\<b\\>" in pages(prefect_api, "sign-in")[0]
