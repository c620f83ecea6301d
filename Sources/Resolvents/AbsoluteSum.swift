import Torus

/// A part of a sum, and the sum of the absolute values of its terms, which bounds its rounding.
struct AbsoluteSum: PlainData {
  var value: Complex
  var absolute: Double

  init(value: Complex, absolute: Double) {
    self.value = value
    self.absolute = absolute
  }

  init(from source: inout ByteSource) throws(PlainDataError) {
    value = try Complex(from: &source)
    absolute = try Double(from: &source)
  }

  func encode(into sink: inout ByteSink) {
    value.encode(into: &sink)
    absolute.encode(into: &sink)
  }
}
