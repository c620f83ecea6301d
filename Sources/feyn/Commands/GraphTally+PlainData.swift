public import Diagrams
public import Torus

extension GraphTally: PlainData {
  /// By class, then the graphs with both a crossing and a nesting.
  public func encode(into sink: inout ByteSink) {
    (GraphClass.allCases.map { self[$0] } + [crossingAndNesting]).encode(into: &sink)
  }

  public init(from source: inout ByteSource) throws(PlainDataError) {
    let numbers = try [Int](from: &source)
    guard numbers.count == GraphClass.allCases.count + 1 else { throw PlainDataError() }
    self.init(counts: Array(numbers.dropLast()), crossingAndNesting: numbers[numbers.count - 1])
  }
}
