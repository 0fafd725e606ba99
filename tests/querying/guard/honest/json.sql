SELECT properties->>'plan' AS plan, count(*) FROM events GROUP BY 1 ORDER BY 1

SELECT properties->'plan', properties->'amount' FROM events ORDER BY id LIMIT 5

SELECT name, avg((properties->>'amount')::numeric) FROM events GROUP BY name ORDER BY name

SELECT count(*) FROM events WHERE properties @> '{"plan": "pro"}'

SELECT count(*) FROM events WHERE properties @> jsonb_build_object('plan', 'free', 'amount', 3)

SELECT count(*) FROM events WHERE properties ? 'plan'

SELECT count(*) FROM events WHERE properties ?| ARRAY['plan', 'coupon']

SELECT count(*) FROM events WHERE properties ?& ARRAY['plan', 'amount']

SELECT count(*) FROM events WHERE properties @? '$.amount ? (@ > 20)'

SELECT count(*) FROM events WHERE properties @@ '$.amount == 3'

SELECT count(*) FROM events WHERE properties ->> 'plan' IN ('pro', 'team')

SELECT count(*) FROM events WHERE (properties ->> 'amount')::int BETWEEN 10 AND 20

SELECT properties #> '{plan}', properties #>> '{amount}' FROM events ORDER BY id LIMIT 3

SELECT properties - 'plan', properties - ARRAY['plan', 'amount'], properties #- '{amount}' FROM events ORDER BY id LIMIT 3

SELECT properties || '{"seen": true}', properties || jsonb_build_object('n', id) FROM events ORDER BY id LIMIT 3

SELECT properties['plan'], properties['nope'] FROM events ORDER BY id LIMIT 3

SELECT key, value FROM events, jsonb_each(properties) WHERE id < 10 ORDER BY events.id, key

SELECT key, value FROM events, jsonb_each_text(properties) WHERE id < 10 ORDER BY events.id, key

SELECT k, count(*) FROM events, jsonb_object_keys(properties) AS k GROUP BY k ORDER BY k

SELECT e.id, p.plan, p.amount FROM events e, jsonb_to_record(e.properties) AS p(plan text, amount int) ORDER BY e.id LIMIT 5

SELECT plan, sum(amount) FROM events e CROSS JOIN LATERAL jsonb_to_record(e.properties) AS p(plan text, amount numeric) GROUP BY plan ORDER BY plan

SELECT jsonb_typeof(properties), jsonb_typeof(properties->'plan'), jsonb_typeof(properties->'amount') FROM events ORDER BY id LIMIT 2

SELECT jsonb_path_query_first(properties, '$.amount') FROM events ORDER BY id LIMIT 3

SELECT jsonb_path_query_array(properties, '$.*') FROM events ORDER BY id LIMIT 3

SELECT jsonb_path_exists(properties, '$.amount ? (@ > $low)', '{"low": 10}') AS above, count(*) FROM events GROUP BY 1 ORDER BY 1

SELECT jsonb_path_match(properties, '$.amount >= 20') AS big, count(*) FROM events GROUP BY 1 ORDER BY 1

SELECT jsonb_set(properties, '{plan}', '"none"'), jsonb_insert(properties, '{extra}', '1'), jsonb_set_lax(properties, '{plan}', NULL) FROM events ORDER BY id LIMIT 2

SELECT jsonb_strip_nulls('{"a": 1, "b": null}'), jsonb_pretty('{"a": [1, 2]}')

SELECT jsonb_array_length('[1, 2, 3]'), json_array_length('[1, 2]')

SELECT x FROM jsonb_array_elements('[1, 2, "a"]') x

SELECT x::int * 2 FROM jsonb_array_elements_text('[1, 2, 3]') x

SELECT ordinality, value FROM jsonb_array_elements('["a", "b"]') WITH ORDINALITY

SELECT * FROM jsonb_to_recordset('[{"a": 1, "b": "x"}, {"a": 2}]') AS t(a int, b text)

SELECT * FROM json_each('{"a": 1, "b": [2]}')

SELECT * FROM json_each_text('{"a": 1, "b": "c"}')

SELECT json_object_keys('{"a": 1, "b": 2}')

