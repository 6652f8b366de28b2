"""The page's modules: joined without a build step, free of anything that reads data as HTML, and complete."""

from __future__ import annotations

import re

import pytest

from labelwright.widgets import bundle

MODULES = sorted(
    path.name.removesuffix(".js") for path in bundle.STATIC.iterdir() if path.name.endswith(".js")
)
KINDS = bundle.kinds()
PARSES = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|setHTML|\beval\(|new Function"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "STATIC", tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", MODULES)
def test_no_module_reads_text_as_html_or_code(name):
    assert not PARSES.search(bundle.read(f"{name}.js"))


@pytest.mark.parametrize("name", MODULES)
def test_modules_are_short_and_say_what_they_are_for(name):
    lines = bundle.read(f"{name}.js").splitlines()
    assert len(lines) <= 300
    assert lines[0].startswith("// ")


@pytest.mark.parametrize(
    "name", [path.name for path in bundle.STATIC.iterdir() if path.name.endswith(".css")]
)
def test_style_sheets_fetch_nothing(name):
    assert not re.search(r"url\(|@import|@font-face", bundle.read(name))


@pytest.mark.parametrize("kind", KINDS)
def test_a_joined_module_stands_alone(kind):
    joined = bundle.widget_module.__wrapped__(kind)
    assert not re.search(r"^\s*import\b", joined, re.M)
    assert re.findall(r"^export .*", joined, re.M) == [
        f"export default {{ render: module_widget.widget(module_kind_{kind}.kind) }};"
    ]
    order = re.findall(r"^const (module_\w+) = \(\(\) => \{", joined, re.M)
    assert len(order) == len(set(order))
    for used in re.finditer(r"^const \{[^}]*\} = (module_\w+);", joined, re.M):
        before = joined[: used.start()]
        assert f"const {used[1]} = (() => {{" in before


@pytest.mark.parametrize("name", MODULES)
def test_every_name_that_is_imported_is_exported_there(name):
    for found in bundle.IMPORT.finditer(bundle.read(f"{name}.js")):
        exported = {one[2] for one in bundle.EXPORT.finditer(bundle.read(f"{found[2]}.js"))}
        assert {part.split(" as ")[0].strip() for part in found[1].split(",")} - exported == set()


def test_joining_keeps_two_modules_private_names_apart(folder):
    (folder / "b.js").write_text("const hidden = 1;\nexport function shown() { return hidden; }\n")
    (folder / "widget.js").write_text(
        'import { shown as other } from "./b.js";\nconst hidden = 2;\nexport const widget = other;\n'
    )
    (folder / "kind-x.js").write_text('import { shown } from "./b.js";\nexport const kind = { shown };\n')
    joined = bundle.widget_module.__wrapped__("x")
    assert "const { shown: other } = module_b;" in joined
    assert "return { kind };" in joined
    assert joined.count("const hidden = 1") == 1


@pytest.mark.parametrize(
    "line",
    [
        'import "./b.js";',
        'import x from "./b.js";',
        "export default 1;",
        "export { kind };",
        'export * from "./b.js";',
    ],
)
def test_what_cannot_be_joined_is_refused_with_its_line(folder, line):
    (folder / "widget.js").write_text("export const widget = 1;\n")
    (folder / "kind-x.js").write_text(f"// A kind.\nexport const kind = 1;\n{line}\n")
    with pytest.raises(ValueError, match=r"kind-x\.js, line 3: an import or export"):
        bundle.widget_module.__wrapped__("x")
