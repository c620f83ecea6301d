#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
#if MPI
  import Ranks
#endif
import Torus

/// The processes that were started together, if this is an MPI job.
enum Processes {
  /// How many processes a launcher says that it has started; 1 without one.
  ///
  /// `mpirun` of Open MPI and of MPICH, and `srun`, each with names of their own.
  static var launched: Int {
    for name in ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE"] {
      if let text = getenv(name), let count = Int(String(cString: text)) { return count }
    }
    if getenv("PMIX_RANK") != nil, let text = getenv("SLURM_STEP_NUM_TASKS") {
      return Int(String(cString: text)) ?? 1
    }
    return 1
  }

  /// How many of them share the memory of this machine, as far as the launcher says.
  static var beside: Int {
    for name in ["OMPI_COMM_WORLD_LOCAL_SIZE", "MPI_LOCALNRANKS"] {
      if let text = getenv(name), let count = Int(String(cString: text)) { return max(1, count) }
    }
    return 1
  }

  /// Runs the program, alone or as one process of a job; its exit code.
  static func run(_ body: (_ crew: (any Crew)?) -> ExitCode) -> ExitCode {
    let count = launched
    guard count > 1 else { return body(nil) }
    #if MPI
      guard let crew = MPICrew() else {
        StandardError.write("feyn: MPI does not start\n")
        return .internalCheck
      }
      defer { crew.end() }
      return body(crew)
    #else
      StandardError.write(
        "feyn: started as one of \(count) processes, and built without MPI: build it with"
          + " 'swift build -c release --traits MPI', or see scripts/run --mpi\n")
      return .usage
    #endif
  }
}
