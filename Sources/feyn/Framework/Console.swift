#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Figures
import Storage
import Torus

/// What a command works and speaks through: threads, seed, progress, and the one output.
///
/// Results go to stdout or, whole or not at all, to `--output`; everything else goes to stderr.
final class Console {
  let workers: Workers
  let seed: UInt64
  private(set) var provenance: Provenance
  /// Whether `--json` was given.
  let printsJSON: Bool
  /// The value of `--plot`, if given.
  let plotPath: String?
  private let outputPath: String?
  private let isQuiet: Bool
  private let progress: Progress
  private let keeper: RunKeeper?
  private let command: String
  /// The text of `--observable`, which gives values their unit.
  private let observable: String?

  /// - Parameter pieces: of the parts that a merge puts together.
  init(
    _ arguments: Arguments, words: [String], merging pieces: [Int: Ledger.Map]? = nil,
    crew: (any Crew)? = nil
  ) throws(Failure) {
    let shared = arguments.specification.shared
    let hasDocument = shared.contains(.document)
    let works = shared.contains(.work)
    command = arguments.specification.name
    seed = works ? try arguments[SharedOptions.seed] : 1
    isQuiet = works && arguments[SharedOptions.quiet]
    printsJSON = hasDocument && arguments[SharedOptions.json]
    outputPath = hasDocument ? try arguments.ifGiven(SharedOptions.output) : nil
    plotPath = shared.contains(.plot) ? try arguments.ifGiven(SharedOptions.plotFile) : nil
    observable = arguments.specification.options.first { $0.name == "observable" }
      .flatMap { arguments.text(of: $0) }
    let share = try arguments.share(output: outputPath)
    provenance = Provenance(
      command: command, words: words, seed: seed, without: share == nil ? [] : ["part"])
    if crew?.rank ?? 0 == 0 { try Self.demandPlaces(arguments) }
    keeper = try Self.keeper(arguments, provenance, share, isQuiet: isQuiet)
    if share != nil, crew != nil {
      throw .usage("--part cuts a run for machines without MPI: under mpirun leave it out")
    }
    var run: Run?
    if let pieces {
      run = Run(ledger: Ledger(pieces), isMerge: true) { Interruption.isRequested }
    } else if keeper != nil || crew != nil {
      let isRoot = crew?.rank ?? 0 == 0
      let resumes = shared.contains(.checkpoint) && arguments[SharedOptions.resume]
      let known = try isRoot && resumes ? keeper?.resumed() ?? [:] : [:]
      let ledger = Ledger(known) { [keeper] ledger in if isRoot { keeper?.tick(ledger) } }
      run = Run(ledger: ledger, share: share, crew: crew) { Interruption.isRequested }
    }
    let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    workers = Workers(
      threads: works ? try arguments.ifGiven(SharedOptions.threads) ?? cores : 1, run: run)
    progress = Progress(isEnabled: !isQuiet && run?.isRoot ?? true)
  }

  /// Refuses what could not be written or drawn, before hours are spent on it.
  private static func demandPlaces(_ arguments: Arguments) throws(Failure) {
    for option in arguments.specification.options {
      // an empty name is refused where it is read
      guard let path = arguments.text(of: option), !path.isEmpty else { continue }
      switch option.name {
      case "plot", "picture":
        if let obstacle = Plot.obstacle(to: path) { throw .cannotWrite(obstacle) }
      case "output", "checkpoint":
        if let obstacle = WholeFile.obstacle(to: path) { throw .cannotWrite(obstacle) }
      default: break
      }
    }
  }

  /// What keeps the pieces, where a checkpoint or a part asks for it.
  private static func keeper(
    _ arguments: Arguments, _ provenance: Provenance, _ share: Run.Share?, isQuiet: Bool
  ) throws(Failure) -> RunKeeper? {
    guard arguments.specification.shared.contains(.checkpoint) else { return nil }
    let path = try arguments.ifGiven(SharedOptions.checkpointFile)
    let interval = try arguments[SharedOptions.every]
    let resumes = arguments[SharedOptions.resume]
    if path == nil, resumes || arguments.values[SharedOptions.every.specification.name] != nil {
      let option = resumes ? SharedOptions.resume.flag : SharedOptions.every.flag
      throw .usage("\(option) needs \(SharedOptions.checkpointFile.flag) FILE")
    }
    guard path != nil || share != nil else { return nil }
    if let path, !resumes, access(path, F_OK) == 0 {
      throw .usage(
        option: SharedOptions.checkpointFile.flag, value: path,
        expected: "a new file, or --resume to go on from this one")
    }
    return RunKeeper(
      identity: arguments.identity(provenance), share: share, checkpoint: path, every: interval,
      isQuiet: isQuiet)
  }

