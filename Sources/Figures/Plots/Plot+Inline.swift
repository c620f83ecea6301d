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

extension Plot {
  /// Panels side by side where there is room, and what their lines mean.
  func page(_ elements: [String]) -> String {
    let legends = hasCommonLegend ? [panels[0]] : panels
    let keys = legends.map { panel in
      "<ul class=\"key\">"
        + panel.looks.map { "<li>\($0.sample)<span>\(Self.html($0.label))</span></li>" }.joined()
        + "</ul>"
    }
    let isShared = hasCommonLegend
    let cells = elements.enumerated().map { index, element in
      "<div class=\"panel\">\(element)\(isShared ? "" : keys[index])</div>"
    }
    return "<div class=\"plots\"><div class=\"panels\">\(cells.joined(separator: "\n"))</div>"
      + (isShared ? keys[0] : "") + "</div>"
  }

  /// Enhanced text as HTML: `ε^{-4/5}`, `Γ_{3,3}`, `η^2`.
  static func html(_ text: String) -> String {
    var (result, closing) = ("", [String]())
    var characters = Array(SVG.escaped(text))[...]
    while let character = characters.popFirst() {
      switch character {
      case "^", "_":
        let tag = character == "^" ? "sup" : "sub"
        if characters.first == "{" {
          characters.removeFirst()
          result += "<\(tag)>"
          closing.append("</\(tag)>")
        } else if let next = characters.popFirst() {
          result += "<\(tag)>\(next)</\(tag)>"
        }
      case "}" where !closing.isEmpty: result += closing.removeLast()
      default: result.append(character)
      }
    }
    return result + closing.reversed().joined()
  }

  /// Enhanced text without its marks.
  static func plain(_ text: String) -> String { String(text.filter { !"{}^_".contains($0) }) }
}

extension Plot.Look {
  /// A short line with a point, as an element of a page.
  fileprivate var sample: String {
    let ink = colour == Plot.colours[0] ? "currentColor" : colour
    var text = "<svg viewBox=\"0 0 40 14\" width=\"40\" height=\"14\" aria-hidden=\"true\">"
    if hasLine {
      let dashes = dash.map { SVG.number(Double($0) * 0.8) }.joined(separator: " ")
      text +=
        "<path d=\"M1 7H39\" fill=\"none\" stroke=\"\(ink)\" stroke-width=\"\(lineWidth)\""
        + (dash.isEmpty ? "" : " stroke-dasharray=\"\(dashes)\"") + "/>"
    }
    if hasPoints { text += Self.marker(shape, ink) }
    return text + "</svg>"
  }

  /// gnuplot's point types: even ones are the outline of the next.
  private static func marker(_ shape: Int, _ ink: String) -> String {
    let path =
      switch (shape - 4) / 2 {
      case 0: "M16 3h8v8h-8z"
      case 1: "M15.8 7a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0 -8.4 0z"
      case 2: "M20 2.4l4.6 8h-9.2z"
      case 3: "M20 11.6l4.6 -8h-9.2z"
      default: "M20 1.8l4.6 5.2l-4.6 5.2l-4.6 -5.2z"
      }
    let fill = shape % 2 == 0 ? "none" : ink
    return "<path d=\"\(path)\" fill=\"\(fill)\" stroke=\"\(ink)\" stroke-width=\"1.2\"/>"
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
