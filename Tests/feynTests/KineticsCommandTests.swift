import Foundation
import Testing

@Suite struct KineticsCommandTests {
  @Test func `the band has its rows and its plot`() throws {
    let folder = try TemporaryDirectory()
    let run = try Program.run([
      "diffusion", "--energies", "30", "--json", "--plot", folder.path + "/band.svg",
    ])
    #expect(run.code == 0)
    let rows = try #require(try run.json()["rows"] as? [[String: Any]])
    #expect(rows.count == 30)
    for row in rows {
      let values = row.compactMapValues { $0 as? Double }
      let (D, rate, c) = (
        values["diffusion"] ?? 0, values["rate"] ?? 0, values["mean_square_velocity"] ?? 0
      )
      #expect(abs(D * rate - c) < 1e-12 * c && (values["diffusion_error"] ?? 1) < 1e-6 * D)
    }
    #expect(FileManager.default.fileExists(atPath: folder.path + "/band.svg"))
  }

  /// The curves behind a picture, by panel and series.
  private func curves(_ line: String) throws -> [String: [String]] {
    let folder = try TemporaryDirectory()
    let run = try Program.run(
      line.split(separator: " ").map(String.init) + [
        "--plot", folder.path + "/p.svg", "--quiet",
      ])
    #expect(run.code == 0, "\(run.errors)")
    let data = try String(contentsOfFile: folder.path + "/p.tsv", encoding: .utf8)
    var curves: [String: [String]] = [:]
    for row in data.split(separator: "\n").dropFirst(2) {
      let words = row.split(separator: "\t").map(String.init)
      let isNamed = data.contains("\npanel\t")
      curves[words[..<(isNamed ? 2 : 1)].joined(separator: ": "), default: []]
        .append(words[isNamed ? 3 : 2])
    }
    return curves
  }

  @Test func `complex values have panels for their parts, rungs have curves of their own`()
    throws
  {
    let compared = try curves(
      "compare --size 6 --eta 0.8 --time 0.5,1 --momentum 1/6,0,2/6 --realisations 6"
        + " --transfer 0.26041666666666667,0,0")
    #expect(compared.count == 10 && compared.keys.allSatisfy { $0.hasPrefix("η = 0.8, ") })
    #expect(compared["η = 0.8, imaginary part: simulation"]?.count == 2)
    let ladder = try curves("ladder --eta 0.8,0.6 --time 0.5,1 --momentum 1/6,0,2/6 --rungs")
    #expect(
      Set(ladder.keys.filter { $0.contains("η = 0.6") }.map { $0.split(separator: ": ").last })
        == ["all", "no rung", "1 rung", "2 rungs", "3 rungs"])
    let flown = try curves(
      "boltzmann --time 0.5,1 --momentum 0.1,0.2,0.3 --transfer 0.5,0,0 --collisions")
    #expect(flown.count == 10 && flown["linear Boltzmann, real part: 1 collision"]?.count == 2)
    let table = try Program.run(
      "boltzmann", "--time", "0.5,1", "--momentum", "0.1,0.2,0.3", "--transfer", "0.5,0,0",
      "--json")
    // the sum over collisions drawn there is the value printed here
    let values = try JSONSerialization.jsonObject(with: Data(table.output.utf8)) as? [String: Any]
    let rows = values?["rows"] as? [[String: Any]]
    let last = rows?.last?["value_imaginary"] as? Double
    let drawn = flown["linear Boltzmann, imaginary part: shell"]?.last.flatMap(Double.init)
    #expect(abs((last ?? 1) - (drawn ?? 0)) < 1e-7)
  }

  @Test func `a density of momenta alone has the whole mass`() throws {
    let run = try Program.run(
      "density", "--coordinates", "v1", "--time", "0.5", "--momentum", "0.1,0.2,0.3", "--json")
    #expect(run.code == 0, "\(run.errors)")
    let record = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let times = record?["times"] as? [[String: Any]]
    #expect(abs((times?.first?["mass"] as? Double ?? 0) - 1) < 1e-12)
  }

  @Test func `the spectrum sums to one`() throws {
    for variant in ["basic", "decorated", "noncrossing"] {
      let run = try Program.run([
        "self-energy", "--variant", variant, "--eta", "0.8", "--momentum", "0.1,0.2", "--dimension",
        "2", "--json",
      ])
      #expect(run.code == 0)
      let sums = try #require(try run.json()["integrals"] as? [[String: Any]])
      for key in ["spectral_integral", "state_integral"] {
        #expect(abs((sums[0][key] as? Double ?? 0) - 1) < 1e-10)
        #expect((sums[0][key + "_error"] as? Double ?? 1) < 1e-8)
      }
    }
  }

  @Test func `the limit stands beside the ladder`() throws {
    let run = try Program.run([
      "ladder", "--variant", "noncrossing", "--eta", "0.1,0.05", "--time", "1", "--limit",
      "--momentum", "2/24,4/24,7/24", "--json",
    ])
    let rows = try #require(try run.json()["rows"] as? [[String: Any]])
    let last = rows[1].compactMapValues { $0 as? Double }
    #expect(abs((last["power"] ?? 0) - 2) < 0.2)
    #expect(abs((last["boltzmann"] ?? 0) - 0.500080068816) < 1e-9)
    #expect(rows[0]["power"] is NSNull)
  }

  @Test func `both start from a packet`() throws {
    let start = ["--start", "packet:2/24,4/24,7/24,4", "--time", "0.5", "--json"]
    let ladder = try Program.run(["ladder", "--eta", "0.8", "--variant", "noncrossing"] + start)
    let boltzmann = try Program.run(["boltzmann"] + start)
    #expect(ladder.code == 0 && boltzmann.code == 0, "\(ladder.errors) \(boltzmann.errors)")
    let a = try #require((try ladder.json()["rows"] as? [[String: Any]])?.first)
    let b = try #require((try boltzmann.json()["rows"] as? [[String: Any]])?.first)
    #expect(abs(a["ward_defect"] as? Double ?? 1) < 1e-8)
    #expect(abs((a["value"] as? Double ?? 0) - (b["value"] as? Double ?? 1)) < 0.15)
  }

  @Test(arguments: [
    ("diffusion --energies 0", "--energies '0'"),
    ("diffusion --dimension 2 --energies 5", "an even number"),
    ("self-energy --eta 0 --momentum 0.1,0.2,0.3", "--eta '0'"),
    ("self-energy --eta 1 --momentum 0.1", "expected 3 components"),
    ("ladder --eta 0.5 --time 1 --start packet:0.1,0.2,0.3,4 --rungs", "plane wave"),
    ("ladder --eta 0.5 --time 1 --start packet:0.1,0.2,4", "expected a momentum with 3"),
    ("ladder --eta 0.01 --time 1 --start site --observable one", "from a packet"),
    ("boltzmann --time 1 --start packet:0.1,0.2,0.3,4 --collisions", "needs a plane wave"),
    ("boltzmann --time 1 --start site --momentum 0,0,0", "exclude each other"),
  ])
  func `bad input ends in one line and code 64`(words: String, message: String) throws {
    let run = try Program.run(words.split(separator: " ").map(String.init))
    #expect(run.code == 64 && run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
