"""The functions that may be called, all of pg_catalog, and what is known of them.

A function is here if it computes from its arguments alone: it reads no table, file, setting or statistic,
changes nothing, waits for nothing. What is not here is refused, whatever it may be.
"""

from __future__ import annotations

AGGREGATES: dict[str, str] = {
    "any_value": "first", "array_agg": "array", "avg": "mean", "bit_and": "first", "bit_or": "first",
    "bit_xor": "first", "bool_and": "bool", "bool_or": "bool", "corr": "float", "count": "int",
    "covar_pop": "float", "covar_samp": "float", "every": "bool", "json_agg": "json",
    "json_object_agg": "json", "jsonb_agg": "jsonb", "jsonb_object_agg": "jsonb", "json_agg_strict": "json",
    "jsonb_agg_strict": "jsonb", "max": "first", "min": "first", "mode": "other", "percentile_cont": "other",
    "percentile_disc": "other", "range_agg": "other", "range_intersect_agg": "other", "regr_avgx": "float",
    "regr_avgy": "float", "regr_count": "int", "regr_intercept": "float", "regr_r2": "float",
    "regr_slope": "float", "regr_sxx": "float", "regr_sxy": "float", "regr_syy": "float", "stddev": "mean",
    "stddev_pop": "mean", "stddev_samp": "mean", "string_agg": "text", "sum": "sum",
    "var_pop": "mean", "var_samp": "mean", "variance": "mean",
}  # fmt: skip
"""Name to the kind of the result, where "first" and "second" are that of an argument; see `result_kind`."""

WINDOW_FUNCTIONS: dict[str, str] = {
    "cume_dist": "float", "dense_rank": "int", "first_value": "first", "lag": "first", "last_value": "first",
    "lead": "first", "nth_value": "first", "ntile": "int", "percent_rank": "float", "rank": "int",
    "row_number": "int",
}  # fmt: skip

_MATHEMATICS: dict[str, str] = {
    "abs": "first", "acos": "float", "acosd": "float", "acosh": "float", "asin": "float", "asind": "float",
    "asinh": "float", "atan": "float", "atan2": "float", "atan2d": "float", "atand": "float",
    "atanh": "float", "bit_count": "int", "cbrt": "float", "ceil": "real", "ceiling": "real",
    "cos": "float", "cosd": "float", "cosh": "float", "cot": "float", "cotd": "float", "degrees": "float",
    "div": "numeric", "erf": "float", "erfc": "float", "exp": "real", "floor": "real", "gcd": "first",
    "lcm": "first", "ln": "real", "log": "real", "log10": "real", "min_scale": "int", "mod": "first",
    "pi": "float", "pow": "real", "power": "real", "radians": "float", "random": "float",
    "random_normal": "float", "round": "real", "scale": "int", "sign": "real", "sin": "float",
    "sind": "float", "sinh": "float", "sqrt": "real", "tan": "float", "tand": "float", "tanh": "float",
    "trim_scale": "numeric", "trunc": "real", "width_bucket": "int",
}  # fmt: skip

_TEXT: dict[str, str] = {
    "ascii": "int", "bit_length": "int", "btrim": "text", "casefold": "text", "char_length": "int",
    "character_length": "int", "chr": "text", "concat": "text", "concat_ws": "text", "convert_from": "text",
    "convert_to": "bytea", "crc32": "int", "crc32c": "int", "decode": "bytea", "encode": "text",
    "format": "text", "get_bit": "int", "get_byte": "int", "initcap": "text", "left": "text", "length": "int",
    "like_escape": "text", "lower": "text", "lpad": "text", "ltrim": "text", "md5": "text",
    "normalize": "text", "is_normalized": "bool", "octet_length": "int", "overlay": "text", "position": "int",
    "quote_ident": "text", "quote_literal": "text", "quote_nullable": "text", "regexp_count": "int",
    "regexp_instr": "int", "regexp_like": "bool", "regexp_match": "array", "regexp_matches": "array",
    "regexp_replace": "text", "regexp_split_to_array": "array", "regexp_split_to_table": "text",
    "regexp_substr": "text", "repeat": "text", "replace": "text", "reverse": "text", "right": "text",
    "rpad": "text", "rtrim": "text", "sha224": "bytea", "sha256": "bytea", "sha384": "bytea",
    "sha512": "bytea", "similar_to_escape": "text", "split_part": "text", "starts_with": "bool",
    "string_to_array": "array", "string_to_table": "text", "strpos": "int", "substr": "text",
    "substring": "text", "text": "text", "to_ascii": "text", "to_bin": "text", "to_char": "text",
    "to_hex": "text", "to_number": "numeric", "to_oct": "text", "translate": "text", "unistr": "text",
    "upper": "text",
}  # fmt: skip

