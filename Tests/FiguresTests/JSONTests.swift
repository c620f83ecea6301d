import Figures
import Testing

@Suite struct JSONTests {
  @Test func `prints keys in order, round-trip doubles and exact integers as strings`() {
    let value: JSON = [
      "b": 0.1, "a": [1, true, .null, "x\"\n"], "n": .exact("654729075"), "bad": .number(.nan),
    ]
    #expect(
      value.compact == #"{"b":0.1,"a":[1,true,null,"x\"\n"],"n":"654729075","bad":null}"#)
  }

  @Test func `prints one row per line`() {
    let value: JSON = ["rows": [["a": 1], ["a": 2]], "made": ["by": "me"]]
    #expect(
      value.pretty() == """
        {
          "rows": [
            {"a":1},
            {"a":2}
          ],
          "made": {"by":"me"}
        }
        """)
  }

  @Test(arguments: [
    Double.leastNonzeroMagnitude, 1.7976931348623157e308, 0.1 + 0.2, -0.0, 1e22, 123456789.125,
  ])
  func `doubles survive printing and reading`(number: Double) throws {
    let text = JSON.array([.number(number)]).compact
    #expect(try JSON(reading: text) == [.number(number)])
  }

  @Test func `reads what it prints`() throws {
    let value: JSON = ["é\u{1}/😀": [[], [:], -7, 2.5e-3, false], "z": "tab\t\\"]
    #expect(try JSON(reading: value.compact) == value)
    #expect(try JSON(reading: value.pretty()) == value)
    #expect(try JSON(reading: #" "\u00e9\ud83d\ude00\/" "#) == "é😀/")
  }

  @Test(arguments: [
    ("", 1, 1, "a value is missing"), ("{\n  \"a\": 1,\n}", 3, 1, "expected a key"),
    ("[1,]", 1, 4, "expected a value"), ("01", 1, 3, "malformed number"),
    ("{\"a\":1,\"a\":2}", 1, 8, "twice"), ("[1] 2", 1, 5, "nothing may follow"),
    ("1e999", 1, 6, "out of range"), ("\"a", 1, 3, "does not end"), ("nul", 1, 1, "expected true"),
    ("\"\\x\"", 1, 3, "unknown escape"), ("\"\\ud800\"", 1, 8, "no character"),
    ("[1 2]", 1, 4, "expected ','"), ("'a'", 1, 1, "expected a value"), ("1.", 1, 3, "digit"),
    ("NaN", 1, 1, "expected a value"), ("+1", 1, 1, "expected a value"),
  ])
  func `says where a text is malformed`(text: String, line: Int, column: Int, part: String) {
    do {
      _ = try JSON(reading: text)
      Issue.record("\(text) was read")
    } catch {
      #expect(error.line == line && error.column == column, "\(text): \(error)")
      #expect(error.problem.contains(part), "\(text): \(error)")
    }
  }

  @Test func `a document nested too deep is refused and does not crash`() {
    let text = String(repeating: "[", count: 1_000_000)
    #expect(throws: JSONError.self) { try JSON(reading: text) }
  }
}
