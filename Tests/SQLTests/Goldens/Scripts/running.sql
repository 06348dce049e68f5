--| customer_orders: feature group
--| · key customer, a key without rows: delete
--| · fresh within 1 s
--| · state 185c80337a1a7310
--| · changelog mode [I,UA,D]
--|   project customer, COUNT(*) AS orders, COUNT(*) FILTER (WHERE state = 'OPEN') AS open_orders, SUM(amount) AS total, MAX(amount) AS largest, COUNT(DISTINCT state) AS states, MAX(taken) AS newest
--|     filter COUNT(*) > 1
--|     · on each result
--|       running aggregate
--|       · by customer
--|       · COUNT(*), COUNT(*) FILTER (WHERE state = 'OPEN'), SUM(amount), MAX(amount), COUNT(DISTINCT state), MAX(taken)
--|       · state of a key: 200 bytes; amount of every row, 36 bytes, packed where rows of one value come and go; state of every row, 20 bytes and the text, packed where rows of one value come and go; taken of every row, 36 bytes, packed where rows of one value come and go, kept for ever
--|       · grows with keys and rows
--|       · each row changes the result of its key at once; none is late
--|       · changelog mode [I,UB,UA,D]
--|         project customer, state = 'OPEN', amount, state, taken
--|           scan orders: debezium-json from topic shop.orders
--|           · reads id BIGINT, customer STRING, amount DECIMAL(10, 2), state STRING, updated TIMESTAMP(3), taken TIMESTAMP_LTZ(3) (metadata value.source.timestamp)
--|           · event time updated, watermark of a partition updated - INTERVAL 5 s
--|           · idle after 20 s, at most 5 min ahead of its record
--|           · changelog mode [I,UB,UA,D]
--|
--| newest_order: feature group
--| · key id, a key without rows: delete
--| · state c3c30f7b13f563dd
--| · changelog mode [I,UA,D]
--|   project id, customer
--|     filter state = 'OPEN'
--|     · on each row, before anything is kept
--|       scan orders: debezium-json from topic shop.orders
--|       · reads id BIGINT, customer STRING, amount DECIMAL(10, 2), state STRING, updated TIMESTAMP(3), taken TIMESTAMP_LTZ(3) (metadata value.source.timestamp)
--|       · event time updated, watermark of a partition updated - INTERVAL 5 s
--|       · idle after 20 s, at most 5 min ahead of its record
--|       · changelog mode [I,UB,UA,D]
--|
--| p: print
--| · state 3c8532e812157cdb
--| · changelog mode [I,UB,UA]
--|   project COUNT(*) AS a, COUNT(DISTINCT page) AS b
--|     running aggregate
--|     · by nothing: one result for all rows
--|     · COUNT(*), COUNT(DISTINCT page)
--|     · state of a key: 64 bytes; page of every row, 20 bytes and the text, packed where rows of one value come and go, kept for ever
--|     · grows with keys and rows
--|     · each row changes the result of its key at once; none is late
--|     · changelog mode [I,UB,UA]
--|       project page
--|         scan clicks: json from in
--|         · reads customer STRING, page STRING, clicked TIMESTAMP(3)
--|         · event time clicked, watermark of a partition clicked - INTERVAL 5 s
--|         · idle after 20 s, at most 5 min ahead of its record
--|
--| p: print
--| · state b10727ad394ee338
--| · changelog mode [I,UB,UA,D]
--|   project n AS a, COUNT(*) AS b
--|     running aggregate
--|     · by n
--|     · COUNT(*)
--|     · state of a key: 24 bytes, kept for ever
--|     · grows with keys, not with rows
--|     · each row changes the result of its key at once; none is late
--|     · changelog mode [I,UB,UA,D]
--|       project COUNT(*) AS n
--|         running aggregate
--|         · by customer
--|         · COUNT(*)
--|         · state of a key: 24 bytes, kept for ever
--|         · grows with keys, not with rows
--|         · each row changes the result of its key at once; none is late
--|         · changelog mode [I,UB,UA]
--|           project customer
--|             scan clicks: json from in
--|             · reads customer STRING, page STRING, clicked TIMESTAMP(3)
--|             · event time clicked, watermark of a partition clicked - INTERVAL 5 s
--|             · idle after 20 s, at most 5 min ahead of its record
--|
--| p: print
--| · state 4064e8b0bcca332b
--|   project COUNT(*) AS a, MIN(id) AS b
--|     window hop of 5 min every 1 min on updated
--|     · by nothing: one row for each window
--|     · COUNT(*), MIN(id)
--|     · state of a key: 72 bytes in each of 5 panes of 1 min; id of every row, 36 bytes, packed where rows of one value come and go
--|     · grows with keys × panes that have rows, rows
--|     · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|       project updated, id
--|         scan orders: debezium-json from topic shop.orders
--|         · reads id BIGINT, customer STRING, amount DECIMAL(10, 2), state STRING, updated TIMESTAMP(3), taken TIMESTAMP_LTZ(3) (metadata value.source.timestamp)
--|         · event time updated, watermark of a partition updated - INTERVAL 5 s
--|         · idle after 20 s, at most 5 min ahead of its record
--|         · changelog mode [I,UB,UA,D]
--|
--| line 15, column 4: warning: a key whose last row is taken back is deleted, as in Flink, whatever @when-empty says
--|   -- @when-empty zero
--|      ^^^^^^^^^^^
--|
--| line 23, column 30: warning: taken comes from the metadata value.source.timestamp of a changelog's message, which is another when the row is taken back: its value stays and another is taken out, as in Flink; aggregate a column of the row itself
--|     COUNT(DISTINCT state), MAX(taken)
--|                                ^^^^^
--|
--| line 24, column 13: warning: every key is remembered for ever here; write SET 'table.exec.state.ttl' = '1 d'; so that one without rows is forgotten
--|   FROM orders GROUP BY customer HAVING COUNT(*) > 1;
--|               ^^^^^^^^^^^^^^^^^

