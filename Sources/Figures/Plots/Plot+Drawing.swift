#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Why a picture could not be drawn.
public enum PlotError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownFormat(path: String)
  case noGnuplot(path: String)
  case gnuplotFailed(path: String, script: String)
  case file(FileError)

  public var description: String {
    switch self {
    case .unknownFormat(let path):
      "'\(path)' is no picture: the name ends in .svg, .png or .pdf"
    case .noGnuplot(let path):
      "cannot draw '\(path)': gnuplot is not installed (apt-get install gnuplot-nox)"
    case .gnuplotFailed(let path, let script):
      "cannot draw '\(path)': gnuplot failed on '\(script)'"
    case .file(let error): error.description
    }
  }
}

extension Plot {
  /// Draws the picture, with `.tsv` and `.gp` of the same name beside it.
  ///
  /// Each of the three files appears whole or not at all. gnuplot runs in the directory of the
  /// picture, so that the script holds no path.
  public func draw(to path: String, comment: String) throws(PlotError) {
    guard let format = Format(path: path), let dot = path.lastIndex(of: ".") else {
      throw .unknownFormat(path: path)
    }
    let stem = String(path[..<dot])
    let slash = stem.lastIndex(of: "/")
    let directory = slash.map { String(stem[...$0]) } ?? "./"
    let name = String(slash.map { stem[stem.index(after: $0)...] } ?? stem[...])
    do {
      try WholeFile.write(table.tsv(comment: comment), to: stem + ".tsv")
      try WholeFile.write(
        script(name: name, format: format, comment: comment), to: stem + ".gp")
    } catch {
      throw .file(error)
    }
    let hidden = ".\(name).\(getpid()).part"
    defer { unlink(directory + hidden) }
    let code = Self.runGnuplot([
      "-e",
      "cd \(Self.quoted(directory)); picture = \(Self.quoted(hidden));"
        + " load \(Self.quoted(name + ".gp"))",
    ])
    guard code != 127 else { throw .noGnuplot(path: path) }
    guard code == 0, rename(directory + hidden, path) == 0 else {
      throw .gnuplotFailed(path: path, script: stem + ".gp")
    }
  }

  /// Draws the picture at a path that ends in `.svg`, and returns it as an element of a page.
  ///
  /// - Parameter label: what is seen, in words.
  public func inlineSVG(
    drawnAt path: String, label: String, comment: String
  ) throws(PlotError) -> String {
    try draw(to: path, comment: comment)
    guard let document = WholeFile.contents(of: path) else {
      throw .file(FileError(path: path, code: errno))
    }
    let name = path.split(separator: "/").last.map { $0.prefix { $0 != "." } } ?? "plot"
    return Self.inlined(document, name: String(name), label: label)
  }

  /// Runs gnuplot quietly and waits; 127 if there is none.
  private static func runGnuplot(_ arguments: [String]) -> Int32 {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      let environment = _NSGetEnviron().pointee
    #else
      var actions = posix_spawn_file_actions_t()
      let environment = environ
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor: Int32 in 0...2 {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    var words: [UnsafeMutablePointer<CChar>?] = (["gnuplot"] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    words.append(nil)
    var child = pid_t()
    guard posix_spawnp(&child, "gnuplot", &actions, nil, words, environment) == 0 else {
      return 127
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 { guard errno == EINTR else { return 1 } }
    // exited normally: the code; by a signal: 1
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 1
  }
}
