import Diagrams
import Dynamics
import Figures
import Resolvents
import Torus

extension StudyResults {
  /// The page of the study.
  ///
  /// - Parameters:
  ///   - pictures: the `svg` elements of the plots.
  ///   - provenance: version and arguments, as recorded everywhere.
  func report(pictures: StudyPictures, journal: StudyJournal, provenance: Record) -> Report {
    Report(
      title: "From graphs to Boltzmann",
      lead: """
        A quantum particle on the lattice in \(study.dimension) dimension\(study.dimension == 1 ? "" : "s") in a weak random potential, three ways: the \
        Schrödinger dynamics averaged over disorder, sums of contraction graphs, and the linear \
        Boltzmann equation that both approach as η → 0 at fixed T = η²t.
        """,
      sections: [
        comparisonSection(pictures), residualSection(pictures), gallerySection, countSection,
        crossingSection(pictures.crossing), provenanceSection(journal, provenance),
      ].compactMap { $0 })
  }

  private var countSection: Report.Section {
    var table = Table()
    for count in counts {
      table.append([
        "n = ñ": .integer(count.left), "all": .exact(count[.all]), "basic": .exact(count[.basic]),
        "decorated": .exact(count[.decorated]), "noncrossing": .exact(count[.noncrossing]),
        "crossing": .exact(count[.crossing]), "nesting": .exact(count[.nesting]),
        "both": .exact(count.crossingAndNesting), "skeleton": .exact(count[.skeleton]),
        "connected": .exact(count[.connected]), "irreducible": .exact(count[.irreducible]),
        "rungless": .exact(count[.rungless]),
      ])
    }
    return .init(
      "How many graphs",
      [
        .paragraph(
          """
          A graph of Γ(n,ñ) pairs the n + ñ = 2n̄ interaction vertices of the two particle lines: \
          (2n̄−1)!! ways. Almost all of them cross or nest, and a graph that does neither is a \
          decorated ladder. The numbers are exact.
          """),
        .table(table, caption: "Contraction graphs by class, as many vertices on both lines"),
        .files(["counts.tsv", "results.json"]),
      ])
  }

  private var gallerySection: Report.Section {
    let coupling = NumberText.general(study.couplings.min()!, digits: 4)
    let time = NumberText.general(study.times.min()!, digits: 4)
    return .init(
      "What they look like",
      [
        .paragraph(
          """
          Every graph of Γ(n,n) for n up to \(study.graphs.drawnOrder). The two particle lines meet \
          in the J-vertex; dashed arcs are contractions, a ring marks where two of them cross. The \
          heavy propagators belong to an admissible spanning tree, the thin ones with a tick carry \
          the loop momenta, and every momentum follows from these, p₀ and the transfer ξ. Point at \
          a graph, tap it or reach it with the Tab key: its classes, its momenta (bold on the tree, \
          slanted where free), and the bound and the amplitude of the observable at \
          η = \(coupling), T = \(time).
          """),
        .gallery(
          graphs.map { graph in
            var remarks = ["|Amp| ≤ \(NumberText.general(graph.bound, digits: 3))"]
            if let amplitude = graph.amplitude {
              remarks.append("Amp = \(Self.shown(amplitude))")
            }
            return GalleryCard(graph.routing, remarks: remarks)
          }),
        .files(["graphs.tsv", "results.json"]),
      ])
  }

