from azlift.model import ExpectedResource, Part, Rendering


def test_a_rendering_survives_being_written_down_to_the_letter() -> None:
    template = {"resources": [{"name": "[parameters('machines').m01.name]", "count": 1, "on": True, "none": None}]}
    part = Part(
        deployment="azlift-billing",
        template=template,
        parameters={"machines": {"value": {"é": "\u202e"}}},
        expected=("/s/vm",),
    )
    vm = ExpectedResource(id="/s/vm", type="vm", name="vm", api_version="1", members=("/s/disk",))
    made = Rendering(
        subject="billing", resource_group=None, location="we", parts=(part,), expected=(vm,), tags={}, digest="d"
    )
    assert Rendering.model_validate_json(made.model_dump_json()) == made
