import Foundation
import Testing

@Suite struct EnumerateCommandTests {
  static func lines(_ words: String...) throws -> [[String: Any]] {
    let run = try Program.run(["enumerate", "--json"] + words)
    #expect(run.code == 0, "\(run.errors)")
    return try run.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test func `lists words, ranks and classes in order`() throws {
    let rows = try Self.lines("--left", "2", "--right", "2")
    #expect(rows.map { $0["word"] as? String } == ["aa|bb", "ab|ab", "ab|ba"])
    #expect(rows.map { $0["rank"] as? String } == ["0", "1", "2"])
    #expect(
      rows[2]["classes"] as? [String] == ["all", "basic", "decorated", "noncrossing", "skeleton"])
    #expect(rows[0]["provenance"] != nil && rows[1]["provenance"] == nil)
  }

  @Test func `conditions are intersected and ranks stay those among all`() throws {
    let rows = try Self.lines(
      "--left", "3", "--right", "3", "--class", "decorated,not-basic")
    #expect(rows.map { $0["word"] as? String } == ["aab|bcc", "aab|ccb", "abb|acc", "abb|cca"])
    #expect(rows.map { $0["rank"] as? String } == ["0", "2", "6", "12"])
  }

  @Test func `parts, a limit and a first rank cut the same list`() throws {
    let all = try Self.lines("--left", "3", "--right", "3").map { $0["word"] as? String }
    var parts: [String?] = []
    for part in 1...4 {
      parts += try Self.lines("--left", "3", "--right", "3", "--part", "\(part)/4")
        .map { $0["word"] as? String }
    }
    #expect(parts == all && all.count == 15)
    let tail = try Self.lines("--left", "3", "--right", "3", "--from", "11", "--limit", "3")
    #expect(tail.map { $0["word"] as? String } == Array(all[11..<14]))
  }

  @Test(arguments: [
    "all", "noncrossing", "rungless", "connected", "crossing,not-nesting", "irreducible",
  ])
  func `samples are uniform in any class`(classes: String) throws {
    let size = ["--left", "4", "--right", "4", "--class", classes]
    let graphs = try Self.lines("--left", "4", "--right", "4", "--class", classes)
    let draws = try Program.run(["enumerate", "--sample", "6000", "--quiet"] + size)
    #expect(draws.code == 0, "\(draws.errors)")
    var numbers: [String: Int] = [:]
    for line in draws.output.split(separator: "\n").dropFirst(2) {
      numbers[String(line.split(separator: " ")[0]), default: 0] += 1
    }
    #expect(numbers.values.reduce(0, +) == 6000 && numbers.count <= graphs.count)
    let mean = 6000 / Double(graphs.count)
    let chi = graphs.reduce(0.0) { sum, graph in
      let seen = Double(numbers[graph["word"] as? String ?? ""] ?? 0)
      return sum + (seen - mean) * (seen - mean) / mean
    }
    // χ² with f degrees of freedom has the mean f and the variance 2f: five standard deviations.
    let freedom = Double(graphs.count - 1)
    #expect(abs(chi - freedom) < 5 * (2 * freedom).squareRoot(), "\(chi) of \(freedom)")
  }

  @Test func `the tally counts orbits under the mirror`() throws {
    for (left, right, orbits) in [("2", "2", "3"), ("3", "3", "11"), ("2", "4", "15")] {
      let object = try Program.run(
        "enumerate", "--left", left, "--right", right, "--tally", "--json"
      ).json()
      #expect(object["mirror_orbits"] as? String == orbits)
    }
  }