_TIME: dict[str, str] = {
    "age": "interval", "date": "date", "date_add": "timestamptz", "date_bin": "second", "date_part": "float",
    "date_subtract": "timestamptz", "date_trunc": "second", "extract": "numeric", "isfinite": "bool",
    "justify_days": "interval", "justify_hours": "interval", "justify_interval": "interval",
    "make_date": "date", "make_interval": "interval", "make_time": "time", "make_timestamp": "timestamp",
    "make_timestamptz": "timestamptz", "overlaps": "bool", "timezone": "zoned", "to_date": "date",
    "to_timestamp": "timestamptz", "uuid_extract_timestamp": "timestamptz", "uuid_extract_version": "int",
}  # fmt: skip

_JSON: dict[str, str] = {
    "array_to_json": "json", "json_array_element": "json", "json_array_elements": "json",
    "json_array_elements_text": "text", "json_array_length": "int", "json_build_array": "json",
    "json_build_object": "json", "json_each": "record", "json_each_text": "record",
    "json_extract_path": "json", "json_extract_path_text": "text", "json_object": "json",
    "json_object_keys": "text", "json_strip_nulls": "json", "json_to_record": "record",
    "json_to_recordset": "record", "json_typeof": "text", "jsonb_array_elements": "jsonb",
    "jsonb_array_elements_text": "text", "jsonb_array_length": "int", "jsonb_build_array": "jsonb",
    "jsonb_build_object": "jsonb", "jsonb_concat": "jsonb", "jsonb_contains": "bool", "jsonb_each": "record",
    "jsonb_each_text": "record", "jsonb_exists": "bool", "jsonb_extract_path": "jsonb",
    "jsonb_extract_path_text": "text", "jsonb_insert": "jsonb", "jsonb_object": "jsonb",
    "jsonb_object_keys": "text", "jsonb_path_exists": "bool", "jsonb_path_exists_tz": "bool",
    "jsonb_path_match": "bool", "jsonb_path_match_tz": "bool", "jsonb_path_query": "jsonb",
    "jsonb_path_query_array": "jsonb", "jsonb_path_query_array_tz": "jsonb",
    "jsonb_path_query_first": "jsonb", "jsonb_path_query_first_tz": "jsonb", "jsonb_path_query_tz": "jsonb",
    "jsonb_pretty": "text", "jsonb_set": "jsonb", "jsonb_set_lax": "jsonb", "jsonb_strip_nulls": "jsonb",
    "jsonb_to_record": "record", "jsonb_to_recordset": "record", "jsonb_typeof": "text",
    "row_to_json": "json", "to_json": "json", "to_jsonb": "jsonb",
}  # fmt: skip

_ARRAYS: dict[str, str] = {
    "array_append": "array", "array_cat": "array", "array_dims": "text", "array_length": "int",
    "array_lower": "int", "array_ndims": "int", "array_position": "int", "array_positions": "array",
    "array_prepend": "array", "array_remove": "array", "array_replace": "array", "array_reverse": "array",
    "array_sample": "array", "array_shuffle": "array", "array_sort": "array", "array_to_string": "text",
    "array_upper": "int", "cardinality": "int", "generate_series": "series", "generate_subscripts": "int",
    "trim_array": "array", "unnest": "other",
}  # fmt: skip

_RANGES: dict[str, str] = {
    "datemultirange": "other", "daterange": "other", "int4multirange": "other", "int4range": "other",
    "int8multirange": "other", "int8range": "other", "isempty": "bool", "lower_inc": "bool",
    "lower_inf": "bool", "multirange": "other", "nummultirange": "other", "numrange": "other",
    "range_merge": "other", "tsmultirange": "other", "tsrange": "other", "tstzmultirange": "other",
    "tstzrange": "other", "upper_inc": "bool", "upper_inf": "bool",
}  # fmt: skip

_OTHER: dict[str, str] = {
    "gen_random_uuid": "uuid", "num_nonnulls": "int", "num_nulls": "int", "uuidv4": "uuid", "uuidv7": "uuid",
    "family": "int", "host": "text", "masklen": "int", "network": "other", "netmask": "other",
    "plainto_tsquery": "other", "phraseto_tsquery": "other", "to_tsquery": "other", "to_tsvector": "other",
    "ts_rank": "float", "ts_rank_cd": "float", "websearch_to_tsquery": "other",
}  # fmt: skip

SCALARS: dict[str, str] = _MATHEMATICS | _TEXT | _TIME | _JSON | _ARRAYS | _RANGES | _OTHER
ALLOWED: frozenset[str] = frozenset(SCALARS | AGGREGATES | WINDOW_FUNCTIONS)

