-- Nested rows and arrays as a json table gives them.
CREATE TABLE e (id INT, r ROW<a INT, b ROW<c STRING, d DECIMAL(6, 2)>>, n ARRAY<INT>, s ARRAY<STRING>, t ARRAY<DOUBLE>)
  WITH ('connector' = 'filesystem', 'path' = '${FOLDER}/nested.jsonl', 'format' = 'json');

CREATE TABLE fields (c1 INT, c2 INT, c3 STRING, c4 DECIMAL(6, 2), c5 INT) WITH ('connector' = 'print', 'print-identifier' = 'fields');
INSERT INTO fields SELECT id, e.r.a, e.r.b.c, e.r.b.d, e.r.a + 1 FROM e;

CREATE TABLE arrays (c1 INT, c2 ARRAY<INT>, c3 ARRAY<STRING>, c4 ARRAY<DOUBLE>) WITH ('connector' = 'print', 'print-identifier' = 'arrays');
INSERT INTO arrays SELECT id, n, s, t FROM e;

CREATE TABLE elements (c1 INT, c2 INT, c3 INT, c4 INT, c5 INT, c6 STRING, c7 DOUBLE) WITH ('connector' = 'print', 'print-identifier' = 'elements');
INSERT INTO elements SELECT id, n[1], n[3], n[4], n[9], s[1], t[1] FROM e;

CREATE TABLE cardinality_of (c1 INT, c2 INT, c3 INT) WITH ('connector' = 'print', 'print-identifier' = 'cardinality_of');
INSERT INTO cardinality_of SELECT id, CARDINALITY(n), CARDINALITY(s) FROM e;

CREATE TABLE contains_of (c1 INT, c2 BOOLEAN, c3 BOOLEAN) WITH ('connector' = 'print', 'print-identifier' = 'contains_of');
INSERT INTO contains_of SELECT id, ARRAY_CONTAINS(n, 2), ARRAY_CONTAINS(s, 'b') FROM e;

CREATE TABLE joined_of (c1 INT, c2 STRING, c3 STRING) WITH ('connector' = 'print', 'print-identifier' = 'joined_of');
INSERT INTO joined_of SELECT id, ARRAY_JOIN(s, '-'), ARRAY_JOIN(s, '-', '?') FROM e;

CREATE TABLE position_of (c1 INT, c2 INT, c3 INT) WITH ('connector' = 'print', 'print-identifier' = 'position_of');
INSERT INTO position_of SELECT id, ARRAY_POSITION(s, 'b'), ARRAY_POSITION(n, 3) FROM e;

CREATE TABLE split_of (c1 INT, c2 ARRAY<STRING>) WITH ('connector' = 'print', 'print-identifier' = 'split_of');
INSERT INTO split_of SELECT id, SPLIT('a,b,,c', ',') FROM e;

CREATE TABLE made (c1 INT, c2 ARRAY<INT>, c3 ARRAY<STRING>) WITH ('connector' = 'print', 'print-identifier' = 'made');
INSERT INTO made SELECT id, ARRAY[1, id], ARRAY['x', e.r.b.c] FROM e;

CREATE TABLE text_of_array (c1 INT, c2 STRING, c3 STRING) WITH ('connector' = 'print', 'print-identifier' = 'text_of_array');
INSERT INTO text_of_array SELECT id, CAST(n AS STRING), CAST(s AS STRING) FROM e;
