import Figures
import Storage
import Torus

/// `feyn merge`: the whole of a run from its parts.
struct MergeCommand: Command {
  static let directory = Option.text(
    "directory", "DIRECTORY", help: "Where the report goes, of parts of 'feyn study'.")

  static let specification = CommandSpecification(
    name: "merge",
    abstract: "Puts the parts of a run together: what the whole run would have printed.",
    formula: """
      Parts are the files that 'feyn COMMAND … --part r/m --output FILE' wrote. All m
      of them are needed, each once, of the same command and version. The result has
      the bits of the whole run.
      """,
    operands: [Operand("FILE", .several, help: "The parts, in any order.")],
    options: [directory.specification], shared: [.standard, .plot],
    example: Example(
      "merge 1.h5 2.h5",
      after: (1...2).map {
        "enumerate --left 4 --right 4 --tally --part \($0)/2 --output \($0).h5 --quiet"
      },
      output: """
        # feyn 0.1.0 | feyn enumerate --left 4 --right 4 --tally | seed 1
        left           4
        right          4
        total          105
        mirror_orbits  65

        class                 graphs
        all                      105
        basic                      1
        decorated                 11
        noncrossing               14
        crossing                  91
        nesting                    5
        crossing_and_nesting       2
        skeleton                  42
        connected                 27
        irreducible               36
        maximally_crossed          1
        rungless                   9
        """))

  let files: [(path: String, file: RunFile)]
  private let passed: [String]

  init(_ arguments: Arguments) throws {
    guard !arguments.operands.isEmpty else {
      throw Failure.usage("<FILE> is missing: the parts of a run")
    }
    for option in [SharedOptions.json.specification, SharedOptions.seed.specification]
    where arguments.values[option.name] != nil {
      throw Failure.usage("\(option.flag) is a matter of the parts: they know how they were called")
    }
    files = try arguments.operands.map { path in
      guard let bytes = WholeFile.bytes(of: path) else {
        throw Failure.malformed("'\(path)': the file cannot be read")
      }
      do throws(ArchiveError) {
        return (path, try RunFile(image: bytes))
      } catch {
        throw Failure.malformed("'\(path)': \(error)")
      }
    }
    passed = ["plot", "output", "directory", "threads", "quiet"].flatMap { name in
      arguments.values[name].map { name == "quiet" ? ["--quiet"] : ["--\(name)"] + $0 } ?? []
    }
  }

  func run(_ console: Console) throws {
    let whole = try checkedWhole()
    // a merge is the run itself, with all pieces of the bulk at hand
    let words = whole.identity.arguments + passed
    var pieces: [Int: Ledger.Map] = [:]
    for number in Set(files.flatMap { $0.file.maps.keys }) {
      let ledger = Ledger()
      for (_, file) in files { if let map = file.maps[number] { ledger.adopt(number, map) } }
      pieces[number] = ledger.maps[number]
    }
    try Program(commands: Feyn.commands).replay(words, of: whole.identity, merging: pieces)
  }

  /// The first file, after all are known to be the parts of one whole, each once.
  private func checkedWhole() throws(Failure) -> RunFile {
    let (firstPath, first) = files[0]
    guard let count = first.share?.count else {
      throw .malformed("'\(firstPath)' is no part of a run: it was written without --part")
    }
    var places: [Int: String] = [:]
    for (path, file) in files {
      guard file.kind == .part, let share = file.share else {
        throw .malformed("'\(path)' is a checkpoint of an unfinished run, no part of one")
      }
      if let difference = file.identity.difference(from: first.identity) {
        throw .malformed(
          "'\(path)' is foreign to '\(firstPath)': "
            + difference.replacing("this run has", with: "that has")
            .replacing("this is", with: "that is"))
      }
      guard share.count == count else {
        throw .malformed(
          "'\(path)' is foreign to '\(firstPath)': one of \(share.count) parts, that is of \(count)"
        )
      }
      if let other = places[share.index] {
        throw .malformed("'\(other)' and '\(path)' are both part \(share.index) of \(count)")
      }
      places[share.index] = path
    }
    let missing = (1...count).filter { places[$0] == nil }
    guard missing.isEmpty else {
      let names = missing.prefix(10).map(String.init).joined(separator: ", ")
      throw .malformed(
        "part\(missing.count == 1 ? "" : "s") \(names)\(missing.count > 10 ? ", …" : "") of"
          + " \(count) \(missing.count == 1 ? "is" : "are") missing")
    }
    return first
  }
}
