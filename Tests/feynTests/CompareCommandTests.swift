import Foundation
import Testing

@Suite struct CompareCommandTests {
  static let small = [
    "compare", "--size", "6", "--eta", "0.7", "--time", "0.5", "--momentum", "1/6,0,2/6",
    "--realisations", "20",
  ]

  /// The example of the whole project: what η = 0.6 leaves to each route at T = 1/2.
  @Test func `the routes stand side by side as seen before`() throws {
    let run = try Program.run(
      "compare", "--eta", "0.6", "--time", "0.5", "--momentum", "2/24,4/24,7/24",
      "--realisations", "200", "--json")
    #expect(run.code == 0, "\(run.errors)")
    let rows = try #require(try run.json()["rows"] as? [[String: Double]])
    let row = try #require(rows.first)
    let error = try #require(row["simulation_error"])
    #expect(error < 0.0004)
    #expect(abs(row["simulation"]! - 0.7448) < 3 * error + 2e-4)
    // Tests/Oracles/ladder_amplitude.py: another line of integration, good to 1e-6
    #expect(abs(row["ladder_decorated"]! - 0.743386) < 2e-6)
    #expect(abs(row["ladder_noncrossing"]! - 0.744728) < 2e-6)
    #expect(abs(row["boltzmann"]! - 0.7072) < 1e-4)
    let residual = row["simulation"]! - row["ladder_noncrossing"]!
    #expect(abs(row["residual"]! - residual) < 1e-12)
    #expect(row["residual_error"]! >= error)
  }

  @Test func `prints the same bytes with one thread and with two`() throws {
    let one = try Program.run(Self.small + ["--json", "--threads", "1"])
    let two = try Program.run(Self.small + ["--json", "--threads", "2"])
    #expect(one.code == 0 && one.errors.isEmpty && one.output == two.output, "\(one.errors)")
  }

  @Test func `without the simulation the other routes are the same and no box is asked for`() throws
  {
    func row(_ words: [String]) throws -> [String: Double] {
      let run = try Program.run(words + ["--json"])
      #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
      return try #require((run.json()["rows"] as? [[String: Double]])?.first)
    }
    let setting = ["compare", "--eta", "0.7", "--time", "0.5", "--momentum", "1/6,0,2/6"]
    let all = try row(setting + ["--size", "6", "--realisations", "20"])
    let theory = try row(setting + ["--no-simulation"])
    #expect(
      Set(all.keys).subtracting(theory.keys) == [
        "simulation", "simulation_error", "residual", "residual_error",
      ])
    for (key, value) in theory { #expect(all[key] == value, "\(key)") }
    // not on the dual lattice of any box
    let free = try row([
      "compare", "--eta", "0.7", "--time", "0.5", "--momentum", "0.1234,0.2,0.3", "--no-simulation",
    ])
    #expect(free["ladder_noncrossing"]! > 0 && free["simulation"] == nil)
    for words in [["--size", "6"], ["--realisations", "20"], ["--disorder", "sign"]] {
      let refused = try Program.run(setting + ["--no-simulation"] + words)
      #expect(refused.code == 64 && refused.errors.contains(words[0]), "\(refused.errors)")
    }
  }

  @Test func `probability is 1 on the routes that conserve it`() throws {
    let run = try Program.run(Self.small + ["--observable", "one", "--json"])
    let rows = try #require(try run.json()["rows"] as? [[String: Double]])
    for key in ["simulation", "ladder_noncrossing", "boltzmann"] {
      #expect(abs(rows[0][key]! - 1) < 1e-6, "\(key)")
    }
    // nestings left out; and bare lines that do not decay
    #expect(rows[0]["ladder_basic"]! > 1.1)
  }

