/// All classes and statistics of every perfect matching of N vertices, for all splits at once.
///
/// Nothing is shared with the library: the matchings come from a plain recursion, and each class
/// from its definition in docs/conventions.md. A set of splits n = 0…N is a word of bits.
struct MatchingOracle {
  let size: Int
  /// By split: how many graphs are in each class, in the order of `names`.
  private(set) var classes: [[Int]]
  static let names = [
    "basic", "decorated", "noncrossing", "nesting", "both", "skeleton", "connected",
    "irreducible", "maximallyCrossed", "rungless", "symmetric",
  ]
  /// By split and number.
  private(set) var rungs: [[Int]]
  private(set) var recollisions: [[Int]]
  /// By number; they do not depend on the split.
  private(set) var crossings: [Int]
  private(set) var nestedArcs: [Int]

  private var partner: [Int]

  init(size: Int) {
    self.size = size
    partner = Array(repeating: -1, count: size)
    let splits = size + 1
    classes = Array(repeating: Array(repeating: 0, count: Self.names.count), count: splits)
    rungs = Array(repeating: Array(repeating: 0, count: size + 1), count: splits)
    recollisions = Array(repeating: Array(repeating: 0, count: size + 1), count: splits)
    crossings = Array(repeating: 0, count: size * size)
    nestedArcs = Array(repeating: 0, count: size * size)
    visit(0)
  }

  private mutating func visit(_ vertex: Int) {
    var first = vertex
    while first < size, partner[first] >= 0 { first += 1 }
    guard first < size else { return count() }
    for second in first + 1..<size where partner[second] < 0 {
      partner[first] = second
      partner[second] = first
      visit(first + 1)
      partner[first] = -1
      partner[second] = -1
    }
  }

  /// The splits n in low…high.
  private func splits(_ low: Int, _ high: Int) -> UInt32 {
    low > high ? 0 : (2 << UInt32(high)) - (1 << UInt32(low))
  }

  private mutating func count() {
    let whole = splits(0, size)
    // Splits for which the property fails or holds.
    var undecorated: UInt32 = 0
    var nesting: UInt32 = 0
    var hasRung: UInt32 = 0
    var (crossing, nested) = (0, 0)
    var isBasic = true
    var isMaximal = true
    var isSymmetric = true
    for a in 0..<size {
      let b = partner[a]
      if b != size - 1 - a { isBasic = false }
      if b != (a + size / 2) % size { isMaximal = false }
      if partner[size - 1 - a] != size - 1 - b { isSymmetric = false }
      guard a < b else { continue }
      // The vertices 0…n−1 are on the left line: a ~ b is a rung for a < n ≤ b.
      let bridged = splits(a + 1, b)
      hasRung |= bridged
      if b > a + 1 { undecorated |= whole & ~bridged }
      if (b - a) % 2 == 1, b > a + 1,
        stride(from: a + 1, to: b, by: 2).allSatisfy({ partner[$0] == $0 + 1 })
      {
        nesting |= whole & ~bridged
      }
      for c in a + 1..<b where partner[c] > c {
        if partner[c] > b {
          crossing += 1
          undecorated |= splits(c + 1, b)
        } else {
          nested += 1
        }
      }
    }
    // Closed intervals x…y.
    var selfEnergy: UInt32 = 0
    var reducible: UInt32 = 0
    for x in 0..<size {
      var farthest = x
      for y in x..<size {
        if partner[y] < x { break }
        farthest = max(farthest, partner[y])
        guard farthest == y else { continue }
        selfEnergy |= splits(0, x) | splits(y + 1, size)
        if y - x + 1 < size { reducible |= splits(x, y + 1) }
      }
    }
    crossings[crossing] += 1
    nestedArcs[nested] += 1
    let isConnected = self.isConnected
    for n in 0...size {
      func has(_ set: UInt32) -> Bool { set >> UInt32(n) & 1 == 1 }
      func add(_ index: Int, _ condition: Bool) { classes[n][index] += condition ? 1 : 0 }
      let isMiddle = 2 * n == size
      add(0, isMiddle && isBasic)
      add(1, !has(undecorated))
      add(2, crossing == 0)
      add(3, has(nesting))
      add(4, has(nesting) && crossing > 0)
      add(5, !has(selfEnergy))
      add(6, isConnected)
      add(7, !has(reducible))
      add(8, isMiddle && isMaximal)
      add(9, !has(hasRung))
      add(10, isMiddle && isSymmetric)
      var (bridges, pairs) = (0, 0)
      for a in 0..<size where partner[a] > a {
        if a < n, n <= partner[a] { bridges += 1 }
        if partner[a] == a + 1, n != a + 1 { pairs += 1 }
      }
      rungs[n][bridges] += 1
      recollisions[n][pairs] += 1
    }
  }

  /// Whether all contractions are reached from the first by steps between crossing ones.
  private var isConnected: Bool {
    var reached = UInt32(1) | 1 << UInt32(partner[0])
    var todo = [0]
    while let a = todo.popLast() {
      let b = partner[a]
      for c in a + 1..<b where partner[c] < a || partner[c] > b {
        let first = min(c, partner[c])
        guard reached >> UInt32(first) & 1 == 0 else { continue }
        reached |= 1 << UInt32(first) | 1 << UInt32(partner[first])
        todo.append(first)
      }
    }
    return reached == splits(0, size - 1)
  }
}
