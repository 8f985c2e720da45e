"""What is refused of a machine's operating-system profile, and how an answer shows it.

Source of the rules: the compute API (osProfile), Azure's FAQ on user names and passwords, and its page of virtual
machine error messages.
"""

import base64
import binascii
import re
from typing import Any

from azlift.rehearsal.compute.refusals import change_not_allowed, invalid
from azlift.rehearsal.compute.ssh_keys import check_key
from azlift.rehearsal.kinds import Json
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Voice, missing

WINDOWS_NAME, LINUX_NAME = 15, 64  # osProfile.computerName
WINDOWS_USER, LINUX_USER = 20, 64  # osProfile.adminUsername
WINDOWS_PASSWORD, LINUX_PASSWORD = (8, 123), (6, 72)
MOST_DATA = 65_535  # bytes of customData and userData before Base64
NO_USER = frozenset((
    "administrator", "admin", "user", "user1", "test", "user2", "test1", "user3", "admin1", "1", "123", "a", "actuser",
    "adm", "admin2", "aspnet", "backup", "console", "david", "guest", "john", "owner", "root", "server", "sql",
    "support", "support_388945a0", "sys", "test2", "test3", "user4", "user5",
))  # fmt: skip
NO_PASSWORD = frozenset((
    "abc@123", "p@$$w0rd", "p@ssw0rd", "p@ssword123", "pa$$word", "pass@word1", "password!", "password1", "password22",
    "iloveyou!",
))  # fmt: skip
CLASSES = ("[A-Z]", "[a-z]", "[0-9]", r"[^A-Za-z0-9]")
NAME_FORBIDDEN = re.compile(r"[`~!@#$%^&*()=+_\[\]{}\\|;:.'\",<>/? ]")
LINUX_NAME_FORBIDDEN = re.compile(r"[`~!@#$%^&*()=+\[\]{}\\|;:'\",<>/? ]")
SECRET = ("adminPassword", "customData")
# What can not change once a machine stands; a further PUT may leave out what a GET never shows.
FIXED = ("computerName", "adminUsername", *SECRET)
FIXED_INSIDE = (("linuxConfiguration", "disablePasswordAuthentication"), ("linuxConfiguration", "ssh"),
                ("windowsConfiguration", "additionalUnattendContent"))  # fmt: skip


def judge_profile(profile: Json | None, system: str, *, needed: bool, is_new: bool) -> None:
    """Refuse a profile that can not be; `needed` is false for a machine that brings its operating system along."""
    if not needed:
        if profile is not None:
            raise invalid("Parameter 'osProfile' is not allowed.", "osProfile")
        return
    if profile is None:
        raise missing(Voice.COMPUTE, "osProfile")
    for member in ("computerName", "adminUsername"):
        if not profile.get(member):
            raise missing(Voice.COMPUTE, f"osProfile.{member}")
    windows = system == "Windows"
    _judge_name(profile["computerName"], windows=windows)
    _judge_configuration(profile, windows=windows)
    if is_new:
        _judge_user(profile["adminUsername"], windows=windows)
        _judge_password(profile, windows=windows)
    check_base64(profile.get("customData"), "Custom data in OSProfile", "customData")


def _judge_name(name: str, *, windows: bool) -> None:
    longest = WINDOWS_NAME if windows else LINUX_NAME
    forbidden = (NAME_FORBIDDEN if windows else LINUX_NAME_FORBIDDEN).search(name)
    if len(name) <= longest and not forbidden and not (windows and name.isdigit()):
        return
    listed = "` ~ ! @ # $ % ^ & * ( ) = + _ [ ] { } \\ | ; : . ' \" , < > / ?"
    if windows:
        message = (
            f"Windows computer name cannot be more than {longest} characters long, be entirely numeric, or contain the "
            f"following characters: {listed}."
        )
    else:
        message = (
            f"Linux host name cannot exceed {longest} characters in length or contain the following characters: "
            f"{listed}."
        )
    raise invalid(message, "computerName")


def _judge_user(name: str, *, windows: bool) -> None:
    if name.lower() in NO_USER:
        raise invalid("The Admin Username specified is not allowed.", "adminUsername")
    longest = WINDOWS_USER if windows else LINUX_USER
    if len(name) > longest or name.endswith("."):
        system = "Windows" if windows else "Linux"
        message = f"{system} admin user name cannot be more than {longest} characters long or end with a period(.)."
        raise invalid(message, "adminUsername")


