"""Which verb makes which noun."""

MADE_BY = {
    "Estate": "survey",
    "Roster": "place",
    "WavePlan": "plan",
    "Rendering": "render",
    "Preview": "preview",
    "Landing": "land",
    "Observation": "verify",
    "Verdict": "verify",
    "Removal": "roll-back",
    "Milestone": "commit",
    "Checklist": "ready",
    "Approval": "approve",
    "Waiver": "waive",
    "Question": "cut-over",
    "Answer": "answer",
    "StepOutcome": "cut-over",
    "CheckReport": "verify",
    "TestVerdict": "test",
    "Cutover": "cut-over",
    "Acceptance": "accept",
    "Retirement": "retire",
    "Told": "tell",
    "Ticket": "tell",
    "PreImages": "land",
}
"""The verb that makes a noun, for who asks for one too early."""
