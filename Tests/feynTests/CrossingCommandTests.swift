import Foundation
import Testing

@Suite struct CrossingCommandTests {
  static func rows(_ arguments: String...) throws -> [[String: Any]] {
    let run = try Program.run(["crossing", "--json"] + arguments)
    #expect(run.code == 0, "\(run.errors)")
    return try #require(try run.json()["rows"] as? [[String: Any]])
  }

  @Test func `the lattice sum gives the reference values to seven digits`() throws {
    let rows = try Self.rows(
      "--energies", "3,3,3", "--shift", "0.1,0.23,0.37", "--epsilon", "0.2")
    let row = try #require(rows.first)
    #expect(abs((row["integral"] as? Double ?? 0) / 0.27991141 - 1) < 1e-7)
    #expect(abs((row["norm_1"] as? Double ?? 0) - 0.6518494389) < 1e-9)
    #expect(row["local_exponent"] is NSNull)
    #expect(
      Set(row.keys).isSuperset(of: [
        "epsilon", "integral", "integral_error", "norm_1", "trivial_bound", "ratio",
      ]))
  }

  @Test func `the torus gives the reference values to five digits`() throws {
    let rows = try Self.rows(
      "--energies", "1,1,1", "--shift", "1/2,0,0", "--epsilon", "0.4", "--method", "torus")
    #expect(abs((rows[0]["integral"] as? Double ?? 0) / 0.4856152 - 1) < 5e-6)
  }

  @Test func `sampling agrees with the lattice sum within its error`() throws {
    let words = ["--energies", "1,1,1", "--shift", "0.1,0.2,0.3", "--epsilon", "0.1"]
    let exact = try Program.run(["crossing", "--json"] + words).json()["rows"] as? [[String: Any]]
    let run = try Program.run(
      ["crossing", "--json", "--method", "sample", "--samples", "30000", "--seed", "7"] + words)
    let row = try #require((try run.json()["rows"] as? [[String: Any]])?.first)
    let value = try #require(row["integral"] as? Double)
    let error = try #require(row["integral_error"] as? Double)
    let reference = try #require(exact?.first?["integral"] as? Double)
    #expect(abs(value - reference) < 4 * error && error < 0.02 * reference)
  }

  @Test func `next-nearest hops of amplitude zero change nothing`() throws {
    let words = ["--method", "torus", "--epsilon", "0.8", "--dimension", "2"]
    func integral(_ more: [String]) throws -> Double {
      let run = try Program.run(["crossing", "--json"] + words + more)
      let rows = try #require(try run.json()["rows"] as? [[String: Any]])
      return try #require(rows[0]["integral"] as? Double)
    }
    let plain = try integral([])
    #expect(try abs(integral(["--next-nearest", "0"]) - plain) < 1e-13)
    #expect(try abs(integral(["--next-nearest", "0.3"]) - plain) > 1e-3)
  }

  @Test func `several energies and shifts are the same as one by one`() throws {
    let together = try Self.rows(
      "--epsilon", "0.4,0.2", "--energies", "0,0,0", "--energies", "1,-2", "--shift",
      "0,0,0;0.1,0.2,0.3")
    #expect(together.count == 8)
    var index = 0
    for energies in ["0,0,0", "1,-2"] {
      for shift in ["0,0,0", "0.1,0.2,0.3"] {
        let alone = try Self.rows(
          "--epsilon", "0.4,0.2", "--energies", energies, "--shift", shift)
        for row in alone {
          let other = together[index]
          index += 1
          for key in ["integral", "norm_1", "trivial_bound", "local_exponent"] {
            let (a, b) = (row[key] as? Double ?? 0, other[key] as? Double ?? 0)
            #expect(abs(a - b) < 1e-7, "\(key)")
          }
          let listed = (other["shift"] as? [Double])?.map { "\($0)" } ?? []
          #expect(listed == shift.split(separator: ",").map { "\(Double($0)!)" })
          #expect(other["energies"] is [Double])
        }
      }
    }
  }

  @Test func `the continuum-like dispersion turns energies round`() throws {
    let nearest = try Self.rows("--epsilon", "0.4", "--energies", "1,0.5,0")
    for method in ["lattice", "torus"] {
      let words = ["--dispersion", "continuum", "--energies", "5,5.5,6", "--method", method]
      let run = try Program.run(["crossing", "--json", "--epsilon", "0.4"] + words)
      let rows = try #require(try run.json()["rows"] as? [[String: Any]])
      for key in ["integral", "norm_1", "trivial_bound"] {
        let (a, b) = (rows[0][key] as? Double ?? 0, nearest[0][key] as? Double ?? 1)
        #expect(abs(a - b) < 1e-6 * b, "\(method) \(key)")
      }
    }
  }

  @Test func `Ctrl-C keeps the rows that are finished`() throws {
    for words in ["--worst", "--shift '0,0,0;1/4,1/4,1/4'", "--method sample --samples 4096"] {
      // the last ε would take minutes
      let epsilons = words.contains("sample") ? "0.4,0.2,0.1:1e-5:/1.01" : "0.4,0.2,0.007"
      let run = try Program.shell(
        """
        feyn crossing --json --epsilon \(epsilons) \(words) & p=$!
        sleep 2; kill -INT $p; wait $p
        """)
      #expect(run.code == 130, "\(run.errors)")
      let rows = try #require(try run.json()["rows"] as? [[String: Any]])
      #expect(rows.count >= 2 && rows.allSatisfy { $0["integral"] is Double }, "\(words)")
    }
  }

  @Test func `the exponent falls with ε`() throws {
    let rows = try Self.rows("--epsilon", "0.4:0.05:/2", "--shift", "0.25,0.25,0.25")
    let exponents = rows.dropFirst().compactMap { $0["local_exponent"] as? Double }
    #expect(exponents.count == 3)
    #expect(zip(exponents, exponents.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test func `the worst shift is found and beats the others`() throws {
    let worst = try Self.rows("--epsilon", "0.2", "--worst")[0]
    let shift = try #require(worst["maximiser"] as? [Double])
    #expect(zip(shift, [0, 0.25, 0.5]).allSatisfy { abs($0 - $1) < 1e-8 })
    #expect(abs((worst["integral"] as? Double ?? 0) - 1.0129548218) < 1e-8)
    let energy = try Self.rows("--epsilon", "0.8", "--dimension", "2", "--worst-energy")[0]
    #expect(energy["energy"] is Double)
  }

  @Test func `a plot comes with its data and script`() throws {
    let directory = try TemporaryDirectory()
    let run = try Program.run(
      "crossing", "--epsilon", "0.8,0.4", "--plot", directory.path + "/a.svg")
    #expect(run.code == 0, "\(run.errors)")
    #expect(directory.names == ["a.gp", "a.svg", "a.tsv"])
  }

  @Test func `one and two threads print the same bits`() throws {
    for command in [
      "crossing --epsilon 0.2,0.1 --energies 1,2,0", "crossing --epsilon 0.3 --worst",
      "crossing --epsilon 0.01 --method sample --samples 5000",
      "resolvent --energy 1",
    ] {
      let words = command.split(separator: " ").map(String.init) + ["--json", "--threads"]
      let one = try Program.run(words + ["1"])
      let two = try Program.run(words + ["2"])
      #expect(one.code == 0 && one.output == two.output, "\(one.errors)")
    }
  }

  @Test(arguments: [
    ("--epsilon 0", "--epsilon '0': expected numbers > 0"),
    ("--epsilon -1", "--epsilon '-1': expected numbers > 0"),
    ("--epsilon nan", "--epsilon 'nan': expected numbers > 0"),
    ("--epsilon x", "--epsilon 'x': expected numbers > 0"),
    ("--energies 0", "--energies: a crossing integral has 2, 3 or 4 denominators, not 1"),
    ("--energies 0,0,0,0,0", "2, 3 or 4 denominators, not 5"),
    ("--energies 0,inf,0", "--energies '0,inf,0': expected finite numbers"),
    ("--shift 0,0", "--shift '0,0': expected 3 components"),
    ("--shift a,b,c", "--shift 'a,b,c': expected one finite number per dimension"),
    ("--dimension 5", "--dimension '5': expected an integer from 1 to 4"),
    ("--method magic", "--method 'magic': expected one of"),
    ("--epsilon 1e-5", "--epsilon: ε = 1e-05 needs"),
    ("--method torus --epsilon 0.001", "would fit"),
    ("--worst --shift 0,0,0", "--worst and --shift exclude each other"),
    ("--worst --method torus", "--method 'torus': expected lattice"),
    ("--worst-energy --energies 0,1,2", "--worst-energy finds one energy common"),
    ("--worst --epsilon 0.003", "would fit"),
    ("--next-nearest 0.1", "--next-nearest belongs to --method torus"),
    ("--method torus --next-nearest x", "--next-nearest 'x': expected a finite number"),
    ("--samples 100", "--samples belongs to --method sample"),
    ("--method sample --samples 0", "--samples '0': expected an integer from 1"),
    ("--method sample --epsilon 0", "--epsilon '0': expected numbers > 0"),
    ("--epsilon inf", "--epsilon 'inf': expected numbers > 0"),
    ("--epsilon 1e-300", "would fit"),
    ("--worst --dimension 4 --energies 0,0,0,0 --epsilon 0.02", "would fit"),
    ("--shift 0,0,0;0,0", "--shift '0,0,0;0,0': expected 3 components, one per dimension, got 2"),
    ("--energies 0,0,0;1", "--energies: a crossing integral has 2, 3 or 4 denominators, not 1"),
    ("--energies 0,0,0;", "--energies '0,0,0;': expected finite numbers"),
    ("--dispersion square", "--dispersion 'square': expected nearest, continuum"),
    ("--dispersion next-nearest:0.1", "expected nearest or continuum for --method lattice"),
    ("--dispersion hopping:1,0=1 --method torus", "expected offsets with 3 components"),
    ("--dispersion hopping:0,0,0=1 --method torus", "expected offsets with 3 components"),
    ("--dispersion hopping:1,0,0 --method torus", "--dispersion 'hopping:1,0,0': expected"),
    ("--dispersion hopping:99,0,0=1 --method torus", "integer offsets up to 16"),
    ("--dispersion continuum --next-nearest 0.1", "exclude each other"),
    ("--worst --dispersion next-nearest:0.1", "for --method lattice"),
    ("--method torus --dispersion hopping:1,0,0=1;0,1,1=1 --epsilon 0.05", "would fit"),
    ("--method sample --worst", "--method 'sample': expected lattice"),
    ("--tolerance 1", "unknown option '--tolerance'"),
  ])
  func `bad input ends in one line and code 64`(words: String, message: String) throws {
    let run = try Program.run(["crossing"] + words.split(separator: " ").map(String.init))
    #expect(run.code == 64 && run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
