import Figures
import Testing

@Suite struct TableTests {
  @Test(arguments: [
    (0.743721, 0.00051, "0.74372(51)"), (0.2834002353445, 1e-12, "0.2834002353445(10)"),
    (0.2834002353446, 1e-14, "0.283400235345"),
    (123.4, 12, "123(12)"), (1.234e-10, 2e-13, "1.2340(20)e-10"), (1.5, 0, "1.5"),
    (-0.0001, 0.0002, "-0.00010(20)"), (0, 0.01, "0.000(10)"), (3e8, 1e6, "3.000(10)e8"),
  ])
  func `an uncertainty is shown in its last two digits`(value: Double, error: Double, text: String)
  {
    #expect(NumberText.uncertain(value, error: error) == text)
  }

  @Test func `a table wider than a terminal comes in pieces that fit, with the names of its rows`()
    throws
  {
    var table = Table()
    for (left, right) in [(0, 4), (2, 2), (4, 0)] {
      var row: Record = ["left": .integer(left), "right": .integer(right)]
      for k in 1...9 { row.append("column\(k)", .integer(1000 * k + left)) }
      table.append(row)
    }
    #expect(try #require(table.blocks(width: 200)) == [table.lines])
    let blocks = try #require(table.blocks(width: 40))
    #expect(blocks.count > 1)
    for block in blocks {
      #expect(block.count == 4 && block.allSatisfy { $0.count <= 40 })
      #expect(block[0].hasPrefix("left  "))
    }
    // every cell once: the columns of all pieces are those of the table
    let words = blocks.map { $0[2].split(separator: " ").dropFirst() }.joined()
    #expect(words.map(String.init) == ["2"] + (1...9).map { "\(1000 * $0 + 2)" })
    table.rows = [table.rows[0]]
    #expect(table.blocks(width: 40) == nil)
  }

  @Test func `aligns numbers right and text left, an error beside its value`() {
    var table = Table()
    var row: Record = ["class": "all", "graphs": .exact("15")]
    row.append("value", 0.5, error: 0.01)
    table.append(row)
    table.append(["class": "crossing", "graphs": .exact("10"), "value": .null])
    #expect(
      table.lines == [
        "class     graphs      value",
        "all           15  0.500(10)",
        "crossing      10          –",
      ])
    #expect(
      table.tsv(comment: "made by") == """
        # made by
        class\tgraphs\tvalue\tvalue_error
        all\t15\t0.5\t0.01
        crossing\t10\tnan\tnan

        """)
  }
}
