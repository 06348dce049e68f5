import CRdkafka
import Glibc
import Synchronization

/// Collects what librdkafka reports, from whichever thread it does so.
final class ClientSink: Sendable {
    struct State: Sendable {
        var lastError: String?
        /// When the last broker went away, on the monotonic clock; `nil` while one is there.
        var downSinceNs: UInt64?
        var hasBeenUp = false
        /// librdkafka gave this client up: what it said.
        var fatal: String?
        /// The newest log lines, oldest first.
        var log: [String] = []
        var brokers: [KafkaBroker] = []
        var delivered: Int64 = 0
        var failed: Int64 = 0
        var lastDeliveryError: rd_kafka_resp_err_t?
        var failedCommits: Int64 = 0
    }

    let state = Mutex(State())

    func read<Value: Sendable>(_ body: (State) -> Value) -> Value { state.withLock { body($0) } }

    /// A broker answered, so the connection stands.
    func noteAnswer() {
        state.withLock {
            $0.downSinceNs = nil
            $0.hasBeenUp = true
        }
    }

    /// No broker answers any more.
    var isCutOff: Bool { read { $0.downSinceNs != nil } }

    var connection: KafkaConnection {
        read { state in
            guard let since = state.downSinceNs else {
                return state.hasBeenUp ? .up : .connecting(reason: state.lastError)
            }
            let forMs = Int64((monotonicNs() &- since) / 1_000_000)
            return .down(forMs: forMs, reason: state.lastError ?? "no broker answers")
        }
    }

    /// Registers the callbacks.
    ///
    /// Unretained: the client handle holds this until the client is destroyed, and librdkafka calls
    /// nothing afterwards.
    func install(on configuration: OpaquePointer) {
        rd_kafka_conf_set_opaque(configuration, Unmanaged.passUnretained(self).toOpaque())
        rd_kafka_conf_set_log_cb(configuration) { client, _, _, text in
            guard let client, let text else { return }
            sink(rd_kafka_opaque(client))?.add(logLine: String(cString: text))
        }
        rd_kafka_conf_set_error_cb(configuration) { _, code, reason, opaque in
            let reason = reason.map { String(cString: $0) } ?? ""
            sink(opaque)?.add(error: rd_kafka_resp_err_t(code), reason)
        }
        rd_kafka_conf_set_stats_cb(configuration) { _, json, length, opaque in
            let bytes = UnsafeRawBufferPointer(start: json, count: length)
            sink(opaque)?.add(statistics: bytes)
            return 0  // librdkafka frees the text.
        }
        rd_kafka_conf_set_offset_commit_cb(configuration) { _, code, _, opaque in
            // The group's offsets are a courtesy, so a failure is counted and nothing else.
            guard code != RD_KAFKA_RESP_ERR_NO_ERROR, code != RD_KAFKA_RESP_ERR__NO_OFFSET
            else { return }
            sink(opaque)?.state.withLock { $0.failedCommits += 1 }
        }
    }

    /// Counts deliveries too; only a producer has them.
    static func installDeliveryReports(on configuration: OpaquePointer) {
        rd_kafka_conf_set_dr_msg_cb(configuration) { _, message, opaque in
            guard let message else { return }
            sink(opaque)?.add(delivery: message.pointee.err)
        }
    }

    private func add(logLine: String) {
        state.withLock {
            if $0.log.count >= 64 { $0.log.removeFirst() }
            $0.log.append(logLine)
        }
    }

    private func add(error: rd_kafka_resp_err_t, _ reason: String) {
        state.withLock {
            if error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN {
                // It only counts the brokers; why each went away was said before.
                $0.lastError = $0.lastError ?? reason
                $0.downSinceNs = $0.downSinceNs ?? monotonicNs()
            } else {
                $0.lastError = reason
            }
            if error == RD_KAFKA_RESP_ERR__FATAL { $0.fatal = reason }
        }
    }

    private func add(statistics: UnsafeRawBufferPointer) {
        let brokers = KafkaBroker.parse(statistics: statistics)
        let isUp = brokers.contains { $0.isUp }
        state.withLock {
            $0.brokers = brokers
            if isUp {
                $0.downSinceNs = nil
                $0.hasBeenUp = true
            }
        }
    }

    private func add(delivery error: rd_kafka_resp_err_t) {
        state.withLock {
            guard error != RD_KAFKA_RESP_ERR_NO_ERROR else { return $0.delivered += 1 }
            $0.failed += 1
            $0.lastDeliveryError = error
        }
    }

    /// Counts a record that librdkafka would not even queue.
    func addRefused(_ error: rd_kafka_resp_err_t) { add(delivery: error) }
}

/// The sink behind the opaque pointer that ``ClientSink/install(on:)`` gave to librdkafka.
private func sink(_ opaque: UnsafeMutableRawPointer?) -> ClientSink? {
    opaque.map { Unmanaged<ClientSink>.fromOpaque($0).takeUnretainedValue() }
}

/// Nanoseconds of the clock that never jumps.
func monotonicNs() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(now.tv_sec) &* 1_000_000_000 &+ UInt64(now.tv_nsec)
}
