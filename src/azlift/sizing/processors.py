"""How strong a source host's processor is, in Azure compute units per vCPU (100 = Standard_A1), where published.

Microsoft publishes a range per series, for a hyper-thread as for a core. A series that ran on one processor alone dates
that processor; the upper end of its range is taken, so that the source is never thought weaker than it is. Any other
processor is not known, and its vCPU count as much as Azure's.
Sources, MicrosoftDocs/azure-docs articles/virtual-machines: acu.md @ 009757b9 (2020-02-03); dav4-dasv4-series.md
@ 017371cd; lsv2-series.md @ 017654d1; for the M-series, which ran on the E7-8890 v3 alone until the 8280M joined it,
m-series.md @ 010a2be1.
"""

import re

SCORES = {
    "EPYC 7452": 260,
    "EPYC 7551": 175,
    "E7-8890 V3": 180,
}


def score_of(processor: str) -> float | None:
    """The score of a processor by its model's name, e.g. `AMD EPYC 7452 32-Core Processor`; None: not known."""
    words = " ".join(re.sub(r"\((?:r|tm)\)|[®™]", " ", processor, flags=re.IGNORECASE).upper().split())
    return next((score for model, score in SCORES.items() if re.search(rf"\b{model}\b", words)), None)
