--| per_place: feature group
--| · key place, a key without rows: delete
--| · state 4ea7fcc78ef6f52d
--|   project who, place, AVG(n) AS n
--|     window hop of 2 min every 2 min on ts
--|     · by who, place
--|     · AVG(n)
--|     · state of a key: 40 bytes in 1 pane
--|     · grows with keys × panes that have rows, not with rows
--|     · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|       project ts, who, place, n
--|         scan s: json from topic s
--|         · reads who STRING, place STRING, n INT, ts TIMESTAMP_LTZ(3)
--|         · event time ts, watermark of a partition ts
--|         · idle after 20 s, at most 5 min ahead of its record
--|
--| per_name: feature group
--| · key name, a key without rows: delete
--| · lives 1 min
--| · state 22d229439e368452
--|   project MAX(who) AS name, COUNT(*) AS n
--|     window tumble of 5 min on ts
--|     · by place
--|     · MAX(who), COUNT(*)
--|     · state of a key: 40 bytes in 1 pane
--|     · grows with keys × panes that have rows, not with rows
--|     · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|       project ts, place, who
--|         scan s: json from topic s
--|         · reads who STRING, place STRING, n INT, ts TIMESTAMP_LTZ(3)
--|         · event time ts, watermark of a partition ts
--|         · idle after 20 s, at most 5 min ahead of its record
--|
--| prices: print
--| · state c87ef17afbcaa418
--|   project CAST(n * 1.19 AS DOUBLE) AS price
--|     scan s: json from topic s
--|     · reads who STRING, place STRING, n INT, ts TIMESTAMP_LTZ(3)
--|     · event time ts, watermark of a partition ts
--|     · idle after 20 s, at most 5 min ahead of its record
--|
--| line 2, column 14: warning: Flink needs 'properties.bootstrap.servers' here; Weir can take --brokers instead
--|   CREATE TABLE s (who STRING, place STRING, n INT, ts TIMESTAMP_LTZ(3), WATERMARK FOR ts AS ts) W…
--|                ^
--|
--| line 3, column 93: warning: Weir moves the watermark with every row, so that the same input gives the same rows; write 'on-event' so that Flink does too
--|   …' = 'kafka', 'topic' = 's', 'format' = 'json', 'scan.watermark.emit.strategy' = 'on-periodic');
--|                                                                                    ^^^^^^^^^^^^^
--|
--| line 7, column 13: warning: Flink 2.3 refuses this INSERT into a table with a key; write SET 'table.exec.sink.require-on-conflict' = 'false';
--|   INSERT INTO per_place SELECT who, place, AVG(n)
--|               ^^^^^^^^^
--|
--| line 7, column 13: warning: TIMESTAMP_LTZ is shown and cut into windows in the session zone, which in Flink is the machine's; write SET 'table.local-time-zone' = 'UTC';
--|   INSERT INTO per_place SELECT who, place, AVG(n)
--|               ^^^^^^^^^
--|
--| line 7, column 42: warning: AVG of INT is cut to INT in Flink: the mean of 1 and 2 is 1; write AVG(CAST(n AS DOUBLE))
--|   INSERT INTO per_place SELECT who, place, AVG(n)
--|                                            ^^^^^^
--|
--| line 8, column 41: warning: Flink takes two digits here unless the unit says more; write SECOND(3)
--|   FROM TABLE(HOP(TABLE s, DESCRIPTOR(ts), INTERVAL '120' SECOND, INTERVAL '2' MINUTE))
--|                                           ^^^^^^^^^^^^^^^^^^^^^
--|
--| line 8, column 41: warning: a HOP whose slide is its size is a TUMBLE; write that
--|   FROM TABLE(HOP(TABLE s, DESCRIPTOR(ts), INTERVAL '120' SECOND, INTERVAL '2' MINUTE))
--|                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
--|
--| line 9, column 1: warning: the query groups by who, which is not in the PRIMARY KEY of per_place, so its results overwrite each other
--|   GROUP BY who, place, window_start, window_end;
--|   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
--|
--| line 10, column 4: warning: values expire after 1 min, before their window of 5 min has passed
--|   -- @ttl 1 min
--|      ^^^^
--|
--| line 14, column 13: warning: the key column name is no group key of the query, so results of several groups can overwrite each other
--|   INSERT INTO per_name SELECT MAX(who), COUNT(*) FROM s GROUP BY place, TUMBLE(ts, INTERVAL '5' M…
--|               ^^^^^^^^
--|
--| line 14, column 13: warning: Flink 2.3 refuses this INSERT into a table with a key; write SET 'table.exec.sink.require-on-conflict' = 'false';
--|   INSERT INTO per_name SELECT MAX(who), COUNT(*) FROM s GROUP BY place, TUMBLE(ts, INTERVAL '5' M…
--|               ^^^^^^^^
--|
--| line 14, column 13: warning: per_place goes into the topic b, too, and in Flink their rows would overwrite each other; write another 'topic'
--|   INSERT INTO per_name SELECT MAX(who), COUNT(*) FROM s GROUP BY place, TUMBLE(ts, INTERVAL '5' M…
--|               ^^^^^^^^
--|
--| line 14, column 71: warning: group windows are deprecated in Flink; write FROM TABLE(TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '5' MINUTE)) and GROUP BY …, window_start, window_end
--|   …INTO per_name SELECT MAX(who), COUNT(*) FROM s GROUP BY place, TUMBLE(ts, INTERVAL '5' MINUTE);
--|                                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- Everything that is allowed and probably not meant.
CREATE TABLE s (who STRING, place STRING, n INT, ts TIMESTAMP_LTZ(3), WATERMARK FOR ts AS ts) WITH (
  'connector' = 'kafka', 'topic' = 's', 'format' = 'json', 'scan.watermark.emit.strategy' = 'on-periodic');
CREATE TABLE per_place (who STRING, place STRING, n INT, PRIMARY KEY (place) NOT ENFORCED) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'b', 'properties.bootstrap.servers' = 'b',
  'key.format' = 'json', 'value.format' = 'json');
INSERT INTO per_place SELECT who, place, AVG(n)
FROM TABLE(HOP(TABLE s, DESCRIPTOR(ts), INTERVAL '120' SECOND, INTERVAL '2' MINUTE))
GROUP BY who, place, window_start, window_end;
-- @ttl 1 min
CREATE TABLE per_name (name STRING, n BIGINT, PRIMARY KEY (name) NOT ENFORCED) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'b', 'properties.bootstrap.servers' = 'b',
  'key.format' = 'json', 'value.format' = 'json');
INSERT INTO per_name SELECT MAX(who), COUNT(*) FROM s GROUP BY place, TUMBLE(ts, INTERVAL '5' MINUTE);
CREATE TABLE prices (price DOUBLE) WITH ('connector' = 'print');
INSERT INTO prices SELECT n * 1.19 FROM s;
