/// What a condition implies, so that the search prunes by all of it.
extension GraphFilter {
  /// The same condition on the graphs of `Γ_{n,ñ}` with everything spelled out that follows from
  /// it; nil where no graph can satisfy it.
  ///
  /// The implications hold for n̄ ≥ 2; each is a line of docs/counting.md, "What follows from what".
  func closure(left: Int, right: Int) -> GraphFilter? {
    var facts = Facts(required: required, excluded: excluded)
    facts.require(.all)
    var before: Facts
    repeat {
      before = facts
      facts.followTheorem()
      if left > 0, right > 0 { facts.followTwoLines() } else { facts.followOneLine() }
      if left + right > 2 { facts.followComponents(hasTwoLines: left > 0 && right > 0) }
      if left % 2 == 1 { facts.exclude(.rungless) }
      if left != right { facts.exclude(.basic, .maximallyCrossed) }
      if left < 4, right < 4 { facts.exclude(.nesting) }
    } while facts != before
    guard facts.required.isDisjoint(with: facts.excluded) else { return nil }
    return GraphFilter(required: facts.required, excluded: facts.excluded)
  }

  private struct Facts: Equatable {
    var required: GraphClasses
    var excluded: GraphClasses

    func has(_ graphClass: GraphClass) -> Bool { required.contains(graphClass) }
    func lacks(_ graphClass: GraphClass) -> Bool { excluded.contains(graphClass) }

    mutating func require(_ classes: GraphClass...) {
      for graphClass in classes { required.insert(GraphClasses(graphClass)) }
    }

    mutating func exclude(_ classes: GraphClass...) {
      for graphClass in classes { excluded.insert(GraphClasses(graphClass)) }
    }

    /// Decorated is noncrossing without nesting; basic is noncrossing and a skeleton.
    mutating func followTheorem() {
      if has(.noncrossing) || lacks(.crossing) {
        require(.noncrossing)
        exclude(.crossing)
      }
      if has(.crossing) || lacks(.noncrossing) {
        require(.crossing)
        exclude(.noncrossing, .decorated, .basic)
      }
      if has(.decorated) {
        require(.noncrossing)
        exclude(.nesting)
      }
      if has(.nesting) { exclude(.decorated, .skeleton) }
      if has(.noncrossing), lacks(.nesting) { require(.decorated) }
      if has(.noncrossing), lacks(.decorated) { require(.nesting) }
      if lacks(.decorated), lacks(.nesting) { require(.crossing) }
      if lacks(.decorated) { exclude(.basic) }
      if has(.basic) { require(.decorated, .skeleton) }
      if has(.skeleton) { exclude(.nesting) }
      if has(.noncrossing), has(.skeleton) { require(.basic) }
      if has(.noncrossing), lacks(.basic) { exclude(.skeleton) }
      if has(.skeleton), lacks(.basic) { require(.crossing) }
    }

    /// With vertices on both lines.
    mutating func followTwoLines() {
      if has(.rungless) {
        exclude(.skeleton, .connected, .irreducible, .basic, .maximallyCrossed)
      }
      if has(.skeleton) || has(.connected) || has(.irreducible) || has(.basic)
        || has(.maximallyCrossed)
      {
        exclude(.rungless)
      }
    }

    /// With one line empty: the whole is a closed interval on one line.
    mutating func followOneLine() {
      require(.rungless)
      exclude(.skeleton, .basic, .maximallyCrossed)
    }

    /// With two contractions at least.
    mutating func followComponents(hasTwoLines: Bool) {
      if has(.maximallyCrossed) { require(.connected) }
      if lacks(.connected) { exclude(.maximallyCrossed) }
      if has(.connected) {
        require(.crossing, .irreducible)
        exclude(.nesting)
        if hasTwoLines { require(.skeleton) }
      }
      if lacks(.irreducible) { exclude(.connected) }
      if hasTwoLines, lacks(.skeleton) { exclude(.connected) }
      if has(.nesting) || has(.noncrossing) { exclude(.connected) }
      if hasTwoLines, has(.irreducible) { require(.crossing) }
      if hasTwoLines, has(.noncrossing) { exclude(.irreducible) }
    }
  }
}
