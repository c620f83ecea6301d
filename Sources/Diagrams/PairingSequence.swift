/// All graphs of `Γ_{n,ñ}` in the lexicographic order of the pairing, one at a time.
///
///     for graph in PairingSequence(left: 2, right: 2) { … }   // aa|bb, ab|ab, ab|ba
///
/// Memory is that of one graph, whatever their number (2n̄−1)!!; the next graph follows from the
/// last at amortised O(1) changes of partners.
public struct PairingSequence: Sequence, Sendable {
  public let left: Int
  public let right: Int

  public init(left: Int, right: Int) throws(PairingError) {
    guard left >= 0, right >= 0, left <= Pairing.maximumSize, right <= Pairing.maximumSize,
      left + right > 0, (left + right) % 2 == 0, left + right <= Pairing.maximumSize
    else { throw .impossibleSize(left: left, right: right) }
    self.left = left
    self.right = right
  }

  public func makeIterator() -> Iterator { Iterator(self) }

  public struct Iterator: IteratorProtocol {
    private let left: Int
    private var partners: [Int32]
    private var state = State.fresh

    private enum State { case fresh, running, done }

    init(_ sequence: PairingSequence) {
      left = sequence.left
      partners = (0..<Int32(sequence.left + sequence.right)).map { $0 ^ 1 }
    }

    public mutating func next() -> Pairing? {
      switch state {
      case .done: return nil
      case .fresh: state = .running
      case .running:
        guard partners.formNextPairing() else {
          state = .done
          return nil
        }
      }
      return Pairing(left: left, unchecked: partners)
    }
  }
}

extension [Int32] {
  /// Steps to the lexicographically next perfect matching; false after the last.
  ///
  /// From the right, contractions are undone until one can take a later free partner; the freed
  /// vertices that remain are matched first with next.
  mutating func formNextPairing() -> Bool {
    var free: [Int] = []
    var vertex = count - 1
    while vertex >= 0 {
      let partner = Int(self[vertex])
      if partner > vertex {
        if let place = free.firstIndex(where: { $0 > partner }) {
          let taken = free[place]
          // `partner` lies between its new neighbours: the freed vertices stay ascending.
          free[place] = partner
          self[vertex] = Int32(taken)
          self[taken] = Int32(vertex)
          for pair in stride(from: 0, to: free.count, by: 2) {
            self[free[pair]] = Int32(free[pair + 1])
            self[free[pair + 1]] = Int32(free[pair])
          }
          return true
        }
        let place = free.firstIndex { $0 > partner } ?? free.count
        free.insert(partner, at: place)
        free.insert(vertex, at: 0)
      }
      vertex -= 1
    }
    return false
  }
}