  private func crossingSection(_ picture: String) -> Report.Section {
    var blocks: [Report.Block] = [
      .paragraph(
        """
        A crossing forces one resolvent to carry the sum of two loop momenta, and three level \
        surfaces cannot touch along much. The trivial bound puts one resolvent in L^{∞} and two in \
        L^{1}; Chen proves ε^{−4/5} and Erdős–Salmhofer ε^{−3/4}, up to logarithms.
        """),
      .preformatted(
        "I(ε) = ∫∫dp dq 1/|e(p)−E₁−iε| · 1/|e(q)−E₂−iε| · 1/|e(p+q−u)−E₃−iε|"),
      .figure(
        svg: picture,
        caption: """
          The integral for the worst of \(study.crossing.shifts.count) shifts u, at energies \
          \(study.crossing.energies.map { NumberText.general($0) }.joined(separator: ", ")); powers \
          are drawn through the first point. Logarithms bend the curve: a power fitted at \
          reachable ε neither confirms nor refutes the theorems.
          """, files: ["crossing.tsv", "crossing.gp", "crossing.svg"]),
      .table(shownCrossings, caption: "Crossing integrals by the lattice sum"),
      .files(["crossing.tsv", "results.json"]),
    ]
    if let power = crossing.powerFit, let logarithm = crossing.logarithmicFit {
      blocks.append(
        .record([
          "fit C ε⁻ᵃ": .string(
            "a = " + NumberText.uncertain(power.slope.value, error: power.slope.error)
              + ", residual \(NumberText.general(power.residual, digits: 2))"),
          "fit C (log 1/ε)ᵇ": .string(
            "b = " + NumberText.uncertain(logarithm.slope.value, error: logarithm.slope.error)
              + ", residual \(NumberText.general(logarithm.residual, digits: 2))"),
        ]))
    }
    return .init("Why crossings are small", blocks)
  }

  private var shownCrossings: Table {
    Table(
      crossingTable.rows.map { row in
        var shown = Record()
        for (key, name) in [
          ("epsilon", "ε"), ("shift", "worst u"), ("integral", "I(ε)"), ("norm_1", "‖1/|e−E−iε|‖₁"),
          ("trivial_bound", "trivial bound"), ("ratio", "I / bound"),
          ("local_exponent", "−d log I / d log ε"),
        ] {
          if key == "shift" {
            shown.append(
              name, .string((row[key] ?? .null).text.split(separator: " ").joined(separator: ", ")))
            continue
          }
          shown.append(name, row[key] ?? .null)
          if let error = row[key + Record.errorSuffix] {
            shown.append(name + Record.errorSuffix, error)
          }
        }
        return shown
      })
  }

  /// `0.0412 + 0.0013i`, a part that is zero within its error left out where the other is not.
  private static func shown(_ amplitude: ComplexEstimate) -> String {
    let (value, error) = (amplitude.value, amplitude.error)
    func text(_ part: Double, _ error: Double) -> String {
      NumberText.uncertain(part, error: max(error, 1e-9 * abs(part)))
    }
    let isReal = abs(value.imaginary) <= error.imaginary
    let isImaginary = abs(value.real) <= error.real
    switch (isReal, isImaginary) {
    case (true, true): return "0"
    case (true, false): return text(value.real, error.real)
    case (false, true): return text(value.imaginary, error.imaginary) + " i"
    case (false, false):
      let sign = value.imaginary < 0 ? "−" : "+"
      return text(value.real, error.real) + " \(sign) "
        + text(abs(value.imaginary), error.imaginary) + " i"
    }
  }

