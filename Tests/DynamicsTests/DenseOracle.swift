import Dynamics
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// `e^{−itH}` by exact diagonalisation: Jacobi's rotations on the full matrix, a few hundred sites.
struct DenseOracle {
  let energies: [Double]
  /// Column k is the eigenvector of `energies[k]`.
  let vectors: [[Double]]
  let box: Box

  init(_ h: Hamiltonian) {
    let n = h.box.sites
    box = h.box
    var a = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    for x in 0..<n {
      a[x][x] += h.potential[x]
      let coordinates = box.coordinates(x)
      for axis in 0..<box.dimension {
        for step in [1, -1] {
          var y = coordinates
          y[axis] += step
          a[x][box.index(y)] += 1
        }
      }
    }
    var v = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0 } }
    for _ in 0..<60 {
      var off = 0.0
      for p in 0..<n { for q in 0..<p { off += a[p][q] * a[p][q] } }
      if off < 1e-28 { break }
      for p in 0..<n - 1 {
        for q in p + 1..<n where abs(a[p][q]) > 1e-300 {
          let θ = (a[q][q] - a[p][p]) / (2 * a[p][q])
          let t = (θ < 0 ? -1 : 1) / (abs(θ) + (1 + θ * θ).squareRoot())
          let c = 1 / (1 + t * t).squareRoot()
          let s = t * c
          for k in 0..<n {
            (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q])
          }
          for k in 0..<n {
            (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k])
            (v[k][p], v[k][q]) = (c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q])
          }
        }
      }
    }
    energies = (0..<n).map { a[$0][$0] }
    vectors = v
  }

  func evolved(_ ψ: WaveFunction, time t: Double) -> WaveFunction {
    let n = energies.count
    var result = ψ
    for x in 0..<n { result[x] = .zero }
    for k in 0..<n {
      var amplitude = Complex.zero
      for x in 0..<n { amplitude += vectors[x][k] * ψ[x] }
      amplitude *= Complex.phase(-t * energies[k])
      for x in 0..<n { result[x] += vectors[x][k] * amplitude }
    }
    return result
  }
}

/// The discrete Fourier transform, one axis after the other, by its definition; either sign.
func fourier(_ ψ: WaveFunction, sign: Double) -> WaveFunction {
  let box = ψ.box
  let side = box.side
  var now = ψ
  for axis in 0..<box.dimension {
    var next = now
    for site in 0..<box.sites {
      var x = box.coordinates(site)
      let p = x[axis]
      var sum = Complex.zero
      for y in 0..<side {
        x[axis] = y
        let turn = Double(p * y % side) / Double(side)
        sum += Complex.phase(sign * 2 * Double.pi * turn) * now[box.index(x)]
      }
      next[site] = sum / Double(side).squareRoot()
    }
    now = next
  }
  return now
}

/// `‖φ − ψ‖`.
func distance(_ φ: WaveFunction, _ ψ: WaveFunction) -> Double {
  (0..<φ.box.sites).reduce(0) { $0 + (φ[$1] - ψ[$1]).norm }.squareRoot()
}

/// A wave function of norm 1 without any symmetry.
func arbitrary(on box: Box, stream: UInt64 = 7) -> WaveFunction {
  let random = Philox(seed: 20, stream: stream)
  var ψ = WaveFunction.site([Int](repeating: 0, count: box.dimension), on: box)
  for x in 0..<box.sites {
    let two = random.normals(UInt64(x))
    ψ[x] = Complex(two.x, two.y)
  }
  let scale = 1 / ψ.norm.squareRoot()
  for x in 0..<box.sites { ψ[x] = scale * ψ[x] }
  return ψ
}
