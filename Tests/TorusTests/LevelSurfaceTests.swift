import Foundation
import Testing
import Torus

@Suite struct LevelSurfaceTests {
  @Test(arguments: [(0.0, 0.21, 0.13), (1.3, 0.1, 0.3), (-3, 0.4, 0.45), (5, 0.03, 0.05)])
  func `the curvature is that of the graph of the third angle`(
    energy: Double, p1: Double, p2: Double
  ) {
    func angle(_ x: Double, _ y: Double) -> Double { acos(energy / 2 - cos(x) - cos(y)) }
    let (x, y) = (2 * Double.pi * p1, 2 * Double.pi * p2)
    let h = 2e-4
    let fx = (angle(x + h, y) - angle(x - h, y)) / (2 * h)
    let fy = (angle(x, y + h) - angle(x, y - h)) / (2 * h)
    let fxx = (angle(x + h, y) - 2 * angle(x, y) + angle(x - h, y)) / (h * h)
    let fyy = (angle(x, y + h) - 2 * angle(x, y) + angle(x, y - h)) / (h * h)
    let fxy =
      (angle(x + h, y + h) - angle(x + h, y - h) - angle(x - h, y + h) + angle(x - h, y - h))
      / (4 * h * h)
    let reference = (fxx * fyy - fxy * fxy) / pow(1 + fx * fx + fy * fy, 2)
    let value = LevelSurface.curvature(at: Momentum([p1, p2, angle(x, y) / (2 * Double.pi)]))
    #expect(abs(value - reference) < 1e-4 * (1 + abs(reference)))
  }

