import Torus

/// The numbers of a piece; products that were kept stay behind.
extension CrossingShellSum: PlainData {
  func encode(into sink: inout ByteSink) {
    values.encode(into: &sink)
    squares.encode(into: &sink)
    fourths.encode(into: &sink)
    largest.encode(into: &sink)
  }

  init(from source: inout ByteSource) throws(PlainDataError) {
    self.init(sets: 0, terms: 0, kernels: 0)
    values = try [Double](from: &source)
    squares = try [Double](from: &source)
    fourths = try [Double](from: &source)
    largest = try [Double](from: &source)
  }
}
