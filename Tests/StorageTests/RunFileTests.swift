import Storage
import Testing
import Torus

@Suite struct RunFileTests {
  static let file: RunFile = {
    var first = Ledger.Map(count: 3)
    first.set(2, to: [1, 2, 3])
    first.set(0, to: [])
    return RunFile(
      kind: .part,
      identity: RunIdentity(
        version: "1", arguments: ["simulate", "--eta", "0.5", "η"], seed: .max,
        inputs: ["a b.json": "00"]),
      share: Run.Share(index: 2, count: 3), maps: [4: first, 11: Ledger.Map(count: 0)])
  }()

  @Test func `A run comes back from its file, which is the same bytes each time`() throws {
    let image = try Self.file.image()
    #expect(try Self.file.image() == image)
    let read = try RunFile(image: image)
    #expect(read.identity == Self.file.identity)
    #expect(read.share == Self.file.share)
    #expect(read.kind == .part)
    #expect(read.maps == Self.file.maps)
    #expect(read.maps[4]?.piece(0) == [])
    #expect(read.maps[4]?.piece(1) == nil)
    #expect(read.maps[4]?.piece(2) == [1, 2, 3])
  }

  @Test func `Every cut and every changed byte is found out`() throws {
    let image = try Self.file.image()
    for length in stride(from: 0, to: image.count, by: 37) {
      #expect(throws: ArchiveError.self) { try RunFile(image: Array(image[..<length])) }
    }
    #expect(throws: ArchiveError.length(found: image.count + 1, expected: image.count)) {
      try RunFile(image: image + [0])
    }
    for place in stride(from: 0, to: image.count, by: 11) {
      var changed = image
      changed[place] ^= 1 << UInt8(place % 8)
      #expect(throws: ArchiveError.self) { try RunFile(image: changed) }
    }
    #expect(throws: ArchiveError.foreign) { try RunFile(image: Array("{}".utf8)) }
  }

  @Test func `What differs between two runs is named`() {
    let identity = Self.file.identity
    #expect(identity.difference(from: identity) == nil)
    var other = identity
    other.arguments[2] = "0.6"
    #expect(identity.difference(from: other) == "it has '--eta 0.5', this run has '--eta 0.6'")
    other = identity
    other.version = "2"
    #expect(identity.difference(from: other) == "it is of feyn 1, this is 2")
    other = identity
    other.inputs = [:]
    #expect(identity.difference(from: other) == "the file 'a b.json' has changed since")
    other = identity
    other.arguments.removeLast()
    #expect(identity.difference(from: other) == "it has 'η', this run has no more arguments")
    other = identity
    other.seed = 3
    #expect(identity.difference(from: other)?.contains("--seed 3") == true)
  }
}

@Suite struct ArchiveTests {
  @Test func `Arrays, shapes and attributes come back`() throws {
    var archive = Archive()
    archive.attributes = ["unit": .text("η²t"), "n": .integer(-3), "x": .number(1 / 3)]
    archive.append("rows/time", .doubles([0.5, -0.0, .infinity]), attributes: ["unit": .text("1")])
    archive.append("rows/covariance", .doubles([1, 2, 3, 4, 5, 6]), shape: [2, 3])
    archive.append("rows/class", .texts(["", "noncrossing", "ü"]))
    archive.append("single", .integers([7]), shape: [])
    archive.append("none", .doubles([]))
    let read = try Archive(image: archive.image())
    #expect(read.attributes == archive.attributes)
    func sorted(_ all: [Archive.Dataset]) -> [Archive.Dataset] { all.sorted { $0.path < $1.path } }
    #expect(sorted(read.datasets) == sorted(archive.datasets))
  }
}
