"""Templates compiled for speed; what they say is the same.

A sentence without values and the address of a style sheet are written into the compiled template: neither changes while
the process runs, where one language is spoken. A value is escaped without making an object of the escaped text, and a
macro is called without asking first what kind of callable it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils import translation
from django.utils.safestring import SafeString
from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escaped  # type: ignore[attr-defined]

SAFE = frozenset({Markup, SafeString})
LENT = "_lent"  # among a page's names: they themselves, and those of the templates it imported with them


def shown(value: Any) -> str:
    """As `escape`, of which it is the part that pages need hundreds of times."""
    kind = type(value)
    if kind is str:
        text: str = escaped(value)
        return text
    return value if kind in SAFE else escape(value)


class Writing(CodeGenerator):
    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Calling(Context):
    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(called) is Macro:  # what a loop or a block has named is none of its business
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return called(self.eval_ctx, *args, **kwargs)
        return super().call(called, *args, **kwargs)


class Page(Template):
    def render(self, *args: Any, **kwargs: Any) -> str:
        """As the usual one. But macros and the names they were made among hold each other: all rows that a page showed
        would wait for the collector, which took 4 in 100 of its CPU to take them away. They go when it is made."""
        lent: list[dict[str, Any]] = []
        try:
            return super().render(dict(*args, **kwargs) | {LENT: lent})
        finally:
            for names in lent:
                names.clear()

    def new_context(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 - the library's own word
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,  # noqa: A002
    ) -> Context:
        """Of a page, and of what it imports among its names: for that page alone."""
        own = super().new_context(vars, shared, locals)
        if vars is not None and LENT in vars:
            vars[LENT] += [own.parent, own.vars]
        return own


class House(Environment):
    code_generator_class = Writing
    context_class = Calling
    template_class = Page

    def __init__(self, said: Callable[[str], str], **options: Any) -> None:
        super().__init__(**options)
        self.said, self.shown = said, shown

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """No template of ours has globals of its own: all share one dictionary, which is copied for each page and each
        template it imports. The usual chain of two is walked name by name in Python."""
        return super().make_globals(d) if d else self.globals

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        if len(settings.LANGUAGES) == 1:
            with translation.override(settings.LANGUAGE_CODE):
                source = Known(self.said).visit(source)
        return super()._generate(source, name, filename, defer_init)


class Known(NodeTransformer):
    """Puts what is known beforehand in the place of the call for it."""

    def __init__(self, said: Callable[[str], str]) -> None:
        self.said = said

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the visitor's own name
        self.generic_visit(node)
        name, text = _of_one_text(node)
        if name == "_":
            return nodes.TemplateData(str(self.said(text)), lineno=node.lineno)
        return nodes.Const(static(text), lineno=node.lineno) if name == "static" else node


def _of_one_text(node: nodes.Call) -> tuple[str, str]:
    """What is called, and with which words, where there is nothing else; two empty ones otherwise."""
    if isinstance(node.node, nodes.Name) and len(node.args) == 1:
        told = node.args[0]
        plain = not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        if plain and isinstance(told, nodes.Const) and isinstance(told.value, str):
            return node.node.name, told.value
    return "", ""
