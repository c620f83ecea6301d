import Figures
import Storage
import Synchronization
import Torus

/// What keeps the finished pieces of a run: writes the checkpoint while the run goes on, reads it
/// before, and writes the file of a part after.
///
/// A checkpoint that cannot be written does not end a run of hours: it is said once, and tried
/// again.
final class RunKeeper: Sendable {
  let identity: RunIdentity
  let share: Run.Share?
  private let path: String?
  private let interval: Double
  private let isQuiet: Bool

  private struct State {
    var saved: Double
    var isSaving = false
    var hasComplained = false
  }

  private let state: Mutex<State>

  init(
    identity: RunIdentity, share: Run.Share?, checkpoint path: String?, every interval: Double,
    isQuiet: Bool
  ) {
    self.identity = identity
    self.share = share
    self.path = path
    self.interval = interval
    self.isQuiet = isQuiet
    state = Mutex(State(saved: Progress.now))
  }

  /// What the checkpoint holds, if there is one.
  ///
  /// - Throws: exit code 65 where it is damaged or of another run.
  func resumed() throws(Failure) -> [Int: Ledger.Map] {
    guard let path else { return [:] }
    guard let bytes = WholeFile.bytes(of: path) else {
      if !isQuiet { StandardError.write("feyn: there is no checkpoint '\(path)' yet\n") }
      return [:]
    }
    let file: RunFile
    do throws(ArchiveError) {
      file = try RunFile(image: bytes)
    } catch {
      throw .malformed("checkpoint '\(path)': \(error)")
    }
    if let difference = file.identity.difference(from: identity) {
      throw .malformed("checkpoint '\(path)' is of another run: \(difference)")
    }
    guard file.kind == .checkpoint, file.share == share else {
      func name(_ share: Run.Share?) -> String {
        share.map { "part \($0.index) of \($0.count)" } ?? "the whole"
      }
      throw .malformed(
        file.kind == .part
          ? "'\(path)' is a finished part, no checkpoint: see 'feyn merge'"
          : "checkpoint '\(path)' is of \(name(file.share)), this run is \(name(share))")
    }
    return file.maps
  }

  /// Saves if it is time to; called after each piece, from any thread.
  func tick(_ ledger: Ledger) {
    guard path != nil else { return }
    let isDue = state.withLock { state in
      guard !state.isSaving, Progress.now - state.saved >= interval else { return false }
      state.isSaving = true
      return true
    }
    guard isDue else { return }
    save(ledger)
    state.withLock { state in
      state.isSaving = false
      state.saved = Progress.now
    }
  }

  /// Saves at the end of a run, however it ended.
  func saveLast(_ ledger: Ledger) {
    guard path != nil else { return }
    save(ledger)
  }

  private func save(_ ledger: Ledger) {
    guard let path else { return }
    do {
      try write(.checkpoint, ledger, to: path)
    } catch {
      let isFirst = state.withLock { state in
        defer { state.hasComplained = true }
        return !state.hasComplained
      }
      if isFirst {
        StandardError.write("feyn: warning: the checkpoint is not up to date: \(error)\n")
      }
    }
  }

  /// Writes the file of a part.
  func writePart(_ ledger: Ledger, to path: String) throws {
    try write(.part, ledger, to: path)
  }

  private func write(_ kind: RunFile.Kind, _ ledger: Ledger, to path: String) throws {
    let image = try RunFile(
      kind: kind, identity: identity, share: share, maps: ledger.maps
    ).image()
    let file = try WholeFile(path)
    try file.write(image)
    try file.commit()
  }
}
