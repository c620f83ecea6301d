import Torus

extension Option where Value == [Double] {
  /// A point of the torus: one component per dimension, `0.1,0.2,0.3` or `2/24,4/24,7/24`.
  ///
  /// Read with `arguments.momentum(option, dimension:)`, which checks the number of components.
  static func vector(
    _ name: String, _ placeholder: String, unit: String, default text: String? = nil, help: String
  ) -> Option {
    Option(
      specification: OptionSpecification(
        name: name, placeholder: placeholder, unit: unit, defaultText: text, help: help),
      expected: "one finite number per dimension, separated by commas",
      parse: { RealText.list($0) })
  }

  /// `--momentum p`: the plane wave at the start.
  static var momentum: Option {
    vector(
      "momentum", "p", unit: "torus [0,1)^d", help: "Momentum p0 of the plane wave at the start.")
  }
}

extension Option where Value == Observable {
  /// `--observable O`.
  static var observable: Option {
    let words = ["one", "energy", "velocity", "mode:", "survival", "displacement"]
    var specification = OptionSpecification(
      name: "observable", placeholder: "O", unit: nil, defaultText: "velocity",
      help: "What is measured: one, energy, velocity, mode:m1,…,md, survival or displacement.")
    specification.choices = words
    return Option(
      specification: specification,
      expected: "one, energy, velocity, mode:m1,…,md with integers, survival or displacement",
      parse: { Observable($0) })
  }
}

extension Arguments {
  /// A vector with one component per dimension.
  func vector(_ option: Option<[Double]>, dimension: Int) throws(Failure) -> [Double] {
    let components = try self[option]
    guard components.count == dimension else {
      throw .usage(
        option: option.flag, value: text(of: option.specification) ?? "",
        expected: "\(dimension) component\(dimension == 1 ? "" : "s"), one per dimension,"
          + " got \(components.count)")
    }
    return components
  }

  /// A momentum with one component per dimension.
  func momentum(_ option: Option<[Double]>, dimension: Int) throws(Failure) -> Momentum {
    Momentum(try vector(option, dimension: dimension))
  }

  /// The observable, if it is one of the weights `g(v)` or named in `others`.
  ///
  /// - Throws: a usage failure if the command cannot measure it, if `mode` has the wrong number
  ///   of components, or if `velocity` has no direction because c(p0) = 0.
  func observable(
    _ option: Option<Observable>, start: Momentum, others: [Observable] = []
  ) throws(Failure) -> Observable {
    let observable = try self[option]
    if others.contains(observable) || observable.weight(start: start) != nil { return observable }
    let expected =
      switch observable {
      case .mode: "mode with \(start.dimension) integers, one per dimension"
      case .velocity: "another observable, since the velocity at p0 is zero"
      default:
        (["one", "energy", "velocity", "mode:m1,…,md"] + others.map(\.description))
          .joined(separator: ", ") + " (this command has no '\(observable)')"
      }
    throw .usage(option: option.flag, value: observable.description, expected: expected)
  }
}
