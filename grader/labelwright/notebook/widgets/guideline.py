"""Turn a guideline's Markdown into a plain tree that the page builds element by element, so that no HTML is parsed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "pre", "blockquote", "hr"}
_TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
TAGS = frozenset(_BLOCKS | _TABLES | {"em", "strong", "s", "code", "br", "a"})

Tree = list[Any]


def guideline_tree(markdown: str) -> Tree:
    """Return the Markdown as nested lists: text is a string, an element is `[tag, attributes, child, ...]`.

    Only tags in `TAGS` occur; the only attribute is the `href` of a link to http, https or mailto. HTML in the
    Markdown stays text, and an image becomes its description.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return _children(SyntaxTreeNode(parser.parse(markdown)))


def _children(node: SyntaxTreeNode) -> Tree:
    found: Tree = []
    for child in node.children:
        found += _node(child)
    return found


def _node(node: SyntaxTreeNode) -> Tree:
    if node.type in ("text", "html_inline", "html_block"):
        return [node.content]
    if node.type == "softbreak":
        return [" "]
    if node.type == "image":
        return [node.content]
    if node.type in ("code_block", "fence"):
        return [["pre", {}, ["code", {}, node.content]]]
    if node.type == "code_inline":
        return [["code", {}, node.content]]
    inner = _children(node) if node.children else []
    if node.tag not in TAGS:
        return inner
    return [[node.tag, _attributes(node), *inner]]


def _attributes(node: SyntaxTreeNode) -> dict[str, str]:
    address = str(node.attrs.get("href", ""))
    return {"href": address} if urlsplit(address).scheme in ("http", "https", "mailto") else {}
