import Dynamics
import Testing
import Torus

@Suite struct BoxTests {
  @Test(arguments: [(1, 7), (2, 5), (3, 4), (4, 3)])
  func `numbers and coordinates are inverse to each other`(dimension: Int, side: Int) {
    let box = Box(dimension: dimension, side: side)
    for site in 0..<box.sites { #expect(box.index(box.coordinates(site)) == site) }
    let corner = [Int](repeating: -1, count: dimension)
    #expect(box.index(corner) == box.sites - 1)
  }

  @Test func `the dual lattice is the multiples of 1/L`() {
    let box = Box(dimension: 3, side: 24)
    #expect(box.contains(Momentum([2.0 / 24, 4.0 / 24, 7.0 / 24])))
    #expect(box.contains(Momentum([0, -1.0 / 24, 25.0 / 24])))
    #expect(!box.contains(Momentum([0.1, 0, 0])))
    #expect(!box.contains(Momentum([0, 0])))
    #expect(box.nearest(to: Momentum([0.1, 0.99, -0.25])) == Momentum([2.0 / 24, 0, 0.75]))
  }
}
