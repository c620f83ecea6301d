internal import Torus

/// The energy integrals over both lines.
extension CrossingLines {
  /// The Hermitian form over all pairs of energies.
  func sums(workers: Workers, monitor: Monitor) throws(Interrupted) -> Sums {
    let rows = try workers.map(nodes.count, monitor: monitor) { a in
      var scratch = [Complex](repeating: .zero, count: size > 2 ? 3 * transform.count : 0)
      var sum = [Complex](repeating: .zero, count: size)
      for c in 0...a {
        let scale = (a == c ? 1 : 2) * (nodes[a].weight * nodes[c].weight.conjugate)
        for (k, part) in pair(nodes[a], nodes[c], &scratch).enumerated() {
          sum[k] += scale * part
        }
      }
      return sum.map(\.real)
    }
    let total = (0..<size).map { k in rows.reduce(0) { $0 + $1[k] } }
    return Sums(noncrossing: total[0], crossing: Array(total.dropFirst()))
  }

  /// The noncrossing integrand and those of each size, at z and the conjugate of another energy.
  private func pair(_ l: Node, _ r: Node, _ scratch: inout [Complex]) -> [Complex] {
    let Δ = l.dressed - r.dressed.conjugate
    let inverse = .one / Δ
    // η²/(1 − η²∫P): Σ is that of the noncrossing sum
    let rungs =
      isBare || parity < 0
      ? Complex.zero : square * (Δ / (l.energy - r.energy.conjugate))
    let end = (l.end - r.end.conjugate) * inverse
    let Γ = rungs * end
    let ends = l.propagator * r.propagator.conjugate
    let measured = Complex(weightAtStart) + Γ
    let sites = overSites(l, r, inverse: inverse, rungs: rungs, Γ: Γ)
    var parts = [ends * measured]
    var power = square * square
    for k in 0..<size - 1 {
      let (right, left) = (r.atStart[k] + r.nested[k], l.atStart[k] + l.nested[k])
      var outside = (l.propagator * left + (r.propagator * right).conjugate) * measured
      if rungs != .zero {
        // S²S' = (S² − P)/Δ and SS'² = (P − S'²)/Δ
        let slopes = [
          (l.onSlope[k] - (l.onPropagator[k] - sites.leftPlain[k]) * inverse) * inverse,
          ((sites.rightPlain[k] - r.onPropagator[k].conjugate) * inverse
            - r.onSlope[k].conjugate) * inverse,
          (l.onWeightedSlope[k] - (l.onWeighted[k] - sites.leftWeighted[k]) * inverse) * inverse,
          ((sites.rightWeighted[k] - r.onWeighted[k].conjugate) * inverse
            - r.onWeightedSlope[k].conjugate) * inverse,
        ]
        let P = (l.first - r.first.conjugate) * inverse
        let constants =
          l.nested[k] * ((l.endSlope - end) * inverse + Γ * ((l.slope - P) * inverse))
          + r.nested[k].conjugate
          * ((end - r.endSlope.conjugate) * inverse + Γ * ((P - r.slope.conjugate) * inverse))
        outside += rungs * (slopes[2] + slopes[3] + Γ * (slopes[0] + slopes[1]) + constants)
      }
      let inside =
        k == 0
        ? sites.inside : overMomenta(l, r, inverse: inverse, rungs: rungs, Γ: Γ, &scratch)
      parts.append(power * (ends * (inside + outside)))
      power *= square
    }
    return parts
  }

  private struct SiteSums {
    /// ΣA F (S² + S'² ± SS').
    var inside = Complex.zero
    /// By size: ΣX S', ΣX S'_g, ΣX' S, ΣX' S_g.
    var leftPlain = [Complex.zero, .zero]
    var leftWeighted = [Complex.zero, .zero]
    var rightPlain = [Complex.zero, .zero]
    var rightWeighted = [Complex.zero, .zero]
  }

