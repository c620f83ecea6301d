/// Why a study cannot be read or run: which value is wrong, and what would be right.
public struct StudyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The place in the file, `simulation.realisations` or `times[2]`; empty for the whole.
  public let place: String
  public let problem: String

  public init(_ place: String, _ problem: String) {
    self.place = place
    self.problem = problem
  }

  public var description: String { place.isEmpty ? problem : "\(place): \(problem)" }
}
