import Foundation
import Testing

private let start = ["--momentum", "2/24,4/24,7/24"]

@Suite struct BoltzmannCommandTests {
  @Test func `prints the values on file`() throws {
    let run = try Program.run(["boltzmann", "--time", "0.5,1", "--json"] + start)
    #expect(run.code == 0)
    let object = try run.json()
    let rows = try #require(object["rows"] as? [[String: Any]])
    #expect(rows.count == 2)
    #expect(abs((rows[0]["value"] as? Double ?? 0) - 0.7072) < 5e-5)
    #expect(abs((rows[1]["value"] as? Double ?? 0) - 0.5001) < 5e-5)
    // ρ at E = 2.2144… by the time integral
    #expect(abs((object["density_of_states"] as? Double ?? 0) - 0.1102923) < 1e-6)
    for key in ["rate", "diffusion", "entropy"] {
      #expect(object[key] is Double && object[key + "_error"] is Double, "\(key)")
    }
  }

  @Test(arguments: [
    ("--time 1 --momentum 0,0,0 --observable one", "no energy shell"),
    ("--time 1 --momentum 0.1,0.2", "expected 3 components"),
    ("--time 0 --momentum 0.1,0.2,0.3", "--time '0'"),
    ("--time inf --momentum 0.1,0.2,0.3", "--time 'inf'"),
    ("--time 1 --momentum 0.1,x,0.3", "--momentum"),
    ("--time 1", "--momentum is missing"),
    ("--time 1 --momentum 0.1,0.2,0.3 --dimension 5", "--dimension '5'"),
    ("--time 1 --momentum 0.1,0.2,0.3 --observable speed", "--observable 'speed'"),
    ("--time 1 --momentum 0.1,0.2,0.3 --eta 1", "--eta"),
  ])
  func `bad input ends in one line and code 64`(words: String, message: String) throws {
    let run = try Program.run(["boltzmann"] + words.split(separator: " ").map(String.init))
    #expect(run.code == 64 && run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