def _judge_password(profile: Json, *, windows: bool) -> None:
    password = profile.get("adminPassword")
    linux = profile.get("linuxConfiguration", {})
    keys = linux.get("ssh", {}).get("publicKeys")
    if password is None:
        if windows or not keys:
            raise missing(Voice.COMPUTE, "osProfile.adminPassword")
        return
    if linux.get("disablePasswordAuthentication"):
        if not keys:
            raise missing(Voice.COMPUTE, "osProfile.linuxConfiguration.ssh.publicKeys")
        return  # never used, hence never judged: public templates hand in the key as the password too
    if password.lower() in NO_PASSWORD:
        raise invalid("The Admin password specified is not allowed.", "adminPassword")
    least, most = WINDOWS_PASSWORD if windows else LINUX_PASSWORD
    if not least <= len(password) <= most or sum(bool(re.search(each, password)) for each in CLASSES) < 3:
        message = (
            f"The supplied password must be between {least}-{most} characters long and must satisfy at least 3 of "
            "password complexity requirements from the following:\r\n1) Contains an uppercase character\r\n"
            "2) Contains a lowercase character\r\n3) Contains a numeric digit\r\n4) Contains a special character\r\n"
            "5) Control characters are not allowed"
        )
        raise invalid(message, "adminPassword")


def _judge_configuration(profile: Json, *, windows: bool) -> None:
    wrong = "linuxConfiguration" if windows else "windowsConfiguration"
    if wrong in profile:
        raise invalid(f"Parameter '{wrong}' is not allowed for this operating system.", wrong)
    default_path = f"/home/{profile['adminUsername']}/.ssh/authorized_keys"
    for key in profile.get("linuxConfiguration", {}).get("ssh", {}).get("publicKeys", []):
        check_key(key.get("keyData", ""), "linuxConfiguration.ssh.publicKeys.keyData")
        if key.get("path", default_path) != default_path:
            message = (
                f"Destination path for SSH public keys is currently limited to its default value {default_path}  due "
                "to a known issue in Linux provisioning agent."
            )
            raise invalid(message, "linuxConfiguration.ssh.publicKeys.path")
    agent = profile.get("windowsConfiguration", {}).get("provisionVMAgent", True)
    if profile.get("secrets") and windows and not agent:
        raise invalid("Certificates cannot be added to your VM if the VM agent is not provisioned.", "secrets")


def check_base64(given: str | None, words: str, path: str) -> None:
    """Refuse data that is not Base64 or too long."""
    if given is None:
        return
    try:
        fits = len(base64.b64decode(given, validate=True)) <= MOST_DATA
    except (binascii.Error, ValueError):
        fits = False
    if not fits:
        message = f"{words} must be in Base64 encoding and with a maximum length of 87380 characters."
        raise invalid(message, path)


def judge_profile_change(wanted: Json | None, standing: Resource) -> None:
    """Refuse a change of what is fixed; leaving the whole profile out is one."""
    held = standing.wanted.get("osProfile")
    if (wanted is None) != (held is None):
        raise change_not_allowed("osProfile")
    if wanted is None or held is None:
        return
    for name in FIXED:
        if wanted.get(name, held.get(name)) != held.get(name, wanted.get(name)):
            raise change_not_allowed(f"osProfile.{name}")
    for outer, inner in FIXED_INSIDE:
        before, after = (each.get(outer, {}).get(inner) for each in (held, wanted))
        if after is not None and _comparable(after) != _comparable(before):
            raise change_not_allowed(f"osProfile.{outer}.{inner}")


def _comparable(value: Any) -> Any:
    """Public keys without the path Azure fills in."""
    if isinstance(value, dict):
        return [key.get("keyData") for key in value.get("publicKeys", [])]
    return value or False


def shown_profile(profile: Json, system: str) -> Json:
    """A profile as a GET answers it: defaults filled in, secrets left out."""
    kept = {name: value for name, value in profile.items() if name not in SECRET}
    patch = {"assessmentMode": "ImageDefault"}
    if system == "Windows":
        usual = {"provisionVMAgent": True, "enableAutomaticUpdates": True}
        given = profile.get("windowsConfiguration", {})
        by_os = "AutomaticByOS" if given.get("enableAutomaticUpdates", True) else "Manual"
        patch = {"patchMode": by_os, **patch, **given.get("patchSettings", {})}
        kept["windowsConfiguration"] = {**usual, **given, "patchSettings": patch}
    else:
        given = profile.get("linuxConfiguration", {})
        patch = {"patchMode": "ImageDefault", **patch, **given.get("patchSettings", {})}
        usual = {"disablePasswordAuthentication": False, "provisionVMAgent": True}
        kept["linuxConfiguration"] = {**usual, **_with_paths(given, profile["adminUsername"]), "patchSettings": patch}
    return {"secrets": [], "allowExtensionOperations": True, **kept, "requireGuestProvisionSignal": True}


def _with_paths(linux: Json, user: str) -> Json:
    keys = linux.get("ssh", {}).get("publicKeys")
    if keys is None:
        return linux
    filled = [{"path": f"/home/{user}/.ssh/authorized_keys", **key} for key in keys]
    return {**linux, "ssh": {"publicKeys": filled}}