  private func comparisonSection(_ pictures: StudyPictures) -> Report.Section {
    var table = Table()
    for row in comparisonTable.rows {
      var shown = Record()
      for (key, name) in [
        ("eta", "η (hopping)"), ("time", "T (kinetic)"), ("simulation", "simulation"),
        ("ladder_basic", "basic"),
        ("ladder_decorated", "decorated"), ("ladder_noncrossing", "noncrossing"),
        ("boltzmann", "Boltzmann"), ("residual", "simulation − noncrossing"),
        ("crossing_eta4", "crossing, η⁴"), ("crossing_eta6", "crossing, η⁶"),
      ] {
        guard let value = row[key] else { continue }
        // the errors of the theories are far below these digits
        if key.hasPrefix("ladder") || key.hasPrefix("crossing")
          || key == "boltzmann",
          case .number(let number) = value
        {
          shown.append(name, .string(NumberText.fixed(number, decimals: 6)))
          continue
        }
        shown.append(name, value)
        if ["simulation", "residual"].contains(key) {
          shown.append(name + Record.errorSuffix, row[key + Record.errorSuffix] ?? .null)
        }
      }
      table.append(shown)
    }
    return .init(
      "Three routes to one limit",
      [
        .paragraph(
          """
          Plane wave p₀ = (\(study.momentum.components.map { NumberText.general($0, digits: 6) }
            .joined(separator: ", "))), observable \(study.observable). The simulation has \
          \(study.simulation.disorder.rawValue) disorder on a box of side \(study.simulation.side) \
          and \(realisations) realisations per point; its error is one standard deviation of the \
          mean. Ladder sums are those of finite η: decorated ladders dress the lines by immediate \
          recollisions, the noncrossing sum by nestings of every depth as well.
          """),
        .figure(
          svg: pictures.comparison,
          caption: """
            The observable against the macroscopic time, a panel for each disorder strength; error \
            bars are smaller than the points where they cannot be seen.
            """,
          files: ["comparison.tsv", "comparison.gp", "comparison.svg"]),
        .figure(
          svg: pictures.distance,
          caption: """
            Distance of each theory from the simulation against η, with the error of the \
            simulation. Below that error, the grey line, a distance says nothing; what the \
            noncrossing sum leaves above it is the crossing graphs, and the periodic box where \
            t = T/η² exceeds a quarter of its side.
            """, files: ["distance.tsv", "distance.gp", "distance.svg"]),
        .table(table, caption: "All values, by disorder strength and macroscopic time"),
        .files(["points.tsv", "results.json"]),
      ])
  }

  /// `nil` where no crossing graph was evaluated.
  private func residualSection(_ pictures: StudyPictures) -> Report.Section? {
    var blocks: [Report.Block] = []
    if let residual = pictures.residual {
      blocks += [
        .paragraph(
          """
          The noncrossing sum holds every graph without a crossing, so what the simulation has \
          beyond it is the crossing graphs. Those of the lowest order, η⁴, are abab on all five \
          splits of its vertices; with free propagators they grow with T. Dressed by everything \
          that does not cross, before, behind, inside and around them, they are the next term of an \
          expansion; the one after it has one crossing component of three contractions, order η⁶. \
          Both are summed exactly, where that takes some seconds.
          """),
        .figure(
          svg: residual,
          caption: """
            Simulation minus all noncrossing graphs, with the standard error of the simulation, \
            beside the crossing graphs of order η⁴, dressed, with those of order η⁶, and bare.
            """, files: ["residual.tsv", "residual.gp", "residual.svg"]),
      ]
    }
    if let classes = pictures.classes {
      let time = NumberText.general(study.times.min()!, digits: 4)
      blocks += [
        .paragraph(
          """
          Every graph of order η⁴ by class: what neither crosses nor nests keeps its size as η \
          falls at fixed T, crossing and nesting lose it. The paper bounds a crossing by an extra \
          ε^{1/5} = η^{2/5}, up to logarithms.
          """),
        .figure(
          svg: classes,
          caption: "Sum of the moduli of the amplitudes of order η⁴, by class, at T = \(time).",
          files: ["suppression.tsv", "suppression.gp", "suppression.svg", "classes.tsv"]),
      ]
    }
    return blocks.isEmpty ? nil : .init("What is left: crossing and nesting", blocks)
  }

  private func provenanceSection(_ journal: StudyJournal, _ provenance: Record) -> Report.Section {
    var record = provenance
    record.append("machine", .string(Machine.processor))
    record.append("system", .string(Machine.system))
    record.append("finished", .string(Machine.date))
    record.append("largest loss of norm", .string(NumberText.general(normDefect, digits: 2)))
    for stage in journal.stages {
      record.append(stage.name, .string(NumberText.fixed(stage.seconds, decimals: 2) + " s"))
    }
    record.append("all", .string(NumberText.fixed(journal.seconds, decimals: 1) + " s"))
    return .init(
      "Where this comes from",
      [.record(record), .preformatted(study.json.pretty())])
  }
}

/// The plots of a study as elements of its page.
struct StudyPictures {
  var comparison: String
  var distance: String
  var residual: String?
  var classes: String?
  var crossing: String
}