  @Test func `a packet takes the same routes as the commands that compute them one by one`() throws
  {
    let setting = [
      "--eta", "0.7", "--time", "0.5", "--start", "packet:0.15,0.3,0.7", "--dimension", "2",
      "--observable", "mode:1,0", "--json",
    ]
    func row(_ words: [String]) throws -> [String: Any] {
      let run = try Program.run(words + setting)
      #expect(run.code == 0, "\(run.errors)")
      return try #require((run.json()["rows"] as? [[String: Any]])?.first)
    }
    let box = ["--size", "12", "--realisations", "20"]
    let all = try row(["compare"] + box)
    func same(_ key: String, _ other: [String: Any], _ its: String) throws {
      let (a, b) = (try #require(all[key] as? Double), try #require(other[its] as? Double))
      #expect(abs(a - b) < 1e-12, "\(key)")
    }
    try same("simulation", row(["simulate"] + box), "value")
    for variant in ["basic", "decorated", "noncrossing"] {
      try same("ladder_" + variant, row(["ladder", "--variant", variant]), "value")
    }
    var words = setting
    words.removeSubrange(0..<2)
    let limit = try Program.run(["boltzmann"] + words)
    let rows = try #require(try limit.json()["rows"] as? [[String: Any]])
    try same("boltzmann", rows[0], "value")
    // and the truth lies near the sum of the noncrossing graphs
    let (value, sum) = (all["simulation"] as! Double, all["ladder_noncrossing"] as! Double)
    #expect(abs(value - sum) < 5 * (all["simulation_error"] as! Double) + 0.01)
  }

  @Test
  func `a Fourier mode of a packet takes the routes of the commands that compute it one by one`()
    throws
  {
    let setting = [
      "--eta", "0.5", "--time", "0.15", "--start", "packet:0.15,0.3,0.8", "--dimension", "2",
      "--observable", "one", "--transfer", "0.7,-0.4", "--json",
    ]
    func row(_ words: [String]) throws -> [String: Double] {
      let run = try Program.run(words + setting)
      #expect(run.code == 0, "\(run.errors)")
      return try #require((run.json()["rows"] as? [[String: Double]])?.first)
    }
    let box = ["--size", "14", "--realisations", "400"]
    let all = try row(["compare"] + box)
    var words = setting
    words.removeSubrange(0..<2)
    let limit = try Program.run(["boltzmann"] + words)
    let rows = try #require(try limit.json()["rows"] as? [[String: Double]])
    let simulated = try row(["simulate"] + box)
    for part in ["", "_imaginary"] {
      #expect(abs(all["simulation" + part]! - simulated["value" + part]!) < 1e-12)
      #expect(abs(all["boltzmann" + part]! - rows[0]["value" + part]!) < 1e-12)
      for variant in ["basic", "decorated", "noncrossing"] {
        let ladder = try row(["ladder", "--variant", variant])
        #expect(abs(all["ladder_\(variant)\(part)"]! - ladder["value" + part]!) < 1e-12)
      }
      // a graph has (ηt)⁴/n!ñ! at the most, and there is one with a crossing for each n + ñ = 4: two thirds
      let crossing = 2.0 / 3 * 0.0081
      #expect(
        abs(all["residual" + part]!) < 4 * all["simulation\(part)_error"]! + crossing, "\(all)")
      #expect(all["simulation\(part)_error"]! < 0.002)
    }
    // the mode has turned, and the packet was not at rest
    #expect(abs(all["simulation_imaginary"]!) > 0.1)
  }

  @Test(arguments: [
    ["--start", "site"], ["--start", "packet:0.1,0,0,1", "--momentum", "0,0,1/6"],
    ["--start", "packet:0.1,0,0,1", "--crossing"],
    ["--start", "packet:0.1,0,0,1", "--crossing-order", "4"],
    ["--start", "packet:0.1,0,0,1", "--transfer", "1,0"],
    ["--start", "packet:0.1,0,0,1", "--transfer", "90,0,0"],
    ["--start", "packet:0.1,0,0,0.3", "--eta", "0.01"],
    ["--start", "packet:0.1,0,0,9"], ["--start", "momentum:0.1,0,0"],
    ["--start", "packet:0.1,0,0,1", "--observable", "survival"],
  ])
  func `a start that some route cannot take is refused`(words: [String]) throws {
    let run = try Program.run(
      ["compare", "--size", "6", "--eta", "0.7", "--time", "0.5", "--realisations", "20"] + words)
    #expect(run.code == 64 && run.output.isEmpty, "\(run)")
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
  }

