import Dynamics
import Figures
import Studies
import Testing
import Torus

@Suite struct StudyJSONTests {
  @Test func `the study reads what it prints`() throws {
    var study = Study.standard
    #expect(try Study(reading: study.json.pretty()) == study)
    study.momentum = Momentum([0.25, 1.0 / 3, 0.5])
    study.seed = .max
    study.observable = .mode([1, 0, -2])
    study.simulation.side = 12
    study.simulation.realisations = 7
    study.simulation.disorder = .laplace
    study.couplings = [0.1 + 0.2]
    #expect(try Study(reading: study.json.compact) == study)
  }

  @Test func `a component of the momentum may be a number, a whole number in words, or a fraction`()
    throws
  {
    let text = #"{"observable": "one", "momentum": ["0", "1", "5/24"]}"#
    let study = try Study(reading: text)
    #expect(study.momentum == Momentum([0, 1, 5.0 / 24]))
    #expect(study == (try Study(reading: #"{"observable": "one", "momentum": [0, 1, "5/24"]}"#)))
    #expect(try Study(reading: study.json.pretty()) == study)
  }

  @Test func `keys that are left out keep their standard value`() throws {
    var study = Study.standard
    study.simulation.realisations = 50
    #expect(try Study(reading: #"{"simulation": {"realisations": 50}}"#) == study)
    #expect(try Study(reading: "{}") == .standard)
  }

  @Test(arguments: [
    (
      #"{"simulation": {"realisations": 2}}"#,
      "simulation.realisations: expected an integer from 3 to"
    ),
    (#"{"simulation": {"realisations": "many"}}"#, #"got "many""#),
    (#"{"simulation": {"realizations": 20}}"#, "simulation.realizations: unknown key; known here:"),
    (
      #"{"simulation": {"disorder": "cauchy"}}"#,
      #"simulation.disorder: expected one of "gaussian""#
    ),
    (#"{"simulation": {"side": 1}}"#, "simulation.side: expected an integer from 2 to"),
    (#"{"simulation": {"side": 25}}"#, "momentum: expected multiples of 1/25"),
    (#"{"simulation": {"side": 4080}}"#, "simulation.side: a box of 4080^3 sites is too large"),
    (#"{"simulation": 3}"#, "simulation: expected an object { … }, got 3"),
    (#"{"times": [0.5, -1]}"#, "times[1]: expected a number > 0, got -1"),
    (#"{"times": []}"#, "times: expected a list [ … ] that is not empty"),
    (#"{"times": 1}"#, "times: expected a list"),
    (#"{"couplings": [0]}"#, "couplings[0]: expected a number > 0, got 0"),
    (#"{"couplings": ["x"]}"#, "couplings[0]: expected a number or a fraction"),
    (#"{"couplings": ["1/0"]}"#, "couplings[0]: expected a number or a fraction"),
    (#"{"couplings": [1e999]}"#, "out of range"),
    (#"{"momentum": [0.25, 0.5]}"#, "momentum: expected 3 components, one per dimension, got 2"),
    (#"{"momentum": [0.1, 0.2, 0.3]}"#, "momentum: expected multiples of 1/24"),
    (#"{"momentum": [0, 0.5, 0]}"#, "observable: the velocity at p0 is zero"),
    (#"{"observable": "speed"}"#, "observable: expected"),
    (
      #"{"observable": "displacement"}"#, "observable: displacement needs a start that is localised"
    ),
    (#"{"observable": "mode:1,0"}"#, "observable: mode needs 3 integers"),
    (#"{"dimension": 5}"#, "dimension: expected an integer from 1 to 4, got 5"),
    (#"{"dimension": 2}"#, "momentum: expected 2 components"),
    (#"{"seed": -1}"#, "seed: expected an integer from 0"),
    (#"{"graphs": {"drawn_order": 9}}"#, "graphs.drawn_order: expected an integer from 1 to 4"),
    (#"{"graphs": {"counted_order": 1.5}}"#, "graphs.counted_order: expected an integer"),
    (#"{"crossing": {"shifts": [[0, 0]]}}"#, "crossing.shifts[0]: expected 3 components"),
    (#"{"crossing": {"energies": [1]}}"#, "crossing.energies: "),
    (#"{"crossing": {"widths": [0.4, 1e-9]}}"#, "crossing.widths[1]: "),
    (#"{"eta": 1}"#, "eta: unknown key; known here: dimension, momentum"),
    ("[1]", "expected an object { … }, got [1]"),
    ("{\n  \"times\": [1,]\n}", "line 2, column 15: expected a value"),
    ("", "line 1, column 1: a value is missing"),
  ])
  func `names what is wrong and its place`(text: String, message: String) {
    do {
      _ = try Study(reading: text)
      Issue.record("\(text) was read")
    } catch {
      #expect(error.description.contains(message), "\(text): \(error)")
    }
  }
}