SET 'table.local-time-zone' = 'UTC';
SET 'table.exec.sink.require-on-conflict' = 'false';
CREATE TABLE orders (
  id BIGINT, customer STRING, amount DECIMAL(10, 2), state STRING, updated TIMESTAMP(3),
  taken TIMESTAMP_LTZ(3) METADATA FROM 'value.source.timestamp' VIRTUAL,
  WATERMARK FOR updated AS updated - INTERVAL '5' SECOND
) WITH ('connector' = 'kafka', 'topic' = 'shop.orders', 'properties.bootstrap.servers' = 'b',
  'value.format' = 'debezium-json', 'value.debezium-json.schema-include' = 'true');
CREATE TABLE clicks (customer STRING, page STRING, clicked TIMESTAMP(3),
  WATERMARK FOR clicked AS clicked - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = 'in', 'format' = 'json');

-- @freshness 1 s
-- @when-empty zero
CREATE TABLE customer_orders (
  customer STRING, orders BIGINT, open_orders BIGINT, total DECIMAL(38, 2), largest DECIMAL(10, 2),
  states BIGINT, newest TIMESTAMP_LTZ(3), PRIMARY KEY (customer) NOT ENFORCED
) WITH ('connector' = 'upsert-kafka', 'topic' = 'f', 'properties.bootstrap.servers' = 'b',
  'key.format' = 'json', 'value.format' = 'json');
INSERT INTO customer_orders
SELECT customer, COUNT(*), COUNT(*) FILTER (WHERE state = 'OPEN'), SUM(amount), MAX(amount),
  COUNT(DISTINCT state), MAX(taken)
FROM orders GROUP BY customer HAVING COUNT(*) > 1;

CREATE TABLE newest_order (id BIGINT, customer STRING, PRIMARY KEY (id) NOT ENFORCED) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'g', 'properties.bootstrap.servers' = 'b',
  'key.format' = 'json', 'value.format' = 'json');
INSERT INTO newest_order SELECT id, customer FROM orders WHERE state = 'OPEN';

CREATE TABLE p (a BIGINT, b BIGINT) WITH ('connector' = 'print');
INSERT INTO p SELECT COUNT(*), COUNT(DISTINCT page) FROM clicks;
INSERT INTO p SELECT n, COUNT(*) FROM (SELECT customer, COUNT(*) AS n FROM clicks GROUP BY customer) GROUP BY n;
INSERT INTO p SELECT COUNT(*), MIN(id) FROM TABLE(HOP(TABLE orders, DESCRIPTOR(updated),
  INTERVAL '1' MINUTE, INTERVAL '5' MINUTE)) GROUP BY window_start, window_end;
