internal import CHDF5
import Synchronization

/// The file: 512 bytes of our own, which HDF5 calls a user block, and then what HDF5 makes.
///
///     feyn archive 1
///     sha256 <64 hexadecimal digits of what follows the user block>
///     size <its length>
///
/// A reader of feyn believes only what has this digest, so that no damaged byte ever reaches the
/// HDF5 library; every other reader of HDF5 skips the user block. The bytes are a function of the
/// content: no time stamps.
extension Archive {
  static let headLength = 512
  private static let magic = "feyn archive 1\n"

  /// The library will not open a file in memory under the name of one that is on disk: this is the
  /// name of none.
  private static let name = "/dev/null/feyn"

  /// The library keeps global state; not every build of it has locks of its own.
  private static let library = Mutex<Void>(())

  /// Runs `body` while no other thread uses the library.
  private static func using<Value>(
    _ body: () throws(ArchiveError) -> Value
  ) throws(ArchiveError) -> Value {
    var result: Swift.Result<Value, ArchiveError>?
    library.withLock { _ in
      chdf5_silence()
      do throws(ArchiveError) { result = .success(try body()) } catch { result = .failure(error) }
    }
    return try result!.get()
  }

  /// The whole file.
  public func image() throws(ArchiveError) -> [UInt8] {
    let content = try Self.using { () throws(ArchiveError) -> [UInt8] in try self.content() }
    let head =
      Self.magic + "sha256 \(SHA256.digest(of: content))\n" + "size \(content.count)\n"
    return Array(head.utf8)
      + [UInt8](repeating: 0, count: Self.headLength - head.utf8.count) + content
  }

  /// What follows the head of a whole file.
  ///
  /// - Throws: `ArchiveError` unless every byte is as it was written.
  static func checkedContent(of image: [UInt8]) throws(ArchiveError) -> [UInt8] {
    guard image.starts(with: magic.utf8) else { throw .foreign }
    guard image.count >= headLength else {
      throw .length(found: image.count, expected: headLength)
    }
    let head = image[..<headLength].prefix { $0 != 0 }
    let lines = String(decoding: head, as: UTF8.self).split(separator: "\n")
    guard lines.count == 3, lines[1].hasPrefix("sha256 "), lines[2].hasPrefix("size "),
      let size = Int(lines[2].dropFirst(5)), size >= 0,
      image[head.count..<headLength].allSatisfy({ $0 == 0 })
    else { throw .digest }
    let content = Array(image[headLength...])
    guard content.count == size else {
      throw .length(found: image.count, expected: headLength &+ size)
    }
    guard SHA256.digest(of: content) == lines[1].dropFirst(7) else { throw .digest }
    return content
  }

  /// Reads a whole file.
  public init(image: [UInt8]) throws(ArchiveError) {
    let content = try Self.checkedContent(of: image)
    self = try Self.using { () throws(ArchiveError) -> Archive in try Archive(content: content) }
  }
}

/// Throws unless a call of the library succeeded.
@discardableResult
private func checked<Code: SignedInteger>(
  _ code: Code, _ what: @autoclosure () -> String
) throws(ArchiveError) -> Code {
  guard code >= 0 else { throw .library(what()) }
  return code
}

// MARK: - Writing

extension Archive {
  private func content() throws(ArchiveError) -> [UInt8] {
    let access = try checked(H5Pcreate(chdf5_file_access()), "make a property list")
    defer { H5Pclose(access) }
    try checked(H5Pset_fapl_core(access, 1 << 20, false), "work in memory")
    let file = try checked(chdf5_create(Self.name, access), "make a file in memory")
    defer { H5Fclose(file) }
    for (name, attribute) in attributes.sorted(by: { $0.key < $1.key }) {
      try Self.write(name, attribute, to: file)
    }
    for dataset in datasets { try Self.write(dataset, to: file) }
    try checked(H5Fflush(file, H5F_SCOPE_GLOBAL), "flush")
    let length = try checked(H5Fget_file_image(file, nil, 0), "tell the length of the file")
    var bytes = [UInt8](repeating: 0, count: length)
    try checked(H5Fget_file_image(file, &bytes, length), "copy the file")
    return bytes
  }

