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
    try Self.draw(data: table.tsv(comment: comment), to: path, comment: comment) { name, format in
      script(name: name, format: format, comment: comment)
    }
  }

  /// Why a picture could not be drawn, as far as can be seen beforehand: a wrong name, no gnuplot, no place.
  public static func obstacle(to path: String) -> PlotError? {
    guard Format(path: path) != nil else { return .unknownFormat(path: path) }
    if let error = WholeFile.obstacle(to: path) { return .file(error) }
    let folders = getenv("PATH").map { String(cString: $0) } ?? ""
    let isThere = folders.split(separator: ":").contains { access($0 + "/gnuplot", X_OK) == 0 }
    return isThere ? nil : .noGnuplot(path: path)
  }

  /// Writes data and script beside a picture and runs the script.
  static func draw(
    data: String, to path: String, comment: String,
    script: (_ name: String, _ format: Format) -> String
  ) throws(PlotError) {
    guard let format = Format(path: path) else { throw .unknownFormat(path: path) }
    let (directory, name) = parts(of: path)
    let stem = path.hasPrefix("./") || directory != "./" ? directory + name : name
    do {
      try WholeFile.write(data, to: stem + ".tsv")
      try WholeFile.write(script(name, format), to: stem + ".gp")
    } catch {
      throw .file(error)
    }
    let hidden = ".\(name).\(getpid()).part"
    defer { unlink(directory + hidden) }
    let code = runGnuplot([
      "-e",
      "cd \(quoted(directory)); picture = \(quoted(hidden)); load \(quoted(name + ".gp"))",
    ])
    guard code != 127 else { throw .noGnuplot(path: path) }
    guard code == 0 else { throw .gnuplotFailed(path: path, script: stem + ".gp") }
    if format == .svg, let document = WholeFile.contents(of: directory + hidden) {
      do {
        try WholeFile.write(signed(document, comment), to: path)
      } catch {
        throw .file(error)
      }
    } else if rename(directory + hidden, path) != 0 {
      throw .gnuplotFailed(path: path, script: stem + ".gp")
    }
  }

  /// gnuplot's SVG with what made it as its description, and without titles: they repeat the script,
  /// and browsers show them under the pointer.
  private static func signed(_ document: String, _ comment: String) -> String {
    document.replacing(/<title>[^<]*<\/title>\n?/, with: "")
      .replacing(
        "<desc>Produced by", with: "<desc>\(SVG.escaped(comment)); produced by",
        maxReplacements: 1)
  }

  /// Draws the picture at a path that ends in `.svg`, and returns its panels with their legend as
  /// elements of a page, which may stand side by side or below each other.
  ///
  /// - Parameter label: what is seen, in words.
  public func inlineSVG(
    drawnAt path: String, label: String, comment: String
  ) throws(PlotError) -> String {
    try draw(to: path, comment: comment)
    let (directory, name) = Self.parts(of: path)
    var elements: [String] = []
    for (index, panel) in panels.enumerated() {
      let hidden = ".\(name).\(getpid())"
      let script = self.script(ofPanel: index, name: name, comment: comment)
      defer { for ending in ["gp", "svg"] { unlink("\(directory)\(hidden).\(ending)") } }
      do {
        try WholeFile.write(script, to: "\(directory)\(hidden).gp")
      } catch {
        throw .file(error)
      }
      let code = Self.runGnuplot([
        "-e",
        "cd \(Self.quoted(directory)); picture = \(Self.quoted(hidden + ".svg"));"
          + " load \(Self.quoted(hidden + ".gp"))",
      ])
      guard code == 0, let document = WholeFile.contents(of: "\(directory)\(hidden).svg") else {
        throw .gnuplotFailed(path: path, script: name + ".gp")
      }
      let what = panels.count > 1 ? "\(label): \(Self.plain(panel.title))" : label
      let axes = "\(Self.plain(panel.y.label)) against \(Self.plain(panel.x.label))"
      elements.append(
        Self.inlined(document, name: "\(name)\(index)", label: "\(what), \(axes)"))
    }
    return page(elements)
  }

  /// The directory of a path, with its slash, and the file name without its ending.
  private static func parts(of path: String) -> (directory: String, name: String) {
    let stem = path.lastIndex(of: ".").map { String(path[..<$0]) } ?? path
    guard let slash = stem.lastIndex(of: "/") else { return ("./", stem) }
    return (String(stem[...slash]), String(stem[stem.index(after: slash)...]))
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
