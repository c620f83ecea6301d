extension Routing {
  /// The amplitude with its routed momenta, as displayed LaTeX.
  ///
  ///     Amp(π) = η^{2n̄} ∫dk_1…dk_n̄  conj ψ̂_0(p_0) ψ̂_0(p_0+ξ) g(u_n+ξ/2)
  ///              · f̄[e(u_0),…,e(u_n)] f[e(u_{n+1}),…,e(u_{N+1})],    f(x) = e^{−itx}
  ///
  /// with f[…] the divided difference, f̄ the conjugate function (e is real), and the middle of the
  /// propagators at the J-vertex `(u_n+u_{n+1})/2 = u_n + ξ/2`; see docs/conventions.md. Lines are
  /// broken where they would leave the page. It needs `\usepackage{amsmath}`.
  public func latex() -> String {
    let momenta = self.momenta.map(\.latex)
    let left = pairing.left
    func difference(_ name: String, _ range: ClosedRange<Int>) -> [String] {
      let nodes = momenta[range].map { "e(\($0))" }
      return nodes.enumerated().flatMap { index, node in
        Self.termwise(
          (index == 0 ? name + "[" : "") + node + (index + 1 < nodes.count ? "," : "]"))
      }
    }
    let loops = (1...pairing.order).map { "dk_{\($0)}" + ($0 < pairing.order ? #"\,"# : #"\;"#) }
    let middle = momenta[left] == "0" ? "" : momenta[left]
    let observable = Self.termwise(#"g\bigl(\#(middle)+\tfrac12\xi\bigr)"#)
    let pieces: [[String]] = [
      Self.name(of: pairing.word) + [#"= \eta^{\#(2 * pairing.order)} \int"#] + loops,
      [#"\overline{\widehat\psi_0(p_{0})}\, \widehat\psi_0(p_{0}+\xi)\, "# + observable[0]]
        + observable.dropFirst(),
      [#"\times"#] + difference(#"\bar f"#, 0...left),
      [#"\times"#] + difference("f", left + 1...pairing.size + 1),
      [#"\qquad f(x) = e^{-itx}"#],
    ]
    let lines = pieces.flatMap(Self.broken)
    return "\\begin{multline*}\n  " + lines.joined(separator: " \\\\\n  ") + "\n\\end{multline*}\n"
  }

  /// `Amp(word)`, a word too long for a line in pieces.
  private static func name(of word: String) -> [String] {
    var chunks = [""]
    for part in word.split(separator: " ", omittingEmptySubsequences: false) {
      if chunks.last!.count + part.count > 40 { chunks.append("") }
      chunks[chunks.count - 1] += (chunks.last!.isEmpty ? "" : " ") + part
    }
    return chunks.enumerated().map { index, chunk in
      (index == 0 ? #"\mathrm{Amp}("# : "") + #"\mathtt{\#(chunk.replacingBar)}"#
        + (index + 1 == chunks.count ? ")" : "")
    }
  }

  /// Cut before each sign, if the whole would fill a line.
  private static func termwise(_ text: String) -> [String] {
    guard text.count > 80 else { return [text] }
    var pieces = [""]
    for character in text {
      if "+-".contains(character), !(pieces.last!.isEmpty || pieces.last!.hasSuffix("(")) {
        pieces.append("")
      }
      pieces[pieces.count - 1].append(character)
    }
    return pieces
  }

  /// Pieces put together in lines of at most about 60 printed characters.
  private static func broken(_ pieces: [String]) -> [String] {
    var lines: [String] = []
    var width = 0
    for piece in pieces {
      // Braces, underscores and the names of commands do not print.
      let printed = piece.count { !"{}_\\^".contains($0) } - (piece.contains("mathrm") ? 12 : 0)
      if let last = lines.last, width + printed <= 60 {
        lines[lines.count - 1] = last + " " + piece
        width += printed + 1
      } else {
        lines.append(piece)
        width = printed
      }
    }
    return lines
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
