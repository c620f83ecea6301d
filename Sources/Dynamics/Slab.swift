public import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension Box {
  /// The sites of a plane, the unit that boxes are cut into and sums are taken over.
  ///
  /// For d ≥ 2 a plane has a fixed first coordinate. A box of d = 1 is a row of segments of 4 sites, or of
  /// more where there would be more than 1024 of them; the last may be shorter.
  var planeSites: Int {
    dimension == 1 ? 4 * max(1, (side + 4095) / 4096) : sites / side
  }

  /// The number of planes: the most processes that a box can be cut for.
  public var planes: Int { (sites + planeSites - 1) / planeSites }
}

/// The planes of a box that this process holds, and the processes that hold the others.
///
/// A box is cut across its first axis; process r of R holds planes `⌊rP/R⌋ ..< ⌊(r+1)P/R⌋`. What is
/// computed site by site has the same bits however the box is cut. Sums over sites are sums over the
/// planes, each formed by whoever holds it and then added in the order of the planes, by everybody:
/// they have the same bits too.
///
/// With more than one process the initialisers and the sums of `WaveFunction`, `Hamiltonian` and
/// `ChebyshevEvolution` on a slab are collective: all processes make the same calls in the same order.
public struct Slab: Sendable {
  public let box: Box
  /// The planes held here, at least one.
  let planes: Range<Int>
  /// Who holds the others; `nil` if nobody does.
  let crew: (any Crew)?
  /// How many threads go through the planes of a sweep side by side.
  let threads: Int

  /// The whole box, in this process.
  public init(_ box: Box, threads: Int = 1) {
    self.box = box
    self.threads = threads
    planes = 0..<box.planes
    crew = nil
  }

  /// The share of this process.
  ///
  /// - Precondition: no more processes than planes.
  public init(_ box: Box, crew: any Crew, threads: Int = 1) {
    precondition(
      crew.size <= box.planes, "a box of \(box.planes) planes for \(crew.size) processes")
    self.box = box
    self.threads = threads
    planes = crew.rank * box.planes / crew.size..<(crew.rank + 1) * box.planes / crew.size
    self.crew = crew.size > 1 ? crew : nil
  }

  /// The sites held here, in the numbering of the box.
  public var sites: Range<Int> {
    planes.lowerBound * box.planeSites..<min(planes.upperBound * box.planeSites, box.sites)
  }

  public var isWhole: Bool { crew == nil }

  /// The rows held here, lines of sites along the last axis; in d = 1 a piece of the one row.
  var rows: Int { box.dimension == 1 ? 1 : sites.count / box.side }

  /// The sites of plane j of those held here, counted from the first site held here.
  func sites(ofPlane j: Int) -> Range<Int> {
    j * box.planeSites..<min((j + 1) * box.planeSites, sites.count)
  }
}

extension Slab: Hashable {
  public static func == (a: Slab, b: Slab) -> Bool {
    a.box == b.box && a.planes == b.planes && a.isWhole == b.isWhole
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(box)
    hasher.combine(planes)
  }
}

// MARK: - What takes all processes

extension Slab {
  /// The numbers of all processes, one after the other.
  func gathered(_ values: [Double]) -> [Double] {
    guard let crew else { return values }
    let all = crew.gather(values.withUnsafeBytes { Array($0) })
    return [Double](unsafeUninitializedCapacity: all.count / 8) { numbers, count in
      _ = all.withUnsafeBytes { memcpy(numbers.baseAddress!, $0.baseAddress!, all.count) }
      count = all.count / 8
    }
  }

  /// Whether it is true for some process.
  func agrees(_ isTrue: Bool) -> Bool {
    isWhole ? isTrue : gathered([isTrue ? 1 : 0]).contains(1)
  }

  /// `Σ_x` over the box, of what `lanes` adds up for the sites of one plane.
  func sum(_ lanes: (_ sites: Range<Int>) -> SIMD4<Double>) -> Double {
    var mine: [Double] = []
    mine.reserveCapacity(4 * planes.count)
    for plane in planes.indices {
      let lanes = lanes(sites(ofPlane: plane - planes.lowerBound))
      for i in 0..<4 { mine.append(lanes[i]) }
    }
    let all = gathered(mine)
    var total = SIMD4<Double>.zero
    for k in stride(from: 0, to: all.count, by: 4) {
      total += SIMD4(all[k], all[k + 1], all[k + 2], all[k + 3])
    }
    return total.sum()
  }

  /// The planes beyond either end of a function on the slab; on the whole box those at its ends.
  ///
  /// In d = 1 one site takes the place of a plane.
  func beyond(_ values: [Double]) -> (before: [Double], behind: [Double]) {
    let count = box.dimension == 1 ? 1 : box.planeSites
    guard let crew else { return (Array(values.suffix(count)), Array(values.prefix(count))) }
    var (before, behind) = (
      [Double](repeating: 0, count: count), [Double](repeating: 0, count: count)
    )
    values.withUnsafeBytes { bytes in
      before.withUnsafeMutableBytes { before in
        behind.withUnsafeMutableBytes { behind in
          crew.exchange(
            Halo(
              toBefore: UnsafeRawBufferPointer(rebasing: bytes.prefix(8 * count)),
              toBehind: UnsafeRawBufferPointer(rebasing: bytes.suffix(8 * count)),
              fromBefore: before, fromBehind: behind)
          ) {}
        }
      }
    }
    return (before, behind)
  }
}
