"""Linked templates and parameter files, from folders of this machine that stand for prefixes of the web.

Nothing is fetched: a URI that none of the prefixes covers cannot be downloaded, as far as Azure's answer goes.
Source of the rules: Microsoft, "Linked and nested templates"; of the words: what users report of `InvalidContentLink`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.language_errors import TemplateError, not_rehearsed
from azlift.rehearsal.lenient_json import read_lenient

# URI prefix, ending with a slash -> the folder that stands for it.
Folders = Mapping[str, Path]
_SEE = "Please see https://aka.ms/arm-deploy for usage details."


def load_template(
    link: Mapping[str, Any], base_uri: str | None, folders: Folders, tracking_id: str
) -> tuple[dict[str, Any], str]:
    """The template of a `templateLink` (uri or relativePath), and its own URI; `base_uri` is the parent template's."""
    if "id" in link:
        raise not_rehearsed("template specs (a 'templateLink' with an 'id')")
    uri = _absolute(link, base_uri)
    template = _content(uri, folders, tracking_id)
    _check_version(link, template, uri)
    return template, uri


def load_parameters(link: Mapping[str, Any], folders: Folders, tracking_id: str) -> dict[str, Any]:
    """The parameters of the file a `parametersLink` names."""
    uri = _absolute(link, None)
    content = _content(uri, folders, tracking_id)
    _check_version(link, content, uri)
    parameters = content.get("parameters", {})
    if not isinstance(parameters, dict):
        raise _unreadable("The 'parameters' of a parameter file must be an object")
    return parameters


def _absolute(link: Mapping[str, Any], base_uri: str | None) -> str:
    """The URI of a link; what is neither absolute nor relative to a linked parent is refused."""
    relative = link.get("relativePath")
    if relative is not None and base_uri is None:
        raise TemplateError(
            "InvalidTemplate",
            f"Deployment template validation failed: 'The relative path '{relative}' can only be used in a template "
            f"that is itself linked by its URI. {_SEE}'.",
        )
    uri = urljoin(_without_query(base_uri or ""), str(relative)) if relative is not None else str(link.get("uri"))
    parts = urlsplit(uri)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.hostname in ("localhost", "127.0.0.1"):
        raise TemplateError(
            "InvalidContentLink",
            f"The provided content link '{uri}' is invalid or not supported. Content link must be an absolute URI not "
            f"referencing local host or UNC path. {_SEE}",
        )
    return uri


def _without_query(uri: str) -> str:
    return urlsplit(uri)._replace(query="", fragment="").geturl()


def _content(uri: str, folders: Folders, tracking_id: str) -> dict[str, Any]:
    file = _file_of(_without_query(uri), folders)
    if file is None:
        raise TemplateError(
            "InvalidContentLink",
            f"Unable to download deployment content from '{_without_query(uri)}'. The tracking Id is '{tracking_id}'. "
            f"{_SEE}",
        )
    try:
        content = read_lenient(file.read_bytes())
    except AzureError as error:
        raise _unreadable(error.message) from error
    if not isinstance(content, dict):
        raise _unreadable("Error reading JObject from JsonReader")
    return content


def _file_of(uri: str, folders: Folders) -> Path | None:
    """The file that stands for a URI: below the folder of the longest prefix, and never outside of it."""
    prefixes = sorted((prefix for prefix in folders if uri.lower().startswith(prefix.lower())), key=len, reverse=True)
    if not prefixes:
        return None
    folder = folders[prefixes[0]].resolve()
    file = (folder / unquote(uri[len(prefixes[0]) :]).lstrip("/")).resolve()
    return file if file.is_relative_to(folder) and file.is_file() else None


def _check_version(link: Mapping[str, Any], content: Mapping[str, Any], uri: str) -> None:
    wanted, found = link.get("contentVersion"), content.get("contentVersion")
    if wanted is not None and wanted != found:
        raise _unreadable(
            f"The content version '{wanted}' of the link to '{uri}' is not that of its content, '{found}'"
        )


def _unreadable(reason: str) -> TemplateError:
    return TemplateError("InvalidTemplate", f"Deployment template parse failed: '{reason}'.")