  private func overSites(
    _ l: Node, _ r: Node, inverse: Complex, rungs: Complex, Γ: Complex
  ) -> SiteSums {
    let count = transform.count
    var sums = SiteSums()
    l.storage.withUnsafeBufferPointer { l in
      r.storage.withUnsafeBufferPointer { r in
        start.withUnsafeBufferPointer { start in
          var inside = Complex.zero
          for i in 0..<count {
            let (L, R) = (l[i], r[i].conjugate)
            let P = (L - R) * inverse
            let F = (l[count + i] - r[count + i].conjugate) * inverse + Γ * P
            let A = Complex(start[i]) + rungs * P
            inside += (A * F) * (L * L + R * R + parity * (L * R))
          }
          sums.inside = inside
          guard rungs != .zero else { return }
          for k in 0..<size - 1 {
            let X = (2 + k) * count
            var (a, b, c, d) = (Complex.zero, Complex.zero, Complex.zero, Complex.zero)
            for i in 0..<count {
              let (x, y) = (l[X + i], r[X + i].conjugate)
              a += x * r[i].conjugate
              b += x * r[count + i].conjugate
              c += y * l[i]
              d += y * l[count + i]
            }
            (sums.leftPlain[k], sums.leftWeighted[k]) = (a, b)
            (sums.rightPlain[k], sums.rightWeighted[k]) = (c, d)
          }
        }
      }
    }
    return sums
  }

  /// The 20 terms with J inside a component of three, in Parseval's form.
  ///
  /// With u, v two sides of the triangle of scatterers and w = u + v the third, each component is one of
  /// these paths (a gap of each of the four in turn), and J in one gap puts F in its place:
  ///
  ///     abcabc  u v −w u v     abacbc  u −u w −v v     abcbac  u v −v −u w     abcacb  w −v −u u v
  ///
  /// Gaps before J are on the line of S, those behind it on that of S', and A stands beside w. The sum over u
  /// and w is one over momenta of products of three transforms.
  private func overMomenta(
    _ l: Node, _ r: Node, inverse: Complex, rungs: Complex, Γ: Complex,
    _ scratch: inout [Complex]
  ) -> Complex {
    let count = transform.count
    var sum = Complex.zero
    l.storage.withUnsafeBufferPointer { l in
      r.storage.withUnsafeBufferPointer { r in
        scratch.withUnsafeMutableBufferPointer { scratch in
          let mixed = scratch.baseAddress!
          let leftWeighted = isPlain ? mixed : mixed + count
          let rightWeighted = isPlain ? mixed : mixed + 2 * count
          for i in 0..<count { mixed[i] = l[i] * r[i].conjugate }
          transform.forward(mixed)
          if !isPlain {
            for i in 0..<count {
              leftWeighted[i] = l[count + i] * r[i].conjugate
              rightWeighted[i] = l[i] * r[count + i].conjugate
            }
            transform.forward(leftWeighted)
            transform.forward(rightWeighted)
          }
          let (squares, weightedSquares) = (4 * count, 5 * count)
          let (starts, weightedStarts) = (6 * count, 7 * count)
          let double = inverse * inverse
          for i in 0..<count {
            let (LL, RR, LR) = (l[squares + i], r[squares + i].conjugate, mixed[i])
            let (gLR, gRL) = (leftWeighted[i], rightWeighted[i])
            // the transform of a conjugate is that of −k, conjugated
            let (gLL, gRR) = (l[weightedSquares + i], parity * r[weightedSquares + i].conjugate)
            let (l0, r0) = (l[starts + i], parity * r[starts + i].conjugate)
            // A and F times S or S'
            let AL = l0 + rungs * ((LL - LR) * inverse)
            let AR = r0 + rungs * ((LR - RR) * inverse)
            let FL = (gLL - gRL + Γ * (LL - LR)) * inverse
            let FR = (gLR - gRR + Γ * (LR - RR)) * inverse
            let AF =
              (l[weightedStarts + i] - r[weightedStarts + i].conjugate
                + Γ * (l0 - r0)) * inverse
              + rungs * double
              * (gLL - gRL - gLR + gRR + Γ * (LL - 2 * LR + RR))
            let both = parity * (LL + RR + LR)
            let odd =
              FR * (AR * (3 * RR + 2 * LR) + AL * both)
              + FL * (AR * both + AL * (3 * LL + 2 * LR))
            sum += parity * odd + AF * (LL * RR + LL * LL + RR * RR + parity * (LR * LR))
          }
        }
      }
    }
    return sum / Double(count)
  }
}

extension CrossingLines.Node {
  /// S(0).
  fileprivate var first: Complex { storage[0] }
}
