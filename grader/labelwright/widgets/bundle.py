"""Join the page's modules into one script, which a notebook's widget needs, without a build step.

Every file in `static/` is a plain ES module that a web page can load unchanged. To be joined, a file follows three rules:
imports are at the top, in the form `import { a, b } from "./file.js";`; exports are `export function`,
`export async function`, `export class` or `export const` at the start of a line; and a default export is not used.
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
    """Return the names of the kinds of task that have a module."""
    names = (path.name for path in STATIC.iterdir())
    return sorted(n.removeprefix("kind-").removesuffix(".js") for n in names if re.match(r"kind-\w+\.js$", n))


def read(name: str) -> str:
    """Return the text of one file in `static/`."""
    return (STATIC / name).read_text(encoding="utf-8")


@cache
def widget_module(kind: str) -> str:
    """Return one ES module for anywidget: the core, this kind of task, and a default export with `render`."""
    written: dict[str, str] = {}
    _add("widget", written)
    _add(f"kind-{kind}", written)
    end = f"export default {{ render: {_variable('widget')}.widget({_variable(f'kind-{kind}')}.kind) }};\n"
    return "\n".join([*written.values(), end])


@cache
def style(kind: str) -> str:
    """Return the style sheets of one kind and of all modules that it imports; a style sheet has its module's name."""
    written: dict[str, str] = {}
    _add("widget", written)
    _add(f"kind-{kind}", written)
    return "\n".join(read(f"{name}.css") for name in written if (STATIC / f"{name}.css").is_file())


def _add(name: str, written: dict[str, str]) -> None:
    """Add a module after all modules that it imports."""
    if name in written:
        return
    text = read(f"{name}.js")
    for match in IMPORT.finditer(text):
        _add(match[2], written)
    body = IMPORT.sub(lambda match: f"const {{{_renamed(match[1])}}} = {_variable(match[2])};\n", text)
    exported = [match[2] for match in EXPORT.finditer(body)]
    body = EXPORT.sub(r"\1 \2", body)
    if stray := STRAY.search(body):
        line = body[: stray.end()].count("\n") + 1
        raise ValueError(
            f"static/{name}.js, line {line}: an import or export that cannot be joined. Write it in one of the forms that "
            "widgets/bundle.py lists at its top."
        )
    written[name] = (
        f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {', '.join(exported)} }};\n}})();"
    )


def _renamed(names: str) -> str:
    """Return the names of an import in the form that a destructuring pattern needs: `a as b` becomes `a: b`."""
    return re.sub(r"(\w+) as (\w+)", r"\1: \2", names)


def _variable(name: str) -> str:
    return "module_" + name.replace("-", "_")
