#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

/* rd_kafka_producev is variadic, which Swift cannot call. The payload and the key are copied.
   A NULL payload makes a tombstone; a NULL key, no key; a timestamp of 0 means now. */
static inline rd_kafka_resp_err_t crk_produce(rd_kafka_t *client, rd_kafka_topic_t *topic,
                                              int32_t partition, const void *payload,
                                              size_t payload_length, const void *key,
                                              size_t key_length, int64_t timestamp_ms) {
    return rd_kafka_producev(client, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_PARTITION(partition),
                             RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                             RD_KAFKA_V_VALUE((void *)payload, payload_length),
                             RD_KAFKA_V_KEY(key, key_length),
                             RD_KAFKA_V_TIMESTAMP(timestamp_ms), RD_KAFKA_V_END);
}
