import Foundation
import Testing

private let start = ["--momentum", "2/24,4/24,7/24"]

@Suite struct LadderCommandTests {
  @Test func `prints the values on file`() throws {
    let run = try Program.run(
      ["ladder", "--variant", "noncrossing", "--eta", "0.6", "--time", "0.5", "--json"] + start)
    #expect(run.code == 0)
    let rows = try #require(try run.json()["rows"] as? [[String: Any]])
    let row = try #require(rows.first)
    #expect(rows.count == 1 && row["eta"] as? Double == 0.6 && row["time"] as? Double == 0.5)
    #expect(abs((row["value"] as? Double ?? 0) - 0.744727) < 1e-6)
    #expect((row["value_error"] as? Double ?? 1) < 1e-9)
    #expect(abs(row["ward_defect"] as? Double ?? 1) < 1e-10)
  }

  @Test func `the rungs stand in rows of their own and add up`() throws {
    let common = ["ladder", "--eta", "0.8", "--time", "1", "--observable", "energy", "--json"]
    let whole = try Program.run(common + start).json()["rows"] as? [[String: Any]]
    let rungs = try Program.run(common + ["--rungs"] + start).json()["rows"] as? [[String: Any]]
    let sum = rungs?.compactMap { $0["value"] as? Double }.reduce(0, +)
    #expect(rungs?.compactMap { $0["rungs"] as? Int } == Array(0...11))
    #expect(abs((sum ?? 0) - (whole?.first?["value"] as? Double ?? 1)) < 1e-8)
  }

  @Test func `the crossing graphs stand beside the sum`() throws {
    let run = try Program.run(
      [
        "ladder", "--variant", "noncrossing", "--eta", "0.8", "--time", "0.5", "--crossing",
        "--json",
      ]
        + start)
    let rows = try #require(try run.json()["rows"] as? [[String: Any]])
    let row = rows[0].compactMapValues { $0 as? Double }
    #expect(abs((row["crossing"] ?? 0) - 0.0044) < 1e-4)
    #expect(abs((row["crossing_dressed"] ?? 0) - 0.0031) < 1e-4)
    let sum = (row["value"] ?? 0) + (row["crossing_dressed"] ?? 0)
    #expect(abs((row["value_with_crossing"] ?? 1) - sum) < 1e-12)
  }

  @Test func `graphs with one crossing component stand beside the sum, by order`() throws {
    let words = [
      "ladder", "--variant", "noncrossing", "--eta", "0.8", "--time", "0.5", "--json",
      "--crossing-order",
    ]
    var rows: [[String: Double]] = []
    for order in ["4", "6"] {
      let run = try Program.run(words + [order] + start)
      #expect(run.code == 0, "\(run.errors)")
      let all = try #require(try run.json()["rows"] as? [[String: Any]])
      rows.append(all[0].compactMapValues { $0 as? Double })
    }
    #expect(rows[0]["crossing_eta6"] == nil && rows[0]["crossing_eta4"] == rows[1]["crossing_eta4"])
    // a numpy program on the sites of a box of 20³, Tests/Oracles/crossing_components.py
    #expect(abs((rows[1]["crossing_eta4"] ?? 0) - 0.0032486470827) < 1e-11)
    #expect(abs((rows[1]["crossing_eta6"] ?? 0) + 0.0001555731458) < 1e-11)
    let sum = ["value", "crossing_eta4", "crossing_eta6"].reduce(0) { $0 + (rows[1][$1] ?? .nan) }
    #expect(abs((rows[1]["value_with_crossings"] ?? 1) - sum) < 1e-14)
  }

  @Test func `a transfer makes the value complex`() throws {
    let words = [
      "ladder", "--eta", "0.6", "--time", "1", "--transfer", "0.2,-0.1,0.3", "--observable", "one",
      "--json",
    ]
    let rows = try #require(try Program.run(words + start).json()["rows"] as? [[String: Any]])
    let row = rows[0].compactMapValues { $0 as? Double }
    #expect((row["value_error"] ?? 1) < 1e-9 && (row["value_imaginary_error"] ?? 1) < 1e-9)
    let parts = try #require(
      try Program.run(words + ["--rungs"] + start).json()["rows"] as? [[String: Any]])
    for key in ["value", "value_imaginary"] {
      let sum = parts.reduce(0.0) { $0 + ($1[key] as? Double ?? .nan) }
      #expect(abs(sum - (row[key] ?? 0)) < 1e-8)
    }
  }

  @Test func `one thread and two print the same bytes`() throws {
    let words = ["ladder", "--variant", "basic", "--eta", "0.4,0.3", "--time", "2", "--json"]
    let runs = try ["1", "2"].map { threads in
      try Program.run(words + ["--observable", "one", "--threads", threads] + start).output
    }
    #expect(runs[0] == runs[1] && !runs[0].isEmpty)
  }

  @Test(arguments: [
    ("--eta 0 --time 1", "--eta '0': expected numbers > 0"),
    ("--eta x --time 1", "--eta 'x'"), ("--eta inf --time 1", "--eta 'inf'"),
    ("--eta -0.5 --time 1", "--eta '-0.5'"), ("--eta 0.5", "--time is missing"),
    ("--eta 0.5 --time 0", "--time '0'"), ("--eta 0.5 --time nan", "--time 'nan'"),
    ("--eta 0.5 --time 1 --variant crossing", "--variant 'crossing'"),
    ("--eta 0.5 --time 1 --dimension 2", "expected 2 components"),
    ("--eta 0.5 --time 1 --observable displacement", "--observable 'displacement'"),
    ("--eta 0.5 --time 1 --observable mode:1", "mode with 3 integers"),
    ("--eta 0.5 --time 1 --rungs --crossing", "exclude each other"),
    ("--eta 0.5 --time 1 --observable survival --crossing", "--crossing needs"),
    ("--eta 0.5 --time 1 --crossing-order 5", "expected 4 or 6"),
    ("--eta 0.5 --time 1 --crossing-order 4", "give --variant noncrossing"),
    (
      "--eta 0.5 --time 1 --variant noncrossing --observable survival --crossing-order 4",
      "--crossing-order needs"
    ),
    ("--eta 0.5 --time 1 --transfer 1,0,0 --crossing-order 4", "exclude each other"),
    (
      "--eta 0.1 --time 1 --variant noncrossing --crossing-order 6",
      "--crossing-order '6': expected T/η² at most"
    ),
    ("--eta 1e-4 --time 1", "T/η² at most"),
    ("--eta 0.01 --time 1 --transfer 1,0,0", "at a transfer"),
    ("--eta 0.5 --time 1 --transfer 1", "expected 3 components"),
    ("--eta 0.5 --time 1 --transfer 90,0,0", "phase"),
    ("--eta 0.5 --time 1 --transfer 1,0,0 --crossing", "exclude each other"),
    ("--eta 0.5 --time 1 --size 3", "--size"),
  ])
  func `bad input ends in one line and code 64`(words: String, message: String) throws {
    let run = try Program.run(["ladder"] + words.split(separator: " ").map(String.init) + start)
    #expect(run.code == 64 && run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
