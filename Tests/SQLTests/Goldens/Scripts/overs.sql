--| seen: print
--| · state 2dbb840462806323
--|   project id, card, COUNT(*) OVER w AS n, SUM(cents) FILTER (WHERE cents > 0) OVER w AS total, MAX(cents) OVER w AS dearest, COUNT(DISTINCT shop) OVER w AS shops
--|     over the rows of the last 1 h in the order of paid
--|     · by card
--|     · COUNT(*), SUM(cents) FILTER (WHERE cents > 0), MAX(cents), COUNT(DISTINCT shop)
--|     · state of a key: 72 bytes; 32 bytes for each row of the last 1 h; each different shop of a key, 24 bytes and the value once, kept for 90 min after its last row
--|     · grows with keys × their rows in 1 h
--|     · a row is a result when the smallest watermark of all partitions reaches it
--|       project paid, card, cents, cents > 0, shop, id
--|         filter card IS NOT NULL
--|         · on each row, before anything is kept
--|           scan pays: json from in
--|           · reads id STRING, card STRING, shop STRING, cents BIGINT, paid TIMESTAMP(3)
--|           · event time paid, watermark of a partition paid - INTERVAL 5 s
--|           · idle after 20 s, at most 5 min ahead of its record
--|
--| counted: print
--| · state 3db742387befc77b
--|   project id, COUNT(*) OVER (PARTITION BY card, shop ORDER BY paid ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) + 1 AS n
--|     over each row and the 9 before it in the order of paid
--|     · by card, shop
--|     · COUNT(*)
--|     · state of a key: 24 bytes; 16 bytes for each of 10 rows, kept for 1 d after its last row
--|     · grows with keys × 10 rows
--|     · a row is a result when the smallest watermark of all partitions reaches it
--|       project paid, card, shop, id
--|         scan pays: json from in
--|         · reads id STRING, card STRING, shop STRING, cents BIGINT, paid TIMESTAMP(3)
--|         · event time paid, watermark of a partition paid - INTERVAL 5 s
--|         · idle after 20 s, at most 5 min ahead of its record
--|
--| counted: print
--| · state 5f32fa6788837964
--|   project id, SUM(cents) OVER (ORDER BY paid) AS n
--|     filter SUM(cents) OVER (ORDER BY paid) > 100
--|     · on each result
--|       over all rows up to each row's time in the order of paid
--|       · by nothing: all rows together
--|       · SUM(cents)
--|       · state of a key: 40 bytes, kept for 1 d after its last row
--|       · grows with keys, not with rows
--|       · a row is a result when the smallest watermark of all partitions reaches it
--|         project paid, cents, id, card, shop
--|           scan pays: json from in
--|           · reads id STRING, card STRING, shop STRING, cents BIGINT, paid TIMESTAMP(3)
--|           · event time paid, watermark of a partition paid - INTERVAL 5 s
--|           · idle after 20 s, at most 5 min ahead of its record
--|
--| firsts: print
--| · state dc21c02ad4900ae4
--|   project id, card, 1 AS n
--|     filter card <> 'test'
--|     · on each result
--|       filter cents > 0
--|       · on each result
--|         the first row by paid
--|         · of each id
--|         · state of a key: its time, kept for 1 d
--|         · grows with keys, not with rows
--|           project paid, id, card, shop, cents
--|             scan pays: json from in
--|             · reads id STRING, card STRING, shop STRING, cents BIGINT, paid TIMESTAMP(3)
--|             · event time paid, watermark of a partition paid - INTERVAL 5 s
--|             · idle after 20 s, at most 5 min ahead of its record
--|
--| tops: print
--| · state 67946d3186e3080d
--|   project card, COUNT(*) AS n, row_number AS place, window_end AS ends
--|     the first 3 by COUNT(*) DESC, card of each window
--|       project card, window_start, window_end, window_time, COUNT(*)
--|         window tumble of 1 min on paid
--|         · by card
--|         · COUNT(*)
--|         · state of a key: 24 bytes in 1 pane
--|         · grows with keys × panes that have rows, not with rows
--|         · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|           project paid, card
--|             scan pays: json from in
--|             · reads id STRING, card STRING, shop STRING, cents BIGINT, paid TIMESTAMP(3)
--|             · event time paid, watermark of a partition paid - INTERVAL 5 s
--|             · idle after 20 s, at most 5 min ahead of its record
--|
--| latest: feature group
--| · key card, a key without rows: delete
--| · state 8679a0eeae811869
--| · changelog mode [I,UA]
--|   project card, shop, cents
--|     the last row by paid
--|     · of each card
--|     · state of a key: its time and its row, kept for 1 d
--|     · grows with keys, not with rows
--|     · changelog mode [I,UB,UA]
--|       project paid, card, id, shop, cents
--|         scan pays: json from in
--|         · reads id STRING, card STRING, shop STRING, cents BIGINT, paid TIMESTAMP(3)
--|         · event time paid, watermark of a partition paid - INTERVAL 5 s
--|         · idle after 20 s, at most 5 min ahead of its record
--|
--| rates: print
--| · state c31c756d0c744082
--|   project shop, n, AVG(CAST(n AS DOUBLE)) OVER (PARTITION BY shop ORDER BY ended RANGE INTERVAL '1' HOUR PRECEDING) AS average
--|     over the rows of the last 1 h in the order of ended
--|     · by shop
--|     · AVG(CAST(n AS DOUBLE))
--|     · state of a key: 40 bytes; 24 bytes for each row of the last 1 h, kept for 90 min after its last row
--|     · grows with keys × their rows in 1 h
--|     · a row is a result when the smallest watermark of all partitions reaches it
--|       project window_time AS ended, shop, CAST(COUNT(*) AS DOUBLE), COUNT(*) AS n
--|         window tumble of 1 min on paid
--|         · by shop
--|         · COUNT(*)
--|         · state of a key: 24 bytes in 1 pane
--|         · grows with keys × panes that have rows, not with rows
--|         · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|           project paid, shop
--|             the first row by paid
--|             · of each id
--|             · state of a key: its time, kept for 1 d
--|             · grows with keys, not with rows
--|               project paid, id, card, shop, cents
--|                 scan pays: json from in
--|                 · reads id STRING, card STRING, shop STRING, cents BIGINT, paid TIMESTAMP(3)
--|                 · event time paid, watermark of a partition paid - INTERVAL 5 s
--|                 · idle after 20 s, at most 5 min ahead of its record
SET 'table.local-time-zone' = 'UTC';
SET 'table.exec.state.ttl' = '1 d';
CREATE TABLE pays (
  id STRING, card STRING, shop STRING, cents BIGINT, paid TIMESTAMP(3),
  WATERMARK FOR paid AS paid - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = 'in', 'format' = 'json');
