#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Figures
import Resolvents
import Torus

/// `feyn crossing`: the crossing integral against ε.
struct CrossingCommand: Command {
  enum Method: String, CaseIterable, Sendable { case lattice, torus, sample }

  static let energies = Option.lists(
    "energies", "E1,E2,E3", unit: "hopping", default: "0,0,0",
    expected: "finite numbers separated by commas, several sets by semicolons",
    help: """
      Energies of the 2, 3 or 4 denominators; outside the band too. Several sets, the option \
      repeated or '0,0,0;1,1,1', share the passes over the lattice.
      """)
  static let shift = Option.lists(
    "shift", "u", unit: "torus [0,1)^d",
    expected: "one finite number per dimension, separated by commas, several shifts by semicolons",
    help: "The shift u, or several of them like the energies. (default: 0)")
  static let epsilon = Option.sweep(
    "epsilon", "ε", unit: "hopping", default: "0.4:0.05:/2",
    help: "Widths of the resolvents, falling.")
  static let method = Option<Method>.choice(
    "method", default: .lattice,
    help: """
      lattice: one sum over Z^d; torus: Fourier on periodic boxes, extrapolated; sample: Monte \
      Carlo built for the singularities, for ε down to 1e-5.
      """)
  static let samples = Option.integer(
    "samples", "N", in: 1...1_000_000_000_000,
    help: "Points per ε of the method sample, 1 % at 16384. (default: 262144)")
  static let worst = Option.flag(
    "worst", help: "The largest integral over all shifts, with the shift that gives it.")
  static let worstEnergy = Option.flag(
    "worst-energy",
    help: "The largest over all shifts and over one energy common to the denominators.")
  static let nextNearest = Option.number(
    "next-nearest", "t", unit: "hopping",
    help: "Short for --dispersion next-nearest:t.")
  static let dispersion = Option<DispersionText>.dispersion
  static let dimension = Option.dimension

  static let specification = CommandSpecification(
    name: "crossing",
    abstract: "Prints the crossing integral, its trivial bound, and how it grows as ε falls.",
    formula: """
      I(ε; E1,E2,E3; u) = ∫∫dp dq 1/|e(p)−E1−iε| · 1/|e(q)−E2−iε| · 1/|e(p+q−u)−E3−iε|
      and likewise with 2 or 4 denominators, all momenta but one integrated.
      norm_1          ‖1/(e−E1−iε)‖_1; norms_1 lists all where energies differ
      trivial_bound   the least of ‖·‖_∞ of one times ‖·‖_1 of the others, ~ (log 1/ε)²/ε
      local_exponent  −d log I/d log ε from the row before; 1 is trivial, proved are 4/5 and 3/4
      gain_exponent   d log(I/trivial_bound)/d log ε; twice it is the power of η = √ε
      fit             I = C ε^−exponent and I = C (log 1/ε)^exponent over these rows alone, and the
                      gain, trivial_bound/I = C ε^−exponent, and in η = √ε
      Stopped by Ctrl-C it prints the rows that are finished.
      """,
    options: [
      energies.specification, shift.specification, epsilon.specification, method.specification,
      samples.specification, worst.specification, worstEnergy.specification,
      dispersion.specification, nextNearest.specification, dimension.specification,
    ],
    shared: [.long, .plot],
    example: Example(
      "crossing --epsilon 0.4,0.2,0.1 --worst",
      output: """
        # feyn 0.1.0 | feyn crossing --epsilon 0.4,0.2,0.1 --worst | seed 1
        dimension  3
        energies   0 0 0
        shift      worst
        method     lattice

        rows
        epsilon           integral             norm_1  trivial_bound       ratio    local_exponent     gain_exponent  maximiser
            0.4  0.51755911338(63)  0.79904468637(30)       1.596181  0.32424838                 –                 –  0 0.25 0.5
            0.2   1.0129548218(33)  0.99589744531(48)      4.9590586  0.20426353  0.9687742753(64)  0.6666677198(64)  0 0.25 0.5
            0.1   1.7646571419(32)  1.19345811984(57)      14.243423  0.12389277  0.8008180763(72)  0.7213396250(72)  0 0.25 0.5

        fit
        model       exponent  log_constant     residual
        power      0.885(48)    -1.450(83)  0.047527599
        logarithm  1.319(97)    -0.563(54)  0.063441503
        gain in ε  0.694(16)     0.484(27)  0.015470845
        gain in η  1.388(32)     0.484(27)  0.015470845
        verdict  neither model is favoured for ε from 0.4 to 0.1
        """))

  /// What is asked for each set of energies.
  enum Target: Equatable {
    case shifts([Momentum])
    case worst
    case worstEnergy
  }

  let energies: [[Double]]
  let epsilons: [Double]
  let method: Method
  let dimension: Int
  let samples: Int
  let dispersion: Dispersion
  let target: Target

  init(_ arguments: Arguments) throws {
    dimension = try arguments[Self.dimension]
    energies = try arguments[Self.energies]
    epsilons = try arguments[Self.epsilon]
    method = try arguments[Self.method]
    samples = try arguments.ifGiven(Self.samples) ?? 262144
    if arguments.has(Self.samples), method != .sample {
      throw Failure.usage("\(Self.samples.flag) belongs to \(Self.method.flag) sample")
    }
    try arguments.exclude(Self.nextNearest, Self.dispersion)
    let amplitude = try arguments.ifGiven(Self.nextNearest)
    dispersion =
      try amplitude.map { [dimension] in .nextNearest(dimension: dimension, amplitude: $0) }
      ?? arguments.dispersion(Self.dispersion, dimension: dimension)
    if method == .lattice, dispersion.multipleOfNearestNeighbour == nil {
      let hint = "its kernels are products of Bessel functions"
      throw amplitude == nil
        ? Failure.usage(
          option: Self.dispersion.flag,
          value: arguments.text(of: Self.dispersion.specification) ?? "",
          expected: "nearest or continuum for \(Self.method.flag) lattice (\(hint)),"
            + " torus and sample take any")
        : Failure.usage(
          "\(Self.nextNearest.flag) belongs to \(Self.method.flag) torus or sample, not lattice"
            + " (\(hint))")
    }
    try arguments.exclude(Self.worst, Self.shift)
    try arguments.exclude(Self.worstEnergy, Self.shift)
    if arguments[Self.worstEnergy] {
      guard energies.allSatisfy({ Set($0).count == 1 }) else {
        throw Failure.usage(
          "\(Self.worstEnergy.flag) finds one energy common to all denominators:"
            + " expected equal \(Self.energies.flag), of which only the number counts")
      }
      target = .worstEnergy
    } else if arguments[Self.worst] {
      target = .worst
    } else {
      let dimension = self.dimension
      target = .shifts(
        try arguments.ifGiven(Self.shift).map { shifts in
          try shifts.map { components in
            guard components.count == dimension else {
              throw Failure.usage(
                option: Self.shift.flag,
                value: arguments.text(of: Self.shift.specification) ?? "",
                expected: "\(dimension) component\(dimension == 1 ? "" : "s"), one per dimension,"
                  + " got \(components.count)")
            }
            return Momentum(components)
          }
        } ?? [.zero(dimension: dimension)])
    }
    if method != .lattice, arguments[Self.worst] || arguments[Self.worstEnergy] {
      throw Failure.usage(
        option: Self.method.flag, value: method.rawValue,
        expected: "lattice, the method that scans all shifts")
    }
    // what cannot be computed is refused before anything is
    for ε in epsilons { try check(ε) }
  }
}
