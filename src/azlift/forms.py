"""What the fields of the forms take that people fill in Prefect's UI; what they mean, the docstrings of the flows say.

A flow's parameters are stored and shown in clear, so these are ids, paths and words of people, never a secret.
"""

from typing import Annotated

from pydantic import Field

WorkspaceField = Annotated[str, Field(pattern=r"^[^\x00-\x1f]{1,1024}$")]
"""A folder, as the worker's machine names it."""
WaveField = Annotated[str, Field(pattern=r"^wave-[0-9]{2,6}$", examples=["wave-01"])]
GroupField = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
PathField = Annotated[str, Field(pattern=r"^[^\x00-\x1f]{1,1024}$")]
"""A file or a folder, as the worker's machine names it."""
StepField = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
CommentField = Annotated[str, Field(min_length=1, max_length=2_000)]
ReasonField = Annotated[str, Field(min_length=1, max_length=1_000)]
