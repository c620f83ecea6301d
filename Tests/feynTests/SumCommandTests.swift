import Foundation
import Testing

@Suite struct SumCommandTests {
  static let start = ["--time", "0.5", "--momentum", "0.1,0.2,0.3"]

  @Test func `prints rows by class and coupling, the Ward residual and the powers`() throws {
    let run = try Program.run(
      ["sum", "--order", "2", "--eta", "0.9,0.8,0.7", "--observable", "one", "--json"] + Self.start)
    #expect(run.code == 0 && run.errors.isEmpty)
    let json = try run.json()
    #expect((json["ward_residual"] as! Double) < 1e-9)
    let rows = json["rows"] as! [[String: Any]]
    let crossing = rows.filter { ($0["class"] as! String) == "crossing" }
    #expect(crossing.map { $0["eta"] as! Double } == [0.9, 0.8, 0.7])
    #expect(crossing.allSatisfy { ($0["graphs"] as! Int) == 5 })
    for row in rows {
      #expect(row["real"] is Double && row["real_error"] is Double && row["absolute"] is Double)
      #expect((row["absolute"] as! Double) <= (row["bound"] as! Double))
    }
    let powers = json["powers"] as! [[String: Any]]
    let basic = try #require(powers.first { ($0["class"] as! String) == "basic" })
    #expect(basic["power"] is Double && (basic["local_powers"] as! [Double]).count == 2)
    // the sum of all graphs is 0 and has no power
    let all = try #require(powers.first { ($0["class"] as! String) == "all" })
    #expect(all["power"] is NSNull)
  }

  @Test func `one and two threads print the same`() throws {
    let rows = try ["1", "2"].map { threads in
      let json = try Program.run(
        ["sum", "--order", "2", "--eta", "0.8", "--json", "--threads", threads] + Self.start
      ).json()
      return (json["rows"] as! [[String: Any]]).map { $0["real"] as! Double }
    }
    #expect(rows[0] == rows[1])
  }

  @Test func `draws graphs of large orders`() throws {
    let run = try Program.run(
      ["sum", "--order", "6", "--eta", "0.8", "--samples", "640", "--json"] + Self.start)
    #expect(run.code == 0)
    let json = try run.json()
    #expect((json["samples"] as! Int) >= 640)
    #expect((json["strata"] as! Int) == 14)
    let crossing = try #require(
      (json["rows"] as! [[String: Any]]).first { ($0["class"] as! String) == "crossing" })
    #expect((crossing["real_error"] as! Double) > 0)
  }

  @Test(arguments: [
    (["--order", "0"], "--order '0': expected an integer from 1 to 8"),
    (["--order", "5"], "--order '5': expected an integer from 1 to 4"),
    (["--samples", "1"], "--samples '1': expected an integer from 128"),
    (["--samples", "640", "--tolerance", "1e-3"], "--samples and --tolerance exclude"),
    (["--graphs", "crossing"], "--graphs goes with --samples"),
    (["--samples", "640", "--graphs", "basic"], "--graphs 'basic': expected one of all"),
    (["--start", "site"], "--momentum and --start exclude"),
    (["--order", "x"], "--order 'x': expected an integer"),
    (["--eta", "0.5,-1"], "--eta '0.5,-1': expected numbers > 0"),
    (["--eta", ""], "--eta '': expected numbers > 0"),
    (["--time", "0"], "--time '0': expected a finite number > 0"),
    (["--tolerance", "0"], "--tolerance '0': expected a finite number > 0"),
    (["--transfer", "0.1,0,0"], "--transfer"),
    (["--observable", "displacement"], "a start that is localised"),
  ])
  func `refuses wrong usage`(arguments: [String], message: String) throws {
    let words = [
      "--order", "1", "--eta", "0.8", "--time", "0.5", "--momentum", "0.1,0.2,0.3",
    ]
    var all = ["sum"]
    for index in stride(from: 0, to: words.count, by: 2) where !arguments.contains(words[index]) {
      all += words[index...(index + 1)]
    }
    let run = try Program.run(all + arguments)
    #expect(run.code == 64)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
  }
}
