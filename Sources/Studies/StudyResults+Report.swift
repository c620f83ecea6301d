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
        countSection, gallerySection, crossingSection(pictures.crossing),
        comparisonSection(pictures.comparison, pictures.distance),
        provenanceSection(journal, provenance),
      ])
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
        .paragraph("Data: counts.tsv, results.json"),
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
          the loop momenta, and every momentum follows from these, p₀ and the transfer ξ. Bounds \
          and amplitudes are those of the observable at η = \(coupling), T = \(time).
          """),
        .gallery(
          graphs.map { graph in
            var remarks = ["|Amp| ≤ \(NumberText.general(graph.bound, digits: 3))"]
            if let amplitude = graph.amplitude {
              let real = NumberText.uncertain(amplitude.value.real, error: amplitude.error.real)
              let imaginary = NumberText.uncertain(
                amplitude.value.imaginary, error: amplitude.error.imaginary)
              remarks.append("Amp = \(real) + i·\(imaginary)")
            }
            return GalleryCard(graph.routing, remarks: remarks)
          }),
        .paragraph("Data: graphs.tsv, results.json"),
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
      .table(crossingTable, caption: "Crossing integrals by the lattice sum"),
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

  private func comparisonSection(_ comparison: String, _ distance: String) -> Report.Section {
    var table = Table()
    for row in comparisonTable.rows {
      var shown = Record()
      for (key, name) in [
        ("eta", "η"), ("time", "T"), ("simulation", "simulation"), ("ladder_basic", "basic"),
        ("ladder_decorated", "decorated"), ("ladder_noncrossing", "noncrossing"),
        ("boltzmann", "Boltzmann"),
      ] {
        shown.append(name, row[key] ?? .null)
        if key == "simulation" {
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
          and \(realisations) realisations per point; its error is one standard deviation. Ladder \
          sums are those of finite η: decorated ladders dress the lines by immediate recollisions, \
          the noncrossing sum by nestings of every depth as well.
          """),
        .figure(
          svg: comparison,
          caption:
            "The observable against the macroscopic time, a panel for each disorder strength.",
          files: ["comparison.tsv", "comparison.gp", "comparison.svg"]),
        .figure(
          svg: distance,
          caption: """
            Distance of each theory from the simulation against η. Below the error of the \
            simulation a distance says nothing; what the noncrossing sum leaves above it is the \
            crossing graphs, and the periodic box where t = T/η² exceeds a quarter of its side.
            """, files: ["distance.tsv", "distance.gp", "distance.svg"]),
        .table(table, caption: "All values; data: results.json, points.tsv"),
      ])
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
  var crossing: String
  var comparison: String
  var distance: String
}
