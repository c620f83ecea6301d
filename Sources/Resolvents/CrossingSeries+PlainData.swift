public import Torus

extension CrossingSeries.Row: PlainData {
  public func encode(into sink: inout ByteSink) {
    epsilon.encode(into: &sink)
    integral.encode(into: &sink)
    norms.encode(into: &sink)
    trivialBound.encode(into: &sink)
  }

  public init(from source: inout ByteSource) throws(PlainDataError) {
    epsilon = try Double(from: &source)
    integral = try Estimate(from: &source)
    norms = try [Estimate](from: &source)
    trivialBound = try Double(from: &source)
    guard !norms.isEmpty else { throw PlainDataError() }
  }
}

extension CrossingMaximum: PlainData {
  public func encode(into sink: inout ByteSink) {
    shift.components.encode(into: &sink)
    integral.encode(into: &sink)
    norms.encode(into: &sink)
    energies.encode(into: &sink)
    runnerUp.encode(into: &sink)
  }

  public init(from source: inout ByteSource) throws(PlainDataError) {
    let components = try [Double](from: &source)
    guard 1...4 ~= components.count else { throw PlainDataError() }
    shift = Momentum(components)
    integral = try Estimate(from: &source)
    norms = try [Estimate](from: &source)
    energies = try [Double](from: &source)
    runnerUp = try Estimate?(from: &source)
  }
}
