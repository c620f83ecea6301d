import Testing

@Suite struct AmplitudeCommandTests {
  static let point = ["--eta", "0.5", "--time", "1", "--momentum", "0.1,0.2,0.3"]

  @Test func `prints value, error, bound and method`() throws {
    let run = try Program.run(["amplitude", "ab|ab", "--observable", "one", "--json"] + Self.point)
    #expect(run.code == 0 && run.errors.isEmpty)
    let json = try run.json()
    let real = try #require(json["real"] as? Double)
    #expect(abs(real - 0.0439653676457) < 1e-11)
    #expect((json["real_error"] as! Double) <= 1e-10)
    #expect(abs(json["imaginary"] as! Double) < 1e-11)
    #expect((json["bound"] as! Double) >= real)
    #expect((json["method"] as! String).hasPrefix("time"))
  }

  @Test func `reads pairs as well as words`() throws {
    let common = Self.point + ["--tolerance", "1e-4", "--json"]
    let word = try Program.run(["amplitude", "ab|ba"] + common).json()
    let pairs = try Program.run(["amplitude", "1-4,2-3", "--left", "2"] + common).json()
    #expect((word["real"] as! Double) == (pairs["real"] as! Double))
  }

  @Test func `second routes agree`() throws {
    let start = ["--eta", "0.8", "--time", "0.5", "--momentum", "0.25", "--dimension", "1"]
    func value(_ more: [String]) throws -> [String: Any] {
      try Program.run(
        ["amplitude", "ab|ab", "--observable", "mode:1", "--json"] + start + more
      ).json()
    }
    let time = try value([])
    let box = try value(["--method", "box", "--size", "20"])
    let momentum = try value(["--method", "momentum", "--points", "4096"])
    let real = time["real"] as! Double
    #expect(abs(box["real"] as! Double - real) < 1e-10)
    #expect(
      abs(momentum["real"] as! Double - real) <= 5 * (momentum["real_error"] as! Double) + 1e-10)
  }

  @Test func `starts from a packet or one site`() throws {
    func value(_ start: [String]) throws -> Double {
      try Program.run(
        [
          "amplitude", "ab|ba", "--observable", "one", "--eta", "0.8", "--time", "0.5", "--json",
          "--tolerance", "1e-6",
        ] + start
      ).json()["real"] as! Double
    }
    let wave = try value(["--momentum", "0.1,0.2,0.3"])
    #expect(try value(["--start", "momentum:0.1,0.2,0.3"]) == wave)
    // as wide as this the packet is a plane wave up to (energy spread · t)²
    #expect(abs(try value(["--start", "packet:0.1,0.2,0.3,1000"]) - wave) < 1e-5)
    #expect(abs(try value(["--start", "site"]) - wave) > 1e-3)
    for (start, message) in [
      ("packet:0.1,0.2,0.3", "a momentum with 3 components"),
      ("packet:0.1,0.2,0.3,0", "a width above 0"), ("packet:0.1,0.2,0.3,1e9", "a width above 0"),
      ("momentum:0.1", "a momentum with 3 components"), ("cat", "--start 'cat'"),
    ] {
      let run = try Program.run(
        ["amplitude", "ab|ba", "--eta", "0.8", "--time", "0.5", "--start", start])
      #expect(run.code == 64 && run.errors.contains(message), "\(run.errors)")
    }
  }

  @Test func `one and two threads print the same`() throws {
    for method in [["--method", "time"], ["--method", "momentum", "--points", "512"]] {
      let outputs = try ["1", "2"].map {
        try Program.run(
          ["amplitude", "ab|ab", "--json", "--tolerance", "1e-4"].filter {
            method[1] == "time" || !["--tolerance", "1e-4"].contains($0)
          } + Self.point + method + ["--threads", $0]
        ).json()
      }
      #expect((outputs[0]["real"] as! Double) == (outputs[1]["real"] as! Double))
      #expect((outputs[0]["imaginary"] as! Double) == (outputs[1]["imaginary"] as! Double))
    }
  }

  @Test(arguments: [
    (["--eta", "0"], "--eta '0': expected a finite number > 0"),
    (["--eta", "nan"], "--eta 'nan': expected a finite number > 0"),
    (["--time", "-1"], "--time '-1': expected a finite number > 0"),
    (["--momentum", "0.1,0.2"], "--momentum '0.1,0.2': expected 3 components"),
    (["--momentum", "a,b,c"], "--momentum 'a,b,c': expected one finite number per dimension"),
    (["--dimension", "5"], "--dimension '5': expected an integer from 1 to 4"),
    (["--observable", "displacement"], "a start that is localised"),
    (["--observable", "mode:1"], "--observable 'mode:1': expected mode with 3 integers"),
    (["--observable", "mode:1000000,0,0"], "each component of a mode is an integer from -64"),
    (["--momentum", "0,0.5,0", "--observable", "velocity"], "--observable 'velocity'"),
    (["--eta", "1e-3"], "the microscopic time T/η² = 1000000.0 is out of reach"),
    (["--eta", "1e-200"], "is out of reach"),
    (["--eta", "1e200"], "the microscopic time T/η² = 0.0 is too short"),
    (["--method", "guess"], "--method 'guess': expected one of time"),
    (["--method", "series"], "the Taylor series does not reach"),
    (["--start", "packet:0.1,0.2,0.3,2"], "--momentum and --start exclude"),
    (["--points", "64"], "--points goes with --method momentum"),
    (["--size", "4"], "--size goes with --method box or energy"),
    (["--method", "box", "--size", "7"], "a momentum of the box of side 7"),
    (["--method", "box", "--tolerance", "1e-3"], "--tolerance goes with --method time"),
    (["--transfer", "0.1"], "--transfer '0.1': expected 3 components"),
    (["--observable", "survival", "--transfer", "0.1,0,0"], "takes no transfer"),
  ])
  func `refuses wrong usage`(arguments: [String], message: String) throws {
    var words = ["amplitude", "ab|ab"]
    for index in stride(from: 0, to: Self.point.count, by: 2)
    where !arguments.contains(Self.point[index]) {
      words += Self.point[index...(index + 1)]
    }
    let run = try Program.run(words + arguments)
    #expect(run.code == 64)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test(arguments: ["ab|a", "aaab|b", "", "ab|ab|", "a-b"])
  func `refuses malformed graphs`(word: String) throws {
    let run = try Program.run(["amplitude", word] + Self.point)
    #expect(run.code == (word == "a-b" ? 64 : 65))
    #expect(run.output.isEmpty)
  }

  @Test func `refuses graphs out of reach with the estimate`() throws {
    let run = try Program.run(
      ["amplitude", "ab|ab", "--method", "box", "--size", "40"] + Self.point)
    #expect(run.code == 64)
    #expect(run.errors.contains("evaluations") && run.errors.contains("--force"))
  }
}
