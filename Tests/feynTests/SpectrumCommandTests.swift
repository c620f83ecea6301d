import Testing

@Suite struct SpectrumCommandTests {
  static let small = [
    "spectrum", "--eta", "0.8", "--energies", "-1,0,3", "--width", "0.4", "--size", "8",
    "--realisations", "40",
  ]

  /// At weak disorder the noncrossing sum is within η⁴ of the average.
  @Test func `simulation and self-consistent sum agree`() throws {
    let run = try Program.run(Self.small + ["--json"])
    #expect(run.code == 0, "\(run.errors)")
    let rows = try #require(try run.json()["rows"] as? [[String: Double]])
    #expect(rows.count == 3)
    for row in rows {
      let error = try #require(row["density_error"])
      #expect(error > 0 && error < 0.006)
      #expect(abs(row["density"]! - row["noncrossing"]!) < 4 * error + 0.003)
      #expect(abs(row["residual"]! - (row["density"]! - row["noncrossing"]!)) < 1e-12)
      #expect(row["clean"]! > 0 && row["decorated"]! > 0)
    }
  }

  @Test func `prints the same bytes with one thread and with two`() throws {
    let one = try Program.run(Self.small + ["--json", "--threads", "1"])
    let two = try Program.run(Self.small + ["--json", "--threads", "2"])
    #expect(one.code == 0 && one.output == two.output, "\(one.errors)")
  }

  @Test(arguments: [
    ("--eta", "0"), ("--eta", "x"), ("--energies", "1,,2"), ("--energies", "nan"),
    ("--energies", "1e9"), ("--width", "0"), ("--width", "1e-9"), ("--size", "1"),
    ("--realisations", "1"), ("--disorder", "none"), ("--table", "/nowhere"),
  ])
  func `wrong usage is one line and no output`(option: String, value: String) throws {
    var words = Self.small
    if let at = words.firstIndex(of: option) { words.removeSubrange(at...(at + 1)) }
    let run = try Program.run(words + [option, value])
    #expect(run.code == (option == "--table" ? 65 : 64), "\(run)")
    #expect(run.output.isEmpty && run.errors.split(separator: "\n").count <= 2)
  }
}
