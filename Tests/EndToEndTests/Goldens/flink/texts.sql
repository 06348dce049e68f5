-- Functions over text.
CREATE TABLE v (id INT, t TINYINT, h SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, m DECIMAL(10, 2), w DECIMAL(38, 18), s STRING, u STRING,
  o BOOLEAN, da DATE, ti TIME, ts TIMESTAMP(3), lz TIMESTAMP_LTZ(3)
) WITH ('connector' = 'filesystem', 'path' = '${FOLDER}/edges.jsonl', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601');

CREATE TABLE texts_1 (c1 INT, c2 STRING, c3 STRING, c4 STRING, c5 STRING, c6 STRING, c7 STRING, c8 STRING, c9 STRING, c10 STRING, c11 STRING, c12 STRING, c13 STRING) WITH ('connector' = 'print', 'print-identifier' = 'texts_1');
INSERT INTO texts_1 SELECT id,
  CONCAT(s, u),
  CONCAT(s, '-', u, '!'),
  CONCAT_WS(u, s, 'x', s),
  CONCAT_WS(',', s),
  s || u,
  UPPER(s),
  LOWER(s),
  CAST(CHAR_LENGTH(s) AS STRING),
  CAST(CHARACTER_LENGTH(u) AS STRING),
  REVERSE(s),
  REPEAT(u, 3),
  REPEAT(u, 0)
  FROM v;

CREATE TABLE texts_2 (c1 INT, c2 STRING, c3 STRING, c4 STRING, c5 STRING, c6 STRING, c7 STRING, c8 STRING, c9 STRING, c10 STRING, c11 STRING, c12 STRING, c13 STRING) WITH ('connector' = 'print', 'print-identifier' = 'texts_2');
INSERT INTO texts_2 SELECT id,
  REPEAT(u, -1),
  REPEAT(u, t),
  SUBSTRING(s FROM 2),
  SUBSTRING(s FROM 2 FOR 3),
  SUBSTRING(s FROM 0 FOR 2),
  SUBSTRING(s FROM -3),
  SUBSTRING(s FROM -3 FOR 2),
  SUBSTRING(s, 1, 100),
  SUBSTRING(s FROM 2 FOR 0),
  SUBSTR(s, 3),
  SUBSTR(s, 3, 2),
  SUBSTR(s, -2)
  FROM v;

CREATE TABLE texts_3 (c1 INT, c2 STRING, c3 STRING, c4 STRING, c5 STRING, c6 STRING, c7 STRING, c8 STRING, c9 STRING, c10 STRING, c11 STRING, c12 STRING, c13 STRING) WITH ('connector' = 'print', 'print-identifier' = 'texts_3');
INSERT INTO texts_3 SELECT id,
  SUBSTR(s, t),
  SUBSTRING(s FROM 30),
  TRIM(s),
  TRIM(BOTH ' ' FROM s),
  TRIM(LEADING FROM s),
  TRIM(TRAILING ' ' FROM s),
  TRIM(LEADING 'a' FROM s),
  TRIM(BOTH 'ab' FROM s),
  TRIM(TRAILING 'c' FROM s),
  TRIM(u FROM s),
  LTRIM(s),
  RTRIM(s)
  FROM v;

CREATE TABLE texts_4 (c1 INT, c2 STRING, c3 STRING, c4 STRING, c5 STRING, c6 STRING, c7 STRING, c8 STRING, c9 STRING, c10 STRING, c11 STRING, c12 STRING, c13 STRING) WITH ('connector' = 'print', 'print-identifier' = 'texts_4');
INSERT INTO texts_4 SELECT id,
  BTRIM(s),
  LTRIM(s, 'aH'),
  RTRIM(s, 'cr'),
  BTRIM(s, 'acr'),
  BTRIM(s, u),
  REPLACE(s, u, '#'),
  REPLACE(s, 'a', ''),
  CAST(POSITION(u IN s) AS STRING),
  CAST(POSITION('' IN s) AS STRING),
  CAST(POSITION('o' IN s) AS STRING),
  CAST(LOCATE('o', s) AS STRING),
  CAST(LOCATE(u, s) AS STRING)
  FROM v;

CREATE TABLE texts_5 (c1 INT, c2 STRING, c3 STRING, c4 STRING, c5 STRING, c6 STRING, c7 STRING, c8 STRING, c9 STRING, c10 STRING, c11 STRING, c12 STRING, c13 STRING) WITH ('connector' = 'print', 'print-identifier' = 'texts_5');
INSERT INTO texts_5 SELECT id,
  CAST(INSTR(s, 'o') AS STRING),
  CAST(INSTR(s, u) AS STRING),
  LEFT(s, 2),
  LEFT(s, 0),
  LEFT(s, -1),
  LEFT(s, 100),
  RIGHT(s, 2),
  RIGHT(s, 0),
  RIGHT(s, -1),
  RIGHT(s, 100),
  LPAD(s, 5, '*'),
  LPAD(s, 10, 'ab')
  FROM v;

CREATE TABLE texts_6 (c1 INT, c2 STRING, c3 STRING, c4 STRING, c5 STRING, c6 STRING, c7 STRING, c8 STRING, c9 STRING, c10 STRING, c11 STRING, c12 STRING, c13 STRING) WITH ('connector' = 'print', 'print-identifier' = 'texts_6');
INSERT INTO texts_6 SELECT id,
  LPAD(s, 0, 'x'),
  LPAD(s, 8, ''),
  LPAD(s, -1, 'x'),
  RPAD(s, 5, '*'),
  RPAD(s, 10, 'ab'),
  RPAD(s, 8, ''),
  SPLIT_INDEX(s, ',', 0),
  SPLIT_INDEX(s, ',', 1),
  SPLIT_INDEX(s, ',', 2),
  SPLIT_INDEX(s, ',', 9),
  SPLIT_INDEX(s, ',', -1),
  SPLIT_INDEX(s, u, 1)
  FROM v;

CREATE TABLE texts_7 (c1 INT, c2 STRING, c3 STRING, c4 STRING, c5 STRING, c6 STRING, c7 STRING, c8 STRING, c9 STRING, c10 STRING, c11 STRING, c12 STRING, c13 STRING) WITH ('connector' = 'print', 'print-identifier' = 'texts_7');
INSERT INTO texts_7 SELECT id,
  SPLIT_INDEX(s, 'o', 1),
  SPLIT_INDEX(s, ', ', 1),
  CAST(STARTSWITH(s, u) AS STRING),
  CAST(STARTSWITH(s, 'a') AS STRING),
  CAST(ENDSWITH(s, u) AS STRING),
  CAST(ENDSWITH(s, '') AS STRING),
  INITCAP(s),
  INITCAP(LOWER(s)),
  TRANSLATE(s, 'abc', 'xy'),
  TRANSLATE(s, 'lo', 'L0'),
  ELT(1, s, u),
  ELT(2, s, u)
  FROM v;

CREATE TABLE texts_8 (c1 INT, c2 STRING, c3 STRING, c4 STRING, c5 STRING, c6 STRING, c7 STRING, c8 STRING, c9 STRING, c10 STRING, c11 STRING, c12 STRING, c13 STRING) WITH ('connector' = 'print', 'print-identifier' = 'texts_8');
INSERT INTO texts_8 SELECT id,
  ELT(3, s, u),
  ELT(0, s, u),
  CAST(ASCII(s) AS STRING),
  CAST(ASCII(u) AS STRING),
  CHR(97),
  CHR(353),
  HEX(s),
  HEX(i),
  HEX(l),
  HEX(t),
  TO_BASE64(s),
  FROM_BASE64(TO_BASE64(s))
  FROM v;

CREATE TABLE texts_9 (c1 INT, c2 STRING, c3 STRING, c4 STRING, c5 STRING, c6 STRING, c7 STRING, c8 STRING, c9 STRING, c10 STRING, c11 STRING, c12 STRING, c13 STRING) WITH ('connector' = 'print', 'print-identifier' = 'texts_9');
INSERT INTO texts_9 SELECT id,
  URL_ENCODE(s),
  URL_DECODE(s),
  URL_DECODE(URL_ENCODE(s)),
  URL_DECODE('%zz'),
  CAST(MD5(s) AS STRING),
  CAST(SHA1(s) AS STRING),
  CAST(SHA256(s) AS STRING),
  CAST(REGEXP(s, '[0-9]+') AS STRING),
  CAST(REGEXP(s, u) AS STRING),
  CAST(REGEXP(s, '^a.*c$') AS STRING),
  REGEXP_EXTRACT(s, '([a-z]+)[,_]?([a-z]*)', 2),
  REGEXP_EXTRACT(s, '([a-z]+)')
  FROM v;

CREATE TABLE texts_10 (c1 INT, c2 STRING, c3 STRING, c4 STRING, c5 STRING, c6 STRING, c7 STRING, c8 STRING, c9 STRING, c10 STRING, c11 STRING, c12 STRING, c13 STRING) WITH ('connector' = 'print', 'print-identifier' = 'texts_10');
INSERT INTO texts_10 SELECT id,
  REGEXP_EXTRACT(s, '([0-9]+)-([0-9]+)', 1),
  REGEXP_EXTRACT(s, '[0-9]+', 0),
  REGEXP_REPLACE(s, '[aeiou]', '*'),
  REGEXP_REPLACE(s, '([a-z])([a-z])', '$2$1'),
  CAST(s LIKE '%a%' AS STRING),
  CAST(s LIKE 'a_c' AS STRING),
  CAST(s LIKE '%\_%' ESCAPE '\' AS STRING),
  CAST(s NOT LIKE '%o%' AS STRING),
  CAST(s LIKE u AS STRING),
  CAST(s LIKE '' AS STRING),
  CAST(s LIKE '%本%' AS STRING),
  CAST(s = u AS STRING)
  FROM v;

CREATE TABLE texts_11 (c1 INT, c2 STRING, c3 STRING, c4 STRING, c5 STRING, c6 STRING, c7 STRING, c8 STRING, c9 STRING, c10 STRING, c11 STRING, c12 STRING, c13 STRING) WITH ('connector' = 'print', 'print-identifier' = 'texts_11');
INSERT INTO texts_11 SELECT id,
  CAST(s < u AS STRING),
  CAST(s >= 'a' AS STRING),
  CAST(s BETWEEN 'A' AND 'b' AS STRING),
  CAST(s IN ('abc', 'true', '') AS STRING),
  CAST(s NOT IN ('abc', 'true') AS STRING),
  JSON_VALUE(s, '$.a.b[1]'),
  JSON_VALUE(s, '$.a.d'),
  JSON_VALUE(s, '$.a.c'),
  JSON_VALUE(s, '$.a.b'),
  JSON_VALUE(s, '$.a.b[2]'),
  JSON_VALUE(s, '$.a.zz'),
  JSON_VALUE(s, 'lax $.a.b[0]')
  FROM v;

CREATE TABLE texts_12 (c1 INT, c2 STRING, c3 STRING, c4 STRING, c5 STRING) WITH ('connector' = 'print', 'print-identifier' = 'texts_12');
INSERT INTO texts_12 SELECT id,
  JSON_VALUE(s, '$'),
  CAST(JSON_EXISTS(s, '$.a.b') AS STRING),
  CAST(JSON_EXISTS(s, '$.a.c') AS STRING),
  CAST(JSON_EXISTS(s, '$.zz') AS STRING)
  FROM v;
