#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Figures
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

  init(_ arguments: Arguments, words: [String]) throws(Failure) {
    let shared = arguments.specification.shared
    let hasDocument = shared.contains(.document)
    let works = shared.contains(.work)
    let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    workers = Workers(
      threads: works ? try arguments.ifGiven(SharedOptions.threads) ?? cores : 1)
    seed = works ? try arguments[SharedOptions.seed] : 1
    isQuiet = works && arguments[SharedOptions.quiet]
    printsJSON = hasDocument && arguments[SharedOptions.json]
    outputPath = hasDocument ? try arguments.ifGiven(SharedOptions.output) : nil
    plotPath = shared.contains(.plot) ? try arguments.ifGiven(SharedOptions.plotFile) : nil
    provenance = Provenance(command: arguments.specification.name, words: words, seed: seed)
    progress = Progress(isEnabled: !isQuiet)
  }

  /// A monitor that shows progress under a label and stops at Ctrl-C.
  func monitor(_ label: String) -> Monitor {
    progress.begin(label)
    let progress = self.progress
    return Monitor(
      progress: { progress.report($0, $1) }, isCancelled: { Interruption.isRequested })
  }

  /// Records the seed that a file chose.
  func record(seed: UInt64) { provenance.seed = seed }

  /// Says on stderr what a long run is going to cost.
  func announce(_ cost: String) {
    guard !isQuiet else { return }
    StandardError.write("feyn: \(cost)\n")
  }

  /// Prints the result, after its picture is drawn where `--plot` asks for one.
  func show(_ document: Document, plot: @autoclosure () -> Plot? = nil) throws {
    if let plotPath, let plot = plot() {
      do throws(PlotError) {
        try plot.draw(to: plotPath, comment: provenance.comment)
      } catch {
        throw Failure.cannotWrite(error)
      }
    }
    if printsJSON {
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
    do throws(PlotError) {
      try HeatMap.draw(maps, to: path, comment: provenance.comment)
    } catch {
      throw Failure.cannotWrite(error)
    }
  }

  /// Prints a text as it is: a drawing, a script. Its provenance is in it.
  func show(_ text: String) throws {
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
    let output = try OutputText(path: outputPath)
    // on stdout, what came before an error is on its way already
    defer { output.flush() }
    try body(
      RecordStream(
        output: output, columns: columns, provenance: provenance, printsJSON: printsJSON))
    progress.clear()
    try output.commit()
  }

  /// Takes the progress line away, before the last word.
  func finish() { progress.clear() }
}
