import re
from typing import Any

import pytest

from azlift.model import ExpectedResource, Rendering, Target
from azlift.rendering.deployment import Body, rendering_of, wired


def rendering(target: Target, subject: str = "billing", **parts: Any) -> Rendering:
    bodies: list[Body] = [({"resources": []}, wired(p=value)) for value in parts.values()]
    resources = [ExpectedResource(id=f"/{name}", type="t", name=name, api_version="1") for name in parts]
    made = [(body, [resource]) for body, resource in zip(bodies, resources, strict=True)]
    return rendering_of(subject, target, "rg-x", made, {"azlift-group": subject})


def test_parameters_are_wired_as_arm_takes_them_and_none_is_left_out() -> None:
    assert wired(a=1, b=None, c="") == {"a": {"value": 1}, "c": {"value": ""}}


def test_a_single_deployment_is_named_after_subject_and_digest(target: Target) -> None:
    made = rendering(target, a=1)
    assert [part.deployment for part in made.parts] == [f"azlift-billing-{made.digest[:8]}"]


def test_several_deployments_are_numbered(target: Target) -> None:
    made = rendering(target, a=1, b=2)
    assert [part.deployment for part in made.parts] == [f"azlift-billing-{made.digest[:8]}-{n}" for n in (1, 2)]


def test_each_part_knows_what_it_makes(target: Target) -> None:
    made = rendering(target, a=1, b=2)
    assert [part.expected for part in made.parts] == [("/a",), ("/b",)]
    assert [resource.id for resource in made.expected] == ["/a", "/b"]


def test_the_digest_is_of_what_is_sent_and_not_of_its_name(target: Target) -> None:
    assert rendering(target, "billing", a=1).digest == rendering(target, "shop", a=1).digest


@pytest.mark.parametrize("change", [{"region": "northeurope"}, {"subscription_id": "other"}])
def test_the_digest_changes_with_where_it_goes(target: Target, change: dict[str, str]) -> None:
    assert rendering(target.model_copy(update=change), a=1).digest != rendering(target, a=1).digest


def test_the_digest_changes_with_any_value(target: Target) -> None:
    assert rendering(target, a=1).digest != rendering(target, a=2).digest
    assert rendering(target, a=1, b=2).digest != rendering(target, a=2, b=1).digest


@pytest.mark.parametrize("subject", ["g" * 300, "../x", "a b", "x" * 39 + "-y"])
def test_a_deployments_name_is_one_azure_takes(target: Target, subject: str) -> None:
    bodies = dict.fromkeys((f"p{n}" for n in range(99)), 1)
    for part in rendering(target, subject, **bodies).parts:
        assert re.fullmatch(r"azlift-[a-z0-9-]*[a-z0-9]", part.deployment)
        assert "--" not in part.deployment
        assert len(part.deployment) <= 64
