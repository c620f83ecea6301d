import Foundation
import Testing

/// The program built with `--traits MPI`, under mpirun.
///
/// scripts/test-mpi builds it into .build/mpi; where that or mpirun is missing, these pass over
/// themselves.
@Suite(.serialized) struct MPITests {
  /// The built program, `nil` if there is none.
  static let program: String? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    let path = root + "/.build/mpi/release/feyn"
    let found = try? Program.shell("command -v mpirun")
    return found?.code == 0 && access(path, X_OK) == 0 ? path : nil
  }()

  static func mpirun(_ ranks: Int, _ line: String, directory: String? = nil) throws -> Program {
    try Program.shell(
      "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 "
        + "mpirun --oversubscribe -n \(ranks) '\(program!)' \(line)", directory: directory)
  }

  static let lines = [
    "simulate --size 6 --eta 0.8 --time 0.5,1 --start momentum:1/6,0,2/6 --realisations 40",
    "simulate --size 6 --eta 0.8 --time 0.5 --start momentum:1/6,0,2/6 --error 0.01",
    "compare --eta 0.8,0.6 --time 0.5 --size 6 --momentum 1/6,0,2/6 --realisations 20",
    "crossing --epsilon 0.4:0.1:/2 --shift 1/4,1/4,1/4",
    "sum --order 2 --eta 0.5,0.4 --time 1 --momentum 0.1,0.2,0.3 --observable one",
    "amplitude 'abc|abc' --eta 0.5 --time 0.2 --momentum 0.1,0.2,0.3 --observable one"
      + " --tolerance 1e-3",
    "amplitude 'ab|ab' --eta 0.5 --time 1 --momentum 0.1,0.2,0.3 --observable one"
      + " --method momentum --points 1024",
    "boltzmann --time 0.5,1 --momentum 0.1,0.2,0.3 --method particles --particles 20000",
    "enumerate --left 7 --right 7 --tally",
    "count --left 2 --right 2",
  ]

  @Test(arguments: lines) func `Any number of processes prints the same bytes`(line: String) throws
  {
    guard Self.program != nil else { return }
    let one = try Program.shell("feyn \(line) --quiet --json")
    #expect(one.code == 0)
    for ranks in 1...4 {
      let several = try Self.mpirun(ranks, "\(line) --quiet --json --threads 1")
      #expect(several.output == one.output && several.code == 0, "\(ranks): \(several.errors)")
    }
  }

  /// One realisation at a time on slabs of the box, against one process that holds it all.
  static let slabs = [
    "simulate --dimension 1 --size 37 --eta 0.8 --time 1 --start packet:0.2,2"
      + " --observable displacement --realisations 4",
    "simulate --dimension 2 --size 7 --eta 0.8 --time 0.5,1 --start momentum:1/7,2/7"
      + " --observable mode:1,3 --realisations 4",
    "simulate --size 6 --eta 0.8 --time 0.5,1 --start momentum:1/6,0,2/6 --reverse fresh"
      + " --realisations 4",
    "compare --eta 0.8 --time 0.5 --size 5 --momentum 1/5,0,2/5 --realisations 4",
  ]

  @Test(arguments: slabs) func `A box in slabs prints the bytes of one process`(line: String) throws
  {
    guard Self.program != nil else { return }
    let one = try Program.shell("feyn \(line) --quiet --json --threads 1")
    #expect(one.code == 0)
    for ranks in 1...4 {
      let several = try Self.mpirun(ranks, "\(line) --slabs --quiet --json --threads 1")
      #expect(several.output == one.output && several.code == 0, "\(ranks): \(several.errors)")
    }
    let threads = try Program.shell("feyn \(line) --slabs --quiet --json --threads 2")
    #expect(threads.output == one.output && threads.code == 0)
  }

  @Test func `What cannot be cut into slabs is refused by one line`() throws {
    guard Self.program != nil else { return }
    let line = "simulate --dimension 2 --size 3 --eta 1 --time 1 --start site --slabs"
    let many = try Self.mpirun(4, line + " --observable energy")
    #expect(
      many.errors.contains(
        "--slabs: this box can be cut into at most 3 slabs, these are 4 processes"))
    let far = try Self.mpirun(2, line + " --observable mode:2,0")
    #expect(
      far.errors.contains(
        "--slabs: over several processes the first component of mode:2,0 is −1, 0 or 1"))
    #expect(many.output.isEmpty && far.output.isEmpty)
  }

  @Test func `A study over three processes writes the data of one`() throws {
    guard Self.program != nil else { return }
    let folder = try TemporaryDirectory()
    try """
    {"momentum": ["1/6", 0, "2/6"], "couplings": [0.8, 0.6], "times": [0.5],
     "graphs": {"counted_order": 2, "drawn_order": 2}, "crossing": {"widths": [0.4, 0.2]},
     "simulation": {"side": 6, "realisations": 20}}
    """.write(toFile: folder.path + "/s.json", atomically: true, encoding: .utf8)
    #expect(
      try Program.shell("feyn study s.json --directory a --quiet", directory: folder.path).code == 0
    )
    let run = try Self.mpirun(3, "study s.json --directory b --quiet", directory: folder.path)
    #expect(run.code == 0)
    for name in ["points.tsv", "graphs.tsv", "counts.tsv", "results.json"] {
      let both = try ["a", "b"].map {
        try String(contentsOfFile: "\(folder.path)/\($0)/\(name)", encoding: .utf8)
      }
      #expect(both[0] == both[1])
    }
  }

  @Test func `A job whose process is killed is resumed by another number of them`() throws {
    guard Self.program != nil else { return }
    let folder = try TemporaryDirectory()
    let line =
      "simulate --size 12 --eta 0.8 --time 1 --start momentum:1/12,0,2/12 --realisations 600"
      + " --threads 1 --quiet"
    let whole = try Program.shell("feyn \(line)")
    let keep = "--checkpoint ck.h5 --every 0.01s --resume"
    let job = Self.program!
    let killed = try Program.shell(
      """
      OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 \
      mpirun --oversubscribe -n 3 sh -c '
      [ "$OMPI_COMM_WORLD_RANK" = 2 ] && (sleep 1.2; kill -9 $$) &
      exec "\(job)" \(line) \(keep)'
      """, directory: folder.path)
    #expect(killed.output.isEmpty || killed.output == whole.output)
    let resumed = try Self.mpirun(2, "\(line) \(keep)", directory: folder.path)
    #expect(resumed.output == whole.output && resumed.code == 0)
  }

  @Test func `What one process cannot begin, none of a job begins`() throws {
    guard Self.program != nil else { return }
    let folder = try TemporaryDirectory()
    try Data("no checkpoint".utf8).write(to: URL(fileURLWithPath: folder.path + "/ck.h5"))
    for (more, message) in [
      ("--checkpoint ck.h5 --resume", "checkpoint 'ck.h5': it was not written by feyn"),
      ("--output none/x.h5", "cannot write 'none/x.h5'"),
    ] {
      // process 0 alone meets the refusal; without an agreement the other would wait for it forever
      let run = try Program.shell(
        "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 timeout -k 5 60"
          + " mpirun --oversubscribe -n 2 '\(Self.program!)' \(Self.lines[0]) --threads 1 \(more)",
        directory: folder.path)
      #expect(run.code != 124 && run.code != 0 && run.output.isEmpty)
      #expect(run.errors.components(separatedBy: message).count == 2, "\(run.errors)")
    }
  }

  @Test func `Only one process speaks, of errors too`() throws {
    guard Self.program != nil else { return }
    let run = try Self.mpirun(3, "simulate --size 0")
    #expect(run.output.isEmpty)
    #expect(run.errors.components(separatedBy: "feyn simulate:").count == 2)
    let part = try Self.mpirun(2, "\(Self.lines[0]) --part 1/2 --output x.h5")
    #expect(part.errors.contains("--part cuts a run for machines without MPI"))
  }
}
