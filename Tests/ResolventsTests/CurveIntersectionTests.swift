import Foundation
import Resolvents
import Testing
import Torus

@Suite struct CurveIntersectionTests {
  @Test func `finds every point of a scan that lies on both curves`() {
    let random = Philox(seed: 3, stream: 0)
    for trial in 0..<2000 {
      let a = random.uniforms(UInt64(2 * trial))
      let b = random.uniforms(UInt64(2 * trial + 1))
      let (φ, ψ) = (2 * Double.pi * a.x, 2 * Double.pi * a.y)
      // curves through a known point, so that there is an intersection
      let (x0, y0) = (2 * Double.pi * b.x, 2 * Double.pi * b.y)
      let α = 2 * cos(x0) + 2 * cos(y0)
      let β = 2 * cos(x0 - φ) + 2 * cos(y0 - ψ)
      var found = false
      var count = 0
      CurveIntersection(φ: φ, ψ: ψ).forEach(α: α, β: β) { x, y in
        count += 1
        #expect(abs(2 * cos(x) + 2 * cos(y) - α) < 1e-9)
        #expect(abs(2 * cos(x - φ) + 2 * cos(y - ψ) - β) < 1e-9)
        if abs(sin((x - x0) / 2)) + abs(sin((y - y0) / 2)) < 1e-5 { found = true }
      }
      #expect(found && count <= 4, "\(φ) \(ψ) \(x0) \(y0): \(count)")
    }
  }

  @Test func `the points carry the area: densities of energies integrate to one`() {
    // ∫∫ dα dβ Σ 1/|J| over all values is the area of the torus
    let (φ, ψ) = (0.7, 2.1)
    let curves = CurveIntersection(φ: φ, ψ: ψ)
    let random = Philox(seed: 4, stream: 0)
    let count = 40000
    var (sum, squares) = (0.0, 0.0)
    for i in 0..<count {
      let u = random.uniforms(UInt64(i))
      var value = 0.0
      curves.forEach(α: 8 * u.x - 4, β: 8 * u.y - 4) { x, y in
        let jacobian = 4 * (sin(x) * sin(y - ψ) - sin(y) * sin(x - φ))
        // regular at folds: the area weighted by |J|, whose integral is known numerically
        value += 64 * min(1, abs(jacobian)) / abs(jacobian)
      }
      sum += value
      squares += value * value
    }
    let mean = sum / Double(count)
    let error = ((squares / Double(count) - mean * mean) / Double(count)).squareRoot()
    var exact = 0.0
    let side = 400
    for i in 0..<side {
      for j in 0..<side {
        let (x, y) = (
          2 * Double.pi * (Double(i) + 0.5) / Double(side),
          2 * Double.pi * (Double(j) + 0.5) / Double(side)
        )
        exact += min(1, abs(4 * (sin(x) * sin(y - ψ) - sin(y) * sin(x - φ))))
      }
    }
    exact *= pow(2 * Double.pi / Double(side), 2)
    #expect(abs(mean - exact) < 4 * error + 1e-3)
  }

  @Test func `a quartic gives up all its real roots, pairs close together too`() {
    func roots(_ r: [Double], _ scale: Double) -> [Double] {
      var a = [scale]
      for root in r { a = zip([0] + a, a + [0]).map { $0 - root * $1 } }
      var found: [Double] = []
      Quartic(a[0], a[1], a[2], a[3], a[4]).forEachRoot { found.append($0) }
      return found
    }
    for r in [[-3, -1, 0.5, 7], [1, 1.001, 2, 30], [-1e3, 0, 1e-3, 1]] {
      let found = roots(r, -2.5)
      #expect(found.count == 4)
      for (a, b) in zip(found, r) { #expect(abs(a - b) < 1e-8 * (1 + abs(b))) }
    }
    var none: [Double] = []
    Quartic(1, 0, 2, 0, 1).forEachRoot { none.append($0) }
    #expect(none.isEmpty)
  }
}
