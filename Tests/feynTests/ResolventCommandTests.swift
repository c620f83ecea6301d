import Foundation
import Testing

@Suite struct ResolventCommandTests {
  @Test func `prints the reference values`() throws {
    // G by the time integral over J_0(2t)^3 and by midpoint sums over the torus, in Python
    let first = try Program.run("resolvent", "--energy", "1", "--epsilon", "0.1", "--json").json()
    let green = try #require(first["green"] as? [Double])
    #expect(abs(green[0] + 0.097738135878) < 1e-10 && abs(green[1] - 0.438674429638) < 1e-10)
    let second = try Program.run(
      "resolvent", "--energy", "2.5", "--epsilon", "0.02", "--json"
    ).json()
    let other = try #require(second["green"] as? [Double])
    #expect(abs(other[0] + 0.306681927319) < 1e-10 && abs(other[1] - 0.293043715730) < 1e-10)
    let third = try Program.run("resolvent", "--energy", "1.3", "--json").json()
    #expect(abs((third["density_of_states"] as? Double ?? 0) - 0.143505) < 1e-6)
    for key in ["norm_1", "norm_infinity", "energy_norm"] {
      #expect(third[key] is Double && third[key + "_error"] is Double, "\(key)")
    }
  }

  @Test func `several ε give rows and the coefficient of the logarithm`() throws {
    let run = try Program.run(
      "resolvent", "--energy", "1.3", "--epsilon", "1e-4:1e-6:/10", "--json")
    let object = try run.json()
    #expect((object["rows"] as? [Any])?.count == 3)
    let fit = try #require(object["fit"] as? [String: Any])
    let coefficient = try #require(fit["coefficient"] as? Double)
    let density = try #require(fit["twice_density_of_states"] as? Double)
    #expect(abs(coefficient - density) < 1e-5)
  }

  @Test func `power norms come with their growth beside its constant`() throws {
    let run = try Program.run(
      "resolvent", "--energy", "1.3", "--epsilon", "1e-4:1e-6:/10", "--power", "2,4,2", "--json")
    let object = try run.json()
    let rows = try #require(object["rows"] as? [[String: Any]])
    // ‖·‖_2² = Im G/ε
    let green = try #require(rows[0]["green"] as? [Double])
    let norm = try #require(rows[0]["norm_2"] as? Double)
    #expect(abs(norm * norm * 1e-4 / green[1] - 1) < 1e-9)
    #expect(rows[2]["norm_4_error"] is Double)
    let powers = try #require(object["powers"] as? [[String: Double]])
    #expect(powers.count == 2)
    for power in powers {
      #expect(abs((power["exponent"] ?? 0) - (power["expected"] ?? 1)) < 1e-4)
      #expect(abs((power["constant"] ?? 0) / (power["limit"] ?? 1) - 1) < 1e-2)
    }
  }

  @Test func `draws the kernel for one ε and the norms for several`() throws {
    let directory = try TemporaryDirectory()
    for (name, ε) in [("kernel", "0.5"), ("norms", "0.1,0.01")] {
      let run = try Program.run(
        "resolvent", "--energy", "1", "--epsilon", ε, "--plot", directory.path + "/\(name).svg")
      #expect(run.code == 0, "\(run.errors)")
    }
    #expect(directory.names.filter { $0.hasSuffix(".svg") } == ["kernel.svg", "norms.svg"])
  }

  @Test(arguments: [
    ("", "--energy is missing"), ("--energy x", "--energy 'x': expected a finite number"),
    ("--energy inf", "--energy 'inf': expected a finite number"),
    ("--energy 1 --epsilon 0", "--epsilon '0': expected numbers > 0"),
    ("--energy 1 --power 1", "--power '1': expected numbers > 1"),
    ("--energy 1 --power inf", "--power 'inf': expected finite numbers"),
    ("--energy 1 --dimension 0", "--dimension '0': expected an integer from 1 to 4"),
  ])
  func `bad input ends in one line and code 64`(words: String, message: String) throws {
    let run = try Program.run(["resolvent"] + words.split(separator: " ").map(String.init))
    #expect(run.code == 64 && run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
