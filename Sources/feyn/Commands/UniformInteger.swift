import Exact
import Torus

/// A uniform integer of any size in `0..<bound`, as a function of a counter-based generator.
///
/// Words of random bits are drawn until the number they form is below the bound, which takes two
/// draws in the mean at most.
struct UniformInteger {
  let bound: Integer

  init(below bound: Integer) { self.bound = bound }

  func value(_ numbers: Philox) -> Integer {
    let bits = bound.bitWidth
    let words = (bits + 31) / 32
    // Of the highest word only as many bits as the bound has.
    let mask = UInt32.max >> UInt32(32 * words - bits)
    var index: UInt64 = 0
    while true {
      var value: Integer = 0
      for word in 0..<words {
        let block = numbers.block(index / 4)
        var bits = block[Int(index % 4)]
        index += 1
        if word == 0 { bits &= mask }
        value = value * 0x1_0000_0000 + Integer(Int(bits))
      }
      if value < bound { return value }
    }
  }
}
