#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Synchronization

/// Why a file could not be written.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  public let path: String
  /// The `errno` of the call that failed.
  public let code: Int32

  public init(path: String, code: Int32) {
    self.path = path
    self.code = code
  }

  public var description: String {
    "cannot write '\(path)': \(String(cString: strerror(code)))"
  }

  /// Whether the reader at the other end of a pipe has gone.
  public var isBrokenPipe: Bool { code == EPIPE }
}

/// A file that appears whole under its name, or not at all.
///
/// The bytes go to a hidden file beside it, which `commit` renames; whoever drops the value before
/// leaves nothing behind. A path that is a device or a pipe is written directly, since a rename
/// would replace the device; a symbolic link stays a link to the new content.
public final class WholeFile {
  private let writer: ByteWriter
  private let target: String
  private let temporary: String?
  private var isCommitted = false

  /// The hidden file being written, for a signal handler to remove: see `removeUnfinished`.
  /// The address of its path, 0 for none.
  private static let unfinished = Atomic<UInt>(0)

  public init(_ path: String) throws(FileError) {
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG {
      target = path
      temporary = nil
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw FileError(path: path, code: errno) }
      writer = ByteWriter(descriptor: descriptor, name: path)
      return
    }
    var resolved = path
    if exists, let real = realpath(path, nil) {
      resolved = String(cString: real)
      free(real)
    }
    target = resolved
    let (directory, name) = Self.split(resolved)
    let hidden = "\(directory).\(name.prefix(200)).\(getpid()).part"
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    var descriptor = open(hidden, flags, 0o666)
    if descriptor < 0, errno == EEXIST {
      // left behind by a process that was killed and had the number of this one
      unlink(hidden)
      descriptor = open(hidden, flags, 0o666)
    }
    guard descriptor >= 0 else { throw FileError(path: path, code: errno) }
    if exists { _ = fchmod(descriptor, status.st_mode & 0o777) }
    temporary = hidden
    writer = ByteWriter(descriptor: descriptor, name: path)
    Self.unfinished.store(UInt(bitPattern: strdup(hidden)), ordering: .sequentiallyConsistent)
  }

  deinit {
    guard !isCommitted else { return }
    close(writer.descriptor)
    if let temporary { unlink(temporary) }
    Self.unfinished.store(0, ordering: .sequentiallyConsistent)
  }

  public func write(_ text: some StringProtocol) throws(FileError) { try writer.write(text) }

  public func write(_ bytes: some Collection<UInt8>) throws(FileError) {
    try writer.write(bytes)
  }

  /// Makes the file appear under its name; nothing may be written afterwards.
  public func commit() throws(FileError) {
    try writer.flush()
    if temporary != nil, fsync(writer.descriptor) != 0, errno != EINVAL {
      throw FileError(path: target, code: errno)
    }
    if let temporary, rename(temporary, target) != 0 {
      throw FileError(path: target, code: errno)
    }
    isCommitted = true
    close(writer.descriptor)
    Self.unfinished.store(0, ordering: .sequentiallyConsistent)
  }

  /// Why a file could not be written, as far as can be seen without writing; `nil` where nothing is in the way.
  public static func obstacle(to path: String) -> FileError? {
    var status = stat()
    guard !path.isEmpty else { return FileError(path: path, code: ENOENT) }
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR { return FileError(path: path, code: EISDIR) }
    let isDevice = exists && status.st_mode & S_IFMT != S_IFREG
    // the hidden file needs a place beside it
    let place = isDevice ? path : split(path).directory
    guard access(place.isEmpty ? "." : place, isDevice ? W_OK : W_OK | X_OK) != 0 else {
      return nil
    }
    return FileError(path: path, code: errno)
  }

  /// Writes a file in one go.
  public static func write(_ text: String, to path: String) throws(FileError) {
    let file = try WholeFile(path)
    try file.write(text)
    try file.commit()
  }

  /// What is in a text file; `nil`, with `errno`, if it cannot be read.
  public static func contents(of path: String) -> String? {
    bytes(of: path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// What is in a file; `nil`, with `errno`, if it cannot be read.
  ///
  /// A gigabyte is more than any file of feyn has; a device may have no end.
  public static func bytes(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
      bytes += buffer[..<count]
      guard bytes.count <= 1 << 30 else {
        errno = EFBIG
        return nil
      }
    }
    return ferror(file) == 0 ? bytes : nil
  }

  /// Removes the hidden file of this process, if there is one; safe in a signal handler.
  public static func removeUnfinished() {
    let address = unfinished.load(ordering: .sequentiallyConsistent)
    if let path = UnsafePointer<CChar>(bitPattern: address) { unlink(path) }
  }

  private static func split(_ path: String) -> (directory: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    return (String(path[...slash]), String(path[path.index(after: slash)...]))
  }
}

/// A buffered writer on an open file descriptor, which it does not close.
public final class ByteWriter {
  public let descriptor: Int32
  private let name: String
  private var buffer: [UInt8] = []
  private static let capacity = 1 << 16

  public init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
    buffer.reserveCapacity(Self.capacity)
  }

  public func write(_ text: some StringProtocol) throws(FileError) { try write(text.utf8) }

  public func write(_ bytes: some Collection<UInt8>) throws(FileError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.capacity { try flush() }
  }

  public func flush() throws(FileError) {
    var start = 0
    while start < buffer.count {
      #if canImport(Darwin)
        let sent = buffer[start...].withUnsafeBytes {
          Darwin.write(descriptor, $0.baseAddress, $0.count)
        }
      #else
        let sent = buffer[start...].withUnsafeBytes {
          Glibc.write(descriptor, $0.baseAddress, $0.count)
        }
      #endif
      if sent < 0 {
        if errno == EINTR { continue }
        let code = errno
        buffer.removeAll(keepingCapacity: true)
        throw FileError(path: name, code: code)
      }
      start += sent
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
