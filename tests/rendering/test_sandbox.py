from pathlib import Path

import pytest

from azlift.errors import TemplateFault
from azlift.rendering.sandbox import render_json

CONTEXT = {"zonal": True, "machines": [{"path": "machines.m01"}, {"path": "machines.m02"}]}


def render(folder: Path, text: str, **more: str) -> dict[str, object]:
    (folder / "t.json.j2").write_text(text, encoding="utf-8")
    for name, content in more.items():
        (folder / name).write_text(content, encoding="utf-8")
    return render_json(folder, "t.json.j2", CONTEXT)


def fault(folder: Path, text: str) -> TemplateFault:
    with pytest.raises(TemplateFault) as caught:
        render(folder, text)
    assert caught.value.advice
    assert Path(caught.value.file) == folder.resolve() / "t.json.j2"
    return caught.value


def test_a_template_repeats_and_chooses(tmp_path: Path) -> None:
    text = """{ {% for m in machines %}{{ m.path | tojson }}: {{ loop.index | tojson }}
    {%- if not loop.last %},{% endif %}{% endfor %} }"""
    assert render(tmp_path, text) == {"machines.m01": 1, "machines.m02": 2}


def test_parameter_paths_become_arm_expressions(tmp_path: Path) -> None:
    text = """{"a": {{ (machines[0].path ~ ".name") | parameter | tojson }},
    "b": {{ machines[1].path | resource_id("Microsoft.Compute/disks") | tojson }}}"""
    assert render(tmp_path, text) == {
        "a": "[parameters('machines').m01.name]",
        "b": "[resourceId('Microsoft.Compute/disks', parameters('machines').m02.name)]",
    }


@pytest.mark.parametrize(
    "text",
    [
        """{"a": {{ "x'); listKeys('" | parameter | tojson }}}""",
        """{"a": {{ "" | parameter | tojson }}}""",
        """{"a": {{ "m.1" | parameter | tojson }}}""",
        """{"a": {{ "m" | resource_id("a', listKeys('b") | tojson }}}""",
    ],
)
def test_a_path_that_is_none_never_becomes_an_expression(tmp_path: Path, text: str) -> None:
    assert "expected one like" in fault(tmp_path, text).message


@pytest.mark.parametrize(
    "output",
    [
        "{{ zonal }}",
        '{{ "x" }}',
        "{{ machines | length }}",
        "{{ zonal | tojson | length }}",
        "{{ zonal | tojson if zonal else 1 }}",
        '{{ (zonal | tojson) ~ "x" }}',
        "{{ loop(1) }}",
    ],
)
def test_an_output_that_does_not_end_in_tojson_is_refused_with_its_line(tmp_path: Path, output: str) -> None:
    caught = fault(tmp_path, '{"a": 1,\n"b": ' + output + "}")
    assert caught.message == "an output does not end in `|tojson`"
    assert caught.row == 2


def test_the_outputs_of_included_templates_are_checked_too(tmp_path: Path) -> None:
    with pytest.raises(TemplateFault) as caught:
        render(tmp_path, '{"a": {% include "part.j2" %}}', **{"part.j2": "\n\n{{ zonal }}"})
    assert (Path(caught.value.file).name, caught.value.row) == ("part.j2", 3)


def test_macros_of_the_folder_may_be_called(tmp_path: Path) -> None:
    macro = "{% macro pair(name) %}{{ name | tojson }}: {{ caller() | tojson }}{% endmacro %}"
    text = '{% import "m.j2" as m %}{ {% call m.pair("a") %}b{% endcall %} }'
    assert render(tmp_path, text, **{"m.j2": macro}) == {"a": "b"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{\n"a": {{ machine | tojson }}}', "'machine' is undefined"),
        ('{\n"a": {{ machines[0].pth | tojson }}}', "has no attribute 'pth'"),
        ('{\n"a": {{ machines[7].path | tojson }}}', "has no element 7"),
        ('{\n"a": {{ (zonal + "x") | tojson }}}', "unsupported operand"),
        ('{\n"a": {% for x in zonal %}{% endfor %}}', "not iterable"),
        ('{\n"a": {{ zonal | tojosn | tojson }}}', "tojosn"),
        ('{\n"a": {{ zonal tojson }}}', "expected token"),
        ('{\n{% if zonal %}"a": 1}', "Unexpected end of template"),
        ('{\n{% include "nowhere.j2" %}}', "there is no template 'nowhere.j2'"),
    ],
)
def test_a_fault_says_what_and_on_which_line(tmp_path: Path, text: str, said: str) -> None:
    caught = fault(tmp_path, text)
    assert said in caught.message
    assert caught.row == 2


def test_a_value_json_has_no_word_for_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "t.json.j2").write_text('{"a": {{ a | tojson }}}')
    for value, said in ((tmp_path, "found a PosixPath"), (float("nan"), "not JSON compliant")):
        with pytest.raises(TemplateFault, match=said):
            render_json(tmp_path, "t.json.j2", {"a": [value]})


