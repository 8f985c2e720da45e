"""The house rules that the import contracts do not say."""

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "azlift"
MODULES = sorted(SOURCE.rglob("*.py"))
CODE = [*MODULES, *sorted((ROOT / "flows").glob("*.py"))]

PACKAGES_TESTED_AS_ONE = (
    *("rehearsal/expressions", "rehearsal/templates"),
    *("rehearsal/authorization/policy", "rehearsal/management"),
    "ledger/migrations",
)
"""The template language, policies and management groups: their tests go through the doors they have. Migrations are
tested by what a ledger is after them (tests/ledger/test_opening.py)."""


NOT_OURS_TO_NAME = {"get_source", "get_token"}
"""Jinja2's loader and azure-core call them so."""


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_file_has_at_most_400_lines_and_a_function_40(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, functions):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{node.name} is too long"


@pytest.mark.parametrize("path", CODE, ids=name)
def test_no_name_that_explains_nothing(path: Path) -> None:
    assert path.stem not in {"utils", "util", "helpers", "helper", "common", "manager", "handler", "misc"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name not in NOT_OURS_TO_NAME:
            assert not node.name.lstrip("_").startswith(("get_", "handle_", "process_", "do_", "manage_")), node.name


@pytest.mark.parametrize("path", CODE, ids=name)
def test_every_module_and_public_function_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "no docstring"


def mirror(module: Path) -> Path | None:
    """The test file of a module; None for those that hold no code of their own."""
    inside = module.relative_to(SOURCE)
    if module.name in {"__init__.py", "__main__.py"} or any(str(inside).startswith(p) for p in PACKAGES_TESTED_AS_ONE):
        return None
    return ROOT / "tests" / inside.parent / f"test_{module.stem}.py"


@pytest.mark.parametrize("module", [m for m in MODULES if mirror(m)], ids=name)
def test_every_module_has_its_test_file(module: Path) -> None:
    expected = mirror(module)
    assert expected
    assert expected.exists(), f"{name(expected)} is missing"


@pytest.mark.parametrize("flow", sorted((ROOT / "flows").glob("*.py")), ids=name)
def test_a_flow_file_is_named_after_its_flow_and_imports_no_other(flow: Path) -> None:
    tree = ast.parse(flow.read_text(encoding="utf-8"))
    assert flow.stem in {node.name for node in tree.body if isinstance(node, ast.AsyncFunctionDef)}
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not any(module.startswith("flows") for module in imported)


def test_the_wheel_contains_azlift_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    tops = {Path(entry).parts[0] for entry in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"azlift", "azlift-0.1.0.dist-info"}


def test_the_help_does_not_wait_for_azure_or_prefect() -> None:
    script = (
        "import sys, azlift.cli\n"
        "heavy = {'prefect', 'azure', 'sqlalchemy', 'python_calamine', 'jinja2'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""


def test_only_what_is_meant_to_stands_at_the_top() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    tops = {Path(file).parts[0] for file in listed}
    assert tops <= {
        *("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", "uv.lock"),
        "RELIABILITY.md",
        *(".ci", ".pre-commit-config.yaml", ".gitignore", "flows", "inventory", "templates", "src", "tests"),
    }
