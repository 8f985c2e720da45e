"""The rules: those that come with azlift, and what a workspace adds to them or switches off.

A workspace's `rules.yaml`:

    skip: [os-32-bit]           # rules that are not asked
    readiness:                  # more of them, asked after azlift's own
      - code: no-backup-agent
        verdict: ready_with_conditions
        when: {tools_state: {matches: NotInstalled}}
        message: $name has no agent.
        remedy: Install it before the wave.
        source: our handbook, 4.2
    routes:                     # asked before azlift's own; the first that holds decides
      - code: frames-are-kept
        route: retain
        when: {application: {matches: mainframe}}
        reason: Its contract runs to 2031.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BeforeValidator, StringConstraints, ValidationError

from azlift.assessment.conditions import Condition, Facts, read_condition
from azlift.errors import SettingsError, did_you_mean, unusable_setting
from azlift.model import Noun, Readiness, Route, Severity

FILE_NAME = "rules.yaml"
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,40}$")]
When = dict[str, Annotated[Condition, BeforeValidator(read_condition)]]


class Rule(Noun):
    """Asked of each machine, or of each of its disks. Texts may name facts: `$label` is replaced by the disk's label.

    `source` says where the rule comes from; a rule without one is refused. `severity` is the verdict's own (a note for
    `ready`, a warning for conditions, blocking else) unless it is given.
    """

    code: Code
    verdict: Readiness
    severity: Severity | None = None
    about: Literal["machine", "disk"] = "machine"
    when: When
    message: Annotated[str, StringConstraints(min_length=1)]
    remedy: str = ""
    evidence: str = ""
    source: Annotated[str, StringConstraints(min_length=1)]


class RouteRule(Noun):
    """The route of a machine that fulfils it. `mode: suggest` only says so, and leaves the decision to a person."""

    code: Code
    route: Route
    mode: Literal["decide", "suggest"] = "decide"
    when: When
    reason: Annotated[str, StringConstraints(min_length=1)]


R = TypeVar("R", Rule, RouteRule)


class RuleBook(Noun):
    """Every rule that is asked, in order."""

    readiness: tuple[Rule, ...] = ()
    routes: tuple[RouteRule, ...] = ()


class _Additions(Noun):
    skip: tuple[Code, ...] = ()
    readiness: tuple[Rule, ...] = ()
    routes: tuple[RouteRule, ...] = ()


def holds(when: Mapping[str, Condition], facts: Facts) -> bool:
    return all(condition.holds(name, facts) for name, condition in when.items())


def filled(text: str, facts: Facts) -> str:
    """The text with the facts it names; a fact that is not known stays named."""
    template = Template(text)
    return template.safe_substitute({name: _shown(facts[name]) for name in template.get_identifiers() if name in facts})


def _shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def read_rule_book(workspace: Path) -> RuleBook:
    """azlift's rules with what the workspace's file changes of them. Raises SettingsError."""
    shipped = shipped_rules()
    file = workspace / FILE_NAME
    if not file.exists():
        return shipped
    changes = _validated(_read(file), str(file))
    codes = {rule.code for rule in shipped.readiness} | {rule.code for rule in shipped.routes}
    for code in changes.skip:
        if code not in codes:
            raise _unknown(code, codes, str(file))
    return RuleBook(
        readiness=_without(shipped.readiness + changes.readiness, changes.skip),
        routes=_without(changes.routes + shipped.routes, changes.skip),
    )


@lru_cache
def shipped_rules() -> RuleBook:
    """The rules in this package's `rules.yaml`."""
    text = (files("azlift.assessment") / "rules.yaml").read_text(encoding="utf-8")
    return RuleBook.model_validate(yaml.safe_load(text))


def _without(rules: tuple[R, ...], skip: Iterable[str]) -> tuple[R, ...]:
    skipped = set(skip)
    return tuple(rule for rule in rules if rule.code not in skipped)


def _read(file: Path) -> Any:
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise SettingsError(f"not YAML: {fault}", file=str(file), advice="See CONTRIBUTING.md for its form.") from fault


def _validated(content: Any, file: str) -> _Additions:
    try:
        return _Additions.model_validate(content)
    except ValidationError as error:
        known = {*_Additions.model_fields, *Rule.model_fields, *RouteRule.model_fields, *Condition.model_fields}
        raise unusable_setting(error.errors()[0], file, known) from error


def _unknown(code: str, codes: set[str], file: str) -> SettingsError:
    said = f"no rule is called `{code}`. {did_you_mean(code, codes)}"
    return SettingsError(said.rstrip(), file=file, column="skip")
