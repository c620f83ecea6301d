import Diagrams
import Figures
import Foundation
import Studies
import Testing
import Torus

@Suite struct StudyRunTests {
  /// The standard study, a hundred times smaller.
  static var small: Study {
    var study = Study.standard
    study.couplings = [0.8, 0.6]
    study.times = [0.5, 1]
    study.graphs.countedOrder = 4
    study.graphs.drawnOrder = 2
    study.crossing.widths = [0.4, 0.2]
    study.simulation.realisations = 12
    return study
  }

  @Test func `one and two threads give the same bytes`() throws {
    let one = try Self.small.run(workers: .single).results
    let two = try Self.small.run(workers: Workers(threads: 2)).results
    #expect(JSON.object(one.record).compact == JSON.object(two.record).compact)
  }

  @Test func `stops where its monitor says so`() {
    #expect(throws: Interrupted.self) {
      try Self.small.run(workers: .single) { name in
        Monitor(isCancelled: { name == "simulation" })
      }
    }
  }

  /// Direct simulation and ladder sums by independent programs: physics of section 5, p0 = (2,4,7)/24,
  /// η = 0.6, T = 0.5: simulation 0.7437(5), decorated 0.7435, noncrossing 0.7448, Boltzmann 0.7072.
  @Test func `the three routes give the numbers seen before`() throws {
    let results = try Self.small.run(workers: Workers(threads: 2)).results
    let point = try #require(results.points.first { $0.coupling == 0.6 && $0.time == 0.5 })
    #expect(abs(point.theory.decorated.value - 0.7435) < 0.0002)
    #expect(abs(point.theory.noncrossing.value - 0.7448) < 0.0002)
    #expect(abs(point.theory.boltzmann.value - 0.7072) < 0.0001)
    // four standard deviations of twelve realisations and of the number seen
    #expect(
      abs(point.simulation.value - 0.7437) < 4 * (point.simulation.error + 0.0005))
  }

  @Test func `the folder holds the report and the data of every picture, and nothing else`() throws
  {
    let path = NSTemporaryDirectory() + "feyn-study-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = try StudyFolder(path + "/deep/er")
    let (results, journal) = try Self.small.run(workers: Workers(threads: 2))
    let report = try folder.write(
      results, journal: journal, provenance: ["program": "feyn"], comment: "feyn study")
    #expect(report == path + "/deep/er/report.html")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let pictures = ["comparison", "crossing", "distance", "residual", "suppression"]
    #expect(
      names
        == (pictures.flatMap { ["\($0).gp", "\($0).svg", "\($0).tsv"] }
        + ["classes.tsv", "counts.tsv", "graphs.tsv", "points.tsv", "report.html", "results.json"])
        .sorted())
    let html = try String(contentsOfFile: report, encoding: .utf8)
    #expect(html.utf8.count < 3_000_000)
    for left in 1...2 {
      for graph in try PairingSequence(left: left, right: left) {
        #expect(html.contains("<code>\(graph.word)</code>"))
      }
    }
    let json = try JSON(
      reading: String(contentsOfFile: folder.path + "/results.json", encoding: .utf8))
    guard case .object(let record) = json else { throw StudyError("results.json", "no object") }
    #expect(record.keys.last == "provenance")
    #expect(try Study(json: #require(record["study"])) == Self.small)
  }

  @Test func `an old report does not stand beside new data`() throws {
    let path = NSTemporaryDirectory() + "feyn-old-" + UUID().uuidString
    let manager = FileManager.default
    defer { try? manager.removeItem(atPath: path) }
    let folder = try StudyFolder(path)
    #expect(manager.createFile(atPath: folder.path + "/report.html", contents: Data("old".utf8)))
    // a directory of that name, into which no file can be moved
    try manager.createDirectory(
      atPath: folder.path + "/points.tsv/x", withIntermediateDirectories: true)
    let (results, journal) = try Self.small.run(workers: Workers(threads: 2))
    #expect(throws: PlotError.self) {
      try folder.write(
        results, journal: journal, provenance: Record(), comment: "c")
    }
    #expect(!manager.fileExists(atPath: folder.path + "/report.html"))
  }

  @Test func `a folder that cannot be written is refused before the run`() {
    #expect(throws: FileError.self) { try StudyFolder("/proc/no/such") }
    #expect(throws: FileError.self) { try StudyFolder("/dev/null/study") }
  }

  @Test func `the counts on the page are those of the table in the source`() throws {
    let results = try Self.small.run(workers: Workers(threads: 2)).results
    let row = try #require(results.countTable.rows.last)
    #expect(row["all"] == "105" && row["decorated"] == "11" && row["crossing"] == "91")
    #expect(row["nesting"] == "5" && row["crossing_and_nesting"] == "2")
  }
}
