@testable import Streams
import Testing

@Suite struct KafkaPropertiesTests {
    @Test(arguments: [
        (["isolation.level": "read_uncommitted"], ["isolation.level": "read_uncommitted"]),
        (["sasl.mechanism": "PLAIN"], ["sasl.mechanisms": "PLAIN"]),
        (["security.protocol": "SASL_SSL"], ["security.protocol": "SASL_SSL"]),
        (["fetch.max.wait.ms": "7"], ["fetch.wait.max.ms": "7"]),
        (["receive.buffer.bytes": "-1"], ["socket.receive.buffer.bytes": "0"]),
        (["send.buffer.bytes": "9000"], ["socket.send.buffer.bytes": "9000"]),
        (["max.partition.fetch.bytes": "5000"], ["fetch.message.max.bytes": "5000"]),
        (["request.timeout.ms": "3000"], ["socket.timeout.ms": "3000"]),
        (
            ["ssl.endpoint.identification.algorithm": ""],
            ["ssl.endpoint.identification.algorithm": "none"]
        ),
        (
            ["ssl.truststore.type": "PEM", "ssl.truststore.location": "/ca.pem"],
            ["ssl.ca.location": "/ca.pem"]
        ),
        (
            ["ssl.keystore.type": "PEM", "ssl.keystore.location": "/me.pem"],
            ["ssl.certificate.location": "/me.pem", "ssl.key.location": "/me.pem"]
        ),
        (
            [
                "ssl.keystore.type": "pkcs12", "ssl.keystore.location": "/me.p12",
                "ssl.keystore.password": "x",
            ],
            ["ssl.keystore.location": "/me.p12", "ssl.keystore.password": "x"]
        ),
        (
            ["sasl.jaas.config": "a.b.PlainLoginModule required username=\"u\" password='p';"],
            ["sasl.username": "u", "sasl.password": "p"]
        ),
        (["max.poll.records": "5", "enable.auto.commit": "true"], [:]),
    ])
    func `Java's names become librdkafka's`(java: [String: String], ours: [String: String]) throws {
        let mapped = try FlinkClientProperties(java)
        #expect(mapped.properties == ours)
        #expect(mapped.warnings.isEmpty)
        // librdkafka itself must know every name and value that comes out.
        var configuration = ClientConfiguration()
        try configuration.set(mapped.properties)
    }

    @Test func `what is not known is left out and said`() throws {
        let mapped = try FlinkClientProperties(["interceptor.classes": "x.Y", "group.id": "g"])
        #expect(mapped.properties.isEmpty)
        #expect(mapped.groupID == "g")
        #expect(mapped.warnings.count == 1)
        #expect(mapped.warnings.first?.contains("properties.interceptor.classes") == true)
    }

    @Test(arguments: [
        (["ssl.truststore.location": "/t.jks"], "export it as PEM"),
        (["ssl.keystore.location": "/t.jks", "ssl.keystore.type": "JKS"], "export it as PEM"),
        (["sasl.jaas.config": "x.Krb5LoginModule required useKeyTab=true;"], "--kafka-config"),
        (["auto.offset.reset": "smallest"], "'earliest', 'latest' or 'none'"),
    ])
    func `what only Java reads is refused, unless a file replaces it`(
        java: [String: String], words: String
    ) throws {
        let failure = #expect(throws: KafkaFailure.self) { try FlinkClientProperties(java) }
        #expect(failure?.message.contains(words) == true, "\(failure?.message ?? "")")
        guard java["auto.offset.reset"] == nil else { return }
        let replaced = try FlinkClientProperties(java, replacesSecurity: true)
        #expect(replaced.properties.isEmpty)
        #expect(replaced.warnings == ["--kafka-config replaces the script's security properties"])
    }

