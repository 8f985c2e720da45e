"""A person signs in for a run: the page and the code are shown in the run's log and as an artifact, and nothing else.

The code is good for one sign-in and a quarter of an hour; the token that comes of it stays in this process.
"""

import asyncio

from prefect.artifacts import acreate_markdown_artifact
from prefect.logging import get_run_logger

from azlift import journey
from azlift.escaping import markdown
from azlift.model import Person
from azlift.venue import Venue

KEY = "sign-in"


async def signed_in(venue: Venue) -> Person:
    """Who has entered the code that this run shows. Raises SignInNeeded, Unreachable."""
    loop = asyncio.get_running_loop()
    log = get_run_logger()

    def show(page: str, code: str) -> None:
        log.info("To say this as yourself, open %s and enter the code %s", page, code)
        asyncio.run_coroutine_threadsafe(_show(page, code), loop).result()

    return await journey.sign_in(venue, show)


async def _show(page: str, code: str) -> None:
    link = f"[the sign-in page]({page})" if page.startswith("https://") and ")" not in page else markdown(page)
    text = f"To say this as yourself, open {link} and enter the code **{markdown(code)}**."
    await acreate_markdown_artifact(text, key=KEY, description="Sign in to say it as yourself")