  @Test func `the tally equals the counts, with one thread and with two`() throws {
    let words = ["enumerate", "--left", "7", "--right", "7", "--tally", "--json"]
    let one = try Program.run(words + ["--threads", "1"])
    let two = try Program.run(words + ["--threads", "2"])
    #expect(one.output == two.output)
    let object = try one.json()
    let classes = try #require(object["classes"] as? [String: Any])
    let counts = try Program.run("count", "--left", "7", "--right", "7", "--json").json()
    let row = try #require((counts["rows"] as? [[String: Any]])?.first)
    for (key, value) in classes { #expect(row[key] as? String == value as? String, "\(key)") }
    #expect(object["total"] as? String == "135135" && classes.count == 12)
  }

  @Test func `tallies of parts add up to the whole`() throws {
    var sum = 0
    for part in 1...3 {
      let run = try Program.run(
        "enumerate", "--left", "5", "--right", "5", "--tally", "--json", "--part", "\(part)/3",
        "--class", "irreducible")
      sum += Int(try run.json()["total"] as? String ?? "") ?? 0
    }
    #expect(sum == 372)
  }

  @Test func `a tally inside a class does not visit the others`() throws {
    // of 39!! = 3·10^23 graphs
    let run = try Program.run(
      "enumerate", "--left", "20", "--right", "20", "--class", "decorated", "--tally", "--json")
    #expect(run.code == 0)
    #expect(try run.json()["total"] as? String == "25027296")
  }

  @Test func `a closed pipe ends the list quietly`() throws {
    let run = try Program.shell("feyn enumerate --left 9 --right 9 | head -n 3")
    #expect(run.code == 0 && run.errors.isEmpty)
    #expect(run.output.split(separator: "\n").count == 3)
  }

  @Test func `draws the same graphs from the same seed, all of the class`() throws {
    let words = [
      "enumerate", "--left", "200", "--right", "200", "--sample", "3", "--class", "decorated",
      "--json",
    ]
    let first = try Program.run(words + ["--seed", "7"])
    let again = try Program.run(words + ["--seed", "7"])
    let other = try Program.run(words + ["--seed", "8"])
    #expect(first.code == 0 && first.output == again.output && first.output != other.output)
    for line in first.output.split(separator: "\n") { #expect(line.contains("decorated")) }
    // Three graphs, each a third of the time: 3000 draws stay within 5 standard deviations.
    let many = try Program.run("enumerate", "--left", "2", "--right", "2", "--sample", "3000")
    for word in ["aa|bb", "ab|ab", "ab|ba"] {
      let count = many.output.split(separator: "\n").count { $0.hasPrefix(word) }
      #expect(abs(count - 1000) < 130, "\(word) \(count)")
    }
  }

  @Test(arguments: [
    (
      "--left 4 --right 4 --sample 3 --class skeleton,rungless", "--sample: no graph of these sizes"
    ),
    ("--left 12 --right 12 --sample 1 --class connected,not-irreducible", "--sample: no graph"),
    ("--left 2 --right 2 --sample 3 --tally", "--sample and --tally exclude each other"),
    ("--left 2 --right 2 --sample 0", "--sample '0': expected an integer, at least 1"),
    ("--left 1 --right 2", "--left 1 --right 2: no graph has"),
    ("--left 40 --right 40", "at most 62 vertices"),
    ("--left 2 --right 2 --part 0/2", "--part '0/2': expected r/m"),
    ("--left 2 --right 2 --part 3/2", "--part '3/2': expected r/m"),
    ("--left 2 --right 2 --part 1", "--part '1': expected r/m"),
    ("--left 2 --right 2 --from 3", "--from '3': expected a rank below 3"),
    ("--left 2 --right 2 --from -1", "--from '-1': expected an integer, at least 0"),
    ("--left 2 --right 2 --limit x", "--limit 'x': expected an integer"),
    ("--left 2 --right 2 --class ladder", "--class 'ladder': expected classes among"),
    ("--left 2 --right 2 --from 1 --part 1/2", "--part and --from exclude each other"),
    ("--left 2 --right 2 --tally --limit 1", "--tally and --limit exclude each other"),
  ])
  func `bad input ends in one line and code 64`(words: String, message: String) throws {
    let run = try Program.run(["enumerate"] + words.split(separator: " ").map(String.init))
    #expect(run.code == 64 && run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func `a full disk and an unwritable place end in code 73`() throws {
    let full = try Program.run(
      ["enumerate", "--left", "6", "--right", "6"], standardOutput: "/dev/full")
    #expect(full.code == 73)
    let place = try Program.run(
      "enumerate", "--left", "2", "--right", "2", "--output", "/nowhere/graphs")
    #expect(place.code == 73 && place.output.isEmpty)
  }
}
