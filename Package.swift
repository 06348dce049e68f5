// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// Where the inner loops are: the one flag that pays, as class and global state is touched per
/// batch.
let hotSettings =
    settings + [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]

let package = Package(
    name: "weir",
    products: [.executable(name: "weir", targets: ["weir"])],
    targets: [
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CRdkafka", providers: [.apt(["librdkafka-dev"])]),
        .target(name: "CIntrinsics"),
        .target(name: "CCrashGuard"),
        .target(name: "Engine", dependencies: ["CIntrinsics"], swiftSettings: hotSettings),
        .target(name: "SQL", dependencies: ["Engine"], swiftSettings: settings),
        .target(name: "Control", dependencies: ["Engine"], swiftSettings: settings),
        .target(
            name: "Streams", dependencies: ["CIntrinsics", "Engine", "CRdkafka"],
            swiftSettings: hotSettings),
        .target(name: "Stores", dependencies: ["Engine", "CSQLite"], swiftSettings: settings),
        .target(
            name: "Runtime", dependencies: ["Engine", "Control", "Streams", "Stores"],
            swiftSettings: settings),
        .target(name: "Scenarios", dependencies: ["CIntrinsics"], swiftSettings: settings),
        .target(
            name: "Terminal", dependencies: ["CNcurses", "CCrashGuard"], swiftSettings: settings),
        .target(
            name: "Console", dependencies: ["Control", "Engine", "Terminal"],
            swiftSettings: settings),
        .executableTarget(
            name: "weir",
            dependencies: [
                "CIntrinsics", "Console", "Control", "Engine", "Runtime", "SQL", "Scenarios",
                "Stores", "Streams",
                "Terminal",
            ],
            resources: [.embedInCode("Resources/coupon.sql")], swiftSettings: settings),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
        .target(name: "Oracle", path: "Tests/Oracle", swiftSettings: settings),
        .target(
            name: "Simulation", dependencies: ["Engine", "Oracle", "SQL", "Streams"],
            path: "Tests/Simulation", swiftSettings: settings),
        .executableTarget(
            name: "SimulationProgram", dependencies: ["Simulation"],
            path: "Tests/SimulationProgram", swiftSettings: settings),
        .testTarget(
            name: "SimulationTests", dependencies: ["Simulation"], swiftSettings: settings),
        .testTarget(
            name: "EngineTests", dependencies: ["Engine", "TestSupport"], swiftSettings: settings),
        .target(
            name: "ScriptFuzzing", dependencies: ["SQL", "Engine", "TestSupport"],
            path: "Tests/ScriptFuzzing", swiftSettings: settings),
        .executableTarget(
            name: "ScriptFuzzer", dependencies: ["ScriptFuzzing"], path: "Tests/ScriptFuzzer",
            swiftSettings: settings),
        .testTarget(
            name: "SQLTests", dependencies: ["SQL", "Engine", "ScriptFuzzing", "TestSupport"],
            exclude: ["Goldens"], swiftSettings: settings),
        .testTarget(
            name: "StreamsTests", dependencies: ["Streams", "Engine", "CRdkafka", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "StoresTests", dependencies: ["Stores", "Engine", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "RuntimeTests",
            dependencies: [
                "Runtime", "Control", "Engine", "SQL", "Streams", "Stores", "Scenarios",
                "TestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ScenariosTests", dependencies: ["Scenarios", "TestSupport"],
            swiftSettings: settings),
        .executableTarget(
            name: "ScreenProbe", dependencies: ["Terminal"], path: "Tests/ScreenProbe",
            swiftSettings: settings),
        .executableTarget(
            name: "Benchmarks", dependencies: ["Engine", "SQL", "Scenarios", "Stores", "Streams"],
            path: "Tests/Benchmarks", swiftSettings: settings),
        .testTarget(
            name: "TerminalTests",
            dependencies: ["Terminal", "CNcurses", "ScreenProbe", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ConsoleTests",
            dependencies: ["Console", "Control", "Engine", "Terminal", "TestSupport"],
            exclude: ["Goldens"], swiftSettings: settings),
        .testTarget(name: "TidyTests", dependencies: ["TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests", dependencies: ["Scenarios", "Stores", "TestSupport", "weir"],
            exclude: ["Goldens"],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
