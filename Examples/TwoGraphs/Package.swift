// swift-tools-version: 6.3
import PackageDescription

// What a package of your own needs in order to use feyn's libraries. Here feyn is the folder above;
// elsewhere it is the address of its repository.
let package = Package(
  name: "TwoGraphs",
  platforms: [.macOS("26.0")],
  dependencies: [.package(name: "feyn", path: "../..")],
  targets: [
    .executableTarget(
      name: "TwoGraphs",
      dependencies: [
        .product(name: "Diagrams", package: "feyn"),
        .product(name: "Torus", package: "feyn"),
        .product(name: "Resolvents", package: "feyn"),
      ])
  ]
)
