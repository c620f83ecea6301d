import Foundation
import Testing

/// docs/feyn.ipynb, run anew: passed over where Python lacks what it needs (`scripts/notebook`).
@Suite struct NotebookTests {
  static let needs = "import nbclient, ipykernel, pandas, matplotlib, networkx"

  /// The Python that `scripts/notebook` set up, or one on the PATH that will do.
  static let python: String? = {
    let own = DocumentationTests.root.path + "/.build/notebook/bin/python"
    return [own, "python3"].first { (try? Program.shell("\($0) -c '\(needs)'").code) == 0 }
  }()

  @Test func `the notebook shows what is stored in it, pictures included`() throws {
    guard let python = Self.python else { return }
    let docs = DocumentationTests.root.path + "/docs"
    let run = try Program.shell("\(python) \(docs)/run-notebook.py \(docs)/feyn.ipynb --check")
    #expect(run.code == 0, "\(run.errors)")
  }

  @Test func `the notebook holds its pictures and no path of the machine that ran it`() throws {
    let file = DocumentationTests.root.path + "/docs/feyn.ipynb"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.matches(of: /"image\/png"/).count >= 4)
    for sign in ["/home/", "/tmp/", "/root/", "/Users/", "\"traceback\""] {
      #expect(!text.contains(sign), "\(sign)")
    }
  }
}
