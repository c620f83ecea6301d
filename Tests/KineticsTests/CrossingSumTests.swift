import Diagrams
import Foundation
import Kinetics
import Resolvents
import TestSupport
import Testing
import Torus

private let start = Momentum([2.0 / 24, 4.0 / 24, 7.0 / 24])

/// The sizes of the components of the graph that joins crossing contractions, largest first.
private func components(_ graph: Pairing) -> [Int] {
  let all = graph.contractions
  var root = Array(all.indices)
  func find(_ k: Int) -> Int { root[k] == k ? k : find(root[k]) }
  for (a, b) in graph.crossingPairs() {
    root[find(all.firstIndex(of: a)!)] = find(all.firstIndex(of: b)!)
  }
  return Dictionary(grouping: all.indices, by: find).values.map(\.count).sorted(by: >)
}

/// One component of the size, all other contractions single.
private func hasOne(_ size: Int, _ graph: Pairing) -> Bool {
  let sizes = components(graph)
  return sizes.first == size && sizes.dropFirst().allSatisfy { $0 == 1 }
}

@Suite struct CrossingSumTests {
  @Test(arguments: 2...5)
  func `one component and the rest single: as many graphs as noncrossing partitions have it`(
    order: Int
  ) throws {
    // Kreweras: partitions of N = 2n̄ into one block of 2k and n̄ − k of 2, N!/((N − b + 1)! (n̄ − k)!)
    // for b blocks; 1, 4, 27, 248 connected pairings for each (A000699)
    func factorial(_ n: Int) -> Int { (1...max(n, 1)).reduce(1, *) }
    var (found, crossing) = ([Int: Int](), 0)
    for left in 0...2 * order {
      for graph in try PairingSequence(left: left, right: 2 * order - left) {
        if !graph.isNoncrossing { crossing += 1 }
        for k in 2...order where hasOne(k, graph) { found[k, default: 0] += 1 }
      }
    }
    for (k, connected) in zip(2...order, [1, 4, 27, 248]) {
      let blocks = order - k + 1
      var partitions = factorial(2 * order) / factorial(2 * order - blocks + 1)
      // the block of 2k is one of its kind, unless n̄ = k
      partitions /= factorial(order - k)
      #expect(found[k] == (2 * order + 1) * partitions * connected, "k = \(k)")
    }
    // to n̄ = 3 there is no other crossing graph, at n̄ = 4 there are those with two of abab
    let sum = found.values.reduce(0, +)
    let pairsOfCrossings = order == 4 ? 9 * factorial(8) / factorial(7) / 2 : 0
    if order <= 4 { #expect(sum + pairsOfCrossings == crossing) }
  }

  struct Case: Sendable {
    let start: [Double]
    let time: Double
    let observable: Observable
  }

  static let cases = [
    Case(start: [0.13], time: 1.7, observable: .energy),
    Case(start: [0.13], time: 0.9, observable: .velocity),
    Case(start: [0.1, 0.27], time: 1.2, observable: .mode([1, -2])),
    Case(start: start.components, time: 0.7, observable: .velocity),
    Case(start: start.components, time: 1.1, observable: .energy),
  ]

  @Test(arguments: cases)
  func `bare components are the sums over the amplitudes of their graphs`(_ each: Case) throws {
    let (η, p0) = (0.7, Momentum(each.start))
    let terms = try CrossingSum(dimension: p0.dimension, coupling: η, dressing: .bare).terms(
      upTo: 3, time: each.time * η * η, momentum: p0, observable: each.observable)
    let setting = try AmplitudeSetting(
      coupling: η, time: each.time * η * η, start: p0, observable: each.observable)
    for (order, term) in zip(2...3, terms) {
      let sum = try ClassSum(order: order, setting) { $0.isConnected }.row(.all).sum.real
      #expect(abs(sum.value) > 1e-5 && term.agrees(with: sum), "n̄ = \(order): \(term), \(sum)")
      #expect(term.error < 1e-8)
    }
  }

  @Test(arguments: cases)
  func `dressed components have the series of the graphs with one such component`(
    _ each: Case
  ) throws {
    let (t, p0) = (each.time, Momentum(each.start))
    let x = PolynomialFit.nodes(10, width: 0.6 / (t * t))
    let values = try x.map { square in
      try CrossingSum(dimension: p0.dimension, coupling: square.squareRoot()).terms(
        upTo: 3, time: t * square, momentum: p0, observable: each.observable
      ).enumerated().map { $1.value / pow(square, Double(2 + $0)) }
    }
    let η = 0.7
    let setting = try AmplitudeSetting(
      coupling: η, time: t * η * η, start: p0, observable: each.observable)
    for size in 2...3 {
      let series = PolynomialFit.coefficients(values.map { $0[size - 2] }, at: x)
      for order in size...3 {
        let sum = try ClassSum(order: order, setting) { hasOne(size, $0) }.row(.all).sum.real
        let scale = pow(η, Double(2 * order))
        let allowed = 2e-6 * pow(t, Double(2 * order)) + sum.error / scale
        #expect(
          abs(series[order - size] - sum.value / scale) < allowed,
          "k = \(size), n̄ = \(order): \(series[order - size]), \(sum.value / scale), \(allowed)")
      }
    }
  }