  @Test func `it is convex for energies beyond 2 and flat at the centre of the band's facets`() {
    let random = Philox(seed: 1, stream: 1)
    for i in 0..<2000 {
      let u = random.uniforms(UInt64(2 * i))
      let p = Momentum([u.x, u.y, random.uniforms(UInt64(2 * i + 1)).x])
      if abs(p.energy) > 2 { #expect(LevelSurface.curvature(at: p) > 0) }
    }
    #expect(abs(LevelSurface.curvature(at: Momentum([0.25, 0.25, 0.25]))) < 1e-15)
  }

  @Test func `the principal curvatures are the eigenvalues of the projected Hessian`() {
    let random = Philox(seed: 2, stream: 1)
    for i in 0..<500 {
      let u = random.uniforms(UInt64(2 * i))
      let p = Momentum([u.x, u.y, random.uniforms(UInt64(2 * i + 1)).x])
      let (least, greatest) = LevelSurface.principalCurvatures(at: p)
      let K = LevelSurface.curvature(at: p)
      #expect(abs(least * greatest - K) < 1e-9 * (1 + abs(K)) && least <= greatest)
      // det(P H P + n nᵀ − κ) = (1 − κ) · (κ_1 − κ)(κ_2 − κ) with H = e″/|∇e|, P = 1 − n nᵀ
      let s = p.components.map { -sin(2 * Double.pi * $0) }
      let c = p.components.map { -cos(2 * Double.pi * $0) }
      let length = s.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let n = s.map { $0 / length }
      func projected(_ a: Int, _ b: Int) -> Double {
        (0..<3).reduce(0) { sum, j in
          sum + ((a == j ? 1 : 0) - n[a] * n[j]) * c[j] / length * ((j == b ? 1 : 0) - n[j] * n[b])
        }
      }
      let trace = (0..<3).reduce(0) { $0 + projected($1, $1) }
      let squares = (0..<9).reduce(0) { $0 + projected($1 / 3, $1 % 3) * projected($1 % 3, $1 / 3) }
      #expect(abs(trace - least - greatest) < 1e-10 * (1 + abs(trace)))
      #expect(abs(squares - least * least - greatest * greatest) < 1e-9 * (1 + squares))
    }
  }

  @Test(arguments: [0.2, 1.0, -1.3, 1.9])
  func `the curve of zero curvature lies on the surface and parts caps from saddles`(
    energy: Double
  ) {
    let curve = LevelSurface.flatCurve(energy: energy, steps: 2000)
    #expect(curve.count > 20)
    for p in curve {
      #expect(abs(p.energy - energy) < 1e-10 && abs(LevelSurface.curvature(at: p)) < 1e-9)
    }
    // a scan over (p1, p2) finds no change of sign away from it
    var (saddles, caps) = (0, 0)
    var last: (Double, [Double])?
    for i in 1..<120 {
      last = nil
      for j in 1..<120 {
        let (p1, p2) = (Double(i) / 240, Double(j) / 240)
        let c3 = energy / 2 - cos(2 * Double.pi * p1) - cos(2 * Double.pi * p2)
        guard abs(c3) < 1 else {
          last = nil
          continue
        }
        let p = [p1, p2, acos(c3) / (2 * Double.pi)]
        let K = LevelSurface.curvature(at: Momentum(p))
        if K < 0 { saddles += 1 } else { caps += 1 }
        if let (before, place) = last, before * K < 0 {
          let nearest = curve.map { q in
            (0..<3).reduce(0) { max($0, abs(q[$1] - (p[$1] + place[$1]) / 2)) }
          }.min()!
          #expect(nearest < 0.02, "K changes its sign at \(p)")
        }
        last = (K, p)
      }
    }
    #expect(saddles > 100 && caps > (abs(energy) < 0.5 ? 10 : 100))
  }

  @Test func `at the band centre only eight points are flat, and convex surfaces have none`() {
    #expect(LevelSurface.flatCurve(energy: 0, steps: 9) == [Momentum([0.25, 0.25, 0.25])])
    #expect(LevelSurface.flatCurve(energy: 2.5, steps: 100).isEmpty)
    let random = Philox(seed: 3, stream: 1)
    for i in 0..<2000 {
      let u = random.uniforms(UInt64(i))
      let c3 = -cos(2 * Double.pi * u.x) - cos(2 * Double.pi * u.y)
      guard abs(c3) < 1 else { continue }
      let p = Momentum([u.x, u.y, acos(c3) / (2 * Double.pi)])
      // e_1 = 0: K = −½ Σc²/|s|⁴
      let c = p.components.map { cos(2 * Double.pi * $0) }
      let expected = -c.reduce(0) { $0 + $1 * $1 } / 2 / pow(LevelSurface.speed(at: p) / 2, 4)
      #expect(abs(LevelSurface.curvature(at: p) - expected) < 1e-10 * (1 + abs(expected)))
    }
  }

  @Test(arguments: [-4.5, -1, 0, 0.5, 1.9, 2, 3, 5.5])
  func `no point of the surface is slower than the slowest`(energy: Double) throws {
    let slowest = try #require(LevelSurface.slowestPoint(energy: energy))
    #expect(abs(slowest.energy - energy) < 1e-12)
    let least = LevelSurface.speed(at: slowest)
    for i in 0..<200 {
      for j in 0..<200 {
        let c = [cos(Double.pi * Double(i) / 199), cos(Double.pi * Double(j) / 199)]
        let c3 = energy / 2 - c[0] - c[1]
        guard abs(c3) <= 1 else { continue }
        let speed = 2 * (3 - c[0] * c[0] - c[1] * c[1] - c3 * c3).squareRoot()
        #expect(speed >= least - 1e-7)
      }
    }
  }

  @Test(arguments: [0.0, 1, -1.5, 2.5, 5])
  func `points of a given normal have it, and lie on the surface`(energy: Double) {
    for normal in [[1, 0, 0], [1, 1, 0], [1, 1, 1]] {
      let points = LevelSurface.points(energy: energy, normal: normal)
      for p in points {
        #expect(abs(p.energy - energy) < 1e-12)
        let s = p.components.map { sin(2 * Double.pi * $0) }
        for (sine, component) in zip(s, normal) {
          #expect(abs(sine - (component == 0 ? 0 : s[0])) < 1e-7)
        }
      }
      #expect(!points.isEmpty)
    }
  }

  @Test(arguments: [0.0, 1, 3])
  func `the share of saddles is that of points drawn by their energy`(energy: Double) throws {
    // momenta at random within a thin shell of energies
    let share = try #require(LevelSurface.saddleShare(energy: energy))
    let random = Philox(seed: 4, stream: 1)
    var (all, saddles) = (0, 0)
    for i in 0..<200_000 {
      let u = random.uniforms(UInt64(2 * i))
      let p = Momentum([u.x, u.y, random.uniforms(UInt64(2 * i + 1)).x])
      guard abs(p.energy - energy) < 0.05 else { continue }
      all += 1
      if LevelSurface.curvature(at: p) < 0 { saddles += 1 }
    }
    let fraction = Double(saddles) / Double(all)
    let noise = (fraction * (1 - fraction) / Double(all)).squareRoot()
    #expect(abs(fraction - share.value) < 4 * noise + 0.01)
  }

  @Test func `along flat directions the density falls more slowly`() {
    // Im G(x; E + i0)/π is the Fourier transform of δ(e − E): 1/r, and r^{−2/3} where the surface is
    // flat in every direction
    let green = GreenFunction(dimension: 3)
    func size(_ n: Int, _ direction: [Int]) -> Double {
      abs(green.value(at: Complex(0, 1e-5), site: direction.map { n * $0 }).imaginary)
    }
    func exponent(_ direction: [Int]) -> Double {
      log(size(16, direction) / size(64, direction)) / log(4)
    }
    #expect(abs(exponent([1, 0, 0]) - 1) < 0.05)
    #expect(abs(exponent([1, 1, 1]) - 2.0 / 3) < 0.05)
  }
}