CLOCKS: frozenset[str] = frozenset(
    {"clock_timestamp", "now", "statement_timestamp", "transaction_timestamp"}
)  # become literals of the turn's clock

VOLATILE: frozenset[str] = frozenset(
    {
        "random", "random_normal", "gen_random_uuid", "uuidv4", "uuidv7", "array_sample", "array_shuffle",
    }
)  # fmt: skip

SET_RETURNING: frozenset[str] = frozenset(
    {
        "generate_series", "generate_subscripts", "json_array_elements", "json_array_elements_text",
        "json_each", "json_each_text", "json_object_keys", "json_to_recordset", "jsonb_array_elements",
        "jsonb_array_elements_text", "jsonb_each", "jsonb_each_text", "jsonb_object_keys",
        "jsonb_path_query", "jsonb_path_query_tz", "jsonb_to_recordset", "regexp_matches",
        "regexp_split_to_table", "string_to_table", "unnest",
    }
)  # fmt: skip

RECORD_COLUMNS: dict[str, tuple[str, ...]] = {
    "json_each": ("key", "value"),
    "json_each_text": ("key", "value"),
    "jsonb_each": ("key", "value"),
    "jsonb_each_text": ("key", "value"),
}
"""Functions of FROM that give several columns of fixed names."""

VALUE_FUNCTIONS: frozenset[str] = frozenset(
    {
        "json_array_elements", "json_array_elements_text", "jsonb_array_elements",
        "jsonb_array_elements_text",
    }
)  # fmt: skip
"""Functions of FROM whose one column is called value, whatever their alias."""

GROWING: frozenset[str] = frozenset({"repeat", "lpad", "rpad"})
"""Make text of a length that an argument tells, whatever they are given."""

COLLECTING: frozenset[str] = frozenset(
    {
        "array_agg", "json_agg", "json_agg_strict", "json_object_agg", "jsonb_agg", "jsonb_agg_strict",
        "jsonb_object_agg", "string_agg", "range_agg",
    }
)  # fmt: skip
"""Aggregates whose value grows with the number of rows."""

COMPARING: frozenset[str] = frozenset(
    {
        "max", "min", "position", "regexp_count", "regexp_instr", "regexp_like", "regexp_match",
        "regexp_matches", "regexp_replace", "regexp_split_to_array", "regexp_split_to_table",
        "regexp_substr", "replace", "split_part", "starts_with", "string_to_array", "string_to_table",
        "strpos", "translate",
    }
)  # fmt: skip
"""Compare texts, for which an extension's type has functions of its own (citext's know no case)."""

NEVER_RAISING: frozenset[str] = frozenset(
    {
        "ascii", "bit_length", "btrim", "ceil", "ceiling", "char_length", "character_length",
        "concat", "concat_ws", "date", "floor", "initcap", "isfinite", "jsonb_typeof", "length", "lower",
        "ltrim", "md5", "octet_length", "position", "replace", "reverse", "round", "rtrim", "sign",
        "starts_with", "strpos", "translate", "upper", "cardinality", "num_nulls", "num_nonnulls",
        "avg", "bool_and", "bool_or", "count", "cume_dist", "dense_rank", "every", "first_value", "lag",
        "last_value", "lead", "max", "min", "percent_rank", "rank", "row_number", "stddev", "stddev_pop",
        "stddev_samp", "sum", "var_pop", "var_samp", "variance",
    }
)  # fmt: skip
"""Give a value or NULL for every argument of a plain kind; risk.py holds the finer cases."""


def result_kind(name: str, arguments: tuple[str, ...]) -> str:
    """The kind of what `name` gives for arguments of these kinds; "other" where it can't be told."""
    kind = SCALARS.get(name) or AGGREGATES.get(name) or WINDOW_FUNCTIONS.get(name) or "other"
    first = arguments[0] if arguments else "other"
    if kind == "first":
        return first
    if kind == "second":
        return arguments[1] if len(arguments) > 1 else "other"
    if kind == "zoned":
        zoned = {"timestamptz": "timestamp", "date": "timestamp", "timestamp": "timestamptz"}
        return zoned.get(arguments[1], "other") if len(arguments) > 1 else "other"
    if kind == "real":
        return "numeric" if first == "numeric" or (name == "round" and len(arguments) > 1) else "float"
    if kind == "mean":
        return {"float": "float", "float4": "float", "interval": "interval"}.get(first, "numeric")
    if kind == "sum":
        return {"int": "bigint", "bigint": "numeric"}.get(first, first)
    if kind == "series":
        return "timestamptz" if first in ("date", "unknown") else first
    return kind
