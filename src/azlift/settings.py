"""Settings of a workspace, read once at the top: `azlift.yaml`, overruled by `AZLIFT_…` variables.

A workspace is the folder that holds a migration: its settings, plan, ledger and, for a rehearsal, the pretend Azure's
state. Secrets are never settings: the certificate is a path, the client secret is the variable AZURE_CLIENT_SECRET.
"""

from datetime import date
from ipaddress import IPv4Network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlsplit

import yaml
from pydantic import AfterValidator, Field, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from azlift.errors import SettingsError, did_you_mean
from azlift.model import Limits, Noun, SizingRules

FILE_NAME = "azlift.yaml"

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,15}$")]
Auth = Literal["cli", "managed_identity", "workload_identity", "certificate", "secret", "rehearsal"]


_LEDGER_OPTIONS = frozenset({"host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey", "target_session_attrs"})
"""What may follow the question mark in `ledger`: libpq's parameters of where and how safely, never a secret."""


def _check_ledger(url: str) -> str:
    """A URL that names no secret. What is wrong is said without repeating it."""
    parts = urlsplit(url)
    if not url:
        return url
    if parts.password is not None or "password" in parts.query:
        raise ValueError("it holds a password; put that into PGPASSWORD or ~/.pgpass (mode 600)")
    if parts.scheme != "postgresql" or not parts.path.strip("/"):
        raise ValueError("expected postgresql://user@host/database, or nothing for a file in the workspace")
    if unknown := sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)} - _LEDGER_OPTIONS):
        raise ValueError(f"unknown: {', '.join(unknown)}; known: {', '.join(sorted(_LEDGER_OPTIONS))}")
    return url


def _check_reports_url(url: str) -> str:
    """A folder's address that names no secret. What is wrong is said without repeating it."""
    if url and not _is_web_address(url):
        raise ValueError("expected http://host/folder or https://host/folder, or nothing")
    if "@" in urlsplit(url).netloc or "?" in url or "#" in url:
        raise ValueError("expected a folder's address without user and password, and without `?` and `#`")
    return url


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        numbered = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and numbered and url.isprintable()


MAY_HOLD_SECRETS = frozenset({"ledger", "reports_url"})
"""Settings whose values are not repeated when they are refused."""


class Settings(BaseSettings):
    """Every setting has one meaning, one unit and one default; unknown ones are refused with a suggestion."""

    model_config = SettingsConfigDict(env_prefix="AZLIFT_", env_nested_delimiter="__", extra="forbid", frozen=True)

    venue: Literal["rehearsal", "azure"] = "rehearsal"
    estate: Slug = "estate"
    region: str = "westeurope"
    disk_sku: Literal["Premium_LRS", "StandardSSD_LRS", "Standard_LRS"] = "Premium_LRS"
    sizing: SizingRules = SizingRules()
    as_of: date | None = None
    """The day by which support has ended; by default the day the catalogue was seen."""
    limits: Limits = Limits()
    address_space: IPv4Network = IPv4Network("10.64.0.0/10")
    """Each wave takes its own block of `wave_prefix` out of this, by its number."""
    wave_prefix: int = Field(default=20, ge=8, le=27)
    groups_at_once: int = Field(default=100, ge=1, le=1000)
    hypercare_hours: int = Field(default=48, ge=0, le=2160)
    """How long a wave is watched before operations may take it over; Microsoft's Cloud Adoption Framework: 24 to 48."""
    tags: dict[str, str] = {}
    auth: Auth = "rehearsal"
    cloud: Literal["public", "china", "usgov"] = "public"
    tenant_id: str = ""
    client_id: str = ""
    subscription_id: str = ""
    certificate_path: Path | None = None
    secret_ends: date | None = None
    """The day on which the client secret ends: Entra does not say it to who signs in with it."""
    templates: Path = Path("templates")
    ledger: Annotated[str, AfterValidator(_check_ledger)] = ""
    """Where the ledger is, for several machines: `postgresql://user@host/database`, without password (that is in
    PGPASSWORD or ~/.pgpass). Empty: a file in the workspace."""
    reports_url: Annotated[str, AfterValidator(_check_reports_url)] = ""
    """Under which address people publish the workspace's files, for links to them from Prefect's pages: a browser does
    not follow those to a file. Empty: the pages name file and machine."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The variables overrule what `read_settings` passes in from the file."""
        return env_settings, init_settings


def defaults() -> dict[str, Any]:
    """Every setting with its default; those inside another as `sizing.risk`."""
    found: dict[str, Any] = {}
    for name, field in Settings.model_fields.items():
        inner = field.default if isinstance(field.default, Noun) else None
        keys = type(inner).model_fields if inner else {}
        found |= {f"{name}.{key}": getattr(inner, key) for key in keys} or {name: field.default}
    return found


def variable(setting: str) -> str:
    """The environment variable that overrules a setting: `AZLIFT_SIZING__RISK` for `sizing.risk`."""
    return f"AZLIFT_{setting.upper().replace('.', '__')}"


def read_settings(workspace: Path) -> Settings:
    """The settings of a workspace. Raises SettingsError."""
    file = workspace / FILE_NAME
    try:
        return Settings(**_read_file(file))
    except ValidationError as error:
        raise _explained(error, file) from error


def write_settings(workspace: Path, **values: Any) -> None:
    """Set these keys in the workspace's file, so that a later command and every worker read the same.

    A file that says so already is left as it is, with its comments; another is replaced whole or not at all.
    """
    file = workspace / FILE_NAME
    before = _read_file(file)
    merged = before | {name: value for name, value in values.items() if value is not None}
    if merged == before:
        return
    workspace.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    draft.write_text(yaml.safe_dump(merged, sort_keys=True), encoding="utf-8")
    draft.replace(file)


def prepare_rehearsal(workspace: Path) -> None:
    """Make sure that what follows is a rehearsal. Raises SettingsError for a workspace, or a variable, that is live."""
    if _read_file(workspace / FILE_NAME).get("venue") == "azure":
        raise SettingsError(
            "this workspace is a live one (`venue: azure`)",
            file=str(workspace / FILE_NAME),
            advice="Rehearse in another folder: --workspace DIR.",
        )
    write_settings(workspace, venue="rehearsal", auth="rehearsal")
    settings = read_settings(workspace)
    if (settings.venue, settings.auth) != ("rehearsal", "rehearsal"):
        raise SettingsError(
            "a variable overrules the rehearsal: AZLIFT_VENUE or AZLIFT_AUTH is set",
            advice="Unset AZLIFT_VENUE and AZLIFT_AUTH, then rehearse.",
        )


def _read_file(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"not YAML: {error}", file=str(file), advice="Write `key: value` lines; `region: westeurope`, for one."
        ) from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise SettingsError(f"expected `key: value` lines, found a {type(content).__name__}", file=str(file))
    return content


def _explained(error: ValidationError, file: Path) -> SettingsError:
    """The first fault, in a person's words."""
    fault = error.errors()[0]
    key = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        known = {*defaults(), *Settings.model_fields}
        hint = did_you_mean(key, known) or f"Known: {', '.join(sorted(Settings.model_fields))}."
        return SettingsError(f"unknown setting `{key}`. {hint}", file=str(file), column=key)
    found = "a value that may be secret" if key in MAY_HOLD_SECRETS else repr(fault["input"])
    return SettingsError(
        f"found {found}; {fault['msg']}",
        file=str(file),
        column=key,
        advice=f"Correct `{key}` there, or the variable {variable(key)}.",
    )
