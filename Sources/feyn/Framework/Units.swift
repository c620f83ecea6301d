/// The units of the numbers that commands print, by key, for files that carry them.
///
/// Lengths are in sites, energies in units of the hopping h, microscopic times in 1/h; kinetic times
/// T = η²t and places X = η²x have the same units with η, which is a number.
struct Units {
  let command: String
  /// The text of `--observable`, if the command has one.
  let observable: String?

  /// The unit of a key, `1` for a pure number.
  subscript(key: String) -> String {
    let name =
      key.hasSuffix("_error") && key != "_error" ? String(key.dropLast("_error".count)) : key
    if let unit = Self.kinetic[command]?[name] { return unit }
    return Self.fixed[name] ?? (Self.measured.contains(name) ? ofObservable : "1")
  }

  private static let fixed = [
    "time": "1/hopping (T = η²t)", "microscopic_time": "1/hopping", "energy": "hopping",
    "energies": "hopping", "epsilon": "hopping", "rate": "hopping",
    "density_of_states": "1/hopping", "twice_density_of_states": "1/hopping",
    "green": "1/hopping", "norm_1": "1/hopping", "norms_1": "1/hopping",
    "norm_infinity": "1/hopping", "energy_norm": "1/hopping",
    "integral": "hopping^(−number of energies)",
    "trivial_bound": "hopping^(−number of energies)", "diffusion": "sites²·hopping",
    "displacement": "sites²", "walk": "sites²", "size": "sites", "width": "sites", "x": "sites",
    "density": "1/site", "shift": "reciprocal lattice", "momentum": "reciprocal lattice",
    "maximiser": "reciprocal lattice", "v": "reciprocal lattice", "proved_below": "1/hopping",
  ]

  /// Where a key means a place or a square in kinetic units, by command.
  private static let kinetic: [String: [String: String]] = [
    "density": [
      "x1": "X (X = η²x)", "x2": "X (X = η²x)", "x3": "X (X = η²x)", "x4": "X (X = η²x)",
      "v1": "reciprocal lattice", "v2": "reciprocal lattice", "v3": "reciprocal lattice",
      "v4": "reciprocal lattice", "width": "X (X = η²x)", "length": "X (X = η²x)",
      "density": "1/(volume of the coordinates kept)",
      "diffusive": "1/(volume of the coordinates kept)",
    ],
    "spreading": [
      "displacement": "X² (X = η²x)", "ballistic": "X² (X = η²x)", "diffusive": "X² (X = η²x)",
      "crossover": "1/hopping (T = η²t)",
    ],
  ]

  private static let measured: Set<String> = [
    "value", "value_imaginary", "value_with_crossing", "crossing", "crossing_dressed", "real",
    "imaginary", "absolute", "bound", "simulation", "boltzmann", "ladder_basic",
    "ladder_decorated", "ladder_noncrossing", "residual", "covariance", "ward_residual",
  ]

  private var ofObservable: String {
    switch observable {
    case "energy": "hopping"
    case "displacement": command == "boltzmann" ? "X² (X = η²x)" : "sites²"
    case "participation": "sites"
    case "profile": "1/site"
    default: "1"
    }
  }
}
