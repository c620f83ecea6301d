import Diagrams
import Testing

@testable import Resolvents
@testable import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// One momentum integral by several sheets, at times that no rule has.
@Suite struct MomentumSheetTests {
  /// A point of a simplex of size h for so many variables.
  private func times(_ count: Int, size h: Double, _ random: Philox, _ index: Int) -> [Double] {
    let parts = (0..<count).map { -log(1 - random.uniforms(UInt64(16 * index + $0)).x) }
    let sum = parts.reduce(0, +)
    return parts.map { h * $0 / sum }
  }

  /// The integral at a point, after others that share some of its times.
  private func value<Sheet: MomentumSheet>(
    _: Sheet.Type, _ kernel: TimeKernel, _ region: TimeRegion, _ left: [Double], _ right: [Double]
  ) -> Complex {
    let h = left.reduce(0, +)
    let sheet = Sheet(kernel: kernel, region: region, size: kernel.time).narrowed(to: h)
    var a = [Double](repeating: 0, count: sheet.blockLength)
    var b = a
    var (leftMemory, rightMemory) = (sheet.memory(isLeft: true), sheet.memory(isLeft: false))
    for (i, j) in [(0, left.count - 1), (max(0, left.count - 2), left.count - 1)] where i < j {
      var other = left
      other.swapAt(i, j)
      _ = sheet.fill(&a, times: other, isLeft: true, memory: &leftMemory)
    }
    let phase =
      sheet.fill(&a, times: left, isLeft: true, memory: &leftMemory)
      * sheet.fill(&b, times: right, isLeft: false, memory: &rightMemory)
    return phase * sheet.combine(a, b)
  }

  @Test(arguments: [
    Observable.one, .velocity, .energy, .mode([1, 2]), .mode([-3, 0]), .mode([0, 2]),
  ])
  func `folded angles are all angles`(observable: Observable) throws {
    let setting = try AmplitudeSetting(
      coupling: 0.6, time: 1, start: Momentum([0.11, 0.37]), observable: observable)
    let random = Philox(seed: 5, stream: 1)
    var tried = 0
    var modesWithVariable = 0
    for (number, graph) in try (graphs(order: 3) + graphs(order: 4)).enumerated() {
      let kernel = TimeKernel(TimeForm(graph), setting)
      guard !BesselSheet.applies(to: kernel) else { continue }
      guard MirrorSheet.center(of: kernel) != nil else {
        #expect(graph.order > 3, "\(graph)")
        continue
      }
      if kernel.angles.momenta[kernel.form.jGroup].variable != nil { modesWithVariable += 1 }
      for (place, region) in kernel.regions.enumerated() {
        let index = 64 * number + 2 * place
        let left = times(region.left.count, size: 2.1, random, index)
        let right = times(region.right.count, size: 2.1, random, index + 1)
        let folded = value(MirrorSheet.self, kernel, region, left, right)
        let full = value(AngleSheet.self, kernel, region, left, right)
        #expect((folded - full).modulus < 1e-13, "\(graph), \(observable)")
        tried += 1
      }
    }
    #expect(tried > 500 && modesWithVariable > 100)
  }

  @Test(arguments: [Observable.one, .velocity, .mode([1, 2]), .mode([-3, 0])])
  func `rows of Bessel functions are all angles`(observable: Observable) throws {
    let setting = try AmplitudeSetting(
      coupling: 0.6, time: 1, start: Momentum([0.11, 0.37]), observable: observable)
    // the same momenta with the tables of the other form
    let apart = try AmplitudeSetting(
      coupling: 0.6, time: 1, start: Momentum([0.11, 0.37]), observable: observable,
      transfer: [1e-300, 0])
    let random = Philox(seed: 6, stream: 1)
    var tried = 0
    for (number, graph) in try (graphs(order: 2) + graphs(order: 3)).enumerated() {
      let kernel = TimeKernel(TimeForm(graph), setting)
      guard BesselSheet.applies(to: kernel) else { continue }
      let full = TimeKernel(TimeForm(graph), apart)
      for (place, region) in kernel.regions.enumerated() {
        let index = 64 * number + 2 * place
        let left = times(region.left.count, size: 2.1, random, index)
        let right = times(region.right.count, size: 2.1, random, index + 1)
        let rows = value(BesselSheet.self, kernel, region, left, right)
        let sum = value(AngleSheet.self, full, region, left, right)
        #expect((rows - sum).modulus < 1e-13, "\(graph), \(observable)")
        tried += 1
      }
    }
    #expect(tried > 100)
  }

  @Test func `a row of Bessel functions is right to rounding`() {
    for x in [1e-7, 1e-3, 0.1, 0.4, 1, 2.7, 8, 21, 60, 190] {
      var row = [Double](repeating: 0, count: Int(x) + 40)
      row.withUnsafeMutableBufferPointer { BesselSheet.fillRow($0, at: x) }
      for n in row.indices { #expect(abs(row[n] - jn(Int32(n), x)) < 2e-15, "J_\(n)(\(x))") }
    }
  }
}
