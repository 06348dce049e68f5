--| hours: print
--| · state 4585f265df2b61ff
--|   project who, SUM(n) AS n, SUM(cost) AS total, window_time
--|     window hop of 1 h every 10 min on minute_time
--|     · by who
--|     · SUM(n), SUM(cost)
--|     · state of a key: 64 bytes in each of 6 panes of 10 min
--|     · grows with keys × panes that have rows, not with rows
--|     · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|       project window_time AS minute_time, who, COUNT(*) AS n, SUM(cost) AS cost
--|         filter COUNT(*) > 1
--|         · on each result, when its window fires
--|           window tumble of 1 min on ts
--|           · by who
--|           · COUNT(*), SUM(cost)
--|           · state of a key: 48 bytes in 1 pane
--|           · grows with keys × panes that have rows, not with rows
--|           · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|             project ts, who, cost
--|               union all of 2
--|                 project who, CAST(cost AS BIGINT) AS cost, ts
--|                   filter cost > 0
--|                   · on each row, before anything is kept
--|                     scan shop: json from shop
--|                     · reads who STRING, cost INT, ts TIMESTAMP(3)
--|                     · event time ts, watermark of a partition ts - INTERVAL 5 s
--|                     · idle after 20 s, at most 5 min ahead of its record
--|                 project UPPER(customer) AS who, cents / 100 AS cost, at_time AS ts
--|                   filter agent <> 'robot'
--|                   · on each row, before anything is kept
--|                     scan web: json from web
--|                     · reads agent STRING, customer STRING, cents BIGINT, at_time TIMESTAMP(3)
--|                     · event time at_time, watermark of a partition at_time - INTERVAL 1 s
--|                     · idle after 20 s, at most 5 min ahead of its record
--|
--| latest: feature group
--| · key who, a key without rows: delete
--| · state dca753add291ffc5
--|   project buyer AS who, many AS n
--|     union all of 2
--|       project who AS buyer, COUNT(*) AS many
--|         filter COUNT(*) < 1000
--|         · on each result, when its window fires
--|           window tumble of 1 d on ts
--|           · by who
--|           · COUNT(*)
--|           · state of a key: 24 bytes in 1 pane
--|           · grows with keys × panes that have rows, not with rows
--|           · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|             project ts, who
--|               scan shop: json from shop
--|               · reads who STRING, cost INT, ts TIMESTAMP(3)
--|               · event time ts, watermark of a partition ts - INTERVAL 5 s
--|               · idle after 20 s, at most 5 min ahead of its record
--|       project agent AS buyer, CAST(EXPR$1 AS BIGINT) AS many
--|         union all of 2
--|           project agent, 0 AS EXPR$1
--|             scan web: json from web
--|             · reads agent STRING, customer STRING, cents BIGINT, at_time TIMESTAMP(3)
--|             · event time at_time, watermark of a partition at_time - INTERVAL 1 s
--|             · idle after 20 s, at most 5 min ahead of its record
--|           project NULL AS agent, NULL AS EXPR$1
--|             scan web: json from web
--|             · reads agent STRING, customer STRING, cents BIGINT, at_time TIMESTAMP(3)
--|             · event time at_time, watermark of a partition at_time - INTERVAL 1 s
--|             · idle after 20 s, at most 5 min ahead of its record
--|
--| hours: print
--| · state e297098935076ab3
--|   project who, COUNT(*) AS n, SUM(n) AS total, window_time
--|     window tumble of 1 d on minute_time
--|     · by who
--|     · COUNT(*), SUM(n)
--|     · state of a key: 48 bytes in 1 pane
--|     · grows with keys × panes that have rows, not with rows
--|     · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|       project window_time AS minute_time, who, COUNT(*) AS n
--|         filter COUNT(*) > 1
--|         · on each result, when its window fires
--|           window tumble of 1 min on ts
--|           · by who
--|           · COUNT(*), SUM(cost)
--|           · state of a key: 48 bytes in 1 pane
--|           · grows with keys × panes that have rows, not with rows
--|           · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|             project ts, who, cost
--|               union all of 2
--|                 project who, CAST(cost AS BIGINT) AS cost, ts
--|                   filter cost > 0
--|                   · on each row, before anything is kept
--|                     scan shop: json from shop
--|                     · reads who STRING, cost INT, ts TIMESTAMP(3)
--|                     · event time ts, watermark of a partition ts - INTERVAL 5 s
--|                     · idle after 20 s, at most 5 min ahead of its record
--|                 project UPPER(customer) AS who, cents / 100 AS cost, at_time AS ts
--|                   filter agent <> 'robot'
--|                   · on each row, before anything is kept
--|                     scan web: json from web
--|                     · reads agent STRING, customer STRING, cents BIGINT, at_time TIMESTAMP(3)
--|                     · event time at_time, watermark of a partition at_time - INTERVAL 1 s
--|                     · idle after 20 s, at most 5 min ahead of its record
--|
--| line 38, column 15: warning: group windows are deprecated in Flink; write FROM TABLE(TUMBLE(TABLE minutes, DESCRIPTOR(minute_time), INTERVAL '1' DAY)) and GROUP BY …, window_start, window_end
--|   GROUP BY who, TUMBLE(minute_time, INTERVAL '1' DAY);
--|                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- Windows over windows, over views and over UNION ALL; WITH.
SET 'table.local-time-zone' = 'UTC';
SET 'table.exec.sink.require-on-conflict' = 'false';
CREATE TABLE shop (
  who STRING, cost INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = 'shop', 'format' = 'json');
