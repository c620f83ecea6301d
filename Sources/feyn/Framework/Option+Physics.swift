import Dynamics
import Torus

/// Couplings and times, in the same words for every command.
extension Option where Value == Double {
  /// `--eta η`
  static var coupling: Option {
    positive("eta", "η", unit: "hopping", help: "Strength of the disorder.")
  }

  /// `--time T`
  static var time: Option {
    positive("time", "T", unit: "kinetic", help: "Macroscopic time T = η²t.")
  }
}

extension Option where Value == [Double] {
  /// `--eta η`, one or several.
  static func couplings(default text: String? = nil) -> Option {
    sweep(
      "eta", "η", unit: "hopping", default: text, help: "Strength of the disorder, one or several.")
  }

  /// `--time T`, one or several.
  static func times(default text: String? = nil) -> Option {
    sweep("time", "T", unit: "kinetic", default: text, help: "Macroscopic times T = η²t.")
  }

  /// `--transfer κ`
  static func transfer(help: String) -> Option {
    vector("transfer", "κ", unit: "1/X", help: help)
  }

  /// A point of the torus: one component per dimension, `0.1,0.2,0.3` or `2/24,4/24,7/24`.
  ///
  /// Read with `arguments.momentum(option, dimension:)`, which checks the number of components.
  static func vector(
    _ name: String, _ valueName: String, unit: String, default text: String? = nil, help: String
  ) -> Option {
    Option(
      specification: OptionSpecification(
        name: name, valueName: valueName, unit: unit, defaultText: text, help: help),
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
      name: "observable", valueName: "O", unit: nil, defaultText: "velocity",
      help: "What is measured: one, energy, velocity, mode:m1,…,md, survival or displacement.")
    specification.choices = words
    return Option(
      specification: specification,
      expected: "one, energy, velocity, mode:m1,…,md with integers, survival or displacement",
      parse: { Observable($0) })
  }
}

extension Option where Value == Start {
  /// `--start momentum:p`, `site` or `packet:p,width`.
  static var start: Option {
    start(
      help: "momentum:p, the plane wave, p on the dual lattice (components m/L);"
        + " site, one site; packet:p,width, a Gaussian of that width in sites per axis.")
  }

  /// The same beside `--momentum`, on the infinite lattice; read with `arguments.origin(dimension:)`.
  static var origin: Option {
    start(
      help: "The start in place of --momentum: packet:p,width, a Gaussian around momentum p of that"
        + " width in sites per axis; site, one site; momentum:p, the plane wave.")
  }

  private static func start(help: String) -> Option {
    var specification = OptionSpecification(
      name: "start", valueName: "START", unit: nil, defaultText: nil, help: help)
    specification.choices = ["momentum:", "site", "packet:"]
    return Option(
      specification: specification,
      expected: "momentum:p like momentum:2/24,4/24,7/24, site, or packet:p,width",
      parse: { text in
        func numbers(after head: String) -> [Double]? {
          text.hasPrefix(head) ? RealText.list(String(text.dropFirst(head.count))) : nil
        }
        if text == "site" { return .site }
        if let p = numbers(after: "momentum:") { return .planeWave(Momentum(p)) }
        guard let all = numbers(after: "packet:"), all.count >= 2 else { return nil }
        return .packet(Momentum(all.dropLast()), width: all[all.count - 1])
      })
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

  /// The start of a sum over graphs or of a kinetic equation: `--momentum p` or `--start …`.
  ///
  /// - Returns: the momentum that `velocity` projects on, and the packet if it is no plane wave.
  func origin(dimension: Int) throws(Failure) -> (momentum: Momentum, packet: WavePacket?) {
    try exclude(Option.momentum, Option<Start>.origin)
    guard let start = try ifGiven(Option<Start>.origin) else {
      return (try momentum(Option.momentum, dimension: dimension), nil)
    }
    if let p = start.momentum, p.dimension != dimension {
      throw .usage(
        option: Option<Start>.origin.flag,
        value: text(of: Option<Start>.origin.specification) ?? "",
        expected: "a momentum with \(dimension) component\(dimension == 1 ? "" : "s")"
          + ", one per dimension, got \(p.dimension)")
    }
    switch start {
    case .planeWave(let p): return (p, nil)
    case .site: return (.zero(dimension: dimension), .site(dimension: dimension))
    case .packet(let p, let width):
      guard width > 0, width <= Self.widestPacket else {
        throw .usage(
          option: Option<Start>.origin.flag,
          value: text(of: Option<Start>.origin.specification) ?? "",
          expected: "a width above 0 and at most \(Int(Self.widestPacket)) sites, the last number")
      }
      return (p, WavePacket(momentum: p, width: width))
    }
  }

  /// In sites; beyond it a packet is a plane wave.
  private static let widestPacket = 1e6

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
