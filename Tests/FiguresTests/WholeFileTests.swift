import Figures
import Foundation
import Testing

@Suite struct WholeFileTests {
  let directory: String

  init() throws {
    directory = NSTemporaryDirectory() + "feyn-whole-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
  }

  @Test func `appears only when it is whole`() throws {
    let path = directory + "/a.json"
    try "old".write(toFile: path, atomically: false, encoding: .utf8)
    let file = try WholeFile(path)
    try file.write("new")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    try file.commit()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    #expect(try names() == ["a.json"])
  }

  @Test func `leaves nothing behind when it is dropped`() throws {
    do {
      let file = try WholeFile(directory + "/b")
      try file.write(String(repeating: "x", count: 1 << 20))
    }
    #expect(try names().isEmpty)
  }

  @Test func `keeps a symbolic link and never replaces a device`() throws {
    try "old".write(toFile: directory + "/real", atomically: false, encoding: .utf8)
    try FileManager.default.createSymbolicLink(
      atPath: directory + "/link", withDestinationPath: "real")
    try WholeFile.write("new", to: directory + "/link")
    #expect(try String(contentsOfFile: directory + "/real", encoding: .utf8) == "new")
    try WholeFile.write("gone", to: "/dev/null")
    #expect(FileManager.default.contents(atPath: "/dev/null")?.isEmpty ?? true)
  }

  @Test func `what stands in the way is seen before anything is written`() throws {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    #expect(WholeFile.obstacle(to: "\(directory)/new") == nil)
    #expect(WholeFile.obstacle(to: "/dev/null") == nil)
    #expect(WholeFile.obstacle(to: directory)?.code == EISDIR)
    #expect(WholeFile.obstacle(to: "\(directory)/none/new")?.code == ENOENT)
    #expect(try names().isEmpty)
    let wrong = "\(directory)/new.gif"
    #expect(Plot.obstacle(to: wrong) == .unknownFormat(path: wrong))
    guard case .file? = Plot.obstacle(to: "\(directory)/none/new.svg") else {
      Issue.record("a picture in no directory")
      return
    }
  }

  @Test func `says which file cannot be written and why`() throws {
    let path = directory + "/no/such/file"
    #expect(throws: FileError(path: path, code: ENOENT)) { try WholeFile.write("", to: path) }
    #expect(throws: FileError(path: directory, code: EISDIR)) {
      try WholeFile.write("", to: directory)
    }
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    #expect(throws: FileError(path: "/dev/full", code: ENOSPC)) {
      try WholeFile.write("x", to: "/dev/full")
    }
  }
}
