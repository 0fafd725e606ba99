"""What a statement may be made of: nodes, operators, types, collations. Nothing else is let through."""

from __future__ import annotations

NODES: frozenset[str] = frozenset(
    {
        "BitString", "Node", "SelectStmt", "RawStmt", "ParseResult", "RangeVar", "RangeSubselect",
        "RangeFunction", "JoinExpr", "Alias", "ColumnRef", "A_Star", "FuncCall", "A_Expr", "A_Const",
        "Integer", "Float", "Boolean", "String", "TypeCast", "TypeName", "ResTarget", "WithClause",
        "CommonTableExpr", "SubLink", "SortBy", "WindowDef", "CaseExpr", "CaseWhen", "CoalesceExpr",
        "MinMaxExpr", "NullTest", "BooleanTest", "BoolExpr", "RowExpr", "A_ArrayExpr", "A_Indirection",
        "A_Indices", "CollateClause", "GroupingSet", "GroupingFunc", "NamedArgExpr", "List",
        "SQLValueFunction", "ColumnDef", "JsonIsPredicate", "JsonFormat",
    }
)  # fmt: skip
HOLDING_NAMES: frozenset[str] = frozenset(
    {
        "ColumnRef.fields", "FuncCall.funcname", "A_Expr.name", "TypeName.names", "Alias.colnames",
        "JoinExpr.using_clause", "CollateClause.collname", "CommonTableExpr.aliascolnames",
        "SubLink.oper_name",
    }
)  # fmt: skip
"""Fields that hold the parts of a name, and nothing else."""

OPERATORS: frozenset[str] = frozenset(
    {
        "+", "-", "*", "/", "%", "^", "|/", "||/", "@", "&", "|", "#", "<<", ">>",
        "=", "<>", "!=", "<", "<=", ">", ">=", "||",
        "~~", "!~~", "~~*", "!~~*", "~", "~*", "!~", "!~*", "^@",
        "->", "->>", "#>", "#>>", "#-", "?", "?|", "?&", "@>", "<@", "@?", "@@",
        "&&", "&<", "&>", "-|-", "<<=", ">>=",
    }
)  # fmt: skip

COMPARISONS: frozenset[str] = frozenset({"=", "<>", "!=", "<", "<=", ">", ">="})

KINDS: dict[str, str] = {
    "bool": "bool", "boolean": "bool",
    "int2": "int", "int4": "int", "int8": "bigint", "smallint": "int", "integer": "int", "int": "int",
    "bigint": "bigint",
    "numeric": "numeric", "decimal": "numeric",
    "float4": "float4", "real": "float4", "float8": "float", "double precision": "float",
    "text": "text", "varchar": "text", "bpchar": "text", "character varying": "text", "character": "text",
    "char": "text", "name": "text",
    "date": "date", "time": "time", "timetz": "time", "time without time zone": "time",
    "time with time zone": "time",
    "timestamp": "timestamp", "timestamp without time zone": "timestamp",
    "timestamptz": "timestamptz", "timestamp with time zone": "timestamptz",
    "interval": "interval", "json": "json", "jsonb": "jsonb", "jsonpath": "other", "uuid": "uuid",
    "bytea": "bytea", "bit": "other", "varbit": "other", "inet": "inet", "cidr": "inet",
    "int4range": "other", "int8range": "other", "numrange": "other", "tsrange": "other",
    "tstzrange": "other", "daterange": "other", "tsvector": "other", "tsquery": "other",
}  # fmt: skip
"""PostgreSQL's names of the types that may be written, to the kind that they are of."""

CASTABLE: frozenset[str] = frozenset(
    KINDS.keys() - {"name"}
    | {
        "int4multirange",
        "int8multirange",
        "nummultirange",
        "tsmultirange",
        "tstzmultirange",
        "datemultirange",
    }
)
PADDED: frozenset[str] = frozenset({"bpchar", "bit"})
"""Types that fill every value up to their length."""
LONGEST_PADDING = 10_000
LONGEST_MODIFIER = 100_000_000

COLLATIONS: frozenset[str] = frozenset({"C", "POSIX", "C.UTF-8", "ucs_basic", "default", "unicode"})

EXTENSION_TYPES: frozenset[str] = frozenset(
    {
        "citext", "cube", "geography", "geometry", "halfvec", "hstore", "ltree", "lquery", "ltxtquery",
        "raster", "seg", "sparsevec", "vector", "isbn", "isbn13", "ean13", "issn", "issn13", "ismn",
        "ismn13", "upc",
    }
)  # fmt: skip
"""Types whose operators live with them: unqualified, PostgreSQL would silently take another one."""
