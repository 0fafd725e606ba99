SELECT tag, count(*) FROM users, unnest(tags) tag GROUP BY tag ORDER BY tag

SELECT tags[1], count(*) FROM users GROUP BY 1 ORDER BY 1

SELECT name, tags FROM users WHERE 'all' = ANY (tags) ORDER BY id LIMIT 5

SELECT count(*) FROM users WHERE tags @> ARRAY['t1', 'all']

SELECT count(*) FROM users WHERE tags && ARRAY['t0', 't2']

SELECT count(*) FROM users WHERE tags <@ ARRAY['t0', 't1', 'all']

SELECT count(*) FROM users WHERE tags = ARRAY['t1', 'all']

SELECT count(*) FROM users WHERE 't1' <> ALL (tags)

SELECT array_length(tags, 1), cardinality(tags), array_dims(tags), array_ndims(tags) FROM users ORDER BY id LIMIT 2

SELECT array_to_string(tags, ', '), array_position(tags, 'all') FROM users ORDER BY id LIMIT 3

SELECT array_append(tags, 'new'), array_prepend('old', tags), array_cat(tags, ARRAY['x']), tags || 'y'::text FROM users ORDER BY id LIMIT 2

SELECT array_remove(tags, 'all'), array_replace(tags, 'all', 'every'), array_positions(tags, 'all') FROM users ORDER BY id LIMIT 2

SELECT tags[1:1], tags[2:], tags[:1], tags[array_upper(tags, 1)] FROM users ORDER BY id LIMIT 3

SELECT string_to_array('a,b,c', ','), string_to_array('a,b,,c', ',', ''), array_to_string(ARRAY[1, NULL, 3], ',', '?')

SELECT ARRAY[1, 2] || ARRAY[3], ARRAY[1, 2] || 3, 0 || ARRAY[1]

SELECT ARRAY[[1, 2], [3, 4]], (ARRAY[[1, 2], [3, 4]])[2][1]

SELECT ARRAY(SELECT score FROM users ORDER BY score DESC LIMIT 5)

SELECT unnest(ARRAY[1, 2, 3]), unnest(ARRAY['a', 'b', 'c'])

SELECT * FROM unnest(ARRAY[1, 2], ARRAY['a', 'b']) AS t(n, letter)

SELECT * FROM unnest(ARRAY['x', 'y']) WITH ORDINALITY AS t(value, place)

SELECT u.name, t.tag, t.place FROM users u CROSS JOIN LATERAL unnest(u.tags) WITH ORDINALITY AS t(tag, place) ORDER BY u.id, t.place LIMIT 6

SELECT generate_subscripts(ARRAY['a', 'b', 'c'], 1) AS i

SELECT array_agg(n ORDER BY n DESC) FROM generate_series(1, 5) n

SELECT array_agg(n) FILTER (WHERE n % 2 = 0) FROM generate_series(1, 10) n

SELECT status, array_agg(DISTINCT user_id ORDER BY user_id) FROM orders WHERE id < 50 GROUP BY status ORDER BY status

SELECT count(*) FROM users WHERE country = ANY (ARRAY['FR', 'DE'])

SELECT count(*) FROM users WHERE country <> ALL ('{FR,DE}')

SELECT count(*) FROM users WHERE id = ANY (ARRAY(SELECT user_id FROM orders WHERE total > 300))

SELECT count(*) FROM orders WHERE total > ALL (ARRAY[10, 20, 30])

SELECT '{1,2,3}'::int[], ARRAY[1, 2]::text[], '{a,b}'::text[] || '{c}', ARRAY[]::int[]

SELECT trim_array(ARRAY[1, 2, 3], 1), ARRAY[3, 1, 2] = ARRAY[3, 1, 2], ARRAY[1, 2] < ARRAY[1, 3]

SELECT array_lower('{5,6}'::int[], 1), array_upper('{5,6}'::int[], 1)

SELECT tags, count(*) FROM users GROUP BY tags ORDER BY tags

SELECT DISTINCT unnest(tags) AS tag FROM users ORDER BY tag

SELECT a.tag, b.tag, count(*) FROM users u, unnest(u.tags) a(tag), unnest(u.tags) b(tag) WHERE a.tag < b.tag GROUP BY 1, 2 ORDER BY 1, 2

SELECT country, array_agg(DISTINCT tag ORDER BY tag) FROM users, unnest(tags) tag GROUP BY country ORDER BY country

SELECT regexp_split_to_array('one two  three', '\s+'), string_to_table('a-b', '-')

SELECT name, tags[1] || '/' || tags[2] AS path FROM users ORDER BY id LIMIT 3

SELECT coalesce(tags[9], 'none') FROM users ORDER BY id LIMIT 1

SELECT user_id, (array_agg(status ORDER BY created_at DESC, id))[1] AS latest FROM orders GROUP BY user_id ORDER BY user_id LIMIT 10

SELECT user_id, cardinality(array_agg(DISTINCT currency)) FROM orders GROUP BY user_id ORDER BY user_id LIMIT 10

SELECT x, y FROM generate_series(1, 3) x, unnest(ARRAY['a', 'b']) y ORDER BY 1, 2

SELECT num_nulls(VARIADIC ARRAY[1, NULL, 3]), num_nonnulls(1, NULL, 2)

SELECT concat_ws(',', VARIADIC tags) FROM users ORDER BY id LIMIT 2

SELECT array_sort(ARRAY[3, 1, 2]), array_reverse(ARRAY[1, 2, 3])
