import Foundation
import Testing

@Suite struct TreeCommandTests {
  @Test func `routes the crossing and shows its factor`() throws {
    let object = try Program.run("tree", "ab|ab", "--json").json()
    #expect(object["admissible_count"] as? String == "4")
    #expect(object["formula"] as? String == "eta^4 epsilon^(-9/5) (log 1/epsilon)^4")
    let factor = try #require(object["crossing_factor"] as? [String: Any])
    #expect(factor["momentum"] as? String == "-k1 + k2 + p0 + xi")
    let trees = try #require(object["trees"] as? [[String: Any]])
    #expect(trees.count == 1)
    #expect(trees[0]["propagators"] as? [String] == ["u0", "u3", "u4", "u5"])
    #expect(trees[0]["loops"] as? [String] == ["u1", "u2"])
    let routing = try #require(trees[0]["routing"] as? [[String: Any]])
    #expect(routing[4]["loops"] as? [Int] == [-1, 1])
    #expect(routing[4]["p0"] as? Int == 1 && routing[4]["xi"] as? Int == 1)
  }

  @Test func `shows every crossing factor of the best tree and what it gains`() throws {
    let object = try Program.run(
      "tree", "abab|cdcd", "--eta", "0.5", "--time", "1", "--json"
    ).json()
    #expect(object["crossing_factors"] as? Int == 2)
    #expect((object["factors"] as? [[String: Any]])?.count == 2)
    #expect(object["most_of_all_trees"] as? Bool == true)
    #expect(object["formula"] as? String == "eta^8 epsilon^(-18/5) (log 1/epsilon)^6")
    // 0.5^8 · 4^(18/5) · (log 4)^6
    let powers = try #require(object["powers"] as? Double)
    #expect(abs(powers - 4.0767) < 1e-3)
  }

  @Test func `prints as many trees as the determinant counts`() throws {
    for word in ["ab|ba", "abcab|c", "abcacb|", "aabb|ccdd"] {
      let object = try Program.run("tree", word, "--all", "--json").json()
      let count = (object["trees"] as? [Any])?.count ?? 0
      #expect(object["admissible_count"] as? String == "\(count)")
    }
  }

  @Test func `the bound has a value where coupling and time are given`() throws {
    let object = try Program.run(
      "tree", "ab|ba", "--eta", "0.5", "--time", "1", "--json"
    ).json()
    let value = try #require(object["value"] as? Double)
    let amplitude = 0.2834002353445
    #expect(value > amplitude && value.isFinite)
  }

  @Test(arguments: [
    ("ab|ab --eta 0.5", 64, "give both or neither"),
    ("ab|ab --eta 0 --time 1", 64, "--eta '0': expected a finite number > 0"),
    ("ab|ab --eta nan --time 1", 64, "--eta 'nan': expected"),
    ("ab|ab --eta 1 --time -1", 64, "--time '-1': expected"),
    ("ab|ab --limit 0", 64, "--limit '0': expected"),
    ("ab|a", 65, "'b' at position 2 occurs once"), ("", 64, "<graph> is missing"),
  ])
  func `bad input ends in one line`(words: String, code: Int, message: String) throws {
    let run = try Program.run(["tree"] + words.split(separator: " ").map(String.init))
    #expect(Int(run.code) == code && run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
