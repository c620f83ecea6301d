import Diagrams
public import Figures
import Kinetics
import Resolvents
import Torus

extension StudyResults {
  /// Exact counts, one row per n̄.
  public var countTable: Table {
    Table(
      counts.map { count in
        var row: Record = ["left": .integer(count.left), "right": .integer(count.right)]
        for graphClass in GraphClass.allCases {
          row.append(
            graphClass.rawValue.replacingHyphens, .exact(count[graphClass]))
        }
        row.append("crossing_and_nesting", .exact(count.crossingAndNesting))
        return row
      })
  }

  public var crossingTable: Table {
    let exponents = crossing.localExponents
    return Table(
      crossing.rows.indices.map { index in
        let row = crossing.rows[index]
        var record: Record = [
          "epsilon": .number(row.epsilon),
          "shift": .numbers(study.crossing.shifts[worstShifts[index]].components),
        ]
        record.append("integral", row.integral.value, error: row.integral.error)
        record.append("norm_1", row.norms[0].value, error: row.norms[0].error)
        record.append("trivial_bound", .number(row.trivialBound))
        record.append("ratio", .number(row.ratio))
        if let exponent = exponents[index] {
          record.append("local_exponent", exponent.value, error: exponent.error)
        } else {
          record.append("local_exponent", .null)
        }
        return record
      })
  }

  /// The three routes side by side, one row per coupling and time.
  public var comparisonTable: Table {
    Table(
      points.map { point in
        var row: Record = ["eta": .number(point.coupling), "time": .number(point.time)]
        for (key, estimate) in [
          ("simulation", point.simulation), ("ladder_basic", point.basic),
          ("ladder_decorated", point.theory.decorated),
          ("ladder_noncrossing", point.theory.noncrossing), ("boltzmann", point.theory.boltzmann),
          ("residual", point.residual),
        ] { row.append(key, estimate.value, error: estimate.error) }
        if let crossing = point.crossing {
          row.append("crossing_bare", crossing.bare.value, error: crossing.bare.error)
          row.append("crossing_dressed", crossing.dressed.value, error: crossing.dressed.error)
        }
        for (k, sum) in point.crossingSums.enumerated() {
          row.append("crossing_eta\(4 + 2 * k)", sum.value, error: sum.error)
        }
        return row
      })
  }

  /// The graphs of order η⁴ by class, one row per coupling and class.
  public var classTable: Table {
    Table(
      classes.map { point in
        var row: Record = [
          "eta": .number(point.coupling), "class": .string(point.graphClass.rawValue),
          "graphs": .integer(point.row.graphs),
        ]
        row.append("real", point.row.sum.value.real, error: point.row.sum.error.real)
        row.append("imaginary", point.row.sum.value.imaginary, error: point.row.sum.error.imaginary)
        row.append("absolute", point.row.absolute.value, error: point.row.absolute.error)
        row.append("bound", .number(point.row.bound))
        return row
      })
  }

  /// Every drawn graph with its tree, its momenta and its amplitude.
  public var graphTable: Table {
    Table(
      graphs.map { graph in
        let tree = graph.routing.tree
        var row: Record = [
          "word": .string(graph.pairing.word), "left": .integer(graph.pairing.left),
          "right": .integer(graph.pairing.right),
          "family": .string(GraphFamily(of: graph.pairing).rawValue),
          "crossings": .integer(graph.pairing.crossings),
          "tree": .integers(tree.propagators.map(\.index)),
          "loops": .integers(tree.loops.map(\.index)),
          "momenta": .strings(graph.routing.momenta.map(\.description)),
          "bound": .number(graph.bound),
        ]
        if let amplitude = graph.amplitude {
          row.append("real", amplitude.value.real, error: amplitude.error.real)
          row.append("imaginary", amplitude.value.imaginary, error: amplitude.error.imaginary)
        }
        return row
      })
  }

  /// Everything as one object; the caller adds the provenance.
  public var record: Record {
    [
      "study": study.json,
      "counts": countTable.json,
      "graphs": graphTable.json,
      "crossing": crossingTable.json,
      "comparison": comparisonTable.json,
      "classes": classTable.json,
      "realisations": .integer(realisations),
      "norm_defect": .number(normDefect),
    ]
  }
}

extension String {
  /// A key of JSON: `maximally_crossed`.
  fileprivate var replacingHyphens: String { String(map { $0 == "-" ? "_" : $0 }) }
}
