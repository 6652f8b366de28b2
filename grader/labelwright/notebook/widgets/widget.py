"""Show the labelling widget in a notebook: the page's module runs in anywidget, and messages go to the backend."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from labelwright.notebook.widgets.backend import Backend
from labelwright.widgets.bundle import style, widget_module


class LabellingWidget(anywidget.AnyWidget):
    """One labelling widget; every question of the page has an `rid`, and its answer has the same one."""

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)

    def __init__(self, backend: Backend) -> None:
        super().__init__(_esm=widget_module(backend.task.kind), _css=style(backend.task.kind))
        self._backend = backend
        self.on_msg(self._answer)

    def _answer(self, widget: Any, content: dict[str, Any], buffers: list[Any]) -> None:
        self.send({"rid": content.get("rid"), **self._backend.answer(content)})
