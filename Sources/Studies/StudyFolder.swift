#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
public import Figures

/// The directory that a study writes: the report and the data behind every picture.
///
/// Every file appears whole or not at all, the report last: where it is, everything is.
public struct StudyFolder {
  public let path: String

  /// Makes the directory, if it is not there, and makes sure that it can be written.
  public init(_ path: String) throws(FileError) {
    var made = ""
    for part in path.split(separator: "/") {
      made += made.isEmpty && !path.hasPrefix("/") ? String(part) : "/" + part
      if part.isEmpty || part == "." || part == ".." { continue }
      if mkdir(made, 0o777) != 0, errno != EEXIST { throw FileError(path: made, code: errno) }
    }
    self.path = path
    // a file that is never committed leaves no trace
    _ = try WholeFile("\(path)/report.html")
  }

  /// Writes everything.
  ///
  /// - Parameters:
  ///   - provenance: version, arguments and seed, as JSON outputs record them.
  ///   - comment: the same on one line.
  /// - Returns: the path of the report.
  public func write(
    _ results: StudyResults, journal: StudyJournal, provenance: Record, comment: String
  ) throws(PlotError) -> String {
    // an old report must not stand beside new data
    unlink("\(path)/report.html")
    do {
      for (name, table) in [
        ("counts", results.countTable), ("graphs", results.graphTable),
        ("points", results.comparisonTable),
      ] { try WholeFile.write(table.tsv(comment: comment), to: "\(path)/\(name).tsv") }
      var record = results.record
      record.append("provenance", .object(provenance))
      try WholeFile.write(JSON.object(record).pretty() + "\n", to: "\(path)/results.json")
    } catch {
      throw .file(error)
    }
    let pictures = StudyPictures(
      crossing: try results.crossingPlot.inlineSVG(
        drawnAt: "\(path)/crossing.svg", label: "crossing integral against ε", comment: comment),
      comparison: try results.comparisonPlot.inlineSVG(
        drawnAt: "\(path)/comparison.svg", label: "simulation and theories against time",
        comment: comment),
      distance: try results.distancePlot.inlineSVG(
        drawnAt: "\(path)/distance.svg", label: "distance of the theories from the simulation",
        comment: comment))
    let report = results.report(pictures: pictures, journal: journal, provenance: provenance)
    do {
      try WholeFile.write(report.html(comment: comment), to: "\(path)/report.html")
    } catch {
      throw .file(error)
    }
    return "\(path)/report.html"
  }
}