CREATE TABLE seen (id STRING, card STRING, n BIGINT, total BIGINT, dearest BIGINT, shops BIGINT)
  WITH ('connector' = 'print');
CREATE TABLE counted (id STRING, n BIGINT) WITH ('connector' = 'print');
CREATE TABLE firsts (id STRING, card STRING, n BIGINT) WITH ('connector' = 'print');
CREATE TABLE tops (card STRING, n BIGINT, place BIGINT, ends TIMESTAMP(3)) WITH ('connector' = 'print');

INSERT INTO seen
SELECT id, card, COUNT(*) OVER w, SUM(cents) FILTER (WHERE cents > 0) OVER w, MAX(cents) OVER w,
  COUNT(DISTINCT shop) OVER w
FROM pays WHERE card IS NOT NULL
WINDOW w AS (PARTITION BY card ORDER BY paid RANGE BETWEEN INTERVAL '1' HOUR PRECEDING AND CURRENT ROW);

INSERT INTO counted
SELECT id, COUNT(*) OVER (PARTITION BY card, shop ORDER BY paid ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) + 1
FROM pays;

INSERT INTO counted
SELECT id, n FROM (SELECT *, SUM(cents) OVER (ORDER BY paid) AS n FROM pays) WHERE n > 100;

CREATE VIEW once AS
SELECT id, card, n FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY paid) AS n FROM pays
) WHERE n = 1 AND cents > 0;
INSERT INTO firsts SELECT * FROM once WHERE card <> 'test';

INSERT INTO tops
SELECT card, n, place, window_end FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY n DESC, card) AS place
  FROM (
    SELECT card, window_start, window_end, COUNT(*) AS n
    FROM TABLE(TUMBLE(TABLE pays, DESCRIPTOR(paid), INTERVAL '1' MINUTE))
    GROUP BY card, window_start, window_end
  )
) WHERE place <= 3;

CREATE TABLE latest (card STRING, shop STRING, cents BIGINT, PRIMARY KEY (card) NOT ENFORCED) WITH (
  'connector' = 'upsert-kafka', 'topic' = 't', 'properties.bootstrap.servers' = 'b',
  'key.format' = 'json', 'value.format' = 'json');
SET 'table.exec.sink.require-on-conflict' = 'false';
INSERT INTO latest
SELECT card, shop, cents FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY card ORDER BY paid DESC) AS n FROM pays
) WHERE n = 1;

CREATE TABLE rates (shop STRING, n BIGINT, average DOUBLE) WITH ('connector' = 'print');
CREATE VIEW unique_pays AS
SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY paid) AS nr FROM pays) WHERE nr = 1;
CREATE VIEW per_minute AS
SELECT shop, COUNT(*) AS n, window_time AS ended
FROM TABLE(TUMBLE(TABLE unique_pays, DESCRIPTOR(paid), INTERVAL '1' MINUTE))
GROUP BY shop, window_start, window_end, window_time;
INSERT INTO rates
SELECT shop, n, AVG(CAST(n AS DOUBLE)) OVER (PARTITION BY shop ORDER BY ended RANGE INTERVAL '1' HOUR PRECEDING)
FROM per_minute;
