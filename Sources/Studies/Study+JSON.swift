import Dynamics
public import Figures
import Torus

extension Study {
  /// Reads a study from the text of a file; keys that are left out keep their standard value.
  public init(reading text: String) throws(StudyError) {
    let value: JSON
    do {
      value = try JSON(reading: text)
    } catch {
      throw StudyError("", error.description)
    }
    try self.init(json: value)
  }

  /// Reads a study from a JSON object.
  public init(json: JSON) throws(StudyError) {
    self = .standard
    var reader = try StudyReader(json)
    try reader.read("dimension", into: &dimension, StudyReader.integer(in: 1...4))
    let vector = { (value: JSON, place: String) throws(StudyError) in
      Momentum(try StudyReader.list(StudyReader.number)(value, place))
    }
    try reader.read("momentum", into: &momentum, vector)
    try reader.read("observable", into: &observable) { (value, place) throws(StudyError) in
      guard case .string(let text) = value, let observable = Observable(text) else {
        throw StudyError(
          place,
          "expected \"one\", \"energy\", \"velocity\", \"mode:m1,…,md\" or \"survival\", got "
            + StudyReader.shown(value))
      }
      return observable
    }
    try reader.read("couplings", into: &couplings, StudyReader.list(StudyReader.positive))
    try reader.read("times", into: &times, StudyReader.list(StudyReader.positive))
    try reader.read("seed", into: &seed, StudyReader.seed)
    try reader.read("graphs", into: &graphs) { (reader, graphs) throws(StudyError) in
      try reader.read(
        "counted_order", into: &graphs.countedOrder, StudyReader.integer(in: 1...60))
      try reader.read("drawn_order", into: &graphs.drawnOrder, StudyReader.integer(in: 1...4))
    }
    try reader.read("crossing", into: &crossing) { (reader, crossing) throws(StudyError) in
      try reader.read("energies", into: &crossing.energies, StudyReader.list(StudyReader.number))
      try reader.read("widths", into: &crossing.widths, StudyReader.list(StudyReader.positive))
      try reader.read("shifts", into: &crossing.shifts, StudyReader.list(vector))
    }
    try reader.read("simulation", into: &simulation) { (reader, simulation) throws(StudyError) in
      try reader.read("side", into: &simulation.side, StudyReader.integer(in: 2...4096))
      try reader.read(
        "realisations", into: &simulation.realisations, StudyReader.integer(in: 3...100_000_000))
      try reader.read("disorder", into: &simulation.disorder, StudyReader.word)
    }
    try reader.finish()
    try check()
  }

  /// The study as `init(json:)` reads it; components on the lattice of the box as fractions.
  public var json: JSON {
    func component(_ value: Double) -> JSON {
      let steps = (value * Double(simulation.side)).rounded()
      guard abs(steps) < 1e6, steps != 0, steps / Double(simulation.side) == value else {
        return .number(value)
      }
      return "\(Int(steps))/\(simulation.side)"
    }
    return [
      "dimension": .integer(dimension),
      "momentum": .array(momentum.components.map(component)),
      "observable": .string(observable.description),
      "couplings": .numbers(couplings),
      "times": .numbers(times),
      "seed": Int(exactly: seed).map { .integer($0) } ?? .exact(seed),
      "graphs": [
        "counted_order": .integer(graphs.countedOrder), "drawn_order": .integer(graphs.drawnOrder),
      ],
      "crossing": [
        "energies": .numbers(crossing.energies),
        "widths": .numbers(crossing.widths),
        "shifts": .array(crossing.shifts.map { .numbers($0.components) }),
      ],
      "simulation": [
        "side": .integer(simulation.side), "realisations": .integer(simulation.realisations),
        "disorder": .string(simulation.disorder.rawValue),
      ],
    ]
  }
}