  @Test func `two contractions around, beside and inside a component: order η⁸ on a ring`() throws {
    // 252 and 288 graphs, summed over the momenta of a ring that no walk of weight surrounds
    let (t, side, p0) = (0.5, 12, Momentum([2.0 / 12]))
    let η = 0.7
    for observable in [Observable.energy] {
      let setting = try AmplitudeSetting(
        coupling: η, time: t * η * η, start: p0, observable: observable)
      let x = PolynomialFit.nodes(8, width: 1)
      let values = try x.map { square in
        try CrossingSum(dimension: 1, coupling: square.squareRoot()).terms(
          upTo: 3, time: t * square, momentum: p0, observable: observable
        ).enumerated().map { $1.value / pow(square, Double(2 + $0)) }
      }
      for size in 2...3 {
        let series = PolynomialFit.coefficients(values.map { $0[size - 2] }, at: x)
        var (sum, graphs) = (0.0, 0)
        for left in 0...8 {
          for graph in try PairingSequence(left: left, right: 8 - left) where hasOne(size, graph) {
            sum += try Amplitude(graph, setting).evaluate(.box(size: side)).value.real
            graphs += 1
          }
        }
        let expected = sum / pow(η, 8)
        let found = series[4 - size]
        #expect(graphs == (size == 2 ? 252 : 288))
        #expect(
          abs(found - expected) < 2e-4 * abs(expected) && abs(expected) > 1e-6,
          "\(observable), k = \(size): \(found), \(expected)")
      }
    }
  }

  @Test(arguments: [1, 2, 3])
  func `each size adds nothing to the total probability`(dimension: Int) throws {
    let p0 = Momentum(Array(start.components.prefix(dimension)))
    for (η, T) in [(0.8, 0.5), (0.5, 0.5), (1.2, 1)] {
      for term in try CrossingSum(dimension: dimension, coupling: η).terms(
        upTo: 3, time: T, momentum: p0, observable: .one)
      {
        #expect(abs(term.value) < 1e-10 && term.error < 1e-9, "η = \(η), T = \(T): \(term)")
      }
    }
  }

  @Test func `what is left of the simulation shrinks`() throws {
    // 20000 realisations at side 24, seed 101: feyn simulate --size 24 --eta η --time 0.5,1
    //   --start momentum:2/24,4/24,7/24 --realisations 20000 --seed 101
    let seen = [
      (0.8, 0.5, 0.777560704, 0.0000193), (0.8, 1, 0.546398452, 0.0000407),
      (0.6, 0.5, 0.744614135, 0.0000247), (0.6, 1, 0.515342973, 0.0000505),
      (0.4, 0.5, 0.716064408, 0.0000343),
    ]
    for (η, T, simulated, error) in seen {
      let sum = CrossingSum(dimension: 3, coupling: η)
      let noncrossing = try sum.ladders.value(time: T, momentum: start, observable: .velocity)
      let terms = try sum.terms(upTo: 3, time: T, momentum: start, observable: .velocity)
      let residual = simulated - noncrossing.value
      let remainder = residual - terms[0].value - terms[1].value
      #expect(abs(residual) > 4 * error)
      #expect(
        abs(remainder) < max(2 * error, 0.75 * abs(residual)),
        "η = \(η), T = \(T): \(residual), \(residual - terms[0].value), \(remainder)")
      #expect(abs(remainder) < 0.5 * abs(residual - terms[0].value))
      #expect(terms.allSatisfy { $0.error < 1e-8 }, "\(terms)")
    }
  }

  @Test func `the same bits with one thread and with three`() throws {
    let sum = CrossingSum(dimension: 2, coupling: 0.7)
    let p0 = Momentum([0.1, 0.3])
    let (one, three) = (
      try sum.terms(upTo: 3, time: 0.4, momentum: p0, observable: .velocity),
      try sum.terms(
        upTo: 3, time: 0.4, momentum: p0, observable: .velocity, workers: Workers(threads: 3))
    )
    #expect(one == three)
  }

  @Test func `refuses what does not fit`() {
    let sum = CrossingSum(dimension: 3, coupling: 0.6)
    #expect(throws: LadderError.unsupported(.survival)) {
      try sum.terms(upTo: 2, time: 1, momentum: start, observable: .survival)
    }
    #expect(throws: LadderError.dimension(momentum: 2, lattice: 3)) {
      try sum.terms(upTo: 2, time: 1, momentum: Momentum([0.1, 0.2]), observable: .one)
    }
    #expect(throws: LadderError.self) {
      try sum.terms(upTo: 3, time: 100, momentum: start, observable: .one)
    }
  }
}
