--| p: print
--| · state fdec34fab5a5af80
--|   project device, COUNT(*) AS n, window_time AS t
--|     window tumble of 10 min moved by -1 min on ts
--|     · by device
--|     · COUNT(*)
--|     · state of a key: 24 bytes in 1 pane
--|     · grows with keys × panes that have rows, not with rows
--|     · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|       project ts, device
--|         scan events: json from in
--|         · reads device STRING, place STRING, ts TIMESTAMP(3)
--|         · event time ts, watermark of a partition ts - INTERVAL 5 s
--|         · idle after 20 s, at most 5 min ahead of its record
--|
--| p: print
--| · state 5bfc550da047cba4
--|   project device, COUNT(*) AS n, window_time AS t
--|     window hop of 10 min every 5 min moved by 1 min on ts
--|     · by device
--|     · COUNT(*)
--|     · state of a key: 24 bytes in each of 2 panes of 5 min
--|     · grows with keys × panes that have rows, not with rows
--|     · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|       project ts, device
--|         scan events: json from in
--|         · reads device STRING, place STRING, ts TIMESTAMP(3)
--|         · event time ts, watermark of a partition ts - INTERVAL 5 s
--|         · idle after 20 s, at most 5 min ahead of its record
--|
--| p: print
--| · state 2685996621e6b186
--|   project device, COUNT(*) AS n, window_time AS t
--|     window cumulate up to 1 d every 1 h moved by 8 h on ts
--|     · by device
--|     · COUNT(*)
--|     · state of a key: 24 bytes in each of 24 panes of 1 h
--|     · grows with keys × panes that have rows, not with rows
--|     · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|       project ts, device
--|         scan events: json from in
--|         · reads device STRING, place STRING, ts TIMESTAMP(3)
--|         · event time ts, watermark of a partition ts - INTERVAL 5 s
--|         · idle after 20 s, at most 5 min ahead of its record
--|
--| p: print
--| · state 976e4600ffb1eee6
--|   project device, COUNT(*) AS n, window_time AS t
--|     window cumulate up to 1 d every 1 h on ts
--|     · by device
--|     · COUNT(*)
--|     · state of a key: 24 bytes in each of 24 panes of 1 h
--|     · grows with keys × panes that have rows, not with rows
--|     · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|       project ts, device
--|         scan events: json from in
--|         · reads device STRING, place STRING, ts TIMESTAMP(3)
--|         · event time ts, watermark of a partition ts - INTERVAL 5 s
--|         · idle after 20 s, at most 5 min ahead of its record
--|
--| visits: feature group
--| · key device, a session's value stays until it expires
--| · state 7a40313f29f735a9
--|   project device, COUNT(DISTINCT place) AS n
--|     window session until a gap of 30 min on ts
--|     · by device
--|     · COUNT(DISTINCT place)
--|     · state of a key: 24 bytes in each open session; each different place of a session, 24 bytes and the value once
--|     · grows with open sessions and with different values, not with rows
--|     · fires when the smallest watermark of all partitions reaches a session's end; a row is late when its own partition's has passed the session it would make
--|       project ts, device, place
--|         scan events: json from in
--|         · reads device STRING, place STRING, ts TIMESTAMP(3)
--|         · event time ts, watermark of a partition ts - INTERVAL 5 s
--|         · idle after 20 s, at most 5 min ahead of its record
--|
--| p: print
--| · state a0c4da8d50826999
--|   project device, COUNT(*) AS n, window_end AS t
--|     window session until a gap of 30 min on ts
--|     · by place, device
--|     · COUNT(*)
--|     · state of a key: 24 bytes in each open session
--|     · grows with open sessions, not with rows
--|     · fires when the smallest watermark of all partitions reaches a session's end; a row is late when its own partition's has passed the session it would make
--|       project ts, place, device
--|         scan events: json from in
--|         · reads device STRING, place STRING, ts TIMESTAMP(3)
--|         · event time ts, watermark of a partition ts - INTERVAL 5 s
--|         · idle after 20 s, at most 5 min ahead of its record
--|
--| p: print
--| · state ae231d39602f0125
--|   project NULL AS device, COUNT(*) AS n, window_end AS t
--|     window session until a gap of 30 min on ts
--|     · by nothing: one row for each window
--|     · COUNT(*)
--|     · state of a key: 24 bytes in each open session
--|     · grows with open sessions, not with rows
--|     · fires when the smallest watermark of all partitions reaches a session's end; a row is late when its own partition's has passed the session it would make
--|       project ts
--|         scan events: json from in
--|         · reads device STRING, place STRING, ts TIMESTAMP(3)
--|         · event time ts, watermark of a partition ts - INTERVAL 5 s
--|         · idle after 20 s, at most 5 min ahead of its record
--|
--| p: print
--| · state 0267e41301d40761
--|   project device, COUNT(*) AS n, window_time AS t
--|     filter window_start < (window_end - INTERVAL 2 h)
--|     · on each result, when its window fires
--|       window session until a gap of 1 h on ts
--|       · by device
--|       · COUNT(*)
--|       · state of a key: 24 bytes in each open session
--|       · grows with open sessions, not with rows
--|       · fires when the smallest watermark of all partitions reaches a session's end; a row is late when its own partition's has passed the session it would make
--|         project ts, device
--|           scan events: json from in
--|           · reads device STRING, place STRING, ts TIMESTAMP(3)
--|           · event time ts, watermark of a partition ts - INTERVAL 5 s
--|           · idle after 20 s, at most 5 min ahead of its record
--|
--| line 8, column 4: warning: a session has no next window in which its key could be missing; its value stays until @ttl
--|   -- @when-empty zero
--|      ^^^^^^^^^^^
--|
--| line 25, column 13: warning: the value of a session stays for ever when its key never comes back; write -- @ttl 1 d above CREATE TABLE visits
--|   INSERT INTO visits SELECT device, COUNT(DISTINCT place) FROM
--|               ^^^^^^
--|
--| line 35, column 10: warning: group windows are deprecated in Flink; write FROM TABLE(SESSION(TABLE events PARTITION BY (…), DESCRIPTOR(ts), INTERVAL '1' HOUR)) and GROUP BY …, window_start, window_end
--|   GROUP BY SESSION(ts, INTERVAL '1' HOUR), device
--|            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- Every window function, by place and by name, with and without TABLE( ).
SET 'table.local-time-zone' = 'UTC';
SET 'table.exec.sink.require-on-conflict' = 'false';
CREATE TABLE events (
  device STRING, place STRING, amount INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = 'in', 'format' = 'json');
