public import Exact

/// Ranks in the lexicographic order of all graphs of `Γ_{n,ñ}`.
///
/// The lowest free vertex has 2n̄−1 partners to choose from, then 2n̄−3, and so on: the rank is the
/// number whose digits in these mixed radices are the places of the partners among the free ones.
extension Pairing {
  /// The number of graphs of the same `Γ_{n,ñ}` before this one, in `0..<(2n̄−1)!!`.
  ///
  /// Cost: O(N log N) and the product of long integers by halves.
  public var rank: Integer {
    var free = PrefixCounts(ones: size)
    var digits: [Int] = []
    digits.reserveCapacity(order)
    for vertex in 0..<size where vertex < Int(partners[vertex]) {
      let partner = Int(partners[vertex])
      free.add(-1, at: vertex)
      digits.append(free.sum(below: partner))
      free.add(-1, at: partner)
    }
    return Self.value(of: digits[...], radix: { size - 1 - 2 * $0 }).value
  }

  /// The graph of the given rank.
  public init(left: Int, right: Int, rank: Integer) {
    let size = left + right
    precondition(
      left >= 0 && right >= 0 && size > 0 && size % 2 == 0 && size <= Self.maximumSize,
      "no graph has \(left) and \(right) vertices on its lines")
    precondition(
      rank >= 0 && rank < .pairings(size / 2),
      "rank \(rank) is beyond the graphs of \(size) vertices")
    var digits = [Int](repeating: 0, count: size / 2)
    var rest = rank
    for step in stride(from: size / 2 - 1, through: 0, by: -1) {
      let (quotient, digit) = rest.quotientAndRemainder(
        dividingBy: Integer(size - 1 - 2 * step))
      digits[step] = Int(exactly: digit)!
      rest = quotient
    }
    var free = PrefixCounts(ones: size)
    var partners = [Int32](repeating: -1, count: size)
    var vertex = 0
    for digit in digits {
      while partners[vertex] >= 0 { vertex += 1 }
      free.add(-1, at: vertex)
      let partner = free.place(of: digit)
      free.add(-1, at: partner)
      partners[vertex] = Int32(partner)
      partners[partner] = Int32(vertex)
    }
    self.init(left: left, unchecked: partners)
  }

  /// The number with the given digits, most significant first, and the product of their radices.
  private static func value(
    of digits: ArraySlice<Int>, radix: (Int) -> Int
  ) -> (value: Integer, scale: Integer) {
    guard digits.count > 1 else {
      return (Integer(digits.first!), Integer(radix(digits.startIndex)))
    }
    let middle = (digits.startIndex + digits.endIndex) / 2
    let high = value(of: digits[..<middle], radix: radix)
    let low = value(of: digits[middle...], radix: radix)
    return (high.value * low.scale + low.value, high.scale * low.scale)
  }
}

/// Sums of prefixes of a list of integers that change (Fenwick's tree).
struct PrefixCounts {
  private var tree: [Int32]

  init(zeros count: Int) { tree = Array(repeating: 0, count: count + 1) }

  init(ones count: Int) { tree = (0...Int32(count)).map { $0 & -$0 } }

  mutating func add(_ amount: Int32, at place: Int) {
    var index = place + 1
    while index < tree.count {
      tree[index] += amount
      index += index & -index
    }
  }

  func sum(below place: Int) -> Int {
    var sum = 0
    var index = place
    while index > 0 {
      sum += Int(tree[index])
      index -= index & -index
    }
    return sum
  }

  /// The place of the entry 1 that has `count` entries 1 before it, where all are 0 or 1.
  func place(of count: Int) -> Int {
    var rest = Int32(count)
    var index = 0
    var step = 1 << (Int.bitWidth - 1 - tree.count.leadingZeroBitCount)
    while step > 0 {
      if index + step < tree.count, tree[index + step] <= rest {
        index += step
        rest -= tree[index]
      }
      step >>= 1
    }
    return index
  }
}
