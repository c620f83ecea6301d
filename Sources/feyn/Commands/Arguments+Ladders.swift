import Figures
import Kinetics

extension Arguments {
  /// - Throws: a usage failure for times beyond what `LadderSum` takes, before anything is run.
  func checkLadders(
    _ eta: Option<[Double]>, couplings: [Double], times: [Double], fromPacket: Bool,
    atTransfer: Bool
  ) throws(Failure) {
    let longest = (times.max() ?? 0) / (couplings.min().map { $0 * $0 } ?? 1)
    let most =
      fromPacket
      ? LadderSum.longestPacketTime
      : atTransfer ? LadderSum.longestTransferTime : LadderSum.longestTime
    let suffix = fromPacket ? " from a packet" : atTransfer ? " at a transfer" : ""
    guard longest <= most else {
      throw .usage(
        option: eta.flag, value: text(of: eta.specification) ?? "",
        expected: "T/η² at most \(Int(most))\(suffix), got \(NumberText.general(longest))")
    }
  }
}
