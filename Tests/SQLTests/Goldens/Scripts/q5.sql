--| result_q5: csv file ${OUTPUT}
--| · state f760c2a74e8a1b59
--|   project event_id, user_id, CAST(attempted_at AS STRING) AS ts, COUNT(*) OVER w AS cnt, SUM(CASE WHEN `result` <> 'ISSUED' THEN 1 ELSE 0 END) OVER w AS failures
--|     over the rows of the last 10 min in the order of attempted_at
--|     · by user_id
--|     · COUNT(*), SUM(CASE WHEN `result` <> 'ISSUED' THEN 1 ELSE 0 END)
--|     · state of a key: 48 bytes; 24 bytes for each row of the last 10 min, kept for 15 min after its last row
--|     · grows with keys × their rows in 10 min
--|     · a row is a result when the smallest watermark of all partitions reaches it
--|       project attempted_at, user_id, CASE WHEN result <> 'ISSUED' THEN 1 ELSE 0 END, event_id
--|         scan coupon: json from ${INPUT}
--|         · reads event_id STRING, user_id STRING, result STRING, attempted_at TIMESTAMP_LTZ(3)
--|         · event time attempted_at, watermark of a partition attempted_at - INTERVAL 5 s
--|         · idle after 20 s, at most 5 min ahead of its record
-- Per attempt: attempts and failures of that user in the ten minutes up to it.
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

CREATE TABLE result_q5 (
  event_id STRING,
  user_id STRING,
  ts STRING,
  cnt BIGINT,
  failures INT
) WITH (
  'connector' = 'filesystem',
  'path' = '${OUTPUT}',
  'format' = 'csv'
);

INSERT INTO result_q5
SELECT event_id,
  user_id,
  CAST(attempted_at AS STRING) AS ts,
  COUNT(*) OVER w AS cnt,
  SUM(CASE WHEN `result` <> 'ISSUED' THEN 1 ELSE 0 END) OVER w AS failures
FROM coupon
WINDOW w AS (PARTITION BY user_id ORDER BY attempted_at RANGE BETWEEN INTERVAL '10' MINUTE PRECEDING AND CURRENT ROW);
