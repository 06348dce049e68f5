--| result_q3: csv file ${OUTPUT}
--| · state 7a1699d00472031b
--|   project user_id, CAST(window_start AS STRING) AS ws, CAST(window_end AS STRING) AS we, COUNT(*) AS cnt, COUNT(*) FILTER (WHERE `result` <> 'ISSUED') AS failures, SUM(amount) AS sum_amount, AVG(amount) AS avg_amount, MIN(amount) AS min_amount, MAX(amount) AS max_amount
--|     window hop of 10 min every 1 min on attempted_at
--|     · by user_id
--|     · COUNT(*), COUNT(*) FILTER (WHERE `result` <> 'ISSUED'), SUM(amount), AVG(amount), MIN(amount), MAX(amount)
--|     · state of a key: 72 bytes in each of 10 panes of 1 min
--|     · grows with keys × panes that have rows, not with rows
--|     · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|       project attempted_at, user_id, result <> 'ISSUED', amount
--|         scan coupon: json from ${INPUT}
--|         · reads user_id STRING, result STRING, amount BIGINT, attempted_at TIMESTAMP_LTZ(3)
--|         · event time attempted_at, watermark of a partition attempted_at - INTERVAL 5 s
--|         · idle after 20 s, at most 5 min ahead of its record
--|
--| line 47, column 3: warning: AVG of BIGINT is cut to BIGINT in Flink: the mean of 1 and 2 is 1; write AVG(CAST(amount AS DOUBLE))
--|     AVG(amount) AS avg_amount,
--|     ^^^^^^^^^^^
-- Attempts per user in the last ten minutes, every minute.
SET 'execution.runtime-mode' = 'streaming';
SET 'parallelism.default' = '1';
SET 'pipeline.auto-watermark-interval' = '0';              -- a watermark after every row
SET 'table.optimizer.agg-phase-strategy' = 'ONE_PHASE';    -- rows are judged late when they arrive
SET 'table.local-time-zone' = 'UTC';

CREATE TABLE coupon (
  event_id STRING,
  user_id STRING,
  machine_id STRING,
  coupon_no STRING,
  `result` STRING,
  amount BIGINT,
  attempted_at TIMESTAMP_LTZ(3),
  WATERMARK FOR attempted_at AS attempted_at - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem',
  'path' = '${INPUT}',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE result_q3 (
  user_id STRING,
  ws STRING,
  we STRING,
  cnt BIGINT,
  failures BIGINT,
  sum_amount BIGINT,
  avg_amount BIGINT,
  min_amount BIGINT,
  max_amount BIGINT
) WITH (
  'connector' = 'filesystem',
  'path' = '${OUTPUT}',
  'format' = 'csv'
);

INSERT INTO result_q3
SELECT user_id,
  CAST(window_start AS STRING) AS ws,
  CAST(window_end AS STRING) AS we,
  COUNT(*) AS cnt,
  COUNT(*) FILTER (WHERE `result` <> 'ISSUED') AS failures,
  SUM(amount) AS sum_amount,
  AVG(amount) AS avg_amount,
  MIN(amount) AS min_amount,
  MAX(amount) AS max_amount
FROM TABLE(HOP(TABLE coupon, DESCRIPTOR(attempted_at), INTERVAL '1' MINUTE, INTERVAL '10' MINUTE))
GROUP BY user_id, window_start, window_end;
