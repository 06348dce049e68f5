-- The coupon system's first hop: validations as a DynamoDB stream delivers them.
--
-- Every attribute of the table's new image comes wrapped in its type, {"S": "..."} for a text. The
-- plain json format reads that as nested rows; computed columns take the values out, so that the
-- statements below are those of pipeline.sql. Apache Flink takes the same file.
--
-- The stream's event-source mapping must keep INSERT alone, as the coupon system's does: a REMOVE
-- has no new image and so no event time. Weir quarantines such a row, Flink stops.

SET 'table.local-time-zone' = 'UTC';
-- Flink 2.3 asks for it when the rows of a window go into a key of the entity alone.
SET 'table.exec.sink.require-on-conflict' = 'false';

CREATE TABLE coupon_changes (
  eventName STRING,
  dynamodb  ROW<
    NewImage ROW<
      msg_id        ROW<S STRING>,
      device_id     ROW<S STRING>,
      location_code ROW<S STRING>,
      coupon_code   ROW<S STRING>,
      response      ROW<S STRING>,
      create_time   ROW<S STRING>>>,
  location_code AS dynamodb.NewImage.location_code.S,
  coupon_code   AS dynamodb.NewImage.coupon_code.S,
  response      AS dynamodb.NewImage.response.S,
  create_time   AS TO_TIMESTAMP(dynamodb.NewImage.create_time.S, 'yyyy-MM-dd''T''HH:mm:ss.SSS'),
  WATERMARK FOR create_time AS create_time - INTERVAL '5' SECOND
) WITH (
  'connector' = 'kafka',
  'topic' = 'proto--log-input',
  'properties.bootstrap.servers' = 'localhost:9092',
  'scan.startup.mode' = 'earliest-offset',
  'scan.watermark.emit.strategy' = 'on-event',
  'format' = 'json'
);

-- How often codes with the same beginning were tried at a location in ten minutes.
-- @title     Attempts per location and code prefix
-- @freshness 6 min
-- @ttl       1 d
CREATE TABLE coupon_prefix_count (
  loc_coupon_prefix STRING,
  msg_count         BIGINT,
  PRIMARY KEY (loc_coupon_prefix) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'coupon-prefix-count',
  'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json',
  'value.format' = 'json'
);

-- @title     Invalid codes per location
-- @freshness 6 min
-- @ttl       1 d
CREATE TABLE coupon_location_invalid_count (
  location_code STRING,
  msg_count     BIGINT,
  PRIMARY KEY (location_code) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'coupon-location-invalid-count',
  'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json',
  'value.format' = 'json'
);

EXECUTE STATEMENT SET BEGIN

INSERT INTO coupon_prefix_count
SELECT
  CONCAT(location_code, '#', SUBSTRING(coupon_code, 1, CHAR_LENGTH(coupon_code) - 4)),
  COUNT(*)
FROM TABLE(HOP(
  TABLE coupon_changes, DESCRIPTOR(create_time), INTERVAL '5' MINUTE, INTERVAL '10' MINUTE))
WHERE eventName = 'INSERT'
GROUP BY
  CONCAT(location_code, '#', SUBSTRING(coupon_code, 1, CHAR_LENGTH(coupon_code) - 4)),
  window_start, window_end;

INSERT INTO coupon_location_invalid_count
SELECT location_code, COUNT(*)
FROM TABLE(TUMBLE(TABLE coupon_changes, DESCRIPTOR(create_time), INTERVAL '5' MINUTE))
WHERE eventName = 'INSERT' AND response = 'INVALID'
GROUP BY location_code, window_start, window_end;

END;