  private static func write(_ dataset: Dataset, to file: hid_t) throws(ArchiveError) {
    let path = dataset.path
    let creation = try checked(H5Pcreate(chdf5_dataset_create()), "make a property list")
    let links = try checked(H5Pcreate(chdf5_link_create()), "make a property list")
    defer {
      H5Pclose(creation)
      H5Pclose(links)
    }
    try checked(H5Pset_obj_track_times(creation, false), "leave out time stamps")
    try checked(H5Pset_create_intermediate_group(links, 1), "make groups")
    let extents = dataset.shape.map { hsize_t($0) }
    let space = try checked(
      extents.isEmpty
        ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(extents.count), extents, nil),
      "make the shape of \(path)")
    defer { H5Sclose(space) }
    func put(_ stored: hid_t, _ given: hid_t, _ data: UnsafeRawPointer?) throws(ArchiveError) {
      let id = try checked(
        H5Dcreate2(file, path, stored, space, links, creation, chdf5_default), "make \(path)")
      defer { H5Dclose(id) }
      if dataset.values.count > 0 {
        try checked(
          H5Dwrite(id, given, chdf5_all, chdf5_all, chdf5_default, data), "write \(path)")
      }
      for (name, attribute) in dataset.attributes.sorted(by: { $0.key < $1.key }) {
        try write(name, attribute, to: id)
      }
    }
    switch dataset.values {
    case .doubles(let all): try put(chdf5_file_double(), chdf5_double(), all)
    case .integers(let all):
      try put(chdf5_file_integer(), chdf5_integer(), all.map { Int64($0) })
    case .bytes(let all): try put(chdf5_file_byte(), chdf5_byte(), all)
    case .texts(let all):
      let width = max(1, all.reduce(0) { max($0, $1.utf8.count) })
      let type = try text(width: width)
      defer { H5Tclose(type) }
      var bytes: [UInt8] = []
      for text in all {
        bytes += Array(text.utf8)
        bytes += [UInt8](repeating: 0, count: width - text.utf8.count)
      }
      try put(type, type, bytes)
    }
  }

  /// UTF-8 of a fixed width, or of any if that is `nil`.
  private static func text(width: Int?) throws(ArchiveError) -> hid_t {
    let type = try checked(H5Tcopy(chdf5_c_string()), "make a type")
    try checked(width.map { H5Tset_size(type, $0) } ?? chdf5_set_variable(type), "make a type")
    try checked(H5Tset_cset(type, H5T_CSET_UTF8), "make a type")
    if width != nil { try checked(H5Tset_strpad(type, H5T_STR_NULLPAD), "make a type") }
    return type
  }

  private static func write(
    _ name: String, _ attribute: Attribute, to object: hid_t
  ) throws(ArchiveError) {
    let space = try checked(H5Screate(H5S_SCALAR), "make a shape")
    defer { H5Sclose(space) }
    func put(_ stored: hid_t, _ given: hid_t, _ data: UnsafeRawPointer) throws(ArchiveError) {
      let id = try checked(
        H5Acreate2(object, name, stored, space, chdf5_default, chdf5_default), "make \(name)")
      defer { H5Aclose(id) }
      try checked(H5Awrite(id, given, data), "write \(name)")
    }
    switch attribute {
    case .number(let x):
      try put(chdf5_file_double(), chdf5_double(), [x])
    case .integer(let n):
      try put(chdf5_file_integer(), chdf5_integer(), [Int64(n)])
    case .text(let text):
      let type = try Self.text(width: nil)
      defer { H5Tclose(type) }
      let characters = Array(text.utf8CString)
      var failure: ArchiveError?
      characters.withUnsafeBufferPointer { buffer in
        do throws(ArchiveError) {
          try put(type, type, [buffer.baseAddress])
        } catch { failure = error }
      }
      if let failure { throw failure }
    }
  }
}

// MARK: - Reading

extension Archive {
  /// Reads the content of a file of our own.
  private init(content: [UInt8]) throws(ArchiveError) {
    let access = try checked(H5Pcreate(chdf5_file_access()), "make a property list")
    defer { H5Pclose(access) }
    try checked(H5Pset_fapl_core(access, 1 << 20, false), "work in memory")
    var bytes = content
    try checked(H5Pset_file_image(access, &bytes, bytes.count), "take the file")
    let file = try checked(chdf5_open(Self.name, access), "open the file")
    defer { H5Fclose(file) }
    attributes = try Self.attributes(of: file)
    try read(file, at: "")
  }

