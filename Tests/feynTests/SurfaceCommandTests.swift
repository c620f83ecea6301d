import Foundation
import Testing

@Suite struct SurfaceCommandTests {
  @Test func `prints the flat points and the slowest point of the band centre`() throws {
    let object = try Program.run("surface", "--energy", "0", "--json").json()
    #expect(abs((object["density_of_states"] as? Double ?? 0) - 0.142672982723) < 1e-11)
    #expect(object["saddle_share"] as? Double == 1)
    let slowest = try #require(object["slowest_point"] as? [Double])
    #expect(zip(slowest, [0, 0.25, 0.5]).allSatisfy { abs($0 - $1) < 1e-12 })
    let rows = try #require(object["rows"] as? [[String: Any]])
    let flat = rows.filter { $0["decay"] as? String == "2/3" }
    #expect(flat.count == 1 && flat[0]["normal"] as? String == "1,1,1")
  }

  @Test func `draws the curvature and prints the curve on which it vanishes`() throws {
    let directory = try TemporaryDirectory()
    let run = try Program.run(
      "surface", "--energy", "1", "--curve", "50", "--picture", directory.path + "/map.svg",
      "--plot", directory.path + "/a.svg", "--json")
    #expect(run.code == 0, "\(run.errors)")
    #expect(directory.names == ["a.gp", "a.svg", "a.tsv", "map.gp", "map.svg", "map.tsv"])
    let curve = try #require(try run.json()["curve"] as? [[String: Double]])
    #expect(curve.count > 5)
    for point in curve {
      let cosines = ["p1", "p2", "p3"].map { cos(2 * Double.pi * (point[$0] ?? 0)) }
      #expect(abs(2 * cosines.reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test(arguments: [
    ("", "--energy is missing"), ("--energy 6", "--energy '6': expected an energy inside the band"),
    ("--energy nan", "--energy 'nan': expected a finite number"),
    ("--energy 1 --curve -1", "--curve '-1': expected an integer from 0"),
    ("--energy 1 --plot a.txt", "--plot 'a.txt': expected a file name"),
  ])
  func `bad input ends in one line and code 64`(words: String, message: String) throws {
    let run = try Program.run(["surface"] + words.split(separator: " ").map(String.init))
    #expect(run.code == 64 && run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
