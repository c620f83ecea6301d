import Foundation
import Testing

@Suite struct BandCommandTests {
  static let small = [
    "band", "--width", "10", "--size", "300", "--microscopic-time", "4,8", "--realisations", "20",
  ]

  @Test func `compares the displacement with walks and heat kernels`() throws {
    let run = try Program.run(Self.small + ["--json"])
    let rows = try #require(try run.json()["rows"] as? [[String: Double]])
    for row in rows {
      let t = row["microscopic_time"]!
      #expect(abs(row["heat_kernel"]! - 8 / (3 * Double.pi) * t * 38.5) < 1e-9)
      // terms of order t/W are not small here
      #expect(abs(row["displacement"]! / row["walk"]! - 1) < 0.1 + t / 20)
    }
    let two = try Program.run(Self.small + ["--json", "--threads", "1"])
    #expect(two.output == run.output && run.code == 0)
  }

  @Test func `prints a profile that adds up to 1`() throws {
    let run = try Program.run(Self.small + ["--profile", "--json"])
    let rows = try #require(try run.json()["rows"] as? [[String: Double]])
    #expect(rows.count == 600)
    #expect(abs(rows.prefix(300).reduce(0) { $0 + $1["density"]! } - 1) < 1e-12)
    #expect(abs(rows.prefix(300).reduce(0) { $0 + $1["heat_kernel"]! } - 1) < 0.02)
  }

  @Test(arguments: [
    ("--width", "0"), ("--width", "150"), ("--size", "20"), ("--size", "x"),
    ("--microscopic-time", "0"), ("--microscopic-time", "1e9"), ("--entries", "cauchy"),
    ("--realisations", "1"),
  ])
  func `wrong usage is one line, exit code 64 and no output`(option: String, value: String) throws {
    var words = Self.small
    if let at = words.firstIndex(of: option) { words.removeSubrange(at...(at + 1)) }
    let run = try Program.run(words + [option, value])
    #expect(run.code == 64 && run.output.isEmpty, "\(run)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}

@Suite struct WignerCommandTests {
  static let small = [
    "wigner", "--size", "32", "--eta", "0.5", "--microscopic-time", "3", "--start",
    "packet:0.25,2", "--realisations", "20", "--width", "2",
  ]

  @Test func `prints both functions and draws them`() throws {
    let directory = try TemporaryDirectory()
    let run = try Program.run(
      Self.small + ["--json", "--picture", "w.svg"], directory: directory.path)
    #expect(run.code == 0, "\(run.errors)")
    let rows = try #require(try run.json()["rows"] as? [[String: Any]])
    #expect(rows.count == 63 * 32)
    let wigner = rows.compactMap { $0["wigner"] as? Double }
    let husimi = rows.compactMap { $0["husimi"] as? Double }
    #expect(husimi.count == 32 * 32 && husimi.allSatisfy { $0 > -1e-15 })
    #expect(abs(wigner.reduce(0, +) / 64 - 1) < 1e-12)
    #expect(wigner.contains { $0 < 0 })
    let picture = try String(contentsOfFile: directory.path + "/w.svg", encoding: .utf8)
    #expect(picture.contains("<svg") && picture.contains("Husimi"))
    let one = try Program.run(Self.small + ["--json", "--threads", "1"])
    let two = try Program.run(Self.small + ["--json", "--threads", "2"])
    #expect(one.output == two.output)
  }

  @Test(arguments: [
    ("--eta", "0"), ("--microscopic-time", "-1"), ("--microscopic-time", "1e9"),
    ("--start", "packet:0.25,9"), ("--start", "momentum:0.3"), ("--size", "2"),
    ("--width", "0"), ("--width", "99"), ("--dimension", "9"),
  ])
  func `wrong usage is one line, exit code 64 and no output`(option: String, value: String) throws {
    var words = Self.small
    if let at = words.firstIndex(of: option) { words.removeSubrange(at...(at + 1)) }
    let run = try Program.run(words + [option, value])
    #expect(run.code == 64 && run.output.isEmpty, "\(run)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func `a picture that cannot be written is 73`() throws {
    let run = try Program.run(Self.small + ["--picture", "/no/such/directory/w.svg"])
    #expect(run.code == 73 && run.output.isEmpty)
  }
}
