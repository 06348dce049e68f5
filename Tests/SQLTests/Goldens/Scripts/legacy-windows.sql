--| minutes: feature group
--| · key who, a key without rows: delete
--| · state da5b1c7c281f09be
--|   project UPPER(who) AS who, window_start AS started, window_end AS ended, window_time AS event_time, MAX(cost) AS cost
--|     filter (SUM(cost) > 10) AND (window_start IS NOT NULL)
--|     · on each result, when its window fires
--|       window hop of 1 min every 30 s on ts
--|       · by UPPER(who)
--|       · MAX(cost), SUM(cost)
--|       · state of a key: 48 bytes in each of 2 panes of 30 s
--|       · grows with keys × panes that have rows, not with rows
--|       · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|         project ts, UPPER(who), cost
--|           scan clicks: csv from clicks
--|           · reads who STRING, cost INT, ts TIMESTAMP(3)
--|           · event time ts, watermark of a partition ts
--|           · idle after 20 s, at most 5 min ahead of its record
--|
--| line 19, column 10: warning: group windows are deprecated in Flink; write FROM TABLE(HOP(TABLE clicks, DESCRIPTOR(ts), INTERVAL '30' SECOND, INTERVAL '1' MINUTE)) and GROUP BY …, window_start, window_end
--|   GROUP BY HOP(ts, INTERVAL '30' SECOND, INTERVAL '1' MINUTE), UPPER(who)
--|            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
--|
--| line 20, column 8: warning: SUM of INT is INT in Flink and has no room beyond 2147483647; write SUM(CAST(cost AS BIGINT))
--|   HAVING SUM(cost) > 10 AND HOP_START(ts, INTERVAL '30' SECOND, INTERVAL '1' MINUTE) IS NOT NULL;
--|          ^^^^^^^^^
-- Group windows as older scripts write them.
SET 'table.exec.sink.require-on-conflict' = 'false';
CREATE TABLE clicks (
  who STRING, cost INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts
) WITH ('connector' = 'filesystem', 'path' = 'clicks', 'format' = 'csv', 'csv.null-literal' = '');
CREATE TABLE minutes (
  who STRING, started TIMESTAMP(3), ended TIMESTAMP(3), event_time TIMESTAMP(3), cost INT,
  PRIMARY KEY (who) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'minutes', 'properties.bootstrap.servers' = 'b',
  'key.format' = 'json', 'value.format' = 'json'
);
INSERT INTO minutes
SELECT
  UPPER(who), HOP_START(ts, INTERVAL '30' SECOND, INTERVAL '1' MINUTE),
  HOP_END(ts, INTERVAL '30' SECOND, INTERVAL '60' SECOND),
  HOP_ROWTIME(ts, INTERVAL '30' SECOND, INTERVAL '1' MINUTE), MAX(cost)
FROM clicks
GROUP BY HOP(ts, INTERVAL '30' SECOND, INTERVAL '1' MINUTE), UPPER(who)
HAVING SUM(cost) > 10 AND HOP_START(ts, INTERVAL '30' SECOND, INTERVAL '1' MINUTE) IS NOT NULL;
