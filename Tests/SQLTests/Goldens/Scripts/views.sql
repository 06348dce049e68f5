--| sums: print
--| · state 95c185d6c2281347
--|   project who, SUM(price) AS total, window_end AS closed
--|     filter (COUNT(*) > 1) AND ((SUM(price) / CAST(COUNT(*) AS DOUBLE)) > 150.0)
--|     · on each result, when its window fires
--|       window tumble of 1 d moved by 1 h on at_time
--|       · by who
--|       · SUM(price), COUNT(*)
--|       · state of a key: 48 bytes in 1 pane
--|       · grows with keys × panes that have rows, not with rows
--|       · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|         project ts AS at_time, UPPER(who) AS who, cost AS price
--|           filter cost > 100.0
--|           · on each row, before anything is kept
--|             filter kind = 'buy'
--|             · on each row, before anything is kept
--|               scan s: json from s
--|               · reads who STRING, kind STRING, cost DOUBLE, ts TIMESTAMP_LTZ(3)
--|               · event time ts, watermark of a partition ts - INTERVAL 1 s
--|               · idle after 20 s, at most 5 min ahead of its record
-- Views and inner queries are written out over the table.
SET 'table.local-time-zone' = 'Test/East';
CREATE TABLE s (
  who STRING, kind STRING, cost DOUBLE, ts TIMESTAMP_LTZ(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = 's', 'format' = 'json');
CREATE VIEW bought AS SELECT UPPER(who) AS buyer, cost, ts FROM s WHERE kind = 'buy';
CREATE TEMPORARY VIEW dear (who, price, at_time) AS SELECT * FROM bought WHERE cost > 100;
CREATE TABLE sums (who STRING, total DOUBLE, closed TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO sums
SELECT who, total, closed FROM (
  SELECT d.who, SUM(price) AS total, COUNT(*) AS n, window_end AS closed
  FROM TUMBLE(DATA => TABLE dear, TIMECOL => DESCRIPTOR(at_time), SIZE => INTERVAL '1' DAYS,
    `OFFSET` => INTERVAL '1' HOUR) AS d
  GROUP BY d.who, window_start, window_end
) AS daily
WHERE n > 1 AND total / n > 150;
