import Synchronization

/// The fields of evolutions that come one after the other, kept from one to the next.
///
/// A field of a large box that is freed goes back to the system, and its next owner touches every page for the
/// first time: at side 128 that costs a tenth of a short evolution. Here fields wait for the next evolution of
/// any thread; they are freed with the last copy of whatever holds this.
final class FieldMemory: Sendable {
  let layout: FieldLayout
  /// By number of parts, the addresses of fields that nobody uses.
  private let waiting = Mutex<[Int: [UInt]]>([:])

  init(_ layout: FieldLayout) { self.layout = layout }

  deinit {
    waiting.withLock { waiting in
      for field in waiting.values.joined() {
        if let field = UnsafeMutablePointer<Double>(bitPattern: field) { FieldLayout.free(field) }
      }
    }
  }

  /// A field, all zero; to be given back.
  func field(parts: Int) -> UnsafeMutablePointer<Double> {
    let place = waiting.withLock { $0[parts]?.popLast() }
    guard let field = place.flatMap({ UnsafeMutablePointer<Double>(bitPattern: $0) }) else {
      return layout.field(parts: parts)
    }
    layout.clear(field, parts: parts)
    return field
  }

  func giveBack(_ field: UnsafeMutablePointer<Double>, parts: Int) {
    waiting.withLock { $0[parts, default: []].append(UInt(bitPattern: field)) }
  }
}
