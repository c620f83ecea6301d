import Diagrams
import Figures
import Storage
import Studies
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Random and damaged texts and files for every parser of feyn: none may crash, and what is accepted
/// has to survive being written and read again.
///
///     fuzz [CASES] [SEED]
@main
enum Fuzz {
  private enum Target: CaseIterable { case word, pairs, json, study, plainData, ledger, file }

  static func main() {
    let words = CommandLine.arguments.dropFirst().map { Int($0) ?? 0 }
    let cases = words.first ?? 10_000_000
    let source = Mutation(seed: UInt64(words.dropFirst().first ?? 1))
    var accepted = [Int](repeating: 0, count: Target.allCases.count)
    var tried = accepted
    for index in 0..<cases {
      // a whole file costs as much as a hundred texts
      let target: Target = index % 1000 == 0 ? .file : Target.allCases[index % 6]
      let place = Target.allCases.firstIndex(of: target)!
      tried[place] += 1
      if read(target, Mutator(source, UInt64(index))) { accepted[place] += 1 }
    }
    for (place, target) in Target.allCases.enumerated() {
      print("\(target): \(tried[place]) cases, \(accepted[place]) accepted, the others refused")
    }
  }

  /// A small file of a run, whole.
  private static let image: [UInt8] = {
    let ledger = Ledger()
    _ = try? Workers(threads: 1, run: Run(ledger: ledger)).spread(5) { Double($0) / 3 }
    let identity = RunIdentity(
      version: "0.1.0", arguments: ["simulate", "--eta", "0.5"], seed: 1, inputs: [:])
    return try! RunFile(kind: .part, identity: identity, share: nil, maps: ledger.maps).image()
  }()

  private static let study = Study.standard.json.pretty()

  /// Whether the parser accepted the case; ends the program where it accepts nonsense.
  private static func read(_ target: Target, _ mutator: Mutator) -> Bool {
    var mutator = mutator
    switch target {
    case .word:
      let text = mutator.text(from: "ab|ab", "abcd|dcba", "1 2 | 2 1", "a|bcbca")
      guard let graph = try? Pairing(text) else { return false }
      demand((try? Pairing(graph.word)) == graph, text)
    case .pairs:
      let text = mutator.text(from: "1-3,2-4", "1-2", "1-6,2-5,3-4")
      let left = Int(mutator.next() % 8)
      guard let graph = try? Pairing(pairs: text, left: left) else { return false }
      demand((try? Pairing(graph.word)) == graph, text)
    case .json:
      let text = mutator.text(from: #"{"a": [1, -2.5e3, "é\n", null, true], "b": {}}"#, "[[[]]]")
      guard let value = try? JSON(reading: text) else { return false }
      demand((try? JSON(reading: value.compact))?.compact == value.compact, text)
    case .study:
      guard let study = try? Study(reading: mutator.text(from: study)) else { return false }
      let again = try? Study(reading: study.json.pretty())
      demand(again?.json == study.json, study.json.compact)
    case .plainData:
      let value = [Estimate(1, error: 2, method: "lattice"), Estimate(3, error: 4, method: "η")]
      let bytes = mutator.bytes(from: value.encoded)
      guard let read = try? [Estimate](bytes: bytes) else { return false }
      demand(read.encoded == bytes, "\(bytes)")
    case .ledger:
      func numbers() -> [Int] {
        (0..<Int(mutator.next() % 5)).map { _ in
          let word = mutator.next()
          return word % 7 == 0 ? Int(bitPattern: UInt(word)) : Int(word >> 8 % 20) - 2
        }
      }
      let bytes = [UInt8](repeating: 7, count: Int(mutator.next() % 20))
      guard let map = Ledger.Map(starts: numbers(), lengths: numbers(), bytes: bytes) else {
        return false
      }
      for index in 0..<map.count { demand((map.piece(index)?.count ?? 0) <= bytes.count, "map") }
    case .file:
      let bytes = mutator.bytes(from: image)
      guard let file = try? RunFile(image: bytes) else { return false }
      demand(bytes == image && file.identity.seed == 1, "a damaged file was accepted")
    }
    return true
  }

  private static func demand(_ condition: Bool, _ what: @autoclosure () -> String) {
    guard !condition else { return }
    print("accepted, and not the same again: \(what())")
    exit(1)
  }
}

/// The seed of all cases.
struct Mutation {
  let seed: UInt64
}

/// The random numbers of one case, and what they do to a text.
struct Mutator {
  private let random: Philox
  private var index: UInt64 = 0

  init(_ mutation: Mutation, _ index: UInt64) {
    random = Philox(seed: mutation.seed, stream: index)
  }

  mutating func next() -> UInt64 {
    defer { index += 1 }
    let block = random.block(index)
    return UInt64(block[1]) << 32 | UInt64(block[0])
  }

  /// One of the texts with some bytes changed, put in, left out, doubled; or random bytes.
  mutating func text(from texts: String...) -> String {
    let text = texts[Int(next() % UInt64(texts.count))]
    return String(decoding: bytes(from: Array(text.utf8)), as: UTF8.self)
  }

  mutating func bytes(from given: [UInt8]) -> [UInt8] {
    var bytes = given
    if next() % 8 == 0 {
      return (0..<Int(next() % 24)).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
    for _ in 0..<Int(next() % 4) {
      guard !bytes.isEmpty else { break }
      let place = Int(next() % UInt64(bytes.count))
      switch next() % 6 {
      case 0: bytes[place] ^= 1 << UInt8(next() % 8)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(bytes[Int(next() % UInt64(bytes.count))], at: place)
      case 3: bytes.swapAt(place, Int(next() % UInt64(bytes.count)))
      case 4: bytes.removeLast(Int(next() % UInt64(bytes.count)))
      default: bytes.insert(UInt8(truncatingIfNeeded: next()), at: place)
      }
    }
    return bytes
  }
}
