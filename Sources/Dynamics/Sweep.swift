/// The inner loops of the Chebyshev recurrence, some rows of the box at a time.
///
/// Goals, in order: right on every box, d = 1…4 and any side; no load, store or branch that the
/// arithmetic does not ask for; the same bits everywhere. Hence raw pointers, whose bounds are the
/// business of `FieldLayout`, lanes of fixed width, and a copy of each loop for each number of
/// neighbouring rows and for real and complex fields, made by the compiler from value generics.
enum Sweep {
  /// What one chunk of rows is computed from; all pointers are to its first site.
  struct Operands<let Rows: Int> {
    /// `T_{k−1}`, and `T_{k+1}` in its place.
    var next: UnsafeMutablePointer<Double>
    /// `T_k`.
    var current: UnsafePointer<Double>
    /// `T_k` on the rows beside.
    var beside: InlineArray<Rows, UnsafePointer<Double>>
    var potential: UnsafePointer<Double>
    /// From real to imaginary part.
    var part: Int
    var scale: Double
  }

  /// A sum over the polynomials, with the coefficients of an even and an odd one.
  struct Term {
    let sum: UnsafeMutablePointer<Double>
    let even: Double
    let odd: Double
  }

  /// `next ← scale·(Σ neighbours of current + u·current) − next`, and what was stored.
  ///
  /// Per site and part 2d+2 additions and 2 products; 2d+3 loads, 1 store.
  @inline(__always)
  private static func recur<let Rows: Int>(
    _ x: borrowing Operands<Rows>, _ u: SIMD4<Double>, at i: Int
  ) -> SIMD4<Double> {
    var sum = lane(x.current, i &- 1) + lane(x.current, i &+ 1)
    for pair in 0..<Rows / 2 {
      sum += lane(x.beside[2 &* pair], i) + lane(x.beside[2 &* pair &+ 1], i)
    }
    sum += u * lane(x.current, i)
    let value = x.scale * sum - lane(x.next, i)
    setLane(x.next, i, value)
    return value
  }

  /// One step on a chunk of `length` numbers, a multiple of 4.
  @inline(__always)
  static func step<let Rows: Int, let Parts: Int>(
    _ x: borrowing Operands<Rows>, parts: InlineArray<Parts, Int>, length: Int
  ) {
    var i = 0
    while i < length {
      let u = lane(x.potential, i)
      _ = recur(x, u, at: i)
      if Parts == 2 { _ = recur(x, u, at: i &+ x.part) }
      i &+= 4
    }
  }

  /// The step from `T_{2j}` to `T_{2j+1}`, adding `e T_{2j} − i o T_{2j+1}` to each sum.
  ///
  /// The two polynomials of a site are in registers when they are added: 4 loads and stores for each
  /// complex term.
  @inline(__always)
  static func stepAndSum<let Rows: Int, let Parts: Int>(
    _ x: borrowing Operands<Rows>, parts: InlineArray<Parts, Int>, length: Int,
    terms: UnsafeBufferPointer<Term>, at offset: Int
  ) {
    if Parts == 2, terms.count == 1 {
      return stepAndSum(x, length: length, term: terms[0], at: offset)
    }
    var i = 0
    while i < length {
      let u = lane(x.potential, i)
      let (even, odd) = (lane(x.current, i), recur(x, u, at: i))
      if Parts == 2 {
        let evenImaginary = lane(x.current, i &+ x.part)
        let oddImaginary = recur(x, u, at: i &+ x.part)
        for term in terms {
          let real = term.sum + (offset &+ i)
          let imaginary = real + x.part
          setLane(real, 0, lane(real, 0) + (term.even * even + term.odd * oddImaginary))
          setLane(
            imaginary, 0, lane(imaginary, 0) + (term.even * evenImaginary - term.odd * odd))
        }
      } else {
        for term in terms {
          let real = term.sum + (offset &+ i)
          let imaginary = real + x.part
          setLane(real, 0, lane(real, 0) + term.even * even)
          setLane(imaginary, 0, lane(imaginary, 0) - term.odd * odd)
        }
      }
      i &+= 4
    }
  }

  /// The same for one sum of complex numbers, whose coefficients stay in registers.
  @inline(__always)
  private static func stepAndSum<let Rows: Int>(
    _ x: borrowing Operands<Rows>, length: Int, term: Term, at offset: Int
  ) {
    let (e, o) = (SIMD4(repeating: term.even), SIMD4(repeating: term.odd))
    let real = term.sum + offset
    let imaginary = real + x.part
    var i = 0
    while i < length {
      let u = lane(x.potential, i)
      let (even, odd) = (lane(x.current, i), recur(x, u, at: i))
      let evenImaginary = lane(x.current, i &+ x.part)
      let oddImaginary = recur(x, u, at: i &+ x.part)
      setLane(real, i, lane(real, i) + (e * even + o * oddImaginary))
      setLane(imaginary, i, lane(imaginary, i) + (e * evenImaginary - o * odd))
      i &+= 4
    }
  }
}