CREATE TABLE web (
  agent STRING, customer STRING, cents BIGINT, at_time TIMESTAMP(3),
  WATERMARK FOR at_time AS at_time - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = 'web', 'format' = 'json');
CREATE TABLE hours (who STRING, n BIGINT, total BIGINT, window_time TIMESTAMP(3)) WITH ('connector' = 'print');
CREATE TABLE latest (who STRING, n BIGINT, PRIMARY KEY (who) NOT ENFORCED) WITH (
  'connector' = 'upsert-kafka', 'topic' = 't', 'properties.bootstrap.servers' = 'b',
  'key.format' = 'json', 'value.format' = 'json');
CREATE VIEW bought AS
SELECT who, cost, ts FROM shop WHERE cost > 0
UNION ALL
SELECT UPPER(customer), cents / 100, at_time FROM web WHERE agent <> 'robot';
CREATE VIEW minutes AS
SELECT who, COUNT(*) AS n, SUM(cost) AS cost, window_time AS minute_time
FROM TABLE(TUMBLE(TABLE bought, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
GROUP BY who, window_start, window_end, window_time
HAVING COUNT(*) > 1;
INSERT INTO hours
SELECT who, SUM(n), SUM(cost), window_time
FROM TABLE(HOP(TABLE minutes, DESCRIPTOR(minute_time), INTERVAL '10' MINUTE, INTERVAL '1' HOUR))
GROUP BY who, window_start, window_end, window_time;
INSERT INTO latest
WITH days (buyer, many, t) AS (
  SELECT who, COUNT(*), window_time FROM TABLE(TUMBLE(TABLE shop, DESCRIPTOR(ts), INTERVAL '1' DAY))
  GROUP BY who, window_start, window_end, window_time
), calm AS (SELECT * FROM days WHERE many < 1000)
SELECT buyer, many FROM calm
UNION ALL
(SELECT agent, 0 FROM web UNION ALL SELECT NULL, NULL FROM web);
INSERT INTO hours
SELECT who, COUNT(*), SUM(n), TUMBLE_ROWTIME(minute_time, INTERVAL '1' DAY) FROM minutes AS m
GROUP BY who, TUMBLE(minute_time, INTERVAL '1' DAY);
