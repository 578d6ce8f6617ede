// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target is compiled with.
///
/// Warnings are errors: a warning nobody has to act on is soon a page of them.
let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Targets that call C: every unsafe call is marked where it stands.
let settingsTouchingC = settings + [.strictMemorySafety()]

let package = Package(
    name: "tidings",
    products: [
        .executable(name: "tidingsd", targets: ["tidingsd"]),
        .executable(name: "tidings", targets: ["tidings"]),
        .library(name: "TidingsFeed", targets: ["TidingsFeed"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        // Only needed by the packages above; named so that their versions are pinned too.
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-async-algorithms", exact: "1.1.4"),
        .package(url: "https://github.com/apple/swift-atomics", exact: "1.3.0"),
        .package(url: "https://github.com/apple/swift-service-context", exact: "1.5.1"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    ],
    targets: [
        // The vocabulary, the wire format and the client: what a subscriber's program imports. No package dependency.
        .target(name: "TidingsFeed", swiftSettings: settings),
        // Bytes to document. Pure: no files, no clock, no log.
        .target(
            name: "TidingsReader",
            dependencies: [
                "TidingsFeed",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings),
        // Documents on disk and the ledger. Knows nothing of the reader.
        .target(
            name: "TidingsStore",
            dependencies: [
                "TidingsFeed", "CLinux", "CXXHash",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        // The moving parts, one folder a stage of the flow.
        .target(
            name: "TidingsDaemon",
            dependencies: [
                "TidingsFeed", "TidingsReader", "TidingsStore", "CSystemd", "CLinux",
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settingsTouchingC),
        .executableTarget(
            name: "tidingsd",
            dependencies: [
                "TidingsDaemon", "TidingsFeed",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "tidings",
            dependencies: [
                "TidingsFeed", "TidingsReader", "TidingsStore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "reading-benchmark", dependencies: ["TidingsFeed", "TidingsReader"], path: "Benchmarks/Reading",
            swiftSettings: settings),
        .testTarget(name: "TidingsFeedTests", dependencies: ["TidingsFeed"], swiftSettings: settings),
        .testTarget(
            name: "TidingsReaderTests", dependencies: ["TidingsFeed", "TidingsReader"], exclude: ["Corpus", "Wanted"],
            swiftSettings: settings),
        .testTarget(
            name: "TidingsStoreTests",
            dependencies: ["TidingsFeed", "TidingsStore", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .testTarget(
            name: "TidingsDaemonTests",
            dependencies: [
                "TidingsDaemon", "TidingsFeed", "TidingsReader", "TidingsStore", "CLinux",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings),
        // The real binaries in a scratch folder.
        .testTarget(
            name: "EndToEnd", dependencies: ["CLinux", "TidingsFeed", "TidingsReader", "tidings", "tidingsd"],
            exclude: ["Cases"],
            swiftSettings: settings),
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        // Header-only: a checksum for every change that is read.
        .systemLibrary(name: "CXXHash", providers: [.apt(["libxxhash-dev"])]),
        // Header-only: the Linux calls that Glibc's overlay lacks.
        .systemLibrary(name: "CLinux"),
    ],
    swiftLanguageModes: [.v6]
)
