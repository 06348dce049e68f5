-- Coupon validations of ten locations, as features and as an alarm.
--
-- Run it with `weir demo coupon`, or against your own broker with
-- `weir console demo/coupon/pipeline.sql --brokers HOST:PORT`. Apache Flink takes the same file.

SET 'table.local-time-zone' = 'UTC';
-- Flink 2.3 asks for it when the rows of a window go into a key of the entity alone.
SET 'table.exec.sink.require-on-conflict' = 'false';

CREATE TABLE coupon_validations (
  msg_id        STRING,
  msg_type      STRING,
  device_id     STRING,
  location_code STRING,
  coupon_code   STRING,
  response      STRING,
  create_time   TIMESTAMP(3),
  WATERMARK FOR create_time AS create_time - INTERVAL '5' SECOND
) WITH (
  'connector' = 'kafka',
  'topic' = 'log-input',
  'properties.bootstrap.servers' = 'localhost:9092',
  'scan.startup.mode' = 'earliest-offset',
  'scan.watermark.emit.strategy' = 'on-event',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
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

-- @title     Attempts per device
-- @freshness 30 s
-- @ttl       1 h
CREATE TABLE coupon_device_attempts (
  device_id        STRING,
  attempts         BIGINT,
  invalid          BIGINT,
  distinct_coupons BIGINT,
  PRIMARY KEY (device_id) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'coupon-device-attempts',
  'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json',
  'value.format' = 'json'
);

-- @title     Attempts per location
-- @freshness 30 s
-- @ttl       1 h
CREATE TABLE coupon_location_attempts (
  location_code    STRING,
  attempts         BIGINT,
  invalid          BIGINT,
  distinct_coupons BIGINT,
  PRIMARY KEY (location_code) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'coupon-location-attempts',
  'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json',
  'value.format' = 'json'
);

-- @title     Somebody guesses codes
-- @ttl       1 h
-- @alert     critical "{location_code}: {invalid} of {attempts} coupon attempts in a minute were invalid, {distinct_coupons} codes tried"
CREATE TABLE coupon_suspects (
  location_code    STRING,
  attempts         BIGINT,
  invalid          BIGINT,
  distinct_coupons BIGINT,
  first_seen       TIMESTAMP(3),
  last_seen        TIMESTAMP(3),
  window_time      TIMESTAMP(3),
  PRIMARY KEY (location_code) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'coupon-suspects',
  'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json',
  'value.format' = 'json'
);

EXECUTE STATEMENT SET BEGIN

-- The two features of the coupon system, with the group windows that it uses.
INSERT INTO coupon_prefix_count
SELECT
  CONCAT(location_code, '#', SUBSTRING(coupon_code, 1, CHAR_LENGTH(coupon_code) - 4)),
  COUNT(*)
FROM coupon_validations
GROUP BY
  CONCAT(location_code, '#', SUBSTRING(coupon_code, 1, CHAR_LENGTH(coupon_code) - 4)),
  HOP(create_time, INTERVAL '5' MINUTE, INTERVAL '10' MINUTE);

INSERT INTO coupon_location_invalid_count
SELECT location_code, COUNT(*)
FROM coupon_validations
WHERE response = 'INVALID'
GROUP BY location_code, TUMBLE(create_time, INTERVAL '5' MINUTE);

-- The attempt rates: the last minute, anew every ten seconds.
INSERT INTO coupon_device_attempts
SELECT
  device_id,
  COUNT(*),
  COUNT(*) FILTER (WHERE response = 'INVALID'),
  COUNT(DISTINCT coupon_code)
FROM TABLE(HOP(
  TABLE coupon_validations, DESCRIPTOR(create_time), INTERVAL '10' SECOND, INTERVAL '1' MINUTE))
GROUP BY device_id, window_start, window_end;

INSERT INTO coupon_location_attempts
SELECT
  location_code,
  COUNT(*),
  COUNT(*) FILTER (WHERE response = 'INVALID'),
  COUNT(DISTINCT coupon_code)
FROM TABLE(HOP(
  TABLE coupon_validations, DESCRIPTOR(create_time), INTERVAL '10' SECOND, INTERVAL '1' MINUTE))
GROUP BY location_code, window_start, window_end;

-- Who mistypes a code hits any number; who guesses codes one after the other tries many that
-- begin alike. So ten invalid codes beyond their number of prefixes are a suspicion, however
-- busy the location is, and any number of honest mistakes is none.
INSERT INTO coupon_suspects
SELECT
  location_code,
  COUNT(*),
  COUNT(*) FILTER (WHERE response = 'INVALID'),
  COUNT(DISTINCT coupon_code) FILTER (WHERE response = 'INVALID'),
  MIN(create_time) FILTER (WHERE response = 'INVALID'),
  MAX(create_time) FILTER (WHERE response = 'INVALID'),
  window_time
FROM TABLE(HOP(
  TABLE coupon_validations, DESCRIPTOR(create_time), INTERVAL '10' SECOND, INTERVAL '1' MINUTE))
GROUP BY location_code, window_start, window_end, window_time
HAVING
  COUNT(DISTINCT coupon_code) FILTER (WHERE response = 'INVALID')
    - COUNT(DISTINCT SUBSTRING(coupon_code, 1, CHAR_LENGTH(coupon_code) - 4))
        FILTER (WHERE response = 'INVALID') >= 10;

END;