SELECT json_extract_path('{"a": {"b": 1}}', 'a', 'b'), json_extract_path_text('{"a": {"b": 1}}', 'a', 'b')

SELECT jsonb_extract_path_text(properties, 'plan') AS plan, count(*) FROM events GROUP BY 1 ORDER BY 1

SELECT json_build_object('users', (SELECT count(*) FROM users), 'orders', (SELECT count(*) FROM orders))

SELECT jsonb_build_array(id, name, country) FROM users ORDER BY id LIMIT 3

SELECT json_build_array(1, 'a', true, null)

SELECT json_object(ARRAY['a', 'b'], ARRAY['1', '2']), jsonb_object('{a, 1, b, 2}')

SELECT to_json(name), to_jsonb(score), to_jsonb(tags) FROM users ORDER BY id LIMIT 3

SELECT array_to_json(tags), row_to_json(s) FROM (SELECT id, tags FROM users ORDER BY id LIMIT 3) s

SELECT jsonb_agg(DISTINCT country ORDER BY country) FROM users

SELECT jsonb_agg(to_jsonb(s) ORDER BY s.id) FROM (SELECT id, name FROM users ORDER BY id LIMIT 3) s

SELECT json_object_agg(status, n) FROM (SELECT status, count(*) AS n FROM orders GROUP BY status ORDER BY status) s

SELECT country, jsonb_object_agg(status, n) FROM (SELECT u.country, o.status, count(*) AS n FROM users u JOIN orders o ON o.user_id = u.id GROUP BY 1, 2) s GROUP BY country ORDER BY 1

SELECT '{"a": 1}'::jsonb = '{"a":1}'::jsonb, '{"a": 1}'::jsonb || '{"b": 2}', '[1,2]'::jsonb @> '2', '{"a": {"b": 2}}'::jsonb #>> '{a,b}'

SELECT '[1, 2, 3]'::jsonb -> 0, '[1, 2, 3]'::jsonb -> -1, '{"a": "x"}'::json ->> 'a', '[1,2]'::jsonb - 0

SELECT properties IS JSON FROM (SELECT properties::text AS properties FROM events ORDER BY id LIMIT 2) s

SELECT '{"a": 1}' IS JSON OBJECT, '[1]' IS JSON ARRAY, '1' IS JSON SCALAR, 'x' IS JSON

SELECT (properties->>'amount')::int AS amount, count(*) FROM events GROUP BY 1 HAVING count(*) > 50 ORDER BY 1

SELECT name, properties->>'plan' AS plan, count(*), round(avg((properties->>'amount')::numeric), 2) AS mean FROM events GROUP BY 1, 2 ORDER BY 1, 2

SELECT sum((properties->'amount')::numeric) FROM events WHERE name = 'purchase'

SELECT e.name, u.country, count(*) FROM events e JOIN users u ON u.id = e.user_id WHERE e.properties->>'plan' = 'pro' GROUP BY 1, 2 ORDER BY 1, 2

SELECT user_id, jsonb_agg(name ORDER BY occurred_at, id) FROM events WHERE id < 60 GROUP BY user_id ORDER BY user_id

SELECT coalesce(properties->>'coupon', 'none') AS coupon, count(*) FROM events GROUP BY 1

SELECT nullif(properties->>'plan', 'free') AS paid, count(*) FROM events GROUP BY 1 ORDER BY 1

SELECT properties->>'plan' LIKE 'p%' AS starts, count(*) FROM events GROUP BY 1 ORDER BY 1

SELECT x->>'a' AS a, count(*) FROM jsonb_array_elements('[{"a": "x"}, {"a": "y"}, {"a": "x"}]') AS x GROUP BY 1 ORDER BY 1

SELECT item.value->>'a' AS a FROM jsonb_array_elements('[{"a": "x"}, {"a": "y"}]') AS item ORDER BY 1

SELECT e.id, t.value FROM events e, jsonb_array_elements(jsonb_build_array(e.name, e.properties->'plan')) t WHERE e.id < 20 ORDER BY 1, 2

SELECT v FROM jsonb_array_elements_text('["a", "b"]') AS t(v) ORDER BY v

SELECT t.x, t.place FROM json_array_elements_text('["a", "b"]') WITH ORDINALITY AS t(x, place) ORDER BY 2
