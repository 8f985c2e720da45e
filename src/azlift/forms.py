"""The fields of the forms that people fill in Prefect's UI: their titles, what they take, what they mean.

A flow's parameters are stored and shown in clear, so these are ids, paths and words of people, never a secret.
"""

from typing import Annotated

from pydantic import Field

WorkspaceField = Annotated[
    str,
    Field(
        title="Workspace",
        description="The folder that holds plan, settings and ledger, as the worker's machine names it.",
        pattern=r"^[^\x00-\x1f]{1,1024}$",
        json_schema_extra={"position": 0},
    ),
]
WaveField = Annotated[
    str,
    Field(
        title="Wave",
        description="A wave of the plan, such as wave-01.",
        pattern=r"^wave-[0-9]{2,6}$",
        examples=["wave-01"],
    ),
]
GroupField = Annotated[
    str,
    Field(
        title="Move group",
        description="A group of the wave, as `azlift status WAVE` lists them.",
        pattern=r"^[a-z0-9][a-z0-9-]{0,79}$",
    ),
]
SourceField = Annotated[str, Field(title="Source", description="An inventory file or folder.", min_length=1)]
EditedField = Annotated[
    str, Field(title="Edited plan", description="A plan file that a person changed: plan.csv, plan.yaml or plan.xlsx.")
]
