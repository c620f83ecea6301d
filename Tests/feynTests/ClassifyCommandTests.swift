import Foundation
import Testing

@Suite struct ClassifyCommandTests {
  @Test func `shows what makes a graph crossing and nesting`() throws {
    let object = try Program.run("classify", "abbacd|cd", "--json").json()
    #expect(object["classes"] as? [String] == ["all", "crossing", "nesting"])
    #expect(object["crossings"] as? Int == 1)
    #expect(object["rungs"] as? Int == 2)
    #expect(object["immediate_recollisions"] as? Int == 1)
    #expect(object["mirror"] as? String == "ab|abcddc")
    #expect(object["rank"] as? String == "31")
    let certificates = try #require(object["certificates"] as? [String: Any])
    #expect(certificates["crossings"] as? [[String]] == [["5-7", "6-8"]])
    let nesting = try #require((certificates["nestings"] as? [[String: Any]])?.first)
    #expect(nesting["arc"] as? String == "1-4" && nesting["recollisions"] as? [String] == ["2-3"])
    #expect(certificates["rungs"] as? [String] == ["5-7", "6-8"])
  }

  @Test func `shows the ranks in its classes and the degree of rungs`() throws {
    let object = try Program.run("classify", "ab|ba", "--json").json()
    let ranks = try #require(object["class_ranks"] as? [String: Any])
    #expect(ranks["noncrossing"] as? String == "1" && ranks["decorated"] as? String == "1")
    #expect(object["degree"] as? Int == 0 && object["mirror_symmetric"] as? Bool == true)
    let certificates = try #require(object["certificates"] as? [String: Any])
    #expect(certificates["rung_steps"] as? [String] == ["ladder", "ladder", "ladder"])
    #expect(object["components"] as? Int == 2 && object["nested_arcs"] as? Int == 1)
  }

  @Test func `reads pairs with the size of the left line`() throws {
    let object = try Program.run("classify", "1-3,2-4", "--left", "2", "--json").json()
    #expect(object["word"] as? String == "ab|ab")
  }

  @Test(arguments: [
    ("ab|a", "'b' at position 2 occurs once"), ("aab|ba", "'a' occurs a third time at position 6"),
    ("", "empty"), ("abba", "no bar"), ("a|b|ab", "second bar at position 4"),
    ("ab|aB", "unexpected 'B' at position 5"), ("a\u{1}|a", "unexpected U+1 at position 2"),
    ("a1|1a", "letters and numbers are mixed at position 2"),
  ])
  func `a malformed word ends in one line and code 65`(word: String, message: String) throws {
    let run = try Program.run("classify", word)
    #expect(run.code == 65 && run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func `a hundred thousand letters end in one short line`() throws {
    let run = try Program.run("classify", String(repeating: "ab", count: 50_000))
    #expect(run.code == 65 && run.errors.utf8.count < 300)
    #expect(run.errors.contains("'a' occurs a third time at position 5"))
  }

  @Test func `pairs need the size of the left line, and one that fits`() throws {
    #expect(try Program.run("classify", "1-3,2-4").code == 64)
    let run = try Program.run("classify", "1-3,2-4", "--left", "5")
    #expect(run.code == 65 && run.errors.contains("it holds 0…4"))
    #expect(try Program.run("classify", "1-3,2-3", "--left", "2").code == 65)
  }
}
