/// "Did you mean …?"
enum Suggestion {
  /// What other programs call what feyn calls otherwise; the names of a row stand for each other.
  private static let synonyms: [Set<String>] = [
    ["--plot", "--picture", "--figure"], ["--size", "--side", "--length"],
    ["--eta", "--coupling", "--strength"], ["--realisations", "--samples"],
    ["--momentum", "--start"], ["--cores", "--threads", "--jobs"],
  ]

  /// The candidate within a small edit distance of a mistyped word, `nil` if none is near.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    guard word.utf8.count <= 60 else { return nil }
    let best =
      candidates
      .map { (candidate: $0, distance: distance(word, $0)) }
      .min { $0.distance < $1.distance }
    guard let best, best.distance > 0 else { return nil }
    if best.distance > 1,
      let other = synonyms.lazy.filter({ $0.contains(word) })
        .compactMap({ row in candidates.first { row.contains($0) } }).first
    {
      return other
    }
    // a part of a name: --time for --microscopic-time
    let parts = candidates.filter { $0 != word && part(word, isIn: $0) }
    if best.distance > 1, parts.count == 1 { return parts[0] }
    let allowed = max(1, min(word.count, best.candidate.count) / 3)
    if best.distance <= allowed { return best.candidate }
    // an unfinished word: the one candidate that begins with it
    let completions = candidates.filter { word.count >= 3 && $0.hasPrefix(word) }
    return completions.count == 1 ? completions[0] : nil
  }

  /// Whether a word is one of the words of a name that are joined by hyphens.
  private static func part(_ word: String, isIn name: String) -> Bool {
    let parts = name.split(separator: "-")
    return parts.count > 1 && word.count > 3 && parts.contains(word.drop { $0 == "-" })
  }

  /// The number of insertions, deletions, substitutions and swaps of neighbours between two words.
  static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var rows = [Array(0...b.count)]
    for i in 1...a.count {
      var row = [i]
      for j in 1...b.count {
        var cost = min(
          rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          cost = min(cost, rows[i - 2][j - 2] + 1)
        }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