  private static func nameOfLink(
    _ object: hid_t, _ index: Int, _ count: (UnsafeMutablePointer<CChar>?, Int) -> Int
  ) throws(ArchiveError) -> String {
    let length = try checked(count(nil, 0), "read a name")
    var name = [CChar](repeating: 0, count: length + 1)
    try checked(count(&name, length + 1), "read a name")
    return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Everything below a group, in alphabetic order.
  private mutating func read(_ group: hid_t, at path: String) throws(ArchiveError) {
    var info = H5G_info_t()
    try checked(H5Gget_info(group, &info), "look into \(path)")
    for index in 0..<Int(info.nlinks) {
      let name = try Self.nameOfLink(group, index) { buffer, size in
        H5Lget_name_by_idx(
          group, ".", H5_INDEX_NAME, H5_ITER_INC, hsize_t(index), buffer, size, chdf5_default)
      }
      let object = try checked(H5Oopen(group, name, chdf5_default), "open \(path + name)")
      defer { H5Oclose(object) }
      if H5Iget_type(object) == H5I_GROUP {
        try read(object, at: path + name + "/")
      } else {
        try readDataset(object, path + name)
      }
    }
  }

  private mutating func readDataset(_ id: hid_t, _ path: String) throws(ArchiveError) {
    let type = try checked(H5Dget_type(id), "read \(path)")
    let space = try checked(H5Dget_space(id), "read \(path)")
    defer {
      H5Tclose(type)
      H5Sclose(space)
    }
    let rank = Int(try checked(H5Sget_simple_extent_ndims(space), "read \(path)"))
    var extents = [hsize_t](repeating: 0, count: rank)
    try checked(H5Sget_simple_extent_dims(space, &extents, nil), "read \(path)")
    let shape = extents.map { Int($0) }
    let count = shape.reduce(1, *)
    func fill(_ given: hid_t, _ data: UnsafeMutableRawPointer?) throws(ArchiveError) {
      guard count > 0 else { return }
      try checked(H5Dread(id, given, chdf5_all, chdf5_all, chdf5_default, data), "read \(path)")
    }
    let values: Values
    switch (H5Tget_class(type), H5Tget_size(type)) {
    case (H5T_FLOAT, _):
      var all = [Double](repeating: 0, count: count)
      try fill(chdf5_double(), &all)
      values = .doubles(all)
    case (H5T_INTEGER, 1):
      var all = [UInt8](repeating: 0, count: count)
      try fill(chdf5_byte(), &all)
      values = .bytes(all)
    case (H5T_INTEGER, _):
      var all = [Int64](repeating: 0, count: count)
      try fill(chdf5_integer(), &all)
      values = .integers(all.map { Int($0) })
    case (H5T_STRING, let width):
      var bytes = [UInt8](repeating: 0, count: count * width)
      try fill(type, &bytes)
      values = .texts(
        (0..<count).map { index in
          String(
            decoding: bytes[index * width..<(index + 1) * width].prefix { $0 != 0 },
            as: UTF8.self)
        })
    default: throw .layout("\(path) is of a kind that feyn does not write")
    }
    append(path, values, shape: shape, attributes: try Self.attributes(of: id))
  }

  private static func attributes(of object: hid_t) throws(ArchiveError) -> [String: Attribute] {
    let count = Int(try checked(chdf5_attributes(object), "read attributes"))
    var all: [String: Attribute] = [:]
    for index in 0..<count {
      let id = try checked(
        H5Aopen_by_idx(
          object, ".", H5_INDEX_NAME, H5_ITER_INC, hsize_t(index), chdf5_default, chdf5_default),
        "read an attribute")
      defer { H5Aclose(id) }
      let name = try nameOfLink(id, index) { H5Aget_name(id, $1, $0) }
      let type = try checked(H5Aget_type(id), "read \(name)")
      defer { H5Tclose(type) }
      switch H5Tget_class(type) {
      case H5T_FLOAT:
        var x = 0.0
        try checked(H5Aread(id, chdf5_double(), &x), "read \(name)")
        all[name] = .number(x)
      case H5T_INTEGER:
        var n: Int64 = 0
        try checked(H5Aread(id, chdf5_integer(), &n), "read \(name)")
        all[name] = .integer(Int(n))
      case H5T_STRING:
        var text: UnsafeMutablePointer<CChar>?
        let memory = try Self.text(width: nil)
        defer { H5Tclose(memory) }
        try checked(H5Aread(id, memory, &text), "read \(name)")
        all[name] = .text(text.map { String(cString: $0) } ?? "")
        H5free_memory(text)
      default: throw .layout("\(name) is of a kind that feyn does not write")
      }
    }
    return all
  }
}
