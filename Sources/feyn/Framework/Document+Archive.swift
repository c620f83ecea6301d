import Figures
import Storage

extension Document {
  /// The same as an HDF5 file: a dataset per field, a group per table with a dataset per column.
  ///
  /// Every number has its `unit`; a number with an uncertainty names the dataset that holds it, in
  /// `uncertainty`. What made the file stands in the attributes of the file.
  func archive(_ provenance: Provenance, units: Units) -> Archive {
    var archive = Archive()
    archive.attributes = [
      "program": .text("feyn"), "version": .text(Provenance.version),
      "command": .text(provenance.commandLine), "seed": .text(String(provenance.seed)),
    ]
    for entry in fields {
      Column(values: [entry.value]).append(
        to: &archive, at: entry.key, units: units, siblings: fields.map(\.key), isSingle: true)
    }
    for (key, table) in tables {
      let keys = table.keys
      for name in keys {
        Column(values: table.rows.map { $0[name] ?? .null }).append(
          to: &archive, at: "\(key)/\(name)", units: units, siblings: keys, isSingle: false)
      }
    }
    return archive
  }
}

/// JSON values that become one dataset.
private struct Column {
  let values: [JSON]

  func append(
    to archive: inout Archive, at path: String, units: Units, siblings: [String], isSingle: Bool
  ) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var attributes: [String: Archive.Attribute] = [:]
    let error = name + Record.errorSuffix
    if siblings.contains(error) { attributes["uncertainty"] = .text(error) }
    let outer = isSingle ? [] : [values.count]
    if let integers = self.integers {
      attributes["unit"] = .text(units[name])
      archive.append(path, .integers(integers), shape: outer, attributes: attributes)
    } else if let (numbers, shape) = numbers {
      attributes["unit"] = .text(units[name])
      archive.append(path, .doubles(numbers), shape: outer + shape, attributes: attributes)
    } else {
      let texts = values.map { value in
        if case .string(let text) = value { text } else { value.compact }
      }
      archive.append(path, .texts(texts), shape: outer, attributes: attributes)
    }
  }

  private var integers: [Int]? {
    let all = values.compactMap { if case .integer(let n) = $0 { n } else { nil } }
    return all.count == values.count ? all : nil
  }

  /// All numbers, and the shape of each value: arrays of arrays, all alike.
  private var numbers: ([Double], shape: [Int])? {
    var shape: [Int]?
    var all: [Double] = []
    for value in values {
      guard let found = Self.flatten(value, into: &all) else { return nil }
      guard shape ?? found == found else { return nil }
      shape = found
    }
    return (all, shape ?? [])
  }

  /// The shape of a number or an array of numbers; a missing number is NaN.
  private static func flatten(_ value: JSON, into all: inout [Double]) -> [Int]? {
    switch value {
    case .number(let x): all.append(x)
    case .integer(let n): all.append(Double(n))
    case .null: all.append(.nan)
    case .array(let elements):
      var inner: [Int]?
      for element in elements {
        guard let shape = flatten(element, into: &all), inner ?? shape == shape else {
          return nil
        }
        inner = shape
      }
      return [elements.count] + (inner ?? [])
    default: return nil
    }
    return []
  }
}
