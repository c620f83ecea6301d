import Torus

/// The momentum integrals of one region of times at one size of its simplices.
///
/// A point of a simplex is turned into a *block* of what depends on this line alone; two blocks, one
/// of each line, combine into the value of the integrand.
protocol MomentumSheet: Sendable {
  init(kernel: TimeKernel, region: TimeRegion, size: Double)

  /// The same for smaller simplices, at less cost.
  func narrowed(to size: Double) -> Self

  /// The number of doubles of a block.
  var blockLength: Int { get }

  /// What is kept from one point of a line to the next: most of them differ in their last times only.
  associatedtype Memory
  func memory(isLeft: Bool) -> Memory

  /// Writes the block of a point of one line and returns the phase of its external propagators.
  func fill(
    _ block: UnsafeMutablePointer<Double>, times: UnsafePointer<Double>, isLeft: Bool,
    memory: inout Memory
  ) -> Complex

  /// The momentum integral, with its observable, for a point of each line.
  func combine(_ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>) -> Complex
}

extension MomentumSheet where Memory == Void {
  func memory(isLeft: Bool) {}
}
