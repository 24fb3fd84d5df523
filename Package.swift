// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// Optimised in debug builds too: the tests run the program thousands of times.
let optimised: [SwiftSetting] =
  strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")

let package = Package(
  name: "rollbook",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "rollbook", targets: ["rollbook"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
  ],
  targets: [
    .systemLibrary(name: "CCMark", pkgConfig: nil, providers: [.apt(["libcmark-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: nil, providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CSupport", cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]),
    .target(name: "Model", swiftSettings: optimised),
    .target(name: "Packing", dependencies: ["CZlib"], swiftSettings: optimised),
    .target(name: "Redacting", dependencies: ["Model", crypto], swiftSettings: optimised),
    .target(
      name: "Importing", dependencies: ["Model", "CSupport", "CZlib", "Yams", crypto, grdb],
      swiftSettings: optimised),
    .target(
      name: "Archiving", dependencies: ["Model", "CSupport", crypto, grdb], swiftSettings: optimised
    ),
    .target(name: "Metrics", dependencies: ["Model"], swiftSettings: optimised),
    .target(name: "Commits", dependencies: ["Model"], swiftSettings: optimised),
    .target(name: "Notes", dependencies: ["Model"], swiftSettings: optimised),
    .target(
      name: "Bagging", dependencies: ["Model", "CSupport", "Packing", crypto],
      swiftSettings: optimised),
    .target(
      name: "Markdown", dependencies: ["CCMark"], swiftSettings: optimised,
      linkerSettings: [.linkedLibrary(":libcmark.a")]),
    .target(name: "Rendering", dependencies: ["Model", "Markdown"], swiftSettings: optimised),
    .target(
      name: "Publishing", dependencies: ["Model", "CSupport", crypto, grdb],
      swiftSettings: optimised),
    .target(
      name: "Site",
      dependencies: [
        "Model", "Metrics", "Redacting", "Archiving", "Commits", "Notes", "Rendering", "Packing",
        "CSupport",
        "Yams",
        crypto,
      ],
      swiftSettings: optimised),
    .target(
      name: "Preserving",
      dependencies: [
        "Model", "Importing", "Archiving", "Metrics", "Redacting", "Site", "Bagging", crypto, grdb,
      ],
      swiftSettings: optimised),
    .target(
      name: "Recording", dependencies: ["Model", "Importing", "Archiving"], swiftSettings: optimised
    ),
    .target(
      name: "Serving",
      dependencies: [
        "Model", "Packing", .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ], swiftSettings: optimised),
    .target(name: "Sampling", dependencies: ["Model", grdb], swiftSettings: optimised),
    .executableTarget(
      name: "rollbook",
      dependencies: [
        "Model", "Importing", "Redacting", "Archiving", "Metrics", "Rendering", "Site",
        "Publishing", "Recording", "Serving", "Sampling", "Bagging", "Commits", "Preserving",
        "Yams",
        "CSupport", crypto,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: optimised),
    .executableTarget(
      name: "rollbook-bench", dependencies: ["Model", "Importing", "Markdown", "Rendering"],
      path: "Benchmarks/Sources/rollbook-bench", swiftSettings: optimised),
    .executableTarget(
      name: "publish-probe", dependencies: ["Model", "Publishing"], path: "Tests/PublishProbe",
      swiftSettings: optimised),
    .testTarget(name: "ModelTests", dependencies: ["Model"], swiftSettings: strict),
    .testTarget(name: "MetricsTests", dependencies: ["Model", "Metrics"], swiftSettings: strict),
    .testTarget(
      name: "BaggingTests", dependencies: ["Model", "Bagging", crypto], swiftSettings: strict),
    .testTarget(
      name: "CommitsTests", dependencies: ["Model", "Commits", "Markdown", "Rendering"],
      swiftSettings: strict),
    .testTarget(
      name: "NotesTests", dependencies: ["Model", "Metrics", "Notes"], swiftSettings: strict),
    .testTarget(
      name: "ArchivingTests", dependencies: ["Model", "Metrics", "Archiving", grdb],
      swiftSettings: strict),
    .testTarget(
      name: "ImportingTests", dependencies: ["Model", "Importing", grdb], swiftSettings: strict),
    .testTarget(
      name: "PresetTests", dependencies: ["Model", "Importing"], swiftSettings: strict),
    .testTarget(
      name: "MappingTests", dependencies: ["Model", "Importing", "Yams", grdb],
      swiftSettings: strict),
    .testTarget(
      name: "RedactingTests", dependencies: ["Model", "Redacting"], swiftSettings: strict),
    .testTarget(
      name: "RenderingTests", dependencies: ["Model", "Markdown", "Rendering", "Site"],
      swiftSettings: strict),
    .testTarget(
      name: "PublishingTests", dependencies: ["Model", "Publishing", "publish-probe", grdb],
      swiftSettings: strict),
    .testTarget(
      name: "RecordingTests",
      dependencies: ["Model", "Importing", "Archiving", "Metrics", "Recording"],
      swiftSettings: strict),
    .target(name: "TestWeb", path: "Tests/TestWeb", swiftSettings: strict),
    .testTarget(
      name: "ServingTests", dependencies: ["Model", "Serving", "TestWeb"], swiftSettings: strict),
    .testTarget(
      name: "SamplingTests", dependencies: ["Model", "Sampling", grdb], swiftSettings: strict),
    .testTarget(
      name: "ChartTests", dependencies: ["Model", "Rendering", "Site"], swiftSettings: strict),
    .testTarget(
      name: "SiteTests",
      dependencies: [
        "Model", "Metrics", "Archiving", "Importing", "Rendering", "Site", "Sampling",
        "CSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "rollbook", "Model", "Importing", "Redacting", "Sampling", "Site", "TestWeb", crypto,
      ],
      swiftSettings: strict),
  ]
)