  /// A monitor that shows progress under a label and stops at Ctrl-C.
  func monitor(_ label: String) -> Monitor {
    progress.begin(label)
    let progress = self.progress
    let run = workers.run
    return Monitor(
      progress: { progress.report($0, $1) },
      // processes stop together or not at all
      isCancelled: { run?.isStopped ?? Interruption.isRequested })
  }

  /// Whether this process prints and writes: the only one, or the first of an MPI job.
  var isRoot: Bool { workers.run?.isRoot ?? true }

  /// Records the seed that a file chose.
  func record(seed: UInt64) { provenance.seed = seed }

  /// Says on stderr what a long run is going to cost.
  func announce(_ cost: String) {
    guard !isQuiet, isRoot else { return }
    StandardError.write("feyn: \(cost)\n")
  }

  /// Prints the result, after its picture is drawn where `--plot` asks for one.
  func show(_ document: Document, plot: @autoclosure () -> Plot? = nil) throws {
    try demandWhole()
    guard isRoot else { return }
    if let plotPath, let plot = plot() {
      do throws(PlotError) {
        try plot.draw(to: plotPath, comment: provenance.comment)
      } catch {
        throw Failure.cannotWrite(error)
      }
    }
    if let outputPath, outputPath.hasSuffix(".h5") {
      let units = Units(command: command, observable: observable)
      let image: [UInt8]
      do throws(ArchiveError) {
        image = try document.archive(provenance, units: units).image()
      } catch {
        throw Failure.checkFailed("\(error)")
      }
      let file = try WholeFile(outputPath)
      try file.write(image)
      progress.clear()
      try file.commit()
    } else if printsJSON {
      try show(document.json(provenance).pretty() + "\n")
    } else {
      let style = outputPath == nil ? TextStyle(descriptor: 1) : .plain
      let width = outputPath == nil ? TextStyle.terminalWidth(descriptor: 1) : nil
      let lines = document.lines(provenance, style: style, width: width)
      try show(lines.joined(separator: "\n") + "\n")
    }
  }

  /// Draws coloured maps side by side.
  func draw(_ maps: [HeatMap], to path: String) throws {
    try demandWhole()
    guard isRoot else { return }
    do throws(PlotError) {
      try HeatMap.draw(maps, to: path, comment: provenance.comment)
    } catch {
      throw Failure.cannotWrite(error)
    }
  }

  /// Prints a text as it is: a drawing, a script. Its provenance is in it.
  func show(_ text: String) throws {
    try demandWhole()
    guard isRoot else { return }
    let output = try OutputText(path: outputPath)
    try output.write(text)
    progress.clear()
    try output.commit()
  }

  /// Prints records as they come: one JSON object per line, or one row of a table per line.
  ///
  /// The first JSON object also carries the provenance; people get it as a comment line above.
  ///
  /// - Parameter columns: key and least width of each column for people; text goes to the left.
  func stream(
    columns: [(key: String, width: Int)], _ body: (RecordStream) throws -> Void
  ) throws {
    try demandWhole()
    guard isRoot else { return }
    let output = try OutputText(path: outputPath)
    // on stdout, what came before an error is on its way already
    defer { output.flush() }
    try body(
      RecordStream(
        output: output, columns: columns, provenance: provenance, printsJSON: printsJSON))
    progress.clear()
    try output.commit()
  }

  /// A part that got as far as a result has met nothing that can be cut.
  private func demandWhole() throws(Failure) {
    guard workers.run?.share != nil else { return }
    throw .usage("\(SharedOptions.part.flag): nothing in this computation can be cut into parts")
  }

  /// Takes the progress line away, before the last word.
  func finish() { progress.clear() }
}

// MARK: - The end of a run

extension Console {
  /// Saves the checkpoint, however the run ended.
  func keep() {
    guard isRoot, let run = workers.run, !run.ledger.maps.isEmpty else { return }
    keeper?.saveLast(run.ledger)
  }

  /// Writes the file of a part whose share is computed; false if this is no such run.
  func finishPart() throws -> Bool {
    guard let run = workers.run, let share = run.share, let keeper, let outputPath, run.hasShared
    else { return false }
    progress.clear()
    try keeper.writePart(run.ledger, to: outputPath)
    announce("part \(share.index) of \(share.count) is in '\(outputPath)'; see 'feyn merge'")
    return true
  }

  /// What is wrong with the pieces that a file gave, if anything.
  var fault: Failure? {
    switch workers.run?.fault {
    case nil: nil
    case .missing(let map, let piece):
      .malformed("piece \(piece) of map \(map) is in none of the parts")
    case .length(let map):
      .malformed("the pieces on file are of another computation: map \(map) has another length")
    case .content(let map, let piece):
      .malformed("the pieces on file are of another computation: piece \(piece) of map \(map)")
    }
  }
}
