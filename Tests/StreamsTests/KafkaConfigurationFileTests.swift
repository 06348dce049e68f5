import CRdkafka
import Foundation
@testable import Streams
import Testing

@Suite struct KafkaConfigurationFileTests {
    @Test(arguments: [
        ("", [:]),
        ("# only a comment\n\n   \n", [:]),
        ("client.id=a", ["client.id": "a"]),
        ("  client.id \t=  a b  \r\n", ["client.id": "a b"]),
        ("sasl.password=a=b#c", ["sasl.password": "a=b#c"]),
        (
            "security.protocol=SASL_SSL\nsasl.mechanisms=PLAIN\nsasl.username=ü\n",
            ["security.protocol": "SASL_SSL", "sasl.mechanisms": "PLAIN", "sasl.username": "ü"]
        ),
    ])
    func `properties are read`(text: String, properties: [String: String]) throws {
        let file = try KafkaConfigurationFile(text: Array(text.utf8), name: "f")
        #expect(file.properties == properties)
    }

    @Test(arguments: [
        ("client.id=a\nhunter2\n", "f:2: write name=value"),
        ("=hunter2", "f:1: write name=value"),
        ("client.id=a\n\nclient.id=hunter2", "f:3: 'client.id' is set a second time; line 1"),
        ("enable.auto.commit=hunter2", "f:1: 'enable.auto.commit' is decided by Weir"),
        ("no.such.name=hunter2", "f:1: librdkafka"),
        ("pass word=hunter2", "f:1: the name before '='"),
        ("sasl.jaas.config=hunter2", "f:1: 'sasl.jaas.config' is for Java"),
        ("ssl.truststore.location=hunter2", "f:1: 'ssl.truststore.location' is for Java"),
        ("client.id=a\nsasl.password=hunter2\u{0}", "f:2: is not text in UTF-8"),
    ])
    func `a wrong line is named and its value is not`(text: String, words: String) {
        let failure = #expect(throws: KafkaFailure.self) {
            try KafkaConfigurationFile(text: Array(text.utf8), name: "f")
        }
        #expect(failure?.message.hasPrefix(words) == true, "\(failure?.message ?? "")")
        #expect(failure?.message.contains("hunter2") == false)
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        let failure = #expect(throws: KafkaFailure.self) {
            try KafkaConfigurationFile(text: Array("client.id=".utf8) + [0xff, 0xfe], name: "f")
        }
        #expect(failure?.message == "f:1: is not text in UTF-8")
    }

    @Test(arguments: [
        ("ssl.key.pem", true), ("sasl.password", true), ("ssl.keystore.password", true),
        ("sasl.oauthbearer.client.secret", true), ("sasl.oauthbearer.config", true),
        ("client.id", false), ("ssl.key.location", false),
    ])
    func `secrets are known by their names`(name: String, isSecret: Bool) {
        #expect(ClientConfiguration.isSecret(name) == isSecret)
    }

    @Test func `librdkafka's words are not repeated when they may quote a secret`() {
        let said = "Invalid value \"hunter2\""
        for name in ["sasl.password", "client.id"] {
            let reason = ClientConfiguration.reason(name, RD_KAFKA_CONF_INVALID, said: said)
            #expect(reason.contains("hunter2") == (name == "client.id"))
        }
    }

    @Test func `a secret that others may read is warned of`() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "kafka-\(UUID()).conf")
        defer { try? FileManager.default.removeItem(at: url) }
        try "sasl.password=x\n".write(to: url, atomically: true, encoding: .utf8)
        let chmod = { (mode: Int) in
            try FileManager.default.setAttributes(
                [.posixPermissions: mode], ofItemAtPath: url.path)
        }
        try chmod(0o644)
        let open = try KafkaConfigurationFile.read(path: url.path)
        #expect(open.warnings.count == 1)
        #expect(open.properties == ["sasl.password": "x"])
        try chmod(0o600)
        #expect(try KafkaConfigurationFile.read(path: url.path).warnings.isEmpty)
    }

    @Test func `a file that is not there is named`() {
        let failure = #expect(throws: KafkaFailure.self) {
            try KafkaConfigurationFile.read(path: "/no/such/file")
        }
        #expect(failure?.message.hasPrefix("/no/such/file: cannot be opened") == true)
    }
}
