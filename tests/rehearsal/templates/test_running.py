"""What only the running world knows: reference() and list…()."""

from typing import Any

from tests.rehearsal.templates.writing import GROUP, World, expand, only, refused, resource, template, waits

from azlift.rehearsal.templates import TemplateError


def test_a_reference_waits_for_its_sibling_and_is_asked_when_the_body_is() -> None:
    expansion = expand(
        template(
            resource("d", properties={"a": "[reference('n').id]", "b": "[toUpper('x')]"}),
            resource("n", "Microsoft.Network/networkInterfaces"),
            resource(
                "e",
                properties={"k": "[listKeys(resourceId('Microsoft.Compute/disks', 'd'), '2024-01-01').keys[0].value]"},
            ),
        )
    )
    assert waits(expansion) == {"d": ["n"], "n": [], "e": ["d"]}
    assert [planned.needs_runtime for planned in expansion.resources] == [True, False, True]
    world = World()
    nic = f"{GROUP}/providers/Microsoft.Network/networkInterfaces/n"
    assert expansion.resources[0].body(world) == {"properties": {"a": nic, "b": "X"}}
    assert expansion.resources[2].body(world) == {"properties": {"k": "key-one"}}
    disk = f"{GROUP}/providers/Microsoft.Compute/disks/d"
    assert world.asked == [(nic, "2024-03-02", False), ("listKeys", disk, "2024-01-01", None)]


def test_a_reference_to_another_resource_needs_its_api_version() -> None:
    other = "/subscriptions/s/resourceGroups/g/providers/A.B/c/d"

    def ask(arguments: str) -> list[tuple[Any, ...]]:
        world = World()
        only(expand(template(resource("d", properties=f"[reference({arguments})]")))).body(world)
        return world.asked

    assert ask(f"'{other}', '2020-01-01', 'Full'") == [(other, "2020-01-01", True)]
    needed = "The template resource 'Microsoft.Compute/disks/d' reference to 'A.B/c/d' requires an API version."
    assert needed in refused(lambda: ask(f"'{other}'")).message
    assert "could not find template resource" in refused(lambda: ask("'nobody'")).message
    assert "must be 'Full'" in refused(lambda: ask(f"'{other}', '2020-01-01', 'Half'")).message


def test_what_the_world_refuses_reaches_the_caller_as_it_is() -> None:
    class Empty(World):
        def reference(self, resource_id: str, api_version: str | None, full: bool) -> Any:
            raise TemplateError("ResourceNotFound", f"The Resource '{resource_id}' was not found.")

    planned = only(expand(template(resource("d", properties="[reference('/x/y', '2020-01-01')]"))))
    assert refused(lambda: planned.body(Empty())).code == "ResourceNotFound"


def test_a_reference_to_a_resource_that_is_left_out_needs_its_api_version() -> None:
    """Azure/bicep issue 3990."""
    gone = resource("gone", condition="[equals(1, 2)]")
    error = refused(lambda: expand(template(gone, resource("d", properties="[reference('gone').x]"))))
    assert (
        "'The template resource 'Microsoft.Compute/disks/d' reference to 'gone' requires an API version."
        in error.message
    )
    asked = only(expand(template(gone, resource("d", properties="[reference('gone', '2020-01-01')]"))))
    world = World()
    asked.body(world)
    assert world.asked == [(f"{GROUP}/providers/Microsoft.Compute/disks/gone", "2020-01-01", False)]


def test_a_child_written_inside_its_parent_is_referred_to_by_the_name_it_has_there() -> None:
    child = resource("c", "endpoints", properties={"a": "b"})
    told = {"o": {"type": "string", "value": "[reference('c').id]"}}
    inside = template(resource("p", "Microsoft.Cdn/profiles", resources=[child]), outputs=told)
    assert expand(inside).outputs(World())["o"]["value"].endswith("/profiles/p/endpoints/c")
    beside = template(resource("p/c", "Microsoft.Cdn/profiles/endpoints"), outputs=told)
    said = refused(lambda: expand(beside).outputs(World())).details[0]["message"]
    assert "could not find template resource" in said
    twice = [resource(name, "Microsoft.Cdn/profiles", resources=[child]) for name in ("p", "q")]
    said = refused(lambda: expand(template(*twice, outputs=told)).outputs(World())).details[0]["message"]
    assert "several resources" in said
