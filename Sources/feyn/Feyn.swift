#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@main
enum Feyn {
  /// Every command, in the order of `feyn --help`: add yours below the mark of your module.
  static let commands: [any Command.Type] = [
    // MARK: Graphs
    CountCommand.self, EnumerateCommand.self, ClassifyCommand.self, TreeCommand.self,
    ExportCommand.self,

    // MARK: Crossing integrals
    ResolventCommand.self, SurfaceCommand.self, CrossingCommand.self,

    // MARK: Amplitudes
    AmplitudeCommand.self,
    SumCommand.self,

    // MARK: Kinetics
    LadderCommand.self, SelfEnergyCommand.self, BoltzmannCommand.self,
    DensityCommand.self, SpreadingCommand.self, RelaxationCommand.self, DiffusionCommand.self,

    // MARK: Dynamics
    SimulateCommand.self,
    CompareCommand.self,
    WignerCommand.self,
    BandCommand.self,
    SpectrumCommand.self,

    // MARK: Desk
    StudyCommand.self,
    MergeCommand.self,
    CompletionsCommand.self,
    ManualCommand.self,
  ]

  static func main() {
    Interruption.install()
    let words = Array(CommandLine.arguments.dropFirst())
    let code = Processes.run { crew in Program(commands: commands, crew: crew).run(words) }
    // Everything is written by now. The handlers of `exit` are those of libraries: OpenBLAS waits for its
    // threads, one of which asks for 128 MB again and again where a limit does not grant them.
    _exit(code.rawValue)
  }
}