CREATE TABLE p (device STRING, n BIGINT, t TIMESTAMP(3)) WITH ('connector' = 'print');
-- @when-empty zero
CREATE TABLE visits (device STRING, n BIGINT, PRIMARY KEY (device) NOT ENFORCED) WITH (
  'connector' = 'upsert-kafka', 'topic' = 't', 'properties.bootstrap.servers' = 'b',
  'key.format' = 'json', 'value.format' = 'json');
INSERT INTO p SELECT device, COUNT(*), window_time FROM
  TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '10' MINUTE, INTERVAL '-1' MINUTE))
GROUP BY device, window_start, window_end, window_time;
INSERT INTO p SELECT device, COUNT(*), window_time FROM
  HOP(DATA => TABLE events, TIMECOL => DESCRIPTOR(ts), SLIDE => INTERVAL '5' MINUTE,
    SIZE => INTERVAL '10' MINUTE, `OFFSET` => INTERVAL '1' MINUTE)
GROUP BY device, window_start, window_end, window_time;
INSERT INTO p SELECT device, COUNT(*), window_time FROM
  TABLE(CUMULATE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' HOUR, INTERVAL '1' DAY, INTERVAL '8' HOUR))
GROUP BY device, window_start, window_end, window_time;
INSERT INTO p SELECT device, COUNT(*), window_time FROM
  CUMULATE(DATA => TABLE events, TIMECOL => DESCRIPTOR(ts), STEP => INTERVAL '1' HOUR, SIZE => INTERVAL '1' DAY)
GROUP BY device, window_start, window_end, window_time;
INSERT INTO visits SELECT device, COUNT(DISTINCT place) FROM
  TABLE(SESSION(TABLE events PARTITION BY device, DESCRIPTOR(ts), INTERVAL '30' MINUTE))
GROUP BY device, window_start, window_end;
INSERT INTO p SELECT device, COUNT(*), window_end FROM
  SESSION(DATA => TABLE events PARTITION BY (device, place), TIMECOL => DESCRIPTOR(ts), GAP => INTERVAL '30' MINUTE)
GROUP BY place, device, window_start, window_end;
INSERT INTO p SELECT CAST(NULL AS STRING), COUNT(*), window_end FROM
  TABLE(SESSION(TABLE events, DESCRIPTOR(ts), INTERVAL '30' MINUTE))
GROUP BY window_start, window_end;
INSERT INTO p SELECT device, COUNT(*), SESSION_ROWTIME(ts, INTERVAL '1' HOUR) FROM events
GROUP BY SESSION(ts, INTERVAL '1' HOUR), device
HAVING SESSION_START(ts, INTERVAL '1' HOUR) < SESSION_END(ts, INTERVAL '1' HOUR) - INTERVAL '2' HOUR;
