--| lists: feature group
--| · key who, a key without rows: delete
--| · state 38255d840b8f2f97
--|   project who, LAST_VALUE(tags) AS tags, SUM(basket.items[1].codes[2] + CARDINALITY(marks)) AS n, MAX(first_price) AS price
--|     window tumble of 1 min on ts
--|     · by who
--|     · LAST_VALUE(tags), SUM(basket.items[1].codes[2] + CARDINALITY(marks)), MAX(first_price)
--|     · state of a key: 88 bytes in 1 pane
--|     · grows with keys × panes that have rows, not with rows
--|     · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|       project ts, who, tags, basket.items[1].codes[2] + CAST(CARDINALITY(marks) AS BIGINT), first_price
--|         filter (ARRAY_CONTAINS(tags, 'gift') AND (SPLIT(who, '@')[2] <> 'example.org')) AND (CARDINALITY(tags) > 1)
--|         · on each row, before anything is kept
--|           scan carts: json from carts
--|           · reads who STRING, tags ARRAY<STRING>, marks ARRAY<INT>, basket.items ARRAY<ROW<name STRING, price DOUBLE, codes ARRAY<BIGINT>>>, ts TIMESTAMP(3)
--|           · first_price = basket.items[1].price
--|           · event time ts, watermark of a partition ts
--|           · idle after 20 s, at most 5 min ahead of its record
--|
--| pairs: print
--| · state b996fdc679af4087
--|   project ARRAY[marks[1], marks[2]] AS pair, ARRAY_JOIN(tags, ',') AS texts
--|     scan carts: json from carts
--|     · reads who STRING, tags ARRAY<STRING>, marks ARRAY<INT>, basket.items ARRAY<ROW<name STRING, price DOUBLE, codes ARRAY<BIGINT>>>, ts TIMESTAMP(3)
--|     · first_price = basket.items[1].price
--|     · event time ts, watermark of a partition ts
--|     · idle after 20 s, at most 5 min ahead of its record
-- Arrays and the rows in them: read, taken apart, grouped by and written.
SET 'table.exec.sink.require-on-conflict' = 'false';
CREATE TABLE carts (
  who STRING, tags ARRAY<STRING NOT NULL>, marks INT ARRAY,
  basket ROW<id STRING, items ARRAY<ROW<name STRING, price DOUBLE, codes ARRAY<BIGINT>>>>,
  first_price AS basket.items[1].price,
  ts TIMESTAMP(3), WATERMARK FOR ts AS ts
) WITH ('connector' = 'filesystem', 'path' = 'carts', 'format' = 'json');
CREATE TABLE lists (
  who STRING, tags ARRAY<STRING>, n BIGINT, price DOUBLE, PRIMARY KEY (who) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'lists', 'properties.bootstrap.servers' = 'b',
  'key.format' = 'json', 'value.format' = 'json');
INSERT INTO lists
SELECT who, LAST_VALUE(tags), SUM(basket.items[1].codes[2] + CARDINALITY(marks)), MAX(first_price)
FROM TABLE(TUMBLE(TABLE carts, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
WHERE ARRAY_CONTAINS(tags, 'gift') AND SPLIT(who, '@')[2] <> 'example.org' AND CARDINALITY(tags) > 1
GROUP BY who, window_start, window_end;
CREATE TABLE pairs (pair ARRAY<INT>, texts STRING) WITH ('connector' = 'print');
INSERT INTO pairs SELECT ARRAY[marks[1], marks[2]], ARRAY_JOIN(tags, ',') FROM carts;