def test_a_template_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateFault, match=r"there is no template 'gone\.json\.j2'"):
        render_json(tmp_path, "gone.json.j2", {})


@pytest.mark.parametrize("name", ["../secret.json", "/etc/hostname", "sub/../../secret.json"])
def test_a_template_outside_the_folder_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.json").write_text("{}")
    folder = tmp_path / "templates"
    folder.mkdir()
    with pytest.raises(TemplateFault):
        render_json(folder, name, {})


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text("{}")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "t.json.j2").symlink_to(tmp_path / "secret.json")
    with pytest.raises(TemplateFault, match="outside the templates folder"):
        render_json(folder, "t.json.j2", {})


@pytest.mark.parametrize(
    "payload",
    [
        "''.__class__.__mro__[1].__subclasses__()",
        "''.__class__",
        "''['__class__']",
        "machines.__class__.__base__",
        "machines.append(1)",
        "machines.clear()",
        "machines[0].update({})",
        "machines[0].items()",
        "'{:>1000000000}'.format(1)",
        "'{0.__class__}'.format(zonal)",
        "'x'.upper()",
        "'x'.join(['a', 'b'])",
        "'x' * 10**9",
        "10 ** 10 ** 10",
        "'%1000000000d' % 1",
        "range(10**9) | list",
        "range(1)",
        "lipsum()",
        "lipsum.__globals__",
        "cycler.__init__.__globals__.os",
        "joiner()",
        "namespace(a=1)",
        "dict(a=1)",
        "self.__init__.__globals__",
        "self._TemplateReference__context",
        "config",
        "request.application",
        "(machines | attr('append'))(1)",
        "zonal | attr('__class__')",
        "machines | map(attribute='__class__') | list",
        "zonal | pprint",
        "'x' | center(10**9)",
        "'<b>' | safe",
        "zonal | xmlattr",
        "'a' | format('b')",
        "machines | selectattr('path.__class__') | list",
        "parameter.__globals__",
        "loop.__class__",
        "().__class__.__bases__[0]",
        "(zonal | tojson).__html__()",
    ],
)
def test_a_payload_is_refused_and_changes_nothing(tmp_path: Path, payload: str) -> None:
    before = repr(CONTEXT)
    fault(tmp_path, '{"a": {{ (' + payload + ") | tojson }}}")
    assert repr(CONTEXT) == before


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ("range(1)", "'range' is undefined"),
        ("'x'.upper()", "access to attribute 'upper' of 'str' object is unsafe"),
        ("'{}'.format(1)", "is not safely callable"),
    ],
)
def test_globals_methods_and_calls_are_each_refused_for_themselves(tmp_path: Path, payload: str, said: str) -> None:
    assert said in fault(tmp_path, '{"a": {{ ' + payload + " | tojson }}}").message


@pytest.mark.parametrize(
    "bomb",
    [
        "{% include 't.json.j2' %}",
        "{% macro f() %}{% if caller() == '' %}{% call f() %}{% endcall %}{% endif %}{% endmacro %}",
    ],
)
def test_a_template_without_end_is_a_fault(tmp_path: Path, bomb: str) -> None:
    assert "recursion" in fault(tmp_path, bomb + "{% call f() %}{% endcall %}").message


def test_a_result_larger_than_azure_takes_is_stopped(tmp_path: Path) -> None:
    loops = "{% for a in t %}" * 5 + "0123456789" + "{% endfor %}" * 5
    text = '{% set t = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" %}{"a": "' + loops + '"}'
    assert "more than 4,000,000 characters" in fault(tmp_path, text).message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1,}', "at line 1 of the result: '{\"a\": 1,}'"),
        ('{"a": 1, "b": 2, "a": 3}', "a member is there twice: 'a'"),
        ('{"a": NaN}', "NaN is not JSON"),
        ('{"a": -Infinity}', "-Infinity is not JSON"),
        ("[1]", "expected an object, found a list"),
        ("", "Expecting value"),
        ('{"a": "{{ machines[0].path | tojson }}"}', "Expecting ',' delimiter"),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", "recursion"),
    ],
)
def test_a_result_that_is_not_the_json_of_a_template_is_a_fault(tmp_path: Path, text: str, said: str) -> None:
    caught = fault(tmp_path, text)
    assert said in caught.message


def test_a_template_that_is_not_text_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "t.json.j2").write_bytes(b"{\xff}")
    with pytest.raises(TemplateFault):
        render_json(tmp_path, "t.json.j2", {})


def test_a_changed_template_is_read_again(tmp_path: Path) -> None:
    assert render(tmp_path, '{"a": 1}') == {"a": 1}
    assert render(tmp_path, '{"a": 2, "b": 1}') == {"a": 2, "b": 1}
