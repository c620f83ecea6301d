import Foundation
import Testing

/// A browser without a window, spoken to in its own protocol through a pair of pipes.
///
/// Debian's package: `apt-get install chromium`. One page, which can be given a size, a colour
/// scheme, a pointer; what it complains about is kept.
final class Browser {
  static let path: String? = ["chromium", "chromium-browser", "google-chrome"].lazy
    .flatMap { name in
      (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map {
        "\($0)/\(name)"
      }
    }.first { FileManager.default.isExecutableFile(atPath: $0) }

  struct Failure: Error, CustomStringConvertible { let description: String }

  /// Errors and warnings of the console, exceptions, files that could not be loaded.
  private(set) var complaints: [String] = []

  private let process = Process()
  private let scratch: String
  private let input: Int32
  private let output: Int32
  private var session: String?
  private var count = 0
  private var pending: [UInt8] = []
  private var events: [String] = []

  init() throws {
    scratch = NSTemporaryDirectory() + "feyn-browser-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    for name in ["in", "out"] {
      guard mkfifo("\(scratch)/\(name)", 0o600) == 0 else { throw Failure(description: "mkfifo") }
    }
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", #"exec "$@" 3<"$0/in" 4>"$0/out" 2>"$0/errors" >&2"#, scratch,
      try #require(Self.path), "--headless=new", "--no-sandbox", "--disable-gpu",
      "--hide-scrollbars", "--remote-debugging-pipe", "--user-data-dir=\(scratch)/profile",
      "about:blank",
    ]
    try process.run()
    // in the order in which the shell opens them
    input = open("\(scratch)/in", O_WRONLY)
    output = open("\(scratch)/out", O_RDONLY)
    let target = try call("Target.createTarget", ["url": "about:blank"])["targetId"] as? String
    session =
      try call("Target.attachToTarget", ["targetId": target ?? "", "flatten": true])["sessionId"]
      as? String
    for domain in ["Page", "Runtime", "Log"] { try call("\(domain).enable") }
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
    close(input)
    close(output)
    try? FileManager.default.removeItem(atPath: scratch)
  }

  /// Sends a command and waits for its answer.
  @discardableResult
  func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
    count += 1
    var message: [String: Any] = ["id": count, "method": method, "params": parameters]
    if let session { message["sessionId"] = session }
    let bytes = Array(try JSONSerialization.data(withJSONObject: message)) + [0]
    var sent = 0
    while sent < bytes.count {
      let n = bytes[sent...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
      guard n > 0 else { throw Failure(description: "the browser is gone") }
      sent += n
    }
    while true {
      let answer = try next()
      guard answer["id"] as? Int == count else { continue }
      if let error = answer["error"] { throw Failure(description: "\(method): \(error)") }
      return answer["result"] as? [String: Any] ?? [:]
    }
  }

  /// The next message; what it says of the page is kept.
  private func next() throws -> [String: Any] {
    while true {
      if let end = pending.firstIndex(of: 0) {
        let data = Data(pending[..<end])
        pending.removeSubrange(...end)
        let message = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        let method = message["method"] as? String ?? ""
        events.append(method)
        if ["Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"]
          .contains(method)
        {
          complaints.append(String(decoding: data, as: UTF8.self))
        }
        return message
      }
      var poller = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard poll(&poller, 1, 60_000) > 0 else {
        throw Failure(description: "the browser is silent")
      }
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let n = read(output, &buffer, buffer.count)
      guard n > 0 else { throw Failure(description: "the browser has closed its pipe") }
      pending += buffer[..<n]
    }
  }

  func show(_ path: String, width: Int, isDark: Bool) throws {
    try call(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600])
    try call(
      "Emulation.setEmulatedMedia",
      ["features": [["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]]])
    events = []
    try call("Page.navigate", ["url": "file://\(path)"])
    while !events.contains("Page.loadEventFired") { _ = try next() }
  }

  /// The value of an expression of JavaScript.
  func value(_ expression: String) throws -> Any? {
    let answer = try call("Runtime.evaluate", ["expression": expression, "returnByValue": true])
    if let exception = answer["exceptionDetails"] {
      throw Failure(description: "\(expression): \(exception)")
    }
    return (answer["result"] as? [String: Any])?["value"]
  }

  func movePointer(x: Double, y: Double) throws {
    try call("Input.dispatchMouseEvent", ["type": "mouseMoved", "x": x, "y": y])
  }

  func click(x: Double, y: Double) throws {
    for type in ["mousePressed", "mouseReleased"] {
      try call(
        "Input.dispatchMouseEvent",
        ["type": type, "x": x, "y": y, "button": "left", "clickCount": 1])
    }
  }

  func press(_ key: String) throws {
    for type in ["keyDown", "keyUp"] {
      try call("Input.dispatchKeyEvent", ["type": type, "key": key, "code": key])
    }
  }

  /// The whole page as PNG.
  func screenshot(to path: String) throws {
    let height = try value("document.documentElement.scrollHeight") as? Int ?? 900
    let width = try value("innerWidth") as? Int ?? 1280
    let picture =
      try call(
        "Page.captureScreenshot",
        [
          "format": "png", "captureBeyondViewport": true,
          "clip": ["x": 0, "y": 0, "width": width, "height": height, "scale": 1],
        ])["data"] as? String
    try Data(base64Encoded: picture ?? "")?.write(to: URL(fileURLWithPath: path))
  }

  /// The page on paper as PDF.
  func printed() throws -> Data {
    try call("Emulation.setEmulatedMedia", ["media": "", "features": [[String: String]]()])
    try call("Emulation.clearDeviceMetricsOverride")
    let answer = try call("Page.printToPDF", ["paperWidth": 8.27, "paperHeight": 11.69])
    return Data(base64Encoded: answer["data"] as? String ?? "") ?? Data()
  }
}
