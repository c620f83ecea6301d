public import Torus

/// What a checkpoint and a part of a run hold: whose it is, and the pieces that are finished.
public struct RunFile: Sendable {
  public enum Kind: String, Sendable { case checkpoint, part }

  public var kind: Kind
  public var identity: RunIdentity
  /// Of a part, and of the checkpoint of one.
  public var share: Run.Share?
  /// By the number of the map.
  public var maps: [Int: Ledger.Map]

  public init(
    kind: Kind, identity: RunIdentity, share: Run.Share?, maps: [Int: Ledger.Map]
  ) {
    self.kind = kind
    self.identity = identity
    self.share = share
    self.maps = maps
  }

  /// As an HDF5 file.
  public func image() throws(ArchiveError) -> [UInt8] {
    var archive = Archive()
    archive.attributes = [
      "kind": .text(kind.rawValue), "program": .text("feyn"), "version": .text(identity.version),
      "seed": .text(String(identity.seed)),
    ]
    if let share {
      archive.attributes["part"] = .integer(share.index)
      archive.attributes["parts"] = .integer(share.count)
    }
    archive.append("arguments", .texts(identity.arguments))
    let inputs = identity.inputs.sorted { $0.key < $1.key }
    archive.append("inputs/paths", .texts(inputs.map(\.key)))
    archive.append("inputs/sha256", .texts(inputs.map(\.value)))
    for (number, map) in maps.sorted(by: { $0.key < $1.key }) {
      let path = "maps/\(number)/"
      archive.append(path + "bytes", .bytes(map.bytes))
      archive.append(path + "lengths", .integers(map.lengths))
      archive.append(path + "starts", .integers(map.starts))
    }
    return try archive.image()
  }

  public init(image: [UInt8]) throws(ArchiveError) {
    let archive = try Archive(image: image)
    func text(_ name: String) throws(ArchiveError) -> String {
      guard case .text(let text)? = archive.attributes[name] else {
        throw .layout("it is no checkpoint and no part of a run")
      }
      return text
    }
    func texts(_ path: String) throws(ArchiveError) -> [String] {
      guard case .texts(let all)? = archive[path] else { throw .layout("it has no \(path)") }
      return all
    }
    guard let kind = Kind(rawValue: try text("kind")), let seed = UInt64(try text("seed")) else {
      throw .layout("it is no checkpoint and no part of a run")
    }
    let (paths, digests) = (try texts("inputs/paths"), try texts("inputs/sha256"))
    guard paths.count == digests.count, Set(paths).count == paths.count else {
      throw .layout("its list of files is not one")
    }
    self.kind = kind
    identity = RunIdentity(
      version: try text("version"), arguments: try texts("arguments"), seed: seed,
      inputs: Dictionary(uniqueKeysWithValues: zip(paths, digests)))
    share = nil
    if case .integer(let index)? = archive.attributes["part"],
      case .integer(let count)? = archive.attributes["parts"]
    {
      share = Run.Share(index: index, count: count)
    }
    maps = [:]
    for dataset in archive.datasets where dataset.path.hasSuffix("/starts") {
      let words = dataset.path.split(separator: "/")
      let path = "maps/\(words[1])/"
      guard words.count == 3, let number = Int(words[1]),
        case .integers(let starts) = dataset.values,
        case .integers(let lengths)? = archive[path + "lengths"],
        case .bytes(let bytes)? = archive[path + "bytes"],
        let map = Ledger.Map(starts: starts, lengths: lengths, bytes: bytes)
      else { throw .layout("its pieces do not fit together") }
      maps[number] = map
    }
  }
}
