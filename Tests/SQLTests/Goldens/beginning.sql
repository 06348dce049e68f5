SET 'table.local-time-zone' = 'UTC';
SET 'table.exec.sink.require-on-conflict' = 'false';
CREATE TABLE events (
  device STRING, place STRING, amount INT, big BIGINT, price DOUBLE, ok BOOLEAN, born DATE,
  ts TIMESTAMP(3), instant TIMESTAMP_LTZ(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = 'in', 'format' = 'json');
CREATE TABLE timeless (device STRING, ts TIMESTAMP(3))
  WITH ('connector' = 'filesystem', 'path' = 'in', 'format' = 'json');
CREATE TABLE totals (device STRING, n BIGINT, PRIMARY KEY (device) NOT ENFORCED) WITH (
  'connector' = 'upsert-kafka', 'topic' = 't', 'properties.bootstrap.servers' = 'b',
  'key.format' = 'json', 'value.format' = 'json');
CREATE TABLE texts (t STRING) WITH ('connector' = 'print');
CREATE TABLE numbers (n BIGINT) WITH ('connector' = 'print');
