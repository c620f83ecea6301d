import Foundation
import Testing

@Suite struct CountCommandTests {
  @Test func `prints the table of brute force`() throws {
    let run = try Program.run("count", "--left", "4", "--right", "4", "--json")
    let row = try #require((try run.json()["rows"] as? [[String: Any]])?.first)
    let expected = [
      "all": "105", "basic": "1", "decorated": "11", "noncrossing": "14", "crossing": "91",
      "nesting": "5", "crossing_and_nesting": "2", "rungless": "9", "connected": "27",
      "irreducible": "36", "skeleton": "42", "maximally_crossed": "1", "mirror_symmetric": "25",
      "mirror_orbits": "65",
    ]
    for (key, value) in expected { #expect(row[key] as? String == value, "\(key)") }
    #expect(row.count == expected.count + 2)
  }

  @Test func `takes all splits of an order, and only the classes asked for`() throws {
    let run = try Program.run("count", "--order", "5", "--class", "all,nesting", "--json")
    let rows = try #require(try run.json()["rows"] as? [[String: Any]])
    #expect(rows.count == 11)
    #expect(rows.allSatisfy { $0["all"] as? String == "945" && $0.count == 4 })
    #expect(rows[5]["nesting"] as? String == "56" && rows[4]["nesting"] as? String == "59")
  }

  @Test func `is the same with one thread and with two`() throws {
    let words = ["count", "--left", "100", "--right", "60", "--json"]
    let one = try Program.run(words + ["--threads", "1"])
    let two = try Program.run(words + ["--threads", "2"])
    #expect(one.code == 0 && one.output == two.output)
  }

  @Test func `prints how many graphs have each number of crossings`() throws {
    let run = try Program.run(
      "count", "--left", "3", "--right", "3", "--distribution", "crossings", "--json")
    let rows = try #require(try run.json()["rows"] as? [[String: Any]])
    #expect(rows.map { $0["graphs"] as? String } == ["5", "6", "3", "1"])
    #expect(rows.map { $0["crossings"] as? Int } == [0, 1, 2, 3])
  }

  @Test(arguments: [
    ("--left 2 --right 2 --distribution gates", "--distribution 'gates': expected one of"),
    ("--left 400 --right 400 --distribution crossings", "at most 400 vertices"),
    ("--left 1 --right 2", "--left 1 --right 2: no graph has"),
    ("--left 0 --right 0", "--left 0 --right 0: no graph has"),
    ("--left -1 --right 3", "--left '-1': expected an integer from 0"),
    ("--left x --right 3", "--left 'x': expected an integer from 0"),
    ("--left 2", "--right is missing"), ("", "--left is missing"),
    ("--order 0", "--order '0': expected an integer from 1"),
    ("--order 2 --left 1", "--order and --left exclude each other"),
    ("--left 2 --right 2 --class not-basic", "--class 'not-basic': expected classes among"),
    ("--left 99999999999999999999 --right 1", "--left '99999999999999999999': expected"),
    ("--left 2 --right 2 --epsilon 1", "unknown option '--epsilon'"),
  ])
  func `bad input ends in one line and code 64`(words: String, message: String) throws {
    let run = try Program.run(["count"] + words.split(separator: " ").map(String.init))
    #expect(run.code == 64 && run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
