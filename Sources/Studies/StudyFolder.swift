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
        ("points", results.comparisonTable), ("classes", results.classTable),
      ] { try WholeFile.write(table.tsv(comment: comment), to: "\(path)/\(name).tsv") }
      var record = results.record
      record.append("provenance", .object(provenance))
      try WholeFile.write(JSON.object(record).pretty() + "\n", to: "\(path)/results.json")
    } catch {
      throw .file(error)
    }
    func drawn(_ plot: Plot, _ name: String, _ label: String) throws(PlotError) -> String {
      try plot.inlineSVG(drawnAt: "\(path)/\(name).svg", label: label, comment: comment)
    }
    let pictures = StudyPictures(
      comparison: try drawn(results.comparisonPlot, "comparison", "simulation and theories"),
      distance: try drawn(results.distancePlot, "distance", "theories against the simulation"),
      residual: try results.residualPlot.map { plot throws(PlotError) in
        try drawn(plot, "residual", "what the crossing graphs add")
      },
      classes: try results.classPlot.map { plot throws(PlotError) in
        try drawn(plot, "suppression", "graphs of order η⁴ by class")
      },
      crossing: try drawn(results.crossingPlot, "crossing", "crossing integral"))
    let report = results.report(pictures: pictures, journal: journal, provenance: provenance)
    do {
      try WholeFile.write(report.html(comment: comment), to: "\(path)/report.html")
    } catch {
      throw .file(error)
    }
    return "\(path)/report.html"
  }
}
