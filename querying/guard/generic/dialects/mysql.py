"""MySQL and MariaDB. Sums may overflow, in MySQL comparisons with bad dates raise too."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.dialects.mysql import MySQL

from querying.guard.generic.dialects.base import JSON_PATHS, Dialect, words

MYSQL = Dialect(
    kind="mysql",
    grammar=MySQL,
    scalars=words(
        "acos ascii asin atan atan2 bin bit_length ceil ceiling char_length character_length"
        " coalesce concat concat_ws cos crc32 date date_format dayname datediff day dayofmonth"
        " dayofweek dayofyear degrees elt field find_in_set floor from_days from_unixtime greatest"
        " hex hour if ifnull instr isnull last_day lcase least left length locate lower ltrim"
        " makedate md5 microsecond mid minute month monthname nullif oct octet_length ord pi"
        " quarter radians rand reverse right round rtrim second sec_to_time sha1 sha sha2 sign sin"
        " str_to_date strcmp substr substring substring_index tan time time_format time_to_sec"
        " timediff timestamp to_days to_seconds trim truncate ucase unhex unix_timestamp upper"
        " week weekday weekofyear year yearweek extract date_add date_sub adddate subdate addtime"
        " subtime timestampdiff bit_count soundex log log10 log2 ln sqrt json_valid char convert_tz"
    ),
    raising=words(
        "abs conv cot exp format json_array json_contains json_extract json_keys json_length"
        " json_object json_type json_unquote json_value lpad maketime mod period_add period_diff"
        " pow power regexp_instr regexp_replace regexp_substr repeat replace rpad space insert"
    ),
    aggregates=words(
        "any_value avg bit_and bit_or bit_xor count group_concat json_arrayagg json_objectagg max"
        " min std stddev stddev_pop stddev_samp sum var_pop var_samp variance"
    ),
    types=words(
        "CHAR VARCHAR TEXT SIGNED UBIGINT BIGINT INT UINT DECIMAL DATE DATETIME TIMESTAMP TIME"
        " DOUBLE FLOAT TIMESTAMPTZ BINARY VARBINARY UDECIMAL"
    ),
    clocks=words(
        "curdate current_date current_time current_timestamp curtime localtime localtimestamp now"
        " sysdate utc_date utc_time utc_timestamp"
    ),
    nodes=frozenset(
        {exp.IntDiv, exp.NullSafeEQ, exp.Xor, exp.RegexpLike, exp.JSONExtract, exp.JSONExtractScalar}
        | {
            exp.HexString,
            exp.BitString,
            exp.BitwiseXor,
            exp.Any,
            exp.All,
            exp.GroupConcat,
            exp.Trim,
            exp.DateAdd,
            exp.DateSub,
        }
        | {exp.TimestampAdd, exp.TimestampDiff, *JSON_PATHS}
    ),
    raising_nodes=frozenset(
        {exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.Neg, exp.RegexpLike, exp.JSONExtract}
        | {exp.JSONExtractScalar, exp.Subquery, exp.Interval}
    ),
    compares_strictly=True,
    fence=exp.Literal.number(18446744073709551615),
)
