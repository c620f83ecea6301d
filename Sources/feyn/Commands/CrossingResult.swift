import Resolvents
import Torus

/// What `feyn crossing` finds out at one ε for one curve: the integral, and where it is largest if
/// that was asked.
struct CrossingResult: PlainData {
  let row: CrossingSeries.Row
  let maximum: CrossingMaximum?

  init(row: CrossingSeries.Row, maximum: CrossingMaximum?) {
    self.row = row
    self.maximum = maximum
  }

  init(from source: inout ByteSource) throws(PlainDataError) {
    row = try CrossingSeries.Row(from: &source)
    maximum = try CrossingMaximum?(from: &source)
  }

  func encode(into sink: inout ByteSink) {
    row.encode(into: &sink)
    maximum.encode(into: &sink)
  }
}
