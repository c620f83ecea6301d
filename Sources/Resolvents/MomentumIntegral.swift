package import Diagrams
package import Torus

/// The momentum integral of a graph at given times, by each of the forms that it has.
///
/// What an amplitude integrates over the times: where two forms apply, they are each other's second
/// route.
package struct MomentumIntegral {
  package enum Form: CaseIterable, Sendable {
    /// Rows of Bessel functions.
    case rows
    /// One angle, folded.
    case folded
    /// All angles.
    case angles
  }

  private let kernel: TimeKernel

  package init(_ graph: Pairing, _ setting: AmplitudeSetting) {
    kernel = TimeKernel(
      TimeForm(graph, startIsFree: setting.startsFromSite), setting, tabulates: true)
  }

  /// Which forms apply.
  package var forms: [Form] {
    Form.allCases.filter { form in
      switch form {
      case .rows: BesselSheet.applies(to: kernel)
      case .folded: kernel.angles.count == 1 && MirrorSheet.center(of: kernel) != nil
      case .angles: true
      }
    }
  }

  /// Whether the momentum at the J-vertex is the variable of a closed form.
  package var jVertexHasVariable: Bool {
    kernel.angles.momenta[kernel.form.jGroup].variable != nil
  }

  /// The regions of the times: the number of variables of either line.
  package var regions: [(left: Int, right: Int)] {
    kernel.sortedRegions.map { ($0.left.count, $0.right.count) }
  }

  /// The integral at the last of some points, which are visited in their order, as a rule does.
  ///
  /// - Parameters:
  ///   - region: an index into `regions`.
  ///   - points: the times of either line, with equal sums up to t.
  package func value(
    _ form: Form, region: Int, points: [(left: [Double], right: [Double])]
  ) -> Complex {
    switch form {
    case .rows: value(BesselSheet.self, kernel.sortedRegions[region], points)
    case .folded: value(MirrorSheet.self, kernel.sortedRegions[region], points)
    case .angles: value(AngleSheet.self, kernel.sortedRegions[region], points)
    }
  }

  private func value<Sheet: MomentumSheet>(
    _: Sheet.Type, _ region: TimeRegion, _ points: [(left: [Double], right: [Double])]
  ) -> Complex {
    let size = points[0].left.reduce(0, +)
    let sheet = Sheet(kernel: kernel, region: region, size: kernel.time).narrowed(to: size)
    var left = [Double](repeating: 0, count: sheet.blockLength)
    var right = left
    var (leftMemory, rightMemory) = (sheet.memory(isLeft: true), sheet.memory(isLeft: false))
    var phase = Complex.one
    for point in points {
      phase =
        sheet.fill(&left, times: point.left, isLeft: true, memory: &leftMemory)
        * sheet.fill(&right, times: point.right, isLeft: false, memory: &rightMemory)
    }
    return phase * sheet.combine(left, right)
  }
}
