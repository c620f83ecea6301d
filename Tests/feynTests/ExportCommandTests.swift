import Foundation
import Testing

@Suite struct ExportCommandTests {
  @Test func `every format is one document with its provenance`() throws {
    for (format, sign) in [
      ("dot", "digraph"), ("graphml", "<graphml"), ("json", "\"nodes\""),
      ("tikz", "tikzpicture"), ("latex", "multline"), ("svg", "<svg"),
    ] {
      let run = try Program.run("export", "ab|ab", "--format", format)
      #expect(run.code == 0 && run.output.contains(sign), "\(format)")
      #expect(run.output.contains("feyn export"), "\(format)")
    }
  }

  @Test func `a set goes into one document, or one file per graph with an index`() throws {
    let one = try Program.run("export", "--left", "2", "--right", "2", "--format", "json")
    #expect(one.output.split(separator: "\n").count == 3)
    let scratch = try TemporaryDirectory()
    let many = try Program.run(
      "export", "--left", "3", "--right", "3", "--class", "connected", "--format", "svg",
      "--directory", scratch.path + "/set")
    #expect(many.code == 0, "\(many.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/set").sorted()
    #expect(names == ["graph-1.svg", "graph-2.svg", "graph-3.svg", "graph-4.svg", "index.tsv"])
    let index = try String(contentsOfFile: scratch.path + "/set/index.tsv", encoding: .utf8)
    #expect(index.split(separator: "\n").count == 6 && index.contains("abc|abc"))
  }

  @Test(arguments: [
    ("ab|ab --format png", 64, "--format 'png': expected one of dot"),
    ("ab|ab --class all", 64, "choose whole sets"), ("ab|a", 65, "'b' at position 2"),
    ("--left 2 --right 2 --format svg", 64, "expected one graph, got 3"),
    ("ab|ab --directory /proc/nowhere", 73, "cannot write '/proc/nowhere'"),
    ("", 64, "<graph> is missing: give words"), ("--left 1 --right 2", 64, "no graph has"),
  ])
  func `bad input ends in one line`(words: String, code: Int, message: String) throws {
    let run = try Program.run(["export"] + words.split(separator: " ").map(String.init))
    #expect(Int(run.code) == code && run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func `says when the limit leaves graphs out`() throws {
    let cut = try Program.run("export", "--left", "3", "--right", "3", "--limit", "14")
    #expect(cut.code == 0 && cut.errors.contains("only the first 14 graphs; --limit takes more"))
    let whole = try Program.run("export", "--left", "3", "--right", "3", "--limit", "15")
    #expect(whole.code == 0 && whole.errors.isEmpty, "\(whole.errors)")
  }
}
