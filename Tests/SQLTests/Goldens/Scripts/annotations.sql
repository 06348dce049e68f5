--| busy: alert group
--| · key who, a key without rows: delete
--| · fresh within 12 s, lives 500 ms
--| · state 9da78a1d5c8d6eb6
--|   project who, SUM(n) AS n, window_end AS closed
--|     window hop of 20 s every 10 s on ts
--|     · by who
--|     · SUM(n)
--|     · state of a key: 40 bytes in each of 2 panes of 10 s
--|     · grows with keys × panes that have rows, not with rows
--|     · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|       project ts, who, n
--|         scan s: json from topic s
--|         · reads who STRING, n INT, ts TIMESTAMP(3)
--|         · event time ts, watermark of a partition ts - INTERVAL 2 s
--|         · never idle, no future guard
--|
--| line 9, column 4: warning: values expire after 500 ms, before their window of 20 s has passed
--|   -- @ttl        500 ms
--|      ^^^^
--|
--| line 16, column 30: warning: SUM of INT is INT in Flink and has no room beyond 2147483647; write SUM(CAST(n AS BIGINT))
--|   INSERT INTO busy SELECT who, SUM(n), window_end
--|                                ^^^^^^
-- Everything that can be said about a feature group in comments.
SET 'table.exec.source.idle-timeout' = '0';
-- @future-guard off
CREATE TABLE s (who STRING, n INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND)
WITH ('connector' = 'kafka', 'topic' = 's', 'format' = 'json', 'properties.bootstrap.servers' = 'b');
-- People who do too much.
-- @title      Who does too much
-- @freshness  12 s        the promise the console measures against
-- @ttl        500 ms
-- @when-empty delete      whoever is gone is no alert
-- @event-time closed
-- @alert      warning "{who} did {n} things"
CREATE TABLE busy (who STRING, n INT, closed TIMESTAMP(3), PRIMARY KEY (who) NOT ENFORCED) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'b', 'properties.bootstrap.servers' = 'b',
  'key.format' = 'json', 'value.format' = 'json');
INSERT INTO busy SELECT who, SUM(n), window_end
FROM TABLE(HOP(TABLE s, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '20' SECOND))
GROUP BY who, window_start, window_end
ON CONFLICT DO DEDUPLICATE;
