"""The plan files in a workspace: written for people, and never over what a person changed."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from azlift.errors import PlanError

DIGESTS = "plan.sha256"
"""What azlift wrote last, as `sha256sum` writes it: a file that differs from it was changed by a person."""


def write_plan_files(folder: Path, contents: Mapping[str, bytes], taken_up: Path | None = None) -> None:
    """Write each content under its name. Raises PlanError for a changed file, unless it is the one just taken up."""
    written = _digests(folder)
    for name, content in contents.items():
        file = folder / name
        if not file.exists() or (taken_up and file.resolve() == taken_up.resolve()):
            continue
        if _digest(file.read_bytes()) not in {written.get(name), _digest(content)}:
            raise PlanError(
                "was changed since azlift wrote it, and the changes are not taken up",
                file=str(file),
                advice=f"Take them up: azlift plan --edited {file}; or delete the file to let go of them.",
            )
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    lines = "".join(f"{_digest(content)}  {name}\n" for name, content in contents.items())
    (folder / DIGESTS).write_text(lines, encoding="utf-8")


def _digests(folder: Path) -> dict[str, str]:
    file = folder / DIGESTS
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
