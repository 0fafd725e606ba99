"""DuckDB. Casts, sums and scalar subqueries raise, so nearly everything is taken to."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

from querying.guard.generic.dialects.base import JSON_EACH, JSON_PATHS, Dialect, words

DUCKDB = Dialect(
    kind="duckdb",
    grammar=DuckDB,
    scalars=words(
        "coalesce concat concat_ws contains ends_with starts_with ifnull if instr left length len"
        " lower ltrim md5 nullif reverse right rtrim strlen strpos substr substring trim upper"
        " year month day quarter week hour minute second dayofweek dayofyear isodow weekofyear"
        " dayname monthname last_day typeof date_trunc date_part datepart extract isfinite greatest least"
    ),
    raising=words(
        "abs acos age array_length ascii asin atan atan2 bit_count cbrt ceil ceiling chr cos cot"
        " date_add date_diff datediff date_sub datesub degrees epoch epoch_ms even exp factorial"
        " floor format from_json gcd hash hex isinf isnan json_array_length json_extract"
        " json_extract_string json_type json_valid lcm levenshtein jaccard jaro_winkler_similarity"
        " list_contains list_distinct list_sort list_value list_extract ln log log10 log2 lpad"
        " make_date make_time make_timestamp mod pi pow power printf radians random regexp_extract"
        " regexp_extract_all regexp_full_match regexp_matches regexp_replace repeat replace round"
        " rpad sha256 sign sin split_part sqrt str_split strftime string_split strip_accents"
        " strptime tan time_bucket to_days to_hours to_minutes to_months to_seconds to_timestamp"
        " to_weeks to_years translate trunc try_strptime unicode week yearweek array_slice date"
        " make_interval list_sum list_avg array_contains array_to_string"
        " list_max list_min list_unique list_reverse list_reverse_sort list_position list_concat"
        " array_reverse_sort array_max array_min"
        " list_append list_prepend list_has list_has_any list_has_all list_any_value list_zip"
        " list_slice list_transform list_filter list_reduce array_transform array_filter array_append"
        " array_concat array_position array_distinct array_sort array_reverse array_has flatten"
        " cardinality map map_keys map_values map_entries map_extract struct_pack struct_extract row"
        " struct json_keys json_object json_array json_contains json_exists json_value to_json"
        " regexp_split_to_array round_even julian century decade sinh cosh tanh bar"
        " equi_width_bins bit_length octet_length make_timestamptz"
    ),
    aggregates=words(
        "any_value approx_count_distinct approx_quantile arg_max arg_min array_agg avg bit_and"
        " bit_or bit_xor bool_and bool_or corr count count_if covar_pop covar_samp entropy favg"
        " first fsum geomean histogram kurtosis last list listagg mad max max_by mean median min"
        " min_by mode percentile_cont percentile_disc product quantile quantile_cont quantile_disc"
        " regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope skewness stddev"
        " stddev_pop stddev_samp string_agg group_concat sum sum_no_overflow var_pop var_samp"
        " variance logical_or logical_and grouping grouping_id reservoir_quantile sem"
        " json_group_array json_group_object regr_sxx regr_sxy regr_syy bitstring_agg arbitrary"
    ),
    types=words(
        "TEXT VARCHAR CHAR INT BIGINT SMALLINT TINYINT INT128 UINT UBIGINT USMALLINT UTINYINT"
        " FLOAT DOUBLE DECIMAL BOOLEAN DATE TIMESTAMP TIMESTAMPTZ TIMESTAMPNTZ ARRAY TIME INTERVAL UUID"
        " JSON"
    ),
    clocks=words(
        "now current_date current_time current_timestamp localtime localtimestamp today"
        " get_current_timestamp get_current_time transaction_timestamp"
    ),
    nodes=frozenset(
        {exp.ILike, exp.TryCast, exp.IntDiv, exp.Bracket, exp.Slice, exp.Array, exp.Qualify, exp.AtTimeZone}
        | {exp.WithinGroup, exp.Unnest, exp.JSONExtract, exp.JSONExtractScalar, exp.NullSafeEQ}
        | {exp.NullSafeNEQ, exp.GroupingSets, exp.Cube, exp.Rollup, exp.Lateral, exp.RegexpLike, exp.Trim}
        | {exp.RegexpFullMatch, exp.IgnoreNulls, exp.RespectNulls, exp.Explode, exp.GenerateSeries}
        | {exp.Any, exp.All, exp.Struct, exp.PropertyEQ, exp.Lambda, exp.ToMap, exp.SimilarTo, exp.Glob}
        | {*JSON_PATHS}
    ),
    raising_nodes=frozenset(
        {exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.Neg, exp.Cast, exp.Subquery}
        | {exp.JSONExtract, exp.JSONExtractScalar, exp.Bracket, exp.Slice, exp.AtTimeZone, exp.RegexpLike}
        | {exp.RegexpFullMatch, exp.Unnest, exp.Escape, exp.Interval, exp.Explode, exp.GenerateSeries}
        | {exp.SimilarTo, exp.Struct, exp.ToMap}
    ),
    table_functions={
        "generate_series": ("generate_series",),
        "range": ("range",),
        "unnest": ("unnest",),
        "json_each": JSON_EACH,
        "json_tree": JSON_EACH,
    },
    parts={
        exp.Group: frozenset({"all"}),
        exp.Distinct: frozenset({"on"}),
        exp.Star: frozenset({"replace", "rename"}),
        exp.Union: frozenset({"by_name"}),
    },
    joins=frozenset({"SEMI", "ANTI", "ASOF"}),
    functions_name_their_column=True,
    fields=True,
    summaries=True,
    column_lists=True,
    aliases_in_where=True,
    lateral=True,
    compares_strictly=True,
    fence=exp.Literal.number(9223372036854775807),
)
