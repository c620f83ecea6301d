// swift-tools-version: 6.3
import PackageDescription

// Arrows go one way:
//
//   CGMP ── Exact ── Diagrams ─────────────┐
//                                          ├── Resolvents ── Kinetics ──┐
//   CFFTW, CGSL, COpenBLAS ── Torus ───────┤                            ├── Studies ── feyn
//                               │          └── Dynamics ────────────────┤              │
//                               │                      Figures ─────────┘              │
//                     CHDF5 ── Storage ────────────────────────────────────────────────┘

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "feyn",
  platforms: [.macOS("26.0")],
  products: [
    .library(name: "Diagrams", targets: ["Diagrams"]),
    .library(name: "Torus", targets: ["Torus"]),
    .library(name: "Resolvents", targets: ["Resolvents"]),
    .library(name: "Kinetics", targets: ["Kinetics"]),
    .library(name: "Dynamics", targets: ["Dynamics"]),
    .executable(name: "feyn", targets: ["feyn"]),
  ],
  traits: [
    .trait(name: "MPI", description: "Spread long computations over the processes of an MPI job.")
  ],
  targets: [
    // MARK: System libraries
    .systemLibrary(
      name: "CGMP", pkgConfig: "gmp",
      providers: [.apt(["libgmp-dev"]), .brew(["gmp"])]),
    .systemLibrary(
      name: "CFFTW", pkgConfig: "fftw3",
      providers: [.apt(["libfftw3-dev"]), .brew(["fftw"])]),
    .systemLibrary(
      name: "CGSL", pkgConfig: "gsl",
      providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(
      name: "CHDF5", pkgConfig: "hdf5",
      providers: [.apt(["libhdf5-dev"]), .brew(["hdf5"])]),

    .systemLibrary(
      name: "CMPI", pkgConfig: "ompi-c",
      providers: [.apt(["libopenmpi-dev"]), .brew(["open-mpi"])]),

    // MARK: Exact combinatorics
    .target(name: "Exact", dependencies: ["CGMP"], swiftSettings: settings),
    .target(name: "Diagrams", dependencies: ["Exact"], swiftSettings: settings),

    // MARK: Analysis on the torus
    .target(
      name: "Torus", dependencies: ["CFFTW", "CGSL", "COpenBLAS"], swiftSettings: settings),

    // MARK: The three routes
    .target(
      name: "Resolvents", dependencies: ["Exact", "Diagrams", "Torus", "COpenBLAS"],
      swiftSettings: settings),
    .target(
      name: "Kinetics", dependencies: ["Torus", "Diagrams", "Resolvents"], swiftSettings: settings),
    .target(name: "Dynamics", dependencies: ["Torus", "CFFTW"], swiftSettings: settings),

    // MARK: Beyond one run and one process
    .target(name: "Storage", dependencies: ["CHDF5", "Torus"], swiftSettings: settings),

    .target(
      name: "Ranks",
      dependencies: ["Torus", .target(name: "CMPI", condition: .when(traits: ["MPI"]))],
      swiftSettings: settings),

    // MARK: What people see
    .target(name: "Figures", dependencies: ["Exact", "Diagrams"], swiftSettings: settings),
    .target(
      name: "Studies",
      dependencies: [
        "Exact", "Diagrams", "Torus", "Resolvents", "Kinetics", "Dynamics", "Figures",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "feyn",
      dependencies: [
        "Exact", "Diagrams", "Torus", "Resolvents", "Kinetics", "Dynamics", "Figures", "Studies",
        "Storage", .target(name: "Ranks", condition: .when(traits: ["MPI"])),
      ],
      swiftSettings: settings),

    // MARK: Benchmarks
    .executableTarget(
      name: "amplitude-benchmark", dependencies: ["Diagrams", "Resolvents", "Torus"],
      path: "Benchmarks/amplitude", swiftSettings: settings),
    .executableTarget(
      name: "diagrams-benchmark", dependencies: ["Diagrams", "Exact", "Figures"],
      path: "Benchmarks/diagrams", swiftSettings: settings),
    .executableTarget(
      name: "crossing-benchmark", dependencies: ["Resolvents", "Torus", "COpenBLAS"],
      path: "Benchmarks/crossing", swiftSettings: settings),
    .executableTarget(
      name: "evolution-benchmark", dependencies: ["Dynamics", "Torus"],
      path: "Benchmarks/evolution", swiftSettings: settings),

    .executableTarget(
      name: "fuzz", dependencies: ["Diagrams", "Figures", "Storage", "Studies", "Torus"],
      path: "Benchmarks/fuzz", swiftSettings: settings),

    // MARK: Tests
    .target(
      name: "TestSupport", dependencies: ["Torus"], path: "Tests/TestSupport",
      swiftSettings: settings),
    .testTarget(
      name: "ExactTests", dependencies: ["Exact", "CGMP", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "DiagramsTests", dependencies: ["Diagrams", "Exact", "TestSupport"],
      exclude: ["Tables"],
      swiftSettings: settings),
    .testTarget(
      name: "TorusTests", dependencies: ["Torus", "CGSL", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ResolventsTests",
      dependencies: ["Resolvents", "Diagrams", "Torus", "Exact", "TestSupport"],
      exclude: ["Tables"], swiftSettings: settings),
    .testTarget(
      name: "KineticsTests",
      dependencies: ["Kinetics", "Resolvents", "Diagrams", "Torus", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "DynamicsTests", dependencies: ["Dynamics", "Torus", "TestSupport"],
      exclude: ["Tables"], swiftSettings: settings),
    .testTarget(
      name: "StorageTests", dependencies: ["Storage", "Torus", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "FiguresTests", dependencies: ["Figures", "Diagrams", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "StudiesTests",
      dependencies: ["Studies", "Figures", "Diagrams", "Torus", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "feynTests", dependencies: ["feyn", "TestSupport"], exclude: ["Snapshots"],
      swiftSettings: settings),
  ]
)