    @Test(arguments: [
        ("a.PlainLoginModule required username=\"u\" password=\"p\";", "u", "p"),
        ("PlainLoginModule required username=u password=p", "u", "p"),
        (
            "x.scram.ScramLoginModule  required\n password = \"a=b;c\" username = 'd e' ;", "d e",
            "a=b;c"
        ),
        (#"PlainLoginModule required username="q\"q" password="b\\s";"#, "q\"q", #"b\s"#),
        ("PlainLoginModule required username='' password='ü';", "", "ü"),
    ])
    func `a simple login is understood`(text: String, username: String, password: String) {
        let user = JaasConfiguration(text)
        #expect(user?.username == username)
        #expect(user?.password == password)
    }

    @Test(arguments: [
        "", ";", "PlainLoginModule", "PlainLoginModule required;",
        "PlainLoginModule required username=\"u\";",
        "PlainLoginModule required username=\"u\" password=\"p",
        "PlainLoginModule required username=\"u\" password=\"p\" 'open",
        "PlainLoginModule required username=\"u\" password=;",
        "PlainLoginModule required username \"u\" password=\"p\";",
        "PlainLoginModule username=\"u\" password=\"p\";",
        "OAuthBearerLoginModule required username=\"u\" password=\"p\";",
    ])
    func `any other login is not guessed at`(text: String) {
        #expect(JaasConfiguration(text) == nil)
    }

    @Test func `a script's table becomes settings, and the command line goes before it`() throws {
        let options = try KafkaTableOptions(
            [
                "connector": "kafka", "topic": "a;b", "properties.bootstrap.servers": "s:1",
                "properties.group.id": "g", "properties.auto.offset.reset": "latest",
                "properties.sasl.mechanism": "PLAIN", "properties.client.id": "mine",
            ], overrides: ["sasl.username": "u", "check.crcs": "false"])
        #expect(options.topics == ["a", "b"])
        #expect(options.start == .committed(reset: .latest))
        #expect(options.stop == .unbounded)
        let settings = try options.settings()
        #expect(settings.brokers == "s:1")
        #expect(settings.groupID == "g")
        #expect(
            settings.properties == [
                "client.id": "mine", "sasl.username": "u", "check.crcs": "false",
            ])
        #expect(try options.settings(brokers: "t:2").brokers == "t:2")
    }

    @Test(arguments: [
        ("earliest-offset", [:], KafkaStart.earliest),
        ("latest-offset", [:], .latest),
        ("timestamp", ["scan.startup.timestamp-millis": "17"], .timestamp(ms: 17)),
        (
            "specific-offsets",
            ["scan.startup.specific-offsets": "partition:0,offset:42;partition:3,offset:300"],
            .offsets([0: 42, 3: 300])
        ),
        ("group-offsets", ["properties.group.id": "g"], .committed(reset: .refuse)),
    ])
    func `every start mode is read`(
        mode: String, more: [String: String], start: KafkaStart
    ) throws {
        let options = ["topic": "t", "scan.startup.mode": mode].merging(more) { $1 }
        #expect(try KafkaTableOptions(options).start == start)
    }

    @Test(arguments: [
        ("unbounded", [:], KafkaStop.unbounded),
        ("latest-offset", [:], .latest),
        ("timestamp", ["scan.bounded.timestamp-millis": "17"], .timestamp(ms: 17)),
        (
            "specific-offsets", ["scan.bounded.specific-offsets": "partition:0,offset:42;"],
            .offsets([0: 42])
        ),
        ("group-offsets", ["properties.group.id": "g"], .committed),
    ])
    func `every bounded mode is read`(
        mode: String, more: [String: String], stop: KafkaStop
    ) throws {
        let options = [
            "topic": "t", "scan.startup.mode": "earliest-offset", "scan.bounded.mode": mode,
        ].merging(more) { $1 }
        #expect(try KafkaTableOptions(options).stop == stop)
    }

    @Test(arguments: [
        ([:], "name the topic to read"),
        (["topic": "t"], "needs 'properties.group.id'"),
        (["topic-pattern": "t.*"], "name the topics in 'topic'"),
        (["topic": "t", "scan.startup.mode": "earliest"], "not 'earliest'"),
        (
            ["topic": "t", "scan.startup.mode": "latest-offset", "scan.bounded.mode": "end"],
            "not 'end'"
        ),
        (
            ["topic": "t", "scan.startup.mode": "timestamp"], "milliseconds since 1970 UTC"
        ),
        (
            [
                "topic": "t", "scan.startup.mode": "specific-offsets",
                "scan.startup.specific-offsets": "partition:0,offset:-1",
            ], "is written as"
        ),
        (
            [
                "topic": "t", "scan.startup.mode": "specific-offsets",
                "scan.startup.specific-offsets": "partition:0,offset:1;partition:0,offset:2",
            ], "is written as"
        ),
    ])
    func `an option that cannot be followed is refused`(options: [String: String], words: String) {
        let failure = #expect(throws: KafkaFailure.self) { try KafkaTableOptions(options) }
        #expect(failure?.message.contains(words) == true, "\(failure?.message ?? "")")
        #expect(failure?.advice == .stop)
    }

    @Test func `a missing broker is asked for`() throws {
        let options = try KafkaTableOptions(["topic": "t", "scan.startup.mode": "latest-offset"])
        let failure = #expect(throws: KafkaFailure.self) { try options.settings() }
        #expect(failure?.message.contains("--brokers HOST:PORT") == true)
    }
}
