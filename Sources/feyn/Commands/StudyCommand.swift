import Figures
import Studies
import Torus

/// `feyn study`: the main job.
struct StudyCommand: Command {
  static let directory = Option.text(
    "directory", "DIRECTORY", default: "study", help: "Where the report and its data go.")
  static let print = Option.flag(
    "print", help: "Print the study as JSON, to be changed and given as FILE, and run nothing.")

  static let specification = CommandSpecification(
    name: "study",
    abstract: "Runs the whole comparison and writes a report with the data behind every picture.",
    formula: """
      lim E⟨J, W_{T/η²}⟩ = ⟨J, F_T⟩  as η → 0:  simulation, sums of graphs, and the
      Boltzmann equation, with the counts, the pictures and the crossing integral
      """,
    operands: [
      Operand("FILE", .optional, help: "A study as JSON; keys left out keep their value.")
    ],
    options: [directory.specification, print.specification], shared: .long,
    example: Example(
      "study --print",
      output: """
        {
          "dimension": 3,
          "momentum": ["2/24","4/24","7/24"],
          "observable": "velocity",
          "couplings": [0.8,0.6,0.4],
          "times": [0.5,1.0,2.0],
          "seed": 1,
          "graphs": {"counted_order":10,"drawn_order":4},
          "crossing": {
            "energies": [0.0,0.0,0.0],
            "widths": [0.4,0.2,0.1,0.05,0.025],
            "shifts": [[0.0,0.0,0.0],[0.25,0.25,0.25],[0.1,0.23,0.37],[0.5,0.0,0.0]]
          },
          "simulation": {"side":24,"realisations":1000,"disorder":"gaussian"}
        }
        """))

  let study: Study
  /// Where it comes from, for messages.
  let file: String
  let directory: String
  let onlyPrints: Bool

  init(_ arguments: Arguments) throws {
    var study = Study.standard
    file = arguments.operands.first ?? "the standard study"
    if let path = arguments.operands.first {
      guard let text = WholeFile.contents(of: path) else {
        throw Failure.malformed("cannot read '\(path)': expected a JSON file")
      }
      do {
        study = try Study(reading: text)
      } catch {
        throw Failure.malformed("\(path): \(error)")
      }
    }
    if arguments.has(SharedOptions.seed) { study.seed = try arguments[SharedOptions.seed] }
    self.study = study
    directory = try arguments[Self.directory]
    onlyPrints = arguments[Self.print]
  }

  func run(_ console: Console) throws {
    if onlyPrints {
      try console.show(study.json.pretty() + "\n")
      return
    }
    console.record(seed: study.seed)
    // a part leaves the report to the merge
    let folder =
      console.isRoot && console.workers.run?.share == nil ? try StudyFolder(directory) : nil
    let cost = study.cost(threads: console.workers.threads)
    console.announce(
      "\(cost.graphs) graphs, \(cost.evolutions) evolutions of \(cost.sites) sites, about"
        + " \(Progress.duration(cost.seconds)) on \(console.workers.threads) threads")
    do {
      let (results, journal) = try study.run(workers: console.workers) { console.monitor($0) }
      let report =
        try folder?.write(
          results, journal: journal, provenance: console.provenance.record,
          comment: console.provenance.comment) ?? ""
      var document = Document()
      document.append("report", .string(report))
      document.append("realisations", .integer(results.realisations))
      document.append("norm_defect", .number(results.normDefect))
      document.append("rows", results.comparisonTable)
      try console.show(document)
    } catch let error as StudyError {
      throw Failure.malformed("\(file): \(error)")
    } catch let error as StudyDisagreement {
      throw Failure.checkFailed(error.description)
    } catch let error as PlotError {
      throw Failure.cannotWrite(error)
    }
  }
}
