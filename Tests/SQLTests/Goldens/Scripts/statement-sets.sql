--| out_log: append log
--| · state 15f3c51473be9de0
--|   project who, CAST(n AS BIGINT) AS n
--|     filter n > 1
--|     · on each row, before anything is kept
--|       scan s: json from s
--|       · reads who STRING, n INT, ts TIMESTAMP(3)
--|       · event time ts, watermark of a partition ts
--|       · idle after 20 s, at most 5 min ahead of its record
--|
--| out_log: append log
--| · state out_log:2:15f3c51473be9de0
--|   project who, CAST(n AS BIGINT) AS n
--|     filter n > 1
--|     · on each row, before anything is kept
--|       scan s: json from s
--|       · reads who STRING, n INT, ts TIMESTAMP(3)
--|       · event time ts, watermark of a partition ts
--|       · idle after 20 s, at most 5 min ahead of its record
--|
--| files: csv file o
--| · state 0dadbe497c6ff369
--|   project CAST(n AS DOUBLE) AS n, who
--|     scan s: json from s
--|     · reads who STRING, n INT, ts TIMESTAMP(3)
--|     · event time ts, watermark of a partition ts
--|     · idle after 20 s, at most 5 min ahead of its record
--|
--| files: csv file o
--| · state 4a705a9e9f68b1ae
--|   project NULL AS n, who
--|     scan s: json from s
--|     · reads who STRING, n INT, ts TIMESTAMP(3)
--|     · event time ts, watermark of a partition ts
--|     · idle after 20 s, at most 5 min ahead of its record
--|
--| files: csv file o
--| · state files:2:4a705a9e9f68b1ae
--|   project NULL AS n, who
--|     scan s: json from s
--|     · reads who STRING, n INT, ts TIMESTAMP(3)
--|     · event time ts, watermark of a partition ts
--|     · idle after 20 s, at most 5 min ahead of its record
-- Both kinds of statement set; one scan for each source; two INSERTs into one log.
CREATE TEMPORARY TABLE IF NOT EXISTS s (who STRING, n INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)
WITH ('connector' = 'filesystem', 'path' = 's', 'format' = 'json');
CREATE TABLE out_log (who STRING, n BIGINT) WITH (
  'connector' = 'kafka', 'topic' = 'o', 'format' = 'json', 'properties.bootstrap.servers' = 'b');
CREATE TABLE files (n DOUBLE, who STRING) WITH ('connector' = 'filesystem', 'path' = 'o', 'format' = 'csv');
BEGIN STATEMENT SET;
INSERT INTO out_log SELECT who, n FROM s WHERE n > 1;
INSERT INTO out_log SELECT who, n FROM s WHERE n > 1;
END;
EXECUTE STATEMENT SET BEGIN
INSERT INTO files (who, n) SELECT who, n FROM s;
INSERT INTO files (who) SELECT who FROM s;
INSERT INTO files SELECT NULL, who FROM s;
END
