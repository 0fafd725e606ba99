"""Ways to break a module on purpose: one small change of its source at a time."""

from __future__ import annotations

import ast
import random
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

ELEMENTS = 4
"""Of each set of names, so many are left out, one at a time."""

WIDER: dict[str, tuple[str, ...]] = {
    "_OTHER": ("pg_sleep", "current_setting", "set_config", "query_to_xml", "pg_read_file", "version"),
    "_TEXT": ("pg_column_size", "to_regclass"),
    "AGGREGATES": ("xmlagg",),
    "OPERATORS": ("~=", "*="),
    "CASTABLE": ("regclass", "xml", "oid", "pg_lsn"),
    "COLLATIONS": ("en_US",),
    "ALLOWED_NODES": ("LockingClause", "IntoClause", "XmlExpr", "RangeTableSample", "JsonTable", "ParamRef",
                      "RangeTableFunc", "CTECycleClause", "SetToDefault", "CurrentOfExpr"),
    "NEVER_RAISING": ("sqrt", "ln", "chr", "to_number", "make_date", "repeat", "jsonb_array_length", "power"),
    "_SAFE_CASTS": (),
    "PLAIN": ("array", "record", "json", "other"),
    "MOMENTS": ("interval",),
    "NUMBERS": ("text",),
    "_UNITS": ("nonsense",),
    "LIKES": ("~",),
}  # fmt: skip
"""Names to put into sets of what is allowed or taken to be safe."""

_OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot,
    ast.IsNot: ast.Is, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip
Change = tuple[str, ast.AST]
"""In words, and the node that stands in the place of the one that was there."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change; `name` stays the same when lines move."""

    module: str
    path: Path
    name: str
    place: int
    new: ast.AST

    def source(self) -> str:
        """The module with the change in it."""
        tree = ast.parse(self.path.read_text())
        _put(tree, self.place, self.new)
        return ast.unparse(ast.fix_missing_locations(tree))


def mutants_of(path: Path, module: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    tree = ast.parse(path.read_text())
    seen: Counter[str] = Counter()
    for place, (node, where) in enumerate(_walk(tree, "")):
        for what, new in _changes(node, where):
            name = f"{module.removeprefix('querying.guard.')}:{where or 'module'}: {what}"
            seen[name] += 1
            if seen[name] > 1:
                name += f" ({seen[name]})"
            yield Mutant(module, path, name, place, new)


def _walk(node: ast.AST, where: str) -> Iterator[tuple[ast.AST, str]]:
    """All nodes in a fixed order, each with the function or constant that it stands in."""
    yield node, where
    for child in _children(node):
        inner = where
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            inner = f"{where}.{child.name}".lstrip(".")
        elif isinstance(child, ast.Assign | ast.AnnAssign) and not where:
            target = child.targets[0] if isinstance(child, ast.Assign) else child.target
            inner = target.id if isinstance(target, ast.Name) else where
        yield from _walk(child, inner)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in a node, annotations and decorators aside: they do nothing that a query could show."""
    for field, value in ast.iter_fields(node):
        if field not in ("annotation", "returns", "decorator_list"):
            yield from (
                item for item in (value if isinstance(value, list) else [value]) if isinstance(item, ast.AST)
            )


def _put(tree: ast.AST, number: int, new: ast.AST) -> None:
    """Puts `new` in the place of the node of that number."""
    old = next(node for place, (node, _) in enumerate(_walk(tree, "")) if place == number)
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
            elif isinstance(value, list):
                for index, item in enumerate(value):
                    if item is old:
                        value[index] = new


def _changes(node: ast.AST, where: str) -> Iterator[Change]:
    if isinstance(node, ast.If) and _text(node.test) == "TYPE_CHECKING":
        return
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        yield from _forced(node)
    elif isinstance(node, ast.FunctionDef):
        yield from _returned(node)
    elif _has_an_effect(node):
        yield f"no {_text(node)}", ast.Pass()
    else:
        yield from _changed_expression(node, where)


def _has_an_effect(node: ast.AST) -> bool:
    """Whether this is a statement that can be left out and leaves every name known."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call)
    if isinstance(node, ast.Assign):
        return isinstance(node.targets[0], ast.Attribute | ast.Subscript)
    return isinstance(node, ast.Raise | ast.AugAssign | ast.Delete)


def _forced(node: ast.If | ast.IfExp | ast.While) -> Iterator[Change]:
    for value in (True, False):
        if isinstance(node, ast.While) and value:
            continue
        new = deepcopy(node)
        new.test = ast.Constant(value)
        yield f"{'if' if not isinstance(node, ast.While) else 'while'} {_text(node.test)} -> {value}", new


def _returned(node: ast.FunctionDef) -> Iterator[Change]:
    """A function that does nothing, or tells always the same."""
    returns = _text(node.returns) if node.returns else ""
    values: tuple[bool | None, ...] = {"bool": (True, False), "None": (None,)}.get(returns, ())
    for value in values:
        new = deepcopy(node)
        new.body = [ast.Return(ast.Constant(value))]
        yield f"returns {value}", new


def _changed_expression(node: ast.AST, where: str) -> Iterator[Change]:
    if isinstance(node, ast.BoolOp):
        for index, value in enumerate(node.values):
            fewer = deepcopy(node)
            del fewer.values[index]
            yield (
                f"without {_text(value)} in {_text(node)}",
                fewer if len(fewer.values) > 1 else fewer.values[0],
            )
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"{_text(node)} without not", node.operand
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _OPPOSITES:
        opposite = deepcopy(node)
        opposite.ops = [_OPPOSITES[type(node.ops[0])]()]
        yield f"{_text(node)} -> {_text(opposite)}", opposite
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr | ast.Sub | ast.BitAnd) and where:
        if _text(node.right) == "None":  # a type
            return
        yield f"{_text(node)} -> {_text(node.left)}", node.left
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):  # True and False are, too
        other = not node.value if isinstance(node.value, bool) else node.value + 1
        yield f"{node.value} -> {other}", ast.Constant(other)
    elif isinstance(node, ast.Set | ast.Dict):
        yield from _changed_names(node, where)


def _changed_names(node: ast.Set | ast.Dict, where: str) -> Iterator[Change]:
    """A set or table of names, one left out or a foreign one put in."""
    names = node.elts if isinstance(node, ast.Set) else node.keys
    if len(names) < 2 or not all(isinstance(name, ast.Constant | ast.Attribute) for name in names):
        return
    chosen = random.Random(where).sample(range(len(names)), min(ELEMENTS, len(names)))
    for index in sorted(chosen):
        new = deepcopy(node)
        if isinstance(new, ast.Set):
            del new.elts[index]
        else:
            del new.keys[index], new.values[index]
        yield f"without {_text(names[index])}", new
    for name in WIDER.get(where, ()):
        new = deepcopy(node)
        if isinstance(new, ast.Set):
            new.elts.append(ast.Constant(name))
        else:
            new.keys.append(ast.Constant(name))
            new.values.append(ast.Constant("other"))
        yield f"with {name!r}", new


def _text(node: ast.AST | None) -> str:
    text = " ".join(ast.unparse(node).split()) if node is not None else "**"
    return text if len(text) < 90 else f"{text[:86]} ..."
