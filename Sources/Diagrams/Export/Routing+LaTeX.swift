extension Routing {
  /// The amplitude with its routed momenta, as displayed LaTeX.
  ///
  ///     Amp(π) = η^{2n̄} ∫dk_1…dk_n̄  conj f[e(u_0),…,e(u_n)] f[e(u_{n+1}),…,e(u_{N+1})]
  ///              · conj ψ̂_0(p_0) ψ̂_0(p_0+ξ) g((u_n+u_{n+1})/2),    f(x) = e^{−itx}
  ///
  /// with f[…] the divided difference; see docs/conventions.md. It needs `\usepackage{amsmath}`.
  public func latex() -> String {
    let momenta = self.momenta.map(\.latex)
    let left = pairing.left
    func nodes(_ range: ClosedRange<Int>) -> String {
      momenta[range].map { "e(\($0))" }.joined(separator: #",\, "#)
    }
    let loops = (1...pairing.order).map { "dk_{\($0)}" }.joined(separator: #"\,"#)
    let lines = [
      #"\begin{multline*}"#,
      #"  \mathrm{Amp}(\mathtt{\#(pairing.word.replacingBar)})"#
        + #" = \eta^{\#(2 * pairing.order)} \int \#(loops)\;"#,
      #"  \overline{\widehat\psi_0(p_{0})}\, \widehat\psi_0(p_{0}+\xi)\,"#
        + #" g\bigl(\tfrac12(\#(momenta[left])+\#(momenta[left + 1]))\bigr) \\"#,
      #"  \times \overline{f[\#(nodes(0...left))]} \\"#,
      #"  \times f[\#(nodes(left + 1...pairing.size + 1))],"#,
      #"  \qquad f(x) = e^{-itx}"#,
      #"\end{multline*}"#,
    ]
    return lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  /// With the bar as LaTeX's mathematics prints it upright, and blanks kept.
  fileprivate var replacingBar: String {
    var text = ""
    for character in self {
      text += character == "|" ? #"{\mid}"# : character == " " ? "~" : String(character)
    }
    return text
  }
}
