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

  @Test func `with a transfer the three methods agree`() throws {
    let words = ["boltzmann", "--time", "1.5", "--observable", "one", "--transfer", "0.05,0.1,0"]
    let values = try ["shell", "ordinates", "particles"].map { method in
      let run = try Program.run(words + ["--method", method, "--json"] + start)
      #expect(run.code == 0, "\(run.errors)")
      let rows = try #require(try run.json()["rows"] as? [[String: Any]])
      return try ["value", "value_error", "value_imaginary", "value_imaginary_error"]
        .map { try #require(rows[0][$0] as? Double) }
    }
    for other in values.dropFirst() {
      #expect(abs(other[0] - values[0][0]) < 4 * (other[1] + values[0][1]))
      #expect(abs(other[2] - values[0][2]) < 4 * (other[3] + values[0][3]))
    }
  }

  @Test func `the particles are the same with one thread and with two`() throws {
    let words = ["boltzmann", "--time", "1", "--method", "particles", "--particles", "9000"]
    let runs = try ["1", "2"].map { try Program.run(words + ["--threads", $0] + start).output }
    #expect(runs[0] == runs[1] && !runs[0].isEmpty)
  }

  @Test func `the collisions stand in rows and add up`() throws {
    let words = ["boltzmann", "--time", "2", "--observable", "energy", "--json"]
    let whole = try Program.run(words + start).json()["rows"] as? [[String: Any]]
    let parts = try Program.run(words + ["--collisions"] + start).json()["rows"]
    let sum = (parts as? [[String: Any]])?.compactMap { $0["value"] as? Double }.reduce(0, +)
    #expect(abs((sum ?? 0) - (whole?[0]["value"] as? Double ?? 1)) < 1e-6)
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
    ("--time 1 --momentum 0.1,0.2,0.3 --transfer 0.1", "--transfer '0.1': expected 3"),
    ("--time 9 --momentum 0.1,0.2,0.3 --transfer 9,9,9", "phase"),
    ("--time 1 --momentum 0.1,0.2,0.3 --method guess", "--method 'guess'"),
    ("--time 1 --momentum 0.1,0.2,0.3 --particles 9", "--particles needs --method particles"),
    ("--time 1 --momentum 0.1,0.2,0.3 --steps 9", "--steps needs --method ordinates"),
    ("--time 1 --momentum 0.1,0.2,0.3 --method particles --particles 1", "--particles '1'"),
    ("--time 1 --momentum 0.1,0.2,0.3 --method particles --collisions", "--collisions needs"),
    (
      "--time 1 --momentum 0.1,0.2,0.3 --method ordinates --observable displacement", "displacement"
    ),
  ])
  func `bad input ends in one line and code 64`(words: String, message: String) throws {
    let run = try Program.run(["boltzmann"] + words.split(separator: " ").map(String.init))
    #expect(run.code == 64 && run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
