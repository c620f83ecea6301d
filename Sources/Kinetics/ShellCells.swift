internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The cells of `ShellDraws` for one energy, made once.
struct ShellCells: Sendable {
  let table: [UInt16]
  let bound: [Double]
  let middle: [SIMD2<Double>]

  init(energy E: Double) {
    let n = 64
    let least = ShellSampler(dimension: 3, energy: E).least
    middle = (0..<n).map {
      let θ = Double.pi * (Double($0) + 0.5) / Double(n)
      return SIMD2(2 * cos(θ), 2 * sin(θ))
    }
    /// 2cos falls over the interval; the least |c| is at one of its ends.
    func edge(_ i: Int) -> (cosine: Double, sine: Double) {
      let θ = Double.pi * Double(i) / Double(n)
      return (2 * cos(θ), 2 * sin(θ))
    }
    var greatest = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0..<n {
        let low = E - edge(i).cosine - edge(j).cosine
        let high = E - edge(i + 1).cosine - edge(j + 1).cosine
        if low >= 2 || high <= -2 { continue }
        let far = max(abs(low), abs(high))
        let near = low <= 0 && high >= 0 ? 0 : min(abs(low), abs(high))
        let slowest = max(0, 4 - far * far).squareRoot()
        let fastest = max(0, 4 - near * near).squareRoot()
        let others = max(
          min(edge(i).sine, edge(i + 1).sine), min(edge(j).sine, edge(j + 1).sine))
        // a hair more, against rounding at the rims
        if fastest < others - 1e-9 { continue }
        greatest[i * n + j] = 1 / (max(slowest, others, least) - 1e-9)
      }
    }
    let whole = 1 << 17
    var scale = Double(whole) / greatest.reduce(0, +)
    var counts: [Int] = []
    while true {
      counts = greatest.map { Int(($0 * scale).rounded(.up)) }
      let rest = whole - counts.reduce(0, +)
      if rest >= 0 {
        // what is left goes to one cell, where it is refused again
        counts[greatest.indices.max { greatest[$0] < greatest[$1] }!] += rest
        break
      }
      scale *= 0.9999
    }
    table = counts.enumerated().flatMap { [UInt16](repeating: UInt16($0), count: $1) }
    bound = counts.map { Double($0) / scale }
  }
}
