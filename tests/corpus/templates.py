"""Templates of a folder with the parameters to deploy them with: placeholders of the public quickstart collection
filled in, and what has no value invented."""

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from struct import pack
from typing import Any

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.lenient_json import read_lenient

Json = dict[str, Any]

SCOPES = {
    "deploymenttemplate.json": "group",
    "deploymentparameters.json": "group",
    "subscriptiondeploymenttemplate.json": "subscription",
    "managementgroupdeploymenttemplate.json": "management group",
    "tenantdeploymenttemplate.json": "tenant",
}
THE_SUBSCRIPTION = "5b5c7f0a-0000-4000-8000-000000000001"
"""Stands in an invented value for the subscription of the world deployed into."""
THE_PRINCIPAL = "5d1e6a3c-2f04-4c9c-9f5e-0a1b2c3d4e5f"
"""Stands for somebody in the directory of the world deployed into."""
MANAGEMENT_GROUP = "mg1"
_KEY_PARTS = (b"ssh-rsa", b"\x01\x00\x01", b"\x00" + b"\xc7" * 256)
SSH_KEY = f"ssh-rsa {b64encode(b''.join(pack('>I', len(each)) + each for each in _KEY_PARTS)).decode()} rehearsal"
SSH_NAME, OR_KEY = "sshKey", re.compile("OrKey$", re.IGNORECASE)
PLACEHOLDERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], str]], ...] = (
    (re.compile(r"GEN-?UNIQUE-?(\d+)"), lambda found, name: _unique(name, int(found[1]))),
    (re.compile(r"GEN-?UNIQUE"), lambda found, name: _unique(name, 16)),
    (re.compile(r"GEN-?PASSWORD(-AMP)?"), lambda found, name: "Rehearsal-2024!x"),
    (re.compile(r"GEN-?SSH-?PUB-?KEY"), lambda found, name: SSH_KEY),
    (re.compile(r"GEN-?GUID"), lambda found, name: THE_PRINCIPAL),
    (re.compile(r"GE[NT]-[A-Z0-9-]+"), lambda found, name: _unique(name, 12)),
)
"""What the collection's own tests put in place of these words. Source: its contribution guide."""


@dataclass(frozen=True)
class Case:
    """One template to deploy; `scope` is group, subscription, management group or tenant."""

    path: Path
    template: Json
    parameters: Json
    scope: str


def cases_in(folder: Path) -> Iterator[Case]:
    """Every deployment template below a folder, in order of path."""
    for path in sorted(folder.rglob("*.json")):
        template = _read(path)
        scope = scope_of(template)
        if scope and isinstance(template, dict):
            yield Case(path, template, parameters_for(template, _given(path)), scope)


def scope_of(template: Any) -> str | None:
    """Where a template wants to be deployed, by its `$schema`; None for what is no template."""
    schema = template.get("$schema") if isinstance(template, dict) else None
    if not isinstance(schema, str) or "resources" not in template:
        return None
    return SCOPES.get(schema.rstrip("#/").rpartition("/")[2].lower())


def parameters_for(template: Mapping[str, Any], given: Mapping[str, Any]) -> Json:
    """The given values with placeholders filled in, and an invented one for each parameter that must have one.

    An empty text in a parameters file is a blank to fill in, not a value."""
    values: Json = {name: _filled(entry, name) for name, entry in given.items() if entry != {"value": ""}}
    known = {name.lower() for name in values}
    for name, declared in template.get("parameters", {}).items():
        if name.lower() not in known and "defaultValue" not in declared and not declared.get("nullable"):
            meant = SSH_NAME if OR_KEY.search(name) and _signs_in_by_key(template) else name
            values[name] = {"value": invented(meant, declared, template.get("definitions", {}))}
    return values


def _signs_in_by_key(template: Mapping[str, Any]) -> bool:
    """Whether what is a password or a key, is a key."""
    told = {name.lower(): each for name, each in template["parameters"].items()}
    return told.get("authenticationtype", {}).get("defaultValue", "sshPublicKey") == "sshPublicKey"


def invented(name: str, declared: Mapping[str, Any], definitions: Mapping[str, Any]) -> Any:
    """A value of the right type, within the bounds a declaration sets."""
    if "$ref" in declared:
        declared = {**definitions.get(str(declared["$ref"]).rpartition("/")[2], {}), **declared}
    kind = str(declared.get("type", "string")).lower()
    allowed = declared.get("allowedValues")
    if isinstance(allowed, list) and allowed:
        return [allowed[0]] if kind == "array" else allowed[0]
    if kind in ("object", "secureobject"):
        return _object(declared, definitions)
    if kind == "array":
        item = declared.get("items", {"type": "string"})
        return [invented(name, item, definitions) for _ in range(int(declared.get("minLength", 0)))]
    if kind == "int":
        return max(int(declared.get("minValue", 1)), 1)
    return False if kind == "bool" else _text(name, declared)


def _object(declared: Mapping[str, Any], definitions: Mapping[str, Any]) -> Json:
    told = declared.get("discriminator")
    if told:
        key, variant = next(iter(told["mapping"].items()))
        return {told["propertyName"]: key, **invented(key, {"type": "object", **variant}, definitions)}
    members = declared.get("properties", {})
    return {
        member: invented(member, shape, definitions) for member, shape in members.items() if not shape.get("nullable")
    }


def _text(name: str, declared: Mapping[str, Any]) -> str:
    least, most = int(declared.get("minLength", 0)), int(declared.get("maxLength", 10_000))
    for words, value in (
        ("subscriptionid", THE_SUBSCRIPTION),
        ("location|region", "westeurope"),
        ("ssh.*key|key.*data|publickey", SSH_KEY),
        ("password|secret|passphrase", "Rehearsal-2024!x"),
        ("(vm|machine|node).*size", "Standard_D2s_v3"),
        ("user|login|admin", "azlifter"),
        ("(object|principal|tenant|client|app(lication)?)_?id$|guid", THE_PRINCIPAL),
        ("targetmg|(mg|managementgroup)(id|name)?$", MANAGEMENT_GROUP),
        ("email", "someone@contoso.com"),
        ("subnet.*prefix", "10.0.0.0/24"),
        ("prefix|cidr|addressspace", "10.0.0.0/16"),
    ):
        if re.search(words, name, re.IGNORECASE) and least <= len(value) <= most:
            return value
    return _unique(name, max(least, min(12, most)))


def _unique(name: str, length: int) -> str:
    """A lower-case word that begins with a letter, the same for the same name."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    return ("az" + digest * (length // len(digest) + 1))[:length]


def _filled(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return {key: _filled(each, name) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, name) for each in value]
    if isinstance(value, str):
        for words, make in PLACEHOLDERS:
            value = words.sub(lambda found, make=make: make(found, name), value)
    return value


def _given(path: Path) -> Json:
    for name in (f"{path.stem}.parameters.json", f"parameters-for-{path.name}", "parameters.json"):
        body = _read(path.with_name(name))
        if isinstance(body, dict) and isinstance(body.get("parameters"), dict) and scope_of(body) is None:
            return dict(body["parameters"])
    return {}


def _read(path: Path) -> Any:
    try:
        return read_lenient(path.read_bytes().removeprefix(b"\xef\xbb\xbf")) if path.exists() else None
    except (AzureError, json.JSONDecodeError):
        return None
