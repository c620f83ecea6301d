import Foundation
import Testing

@Suite struct WignerBoltzmannTests {
  static let small = [
    "wigner", "--eta", "0.4", "--microscopic-time", "4", "--start", "packet:0.1,0.2,0.3,2",
    "--dimension", "3", "--size", "32", "--realisations", "4",
  ]

  /// In d = 3 at weak disorder little is left between the averaged Husimi function and Boltzmann.
  @Test func `the Husimi function is close to the Boltzmann density`() throws {
    let picture = NSTemporaryDirectory() + "feyn-wigner-\(UUID().uuidString).svg"
    defer { try? FileManager.default.removeItem(atPath: picture) }
    let run = try Program.run(
      Self.small + ["--boltzmann", "100000", "--json", "--picture", picture])
    #expect(run.code == 0, "\(run.errors)")
    let json = try run.json()
    let distance = try #require(json["boltzmann_distance"] as? Double)
    #expect(distance > 0.005 && distance < 0.1, "\(distance)")
    #expect((json["least_husimi"] as? Double ?? -1) > -1e-12)
    let drawing = try String(contentsOfFile: picture, encoding: .utf8)
    for title in ["Wigner", "Husimi", "Boltzmann"] { #expect(drawing.contains(title)) }
  }

  @Test func `a plane wave has no place to compare with`() throws {
    let run = try Program.run(
      "wigner", "--eta", "0.4", "--microscopic-time", "4", "--start", "momentum:1/8",
      "--size", "8", "--boltzmann", "1000")
    #expect(run.code == 64 && run.output.isEmpty && run.errors.contains("--boltzmann"))
  }

  @Test(arguments: ["0", "x", "-5"])
  func `a wrong number of particles is refused`(count: String) throws {
    let run = try Program.run(Self.small + ["--boltzmann", count])
    #expect(run.code == 64 && run.output.isEmpty && run.errors.contains("--boltzmann"))
  }
}
