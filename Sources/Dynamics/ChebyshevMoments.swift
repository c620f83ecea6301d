/// `⟨r|T_k(h)|r⟩` for a real vector, k = 0, 1, …, two from each sweep:
///
///     ⟨T_{2k}⟩ = 2⟨T_k r|T_k r⟩ − ⟨r|r⟩,    ⟨T_{2k+1}⟩ = 2⟨T_{k+1} r|T_k r⟩ − ⟨r|T_1 r⟩
enum ChebyshevMoments {
  static func values(
    _ count: Int, of r: [Double], under h: Hamiltonian, memory: FieldMemory
  ) -> [Double] {
    let layout = memory.layout
    let zeros = [Double](repeating: 0, count: r.count)
    let ψ = WaveFunction(box: h.box, real: r, imaginary: zeros)
    var recurrence = ChebyshevRecurrence(ψ, under: h, memory: memory)
    let norm = layout.dot(recurrence.even, recurrence.even)
    recurrence.begin([])
    let first = layout.dot(recurrence.odd, recurrence.even)
    var moments = [norm, first]
    // T_k is the newer polynomial, T_{k−1} the other
    var isOdd = true
    while true {
      let (newer, older) =
        isOdd ? (recurrence.odd, recurrence.even) : (recurrence.even, recurrence.odd)
      if moments.count >= count { break }
      moments.append(2 * layout.dot(newer, newer) - norm)
      if moments.count >= count { break }
      recurrence.step()
      isOdd.toggle()
      moments.append(2 * layout.dot(older, newer) - first)
    }
    return moments
  }
}
