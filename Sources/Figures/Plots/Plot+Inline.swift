extension Plot {
  /// The `svg` element of a picture of gnuplot, fit to stand in a page beside others.
  ///
  /// Black becomes the colour of the surrounding text, so that it can be read in dark; names of
  /// markers get a prefix of their own, since all pictures of a page share one name space.
  static func inlined(_ document: String, name: String, label: String) -> String {
    guard let start = document.range(ofPart: "<svg") else { return document }
    var text = String(document[start.lowerBound...])
    for (old, new) in [
      ("<title>Gnuplot</title>", ""), ("stroke='black'", "stroke='currentColor'"),
      ("stroke=\"black\"", "stroke=\"currentColor\""),
      ("fill=\"black\"", "fill=\"currentColor\""), ("color=\"black\"", ""),
      ("rgb(  0,   0,   0)", "currentColor"), ("gpPt", "\(name)-pt"), ("gpDot", "\(name)-dot"),
      ("gnuplot_", "\(name)-"), ("id='textbox'", "id='\(name)-textbox'"),
      ("id='greybox'", "id='\(name)-greybox'"), ("font-family=\"Helvetica\"", ""),
      ("xmlns:xlink=\"http://www.w3.org/1999/xlink\"", ""), ("xlink:href", "href"),
      ("xmlns=\"http://www.w3.org/2000/svg\"", ""),
    ] { text = text.replacing(part: old, with: new) }
    return text.replacing(
      part: "<svg", with: "<svg class=\"plot\" role=\"img\" aria-label=\"\(SVG.escaped(label))\"")
  }
}

extension String {
  /// The first place of a part.
  func range(ofPart part: String) -> Range<String.Index>? {
    let (bytes, wanted) = (Array(utf8), Array(part.utf8))
    guard bytes.count >= wanted.count else { return nil }
    for start in 0...(bytes.count - wanted.count)
    where bytes[start] == wanted[0] && bytes[start..<start + wanted.count].elementsEqual(wanted) {
      let lower = utf8.index(utf8.startIndex, offsetBy: start)
      return lower..<utf8.index(lower, offsetBy: wanted.count)
    }
    return nil
  }

  /// Every place of a part exchanged.
  func replacing(part: String, with new: String) -> String {
    let (bytes, wanted) = (Array(utf8), Array(part.utf8))
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      if bytes[place] == wanted[0], bytes[place...].starts(with: wanted) {
        result += new.utf8
        place += wanted.count
      } else {
        result.append(bytes[place])
        place += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
