"""Join the page's modules into one, as a notebook's widget needs it, without a build step.

Every file in `static/` is a plain ES module that a web page can load as it is. To be joined it keeps to three rules: imports
stand at the top as `import { a, b } from "./file.js";`, exports are `export function`, `export async function`,
`export class` or `export const` at the start of a line, and nothing is exported as default.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

STATIC = files("labelwright.widgets") / "static"
IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([a-z-]+)\.js";\n', re.M)
EXPORT = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.M)
STRAY = re.compile(r"^\s*(?:import|export)\b", re.M)


def kinds() -> list[str]:
    """The kinds of task that have a module, by name."""
    names = (path.name for path in STATIC.iterdir())
    return sorted(n.removeprefix("kind-").removesuffix(".js") for n in names if re.match(r"kind-\w+\.js$", n))


def read(name: str) -> str:
    """The text of one file in `static/`."""
    return (STATIC / name).read_text(encoding="utf-8")


@cache
def widget_module(kind: str) -> str:
    """One ES module for anywidget: the core, this kind of task, and a default export with `render`."""
    written: dict[str, str] = {}
    _add("widget", written)
    _add(f"kind-{kind}", written)
    end = f"export default {{ render: {_variable('widget')}.widget({_variable(f'kind-{kind}')}.kind) }};\n"
    return "\n".join([*written.values(), end])


@cache
def style(kind: str) -> str:
    """The style sheets of one kind and of all that its module imports, each named as its module is."""
    written: dict[str, str] = {}
    _add("widget", written)
    _add(f"kind-{kind}", written)
    return "\n".join(read(f"{name}.css") for name in written if (STATIC / f"{name}.css").is_file())


def _add(name: str, written: dict[str, str]) -> None:
    """Put a module after all that it imports."""
    if name in written:
        return
    text = read(f"{name}.js")
    for found in IMPORT.finditer(text):
        _add(found[2], written)
    body = IMPORT.sub(lambda found: f"const {{{_renamed(found[1])}}} = {_variable(found[2])};\n", text)
    exported = [found[2] for found in EXPORT.finditer(body)]
    body = EXPORT.sub(r"\1 \2", body)
    if stray := STRAY.search(body):
        line = body[: stray.end()].count("\n") + 1
        raise ValueError(f"static/{name}.js, line {line}: an import or export that cannot be joined")
    written[name] = (
        f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {', '.join(exported)} }};\n}})();"
    )


def _renamed(names: str) -> str:
    """`a as b` of an import, written as a pattern takes it."""
    return re.sub(r"(\w+) as (\w+)", r"\1: \2", names)


def _variable(name: str) -> str:
    return "module_" + name.replace("-", "_")
