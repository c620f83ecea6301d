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
}