  @Test(arguments: [
    ("--eta", "0"), ("--eta", "nan"), ("--eta", "0.5,-1"), ("--time", "0"), ("--time", "x"),
    ("--time", "1e300"), ("--momentum", "0.1,0,0"), ("--momentum", "0,0"), ("--momentum", "p"),
    ("--momentum", nil), ("--momentum", "0,0,0"), ("--size", "1"), ("--dimension", "7"),
    ("--observable", "displacement"), ("--observable", "profile"), ("--observable", "mode:1"),
    ("--disorder", "none"), ("--realisations", "1"), ("--error", "0"),
  ])
  func `wrong usage is one line, exit code 64 and no output`(
    option: String, value: String?
  ) throws {
    var words = Self.small
    if let at = words.firstIndex(of: option) { words.removeSubrange(at...(at + 1)) }
    if let value { words += [option, value] }
    let run = try Program.run(words)
    #expect(run.code == 64, "\(run)")
    #expect(run.output.isEmpty)
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
  }

  /// Every route is a complex number, and 0 is no transfer.
  @Test func `a Fourier mode in space is compared on its routes`() throws {
    let words = [
      "compare", "--size", "24", "--eta", "0.5", "--time", "0.25", "--momentum", "1/12,2/12,3/12",
      "--realisations", "8", "--json", "--observable", "one",
    ]
    let run = try Program.run(words + ["--transfer", "1/6,0,0"])
    #expect(run.code == 0, "\(run.errors)")
    let row = try #require((try run.json()["rows"] as? [[String: Double]])?.first)
    #expect(abs(row["simulation"]! - row["boltzmann"]!) < 0.12)
    #expect(abs(row["simulation_imaginary"]! - row["boltzmann_imaginary"]!) < 0.12)
    // some κ·c(p0)T = 1/24 of a turn; the lattice has p0 + ξ/2 in place of p0
    #expect(row["simulation_imaginary"]! > 0.15)
    // crossing graphs and the spread of eight realisations
    for part in ["", "_imaginary"] {
      let error = row["simulation\(part)_error"]!
      #expect(
        abs(row["simulation\(part)"]! - row["ladder_noncrossing\(part)"]!) < 0.003 + 5 * error)
      #expect(
        abs(row["residual\(part)"]! - row["simulation\(part)"]! + row["ladder_noncrossing\(part)"]!)
          < 1e-12)
    }
    let zero = try Program.run(words + ["--transfer", "0,0,0"])
    let still = try #require((try zero.json()["rows"] as? [[String: Double]])?.first)
    #expect(abs(still["simulation"]! - 1) < 1e-12 && abs(still["boltzmann"]! - 1) < 1e-8)
  }

  @Test func `the crossing graphs stand beside the residual`() throws {
    let run = try Program.run(Self.small + ["--crossing", "--crossing-order", "6", "--json"])
    #expect(run.code == 0, "\(run.errors)")
    let row = try #require((try run.json()["rows"] as? [[String: Double]])?.first)
    let ladder = try Program.run(
      "ladder", "--variant", "noncrossing", "--crossing", "--eta", "0.7", "--time", "0.5",
      "--momentum", "1/6,0,2/6", "--json", "--crossing-order", "6")
    let other = try #require((try ladder.json()["rows"] as? [[String: Double]])?.first)
    #expect(row["crossing"] == other["crossing"])
    #expect(row["crossing_dressed"] == other["crossing_dressed"])
    let components = ["crossing_eta4", "crossing_eta6"]
    for key in components { #expect(row[key] != nil && row[key] == other[key]) }
    let sum = components.reduce(0) { $0 + (row[$1] ?? .nan) }
    #expect(abs(row["remainder"]! - row["residual"]! + sum) < 1e-15)
    #expect(row["remainder_error"]! >= row["residual_error"]!)
  }

  @Test(arguments: [
    ["--transfer", "1/3,0"], ["--transfer", "0.1,0,0"], ["--transfer", "x"],
    ["--transfer", "0,0,0", "--crossing"], ["--transfer", "0,0,0", "--observable", "survival"],
    ["--crossing", "--observable", "survival"], ["--crossing-order", "8"],
    ["--crossing-order", "6", "--observable", "survival"],
    ["--transfer", "0,0,0", "--crossing-order", "4"], ["--transfer", "0,0,90"],
    ["--transfer", "0,0,0", "--time", "300"],
  ])
  func `a transfer or crossing graphs that do not fit are refused`(words: [String]) throws {
    let run = try Program.run(Self.small + words)
    #expect(run.code == 64, "\(run)")
    #expect(run.output.isEmpty && run.errors.split(separator: "\n").count == 1, "\(run.errors)")
  }
}
