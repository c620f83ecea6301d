#compdef feyn
# zsh completion for feyn; keep it as _feyn in a directory of $fpath
_feyn() {
  local -a commands
  commands=(
    'count:Prints the exact numbers of contraction graphs by class.'
    'enumerate:Lists contraction graphs in the lexicographic order of the pairing.'
    'classify:Prints the classes of a contraction graph and what puts it there.'
    'tree:Prints admissible spanning trees and the momenta they route.'
    'export:Writes contraction graphs with their routed momenta for other programs.'
    'resolvent:Prints the lattice Green function and the norms of the resolvent.'
    'crossing:Prints the crossing integral, its trivial bound, and how it grows as ε falls.'
    'amplitude:Computes the amplitude of a contraction graph.'
    'sum:Adds up the amplitudes of all graphs of an order, by class.'
    'ladder:Sums the ladder graphs at finite η, all numbers of rungs.'
    'boltzmann:Solves the linear Boltzmann equation from a plane wave.'
    'simulate:Averages the random Schrödinger dynamics over realisations of the disorder.'
    'compare:Compares the simulation with the sums of ladders and the Boltzmann equation.'
    'wigner:Prints the Wigner transform and the Husimi function of the averaged state.'
    'band:Compares the dynamics of random band matrices with the proved diffusion, d = 1.'
    'study:Runs the whole comparison and writes a report with the data behind every picture.'
    'completions:Prints the completion script of a shell.'
    'manual:Prints a page of the manual, or writes them all.'
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
    help) _describe command commands ;;
    count) _arguments \
      '--left[Vertices on the left particle line.]:n:' \
      '--right[Vertices on the right particle line.]:m:' \
      '--order[Contractions\: one row for each split of 2N vertices, instead of --left and --right.]:N:' \
      '*--class[Only these columns; all, decorated, noncrossing and crossing are fast at any size.]:CLASSES:_sequence compadd - all basic decorated noncrossing crossing nesting skeleton connected irreducible maximally-crossed rungless' \
      '--distribution[How many graphs have each number of these, instead of the classes.]:distribution:(crossings rungs recollisions)' \
      '--json[Print JSON instead of a table.]' \
      '--output[Write to a file, whole or not at all, instead of stdout.]:FILE:_files' \
      '--threads[Threads; the result is the same, bit by bit, for any number. (default\: all cores)]:N:' \
      '--seed[Seed of all randomness.]:S:' \
      '--quiet[No progress and no cost on stderr.]' \
      '--help[Show this page.]' ;;
    enumerate) _arguments \
      '--left[Vertices on the left particle line.]:n:' \
      '--right[Vertices on the right particle line.]:m:' \
      '*--class[Only graphs in all of these classes; not- before a name excludes it.]:CLASSES:_sequence compadd - all basic decorated noncrossing crossing nesting skeleton connected irreducible maximally-crossed rungless not-all not-basic not-decorated not-noncrossing not-crossing not-nesting not-skeleton not-connected not-irreducible not-maximally-crossed not-rungless' \
      '--limit[At most this many graphs.]:k:' \
      '--part[Part r of m equal parts by rank; the parts together are the whole.]:r/m:' \
      '--from[Begin at this rank among all graphs; the first has rank 0.]:RANK:' \
      '--tally[Visit every graph and print only how many there are in each class.]' \
      '--sample[Draw k graphs uniformly instead; of all, noncrossing or decorated, at any size.]:k:' \
      '--json[Print JSON instead of a table.]' \
      '--output[Write to a file, whole or not at all, instead of stdout.]:FILE:_files' \
      '--threads[Threads; the result is the same, bit by bit, for any number. (default\: all cores)]:N:' \
      '--seed[Seed of all randomness.]:S:' \
      '--quiet[No progress and no cost on stderr.]' \
      '--help[Show this page.]' ;;
    classify) _arguments \
      '--left[Vertices on the left particle line, for a graph given as pairs.]:n:' \
      '--certificates[At most this many crossing pairs, and as many nestings.]:k:' \
      '--json[Print JSON instead of a table.]' \
      '--output[Write to a file, whole or not at all, instead of stdout.]:FILE:_files' \
      '--threads[Threads; the result is the same, bit by bit, for any number. (default\: all cores)]:N:' \
      '--seed[Seed of all randomness.]:S:' \
      '--quiet[No progress and no cost on stderr.]' \
      '--help[Show this page.]' \
      ':graph:_files' ;;
    tree) _arguments \
      '--left[Vertices on the left particle line, for a graph given as pairs.]:n:' \
      '--all[Print every admissible tree, not only the chosen one.]' \
      '--limit[With --all\: at most this many trees.]:k:' \
      '--eta[Strength of the disorder, for the value of the bound.]:η:' \
      '--time[Macroscopic time T = η²t, for the value of the bound.]:T:' \
      '--dimension[Dimension of the lattice.]:d:' \
      '--json[Print JSON instead of a table.]' \
      '--output[Write to a file, whole or not at all, instead of stdout.]:FILE:_files' \
      '--threads[Threads; the result is the same, bit by bit, for any number. (default\: all cores)]:N:' \
      '--seed[Seed of all randomness.]:S:' \
      '--quiet[No progress and no cost on stderr.]' \
      '--help[Show this page.]' \
      ':graph:_files' ;;
    export) _arguments \
      '--left[Vertices on the left particle line.]:n:' \
      '--right[Vertices on the right particle line.]:m:' \
      '*--class[Only graphs in all of these classes; not- before a name excludes it.]:CLASSES:_sequence compadd - all basic decorated noncrossing crossing nesting skeleton connected irreducible maximally-crossed rungless not-all not-basic not-decorated not-noncrossing not-crossing not-nesting not-skeleton not-connected not-irreducible not-maximally-crossed not-rungless' \
      '--format[The form of the output.]:format:(dot graphml json tikz latex svg)' \
      '--directory[One file per graph in this directory, and an index.tsv, instead of one document.]:DIRECTORY:_files' \
      '--limit[At most this many graphs.]:k:' \
      '--json[Print JSON instead of a table.]' \
      '--output[Write to a file, whole or not at all, instead of stdout.]:FILE:_files' \
      '--threads[Threads; the result is the same, bit by bit, for any number. (default\: all cores)]:N:' \
      '--seed[Seed of all randomness.]:S:' \
      '--quiet[No progress and no cost on stderr.]' \
      '--help[Show this page.]' \
      '*:graph:_files' ;;
    resolvent) _arguments \
      '--energy[Real part of z; outside the band too.]:E:' \
      '--epsilon[Imaginary part of z, one or several.]:ε:' \
      '--dimension[Dimension of the lattice.]:d:' \
      '--json[Print JSON instead of a table.]' \
      '--output[Write to a file, whole or not at all, instead of stdout.]:FILE:_files' \
      '--plot[Draw the result\: FILE.svg, .png or .pdf, with the data (.tsv) and the gnuplot script beside it.]:FILE:_files' \
      '--threads[Threads; the result is the same, bit by bit, for any number. (default\: all cores)]:N:' \
      '--seed[Seed of all randomness.]:S:' \
      '--quiet[No progress and no cost on stderr.]' \
      '--help[Show this page.]' ;;
    crossing) _arguments \
      '--energies[Energies of the 2, 3 or 4 denominators; outside the band too.]:E1,E2,E3:' \
      '--shift[The shift u. (default\: 0)]:u:' \
      '--epsilon[Widths of the resolvents, falling.]:ε:' \
      '--method[lattice\: one sum over Z^d; torus\: Fourier on periodic boxes, extrapolated; sample\: Monte Carlo built for the singularities, for ε down to 1e-5, d ≥ 2.]:method:(lattice torus sample)' \
      '--samples[Points per ε of the method sample, 1 % at 16384. (default\: 262144)]:N:' \
      '--worst[The largest integral over all shifts, with the shift that gives it.]' \
      '--worst-energy[The largest over all shifts and over one energy common to the denominators.]' \
      '--next-nearest[Amplitude of a hop to the next-nearest neighbours, method torus only. (default\: 0)]:t:' \
      '--dimension[Dimension of the lattice.]:d:' \
      '--json[Print JSON instead of a table.]' \
      '--output[Write to a file, whole or not at all, instead of stdout.]:FILE:_files' \
      '--plot[Draw the result\: FILE.svg, .png or .pdf, with the data (.tsv) and the gnuplot script beside it.]:FILE:_files' \
      '--threads[Threads; the result is the same, bit by bit, for any number. (default\: all cores)]:N:' \
      '--seed[Seed of all randomness.]:S:' \
      '--quiet[No progress and no cost on stderr.]' \
      '--help[Show this page.]' ;;
    amplitude) _arguments \
      '--left[Vertices on the left particle line, for a graph given as pairs.]:n:' \
      '--eta[Coupling to the disorder.]:η:' \
      '--time[Macroscopic time.]:T:' \
      '--dimension[Dimension of the lattice.]:d:' \
      '--momentum[Momentum p0 of the plane wave at the start.]:p:' \
      '--observable[What is measured\: one, energy, velocity, mode\:m1,…,md, survival or displacement.]:O:(one energy velocity mode\: survival displacement)' \
      '--transfer[Momentum transfer at the J-vertex, 0 if not given.]:κ:' \
      '--method[time\: rules in the times; momentum\: lattice rules; box\: the sum over a box; energy\: the same with resolvents.]:method:(time momentum box energy)' \
      '--tolerance[Absolute error to reach, method time. (default\: 1e-10, 1e-8, 1e-5 for n̄ = 2, 3, 4)]:δ:' \
      '--time-limit[Stop refining after this time, method time; the method printed says so.]:s:' \
      '--points[Points of the lattice rule, method momentum; best a power of 2.]:N:' \
      '--shifts[Random shifts of it; they give the error.]:R:' \
      '--size[Side of the box, methods box and energy.]:L:' \
      '--force[Begin however long it takes.]' \
      '--json[Print JSON instead of a table.]' \
      '--output[Write to a file, whole or not at all, instead of stdout.]:FILE:_files' \
      '--threads[Threads; the result is the same, bit by bit, for any number. (default\: all cores)]:N:' \
      '--seed[Seed of all randomness.]:S:' \
      '--quiet[No progress and no cost on stderr.]' \
      '--help[Show this page.]' \
      ':graph:_files' ;;
    sum) _arguments \
      '--order[Number of contractions; all splits of their ends. From 5 on with --samples only.]:n̄:' \
      '--eta[Couplings, a list or a geometric range.]:η:' \
      '--time[Macroscopic time.]:T:' \
      '--dimension[Dimension of the lattice.]:d:' \
      '--momentum[Momentum p0 of the plane wave at the start.]:p:' \
      '--observable[What is measured\: one, energy, velocity, mode\:m1,…,md, survival or displacement.]:O:(one energy velocity mode\: survival displacement)' \
      '--tolerance[Absolute error of each amplitude. (default\: 1e-10, 1e-8, 1e-5 for n̄ = 2, 3, 4)]:δ:' \
      '--samples[Draw so many graphs with their momenta instead of visiting all graphs.]:S:' \
      '--force[Begin however long it takes.]' \
      '--json[Print JSON instead of a table.]' \
      '--output[Write to a file, whole or not at all, instead of stdout.]:FILE:_files' \
      '--plot[Draw the result\: FILE.svg, .png or .pdf, with the data (.tsv) and the gnuplot script beside it.]:FILE:_files' \
      '--threads[Threads; the result is the same, bit by bit, for any number. (default\: all cores)]:N:' \
      '--seed[Seed of all randomness.]:S:' \
      '--quiet[No progress and no cost on stderr.]' \
      '--help[Show this page.]' ;;
    ladder) _arguments \
      '--variant[basic (rungs alone), decorated (with recollisions) or noncrossing (nestings too).]:VARIANT:(basic decorated noncrossing)' \
      '--eta[Strength of the disorder, one or several.]:η:' \
      '--time[Macroscopic times T = η²t.]:T:' \
      '--momentum[Momentum p0 of the plane wave at the start.]:p:' \
      '--observable[What is measured\: one, energy, velocity, mode\:m1,…,md, survival or displacement.]:O:(one energy velocity mode\: survival displacement)' \
      '--dimension[Dimension of the lattice.]:d:' \
      '--transfer[Momentum transfer ξ = η²κ at J, one component per dimension; none by default.]:κ:' \
      '--rungs[One row for each number of rungs.]' \
      '--crossing[Add columns with the crossing graphs of order η⁴, bare and dressed by e^{−ΓT}.]' \
      '--json[Print JSON instead of a table.]' \
      '--output[Write to a file, whole or not at all, instead of stdout.]:FILE:_files' \
      '--plot[Draw the result\: FILE.svg, .png or .pdf, with the data (.tsv) and the gnuplot script beside it.]:FILE:_files' \
      '--threads[Threads; the result is the same, bit by bit, for any number. (default\: all cores)]:N:' \
      '--seed[Seed of all randomness.]:S:' \
      '--quiet[No progress and no cost on stderr.]' \
      '--help[Show this page.]' ;;
    boltzmann) _arguments \
      '--time[Macroscopic times T = η²t.]:T:' \
      '--momentum[Momentum p0 of the plane wave at the start.]:p:' \
      '--observable[What is measured\: one, energy, velocity, mode\:m1,…,md, survival or displacement.]:O:(one energy velocity mode\: survival displacement)' \
      '--dimension[Dimension of the lattice.]:d:' \
      '--transfer[Fourier mode e^{2πiκ·X} of the start, one component per dimension; none by default.]:κ:' \
      '--method[shell (closed form, Volterra equation), ordinates or particles (jump process).]:method:(shell ordinates particles)' \
      '--particles[Number of particles, for --method particles.]:N:' \
      '--steps[Time steps, for --method ordinates.]:N:' \
      '--collisions[One row for each number of collisions, for --method shell.]' \
      '--json[Print JSON instead of a table.]' \
      '--output[Write to a file, whole or not at all, instead of stdout.]:FILE:_files' \
      '--plot[Draw the result\: FILE.svg, .png or .pdf, with the data (.tsv) and the gnuplot script beside it.]:FILE:_files' \
      '--threads[Threads; the result is the same, bit by bit, for any number. (default\: all cores)]:N:' \
      '--seed[Seed of all randomness.]:S:' \
      '--quiet[No progress and no cost on stderr.]' \
      '--help[Show this page.]' ;;
    simulate) _arguments \
      '--eta[Strength of the disorder.]:η:' \
      '--time[Macroscopic times T = η²t.]:T:' \
      '--microscopic-time[Microscopic times t, instead of --time.]:t:' \
      '--start[momentum\:p, the plane wave, p on the dual lattice (components m/L); site, one site; packet\:p,width, a Gaussian of that width in sites per axis.]:START:(momentum\: site packet\:)' \
      '--observable[What is measured\: one, energy, velocity, mode\:m1,…,md, survival; displacement, profile (from a site or packet); return, autocorrelation, participation.]:O:(one energy velocity mode\: survival displacement profile return autocorrelation participation)' \
      '--transfer[Measure the Fourier mode κ in space, X = η²x; from a plane wave η²κ is a multiple of 1/L on each axis. The value is then complex.]:κ:' \
      '--reverse[Conjugate ψ_t, evolve it by t in the same or in fresh disorder, and measure the probability to find the start again.]:DISORDER:(same fresh)' \
      '--dimension[Dimension of the lattice.]:d:' \
      '--size[Side of the periodic box.]:L:' \
      '--disorder[Law of the site energies, of variance 1\: gaussian, uniform, sign (±1) or laplace.]:LAW:(gaussian uniform sign laplace)' \
      '--table[Site energies drawn from the numbers in a file, of mean 0 and variance 1, instead.]:FILE:_files' \
      '--realisations[Number of realisations of the disorder. (default\: 1000, and 10^7 with --error)]:R:' \
      '--error[Stop when every standard error is below δ, at R realisations anyway.]:δ:' \
      '--json[Print JSON instead of a table.]' \
      '--output[Write to a file, whole or not at all, instead of stdout.]:FILE:_files' \
      '--plot[Draw the result\: FILE.svg, .png or .pdf, with the data (.tsv) and the gnuplot script beside it.]:FILE:_files' \
      '--threads[Threads; the result is the same, bit by bit, for any number. (default\: all cores)]:N:' \
      '--seed[Seed of all randomness.]:S:' \
      '--quiet[No progress and no cost on stderr.]' \
      '--help[Show this page.]' ;;
    compare) _arguments \
      '--eta[Strengths of the disorder.]:η:' \
      '--time[Macroscopic times T = η²t.]:T:' \
      '--momentum[Momentum p0 of the plane wave at the start, on the dual lattice of the box.]:p:' \
      '--observable[What is measured\: one, energy, velocity, mode\:m1,…,md, survival or displacement.]:O:(one energy velocity mode\: survival displacement)' \
      '--dimension[Dimension of the lattice.]:d:' \
      '--size[Side of the periodic box.]:L:' \
      '--disorder[Law of the site energies, of variance 1\: gaussian, uniform, sign (±1) or laplace.]:LAW:(gaussian uniform sign laplace)' \
      '--table[Site energies drawn from the numbers in a file, of mean 0 and variance 1, instead.]:FILE:_files' \
      '--realisations[Number of realisations of the disorder. (default\: 1000, and 10^7 with --error)]:R:' \
      '--error[Stop when every standard error is below δ, at R realisations anyway.]:δ:' \
      '--json[Print JSON instead of a table.]' \
      '--output[Write to a file, whole or not at all, instead of stdout.]:FILE:_files' \
      '--plot[Draw the result\: FILE.svg, .png or .pdf, with the data (.tsv) and the gnuplot script beside it.]:FILE:_files' \
      '--threads[Threads; the result is the same, bit by bit, for any number. (default\: all cores)]:N:' \
      '--seed[Seed of all randomness.]:S:' \
      '--quiet[No progress and no cost on stderr.]' \
      '--help[Show this page.]' ;;
    wigner) _arguments \
      '--eta[Strength of the disorder.]:η:' \
      '--microscopic-time[Microscopic time t.]:t:' \
      '--start[momentum\:p, the plane wave, p on the dual lattice (components m/L); site, one site; packet\:p,width, a Gaussian of that width in sites per axis.]:START:(momentum\: site packet\:)' \
      '--width[Width of the coherent states of Husimi.]:w:' \
      '--dimension[Dimension of the lattice.]:d:' \
      '--size[Side of the box.]:L:' \
      '--disorder[Law of the site energies, of variance 1\: gaussian, uniform, sign (±1) or laplace.]:LAW:(gaussian uniform sign laplace)' \
      '--realisations[Number of realisations of the disorder.]:R:' \
      '--picture[Draw both as coloured maps\: FILE.svg, .png or .pdf, with data and script beside it.]:FILE:_files' \
      '--json[Print JSON instead of a table.]' \
      '--output[Write to a file, whole or not at all, instead of stdout.]:FILE:_files' \
      '--threads[Threads; the result is the same, bit by bit, for any number. (default\: all cores)]:N:' \
      '--seed[Seed of all randomness.]:S:' \
      '--quiet[No progress and no cost on stderr.]' \
      '--help[Show this page.]' ;;
    band) _arguments \
      '--width[Width of the band.]:W:' \
      '--size[Length of the ring.]:L:' \
      '--microscopic-time[Times of e^{−itH/2}.]:t:' \
      '--entries[phase\: uniform on the unit circle; sign\: ±1, real; gaussian\: complex; real-gaussian.]:LAW:(phase sign gaussian real-gaussian)' \
      '--realisations[Number of matrices.]:R:' \
      '--profile[Print the mean density at each place instead of the displacement.]' \
      '--json[Print JSON instead of a table.]' \
      '--output[Write to a file, whole or not at all, instead of stdout.]:FILE:_files' \
      '--plot[Draw the result\: FILE.svg, .png or .pdf, with the data (.tsv) and the gnuplot script beside it.]:FILE:_files' \
      '--threads[Threads; the result is the same, bit by bit, for any number. (default\: all cores)]:N:' \
      '--seed[Seed of all randomness.]:S:' \
      '--quiet[No progress and no cost on stderr.]' \
      '--help[Show this page.]' ;;
    study) _arguments \
      '--directory[Where the report and its data go.]:DIRECTORY:_files' \
      '--print[Print the study as JSON, to be changed and given as FILE, and run nothing.]' \
      '--json[Print JSON instead of a table.]' \
      '--output[Write to a file, whole or not at all, instead of stdout.]:FILE:_files' \
      '--threads[Threads; the result is the same, bit by bit, for any number. (default\: all cores)]:N:' \
      '--seed[Seed of all randomness.]:S:' \
      '--quiet[No progress and no cost on stderr.]' \
      '--help[Show this page.]' \
      ':FILE:_files' ;;
    completions) _arguments \
      '--help[Show this page.]' \
      ':shell:(bash zsh fish)' ;;
    manual) _arguments \
      '--format[man (roff) or markdown.]:format:(man markdown)' \
      '--directory[Write the pages of all commands to this directory.]:DIRECTORY:_files' \
      '--help[Show this page.]' \
      ':command:_files' ;;
  esac
}
compdef _feyn feyn
nn' -l json -d 'Print JSON instead of a table.'
complete -c feyn -n '__fish_seen_subcommand_from boltzmann' -l output -d 'Write to a file, whole or not at all, instead of stdout.' -rF
complete -c feyn -n '__fish_seen_subcommand_from boltzmann' -l plot -d 'Draw the result: FILE.svg, .png or .pdf, with the data (.tsv) and the gnuplot script beside it.' -rF
complete -c feyn -n '__fish_seen_subcommand_from boltzmann' -l threads -d 'Threads; the result is the same, bit by bit, for any number. (default: all cores)' -x
complete -c feyn -n '__fish_seen_subcommand_from boltzmann' -l seed -d 'Seed of all randomness.' -x
complete -c feyn -n '__fish_seen_subcommand_from boltzmann' -l quiet -d 'No progress and no cost on stderr.'
complete -c feyn -n '__fish_seen_subcommand_from boltzmann' -l help -d 'Show this page.'
complete -c feyn -n __fish_use_subcommand -a simulate -d 'Averages the random Schrödinger dynamics over realisations of the disorder.'
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l eta -d 'Strength of the disorder.' -x
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l time -d 'Macroscopic times T = η²t.' -x
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l microscopic-time -d 'Microscopic times t, instead of --time.' -x
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l start -d 'momentum:p, the plane wave, p on the dual lattice (components m/L); site, one site; packet:p,width, a Gaussian of that width in sites per axis.' -x -a 'momentum: site packet:'
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l observable -d 'What is measured: one, energy, velocity, mode:m1,…,md, survival; displacement, profile (from a site or packet); return, autocorrelation, participation.' -x -a 'one energy velocity mode: survival displacement profile return autocorrelation participation'
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l transfer -d 'Measure the Fourier mode κ in space, X = η²x; from a plane wave η²κ is a multiple of 1/L on each axis. The value is then complex.' -x
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l reverse -d 'Conjugate ψ_t, evolve it by t in the same or in fresh disorder, and measure the probability to find the start again.' -x -a 'same fresh'
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l dimension -d 'Dimension of the lattice.' -x
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l size -d 'Side of the periodic box.' -x
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l disorder -d 'Law of the site energies, of variance 1: gaussian, uniform, sign (±1) or laplace.' -x -a 'gaussian uniform sign laplace'
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l table -d 'Site energies drawn from the numbers in a file, of mean 0 and variance 1, instead.' -rF
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l realisations -d 'Number of realisations of the disorder. (default: 1000, and 10^7 with --error)' -x
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l error -d 'Stop when every standard error is below δ, at R realisations anyway.' -x
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l json -d 'Print JSON instead of a table.'
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l output -d 'Write to a file, whole or not at all, instead of stdout.' -rF
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l plot -d 'Draw the result: FILE.svg, .png or .pdf, with the data (.tsv) and the gnuplot script beside it.' -rF
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l threads -d 'Threads; the result is the same, bit by bit, for any number. (default: all cores)' -x
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l seed -d 'Seed of all randomness.' -x
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l quiet -d 'No progress and no cost on stderr.'
complete -c feyn -n '__fish_seen_subcommand_from simulate' -l help -d 'Show this page.'
complete -c feyn -n __fish_use_subcommand -a compare -d 'Compares the simulation with the sums of ladders and the Boltzmann equation.'
complete -c feyn -n '__fish_seen_subcommand_from compare' -l eta -d 'Strengths of the disorder.' -x
complete -c feyn -n '__fish_seen_subcommand_from compare' -l time -d 'Macroscopic times T = η²t.' -x
complete -c feyn -n '__fish_seen_subcommand_from compare' -l momentum -d 'Momentum p0 of the plane wave at the start, on the dual lattice of the box.' -x
complete -c feyn -n '__fish_seen_subcommand_from compare' -l observable -d 'What is measured: one, energy, velocity, mode:m1,…,md, survival or displacement.' -x -a 'one energy velocity mode: survival displacement'
complete -c feyn -n '__fish_seen_subcommand_from compare' -l dimension -d 'Dimension of the lattice.' -x
complete -c feyn -n '__fish_seen_subcommand_from compare' -l size -d 'Side of the periodic box.' -x
complete -c feyn -n '__fish_seen_subcommand_from compare' -l disorder -d 'Law of the site energies, of variance 1: gaussian, uniform, sign (±1) or laplace.' -x -a 'gaussian uniform sign laplace'
complete -c feyn -n '__fish_seen_subcommand_from compare' -l table -d 'Site energies drawn from the numbers in a file, of mean 0 and variance 1, instead.' -rF
complete -c feyn -n '__fish_seen_subcommand_from compare' -l realisations -d 'Number of realisations of the disorder. (default: 1000, and 10^7 with --error)' -x
complete -c feyn -n '__fish_seen_subcommand_from compare' -l error -d 'Stop when every standard error is below δ, at R realisations anyway.' -x
complete -c feyn -n '__fish_seen_subcommand_from compare' -l json -d 'Print JSON instead of a table.'
complete -c feyn -n '__fish_seen_subcommand_from compare' -l output -d 'Write to a file, whole or not at all, instead of stdout.' -rF
complete -c feyn -n '__fish_seen_subcommand_from compare' -l plot -d 'Draw the result: FILE.svg, .png or .pdf, with the data (.tsv) and the gnuplot script beside it.' -rF
complete -c feyn -n '__fish_seen_subcommand_from compare' -l threads -d 'Threads; the result is the same, bit by bit, for any number. (default: all cores)' -x
complete -c feyn -n '__fish_seen_subcommand_from compare' -l seed -d 'Seed of all randomness.' -x
complete -c feyn -n '__fish_seen_subcommand_from compare' -l quiet -d 'No progress and no cost on stderr.'
complete -c feyn -n '__fish_seen_subcommand_from compare' -l help -d 'Show this page.'
complete -c feyn -n __fish_use_subcommand -a wigner -d 'Prints the Wigner transform and the Husimi function of the averaged state.'
complete -c feyn -n '__fish_seen_subcommand_from wigner' -l eta -d 'Strength of the disorder.' -x
complete -c feyn -n '__fish_seen_subcommand_from wigner' -l microscopic-time -d 'Microscopic time t.' -x
complete -c feyn -n '__fish_seen_subcommand_from wigner' -l start -d 'momentum:p, the plane wave, p on the dual lattice (components m/L); site, one site; packet:p,width, a Gaussian of that width in sites per axis.' -x -a 'momentum: site packet:'
complete -c feyn -n '__fish_seen_subcommand_from wigner' -l width -d 'Width of the coherent states of Husimi.' -x
complete -c feyn -n '__fish_seen_subcommand_from wigner' -l dimension -d 'Dimension of the lattice.' -x
complete -c feyn -n '__fish_seen_subcommand_from wigner' -l size -d 'Side of the box.' -x
complete -c feyn -n '__fish_seen_subcommand_from wigner' -l disorder -d 'Law of the site energies, of variance 1: gaussian, uniform, sign (±1) or laplace.' -x -a 'gaussian uniform sign laplace'
complete -c feyn -n '__fish_seen_subcommand_from wigner' -l realisations -d 'Number of realisations of the disorder.' -x
complete -c feyn -n '__fish_seen_subcommand_from wigner' -l picture -d 'Draw both as coloured maps: FILE.svg, .png or .pdf, with data and script beside it.' -rF
complete -c feyn -n '__fish_seen_subcommand_from wigner' -l json -d 'Print JSON instead of a table.'
complete -c feyn -n '__fish_seen_subcommand_from wigner' -l output -d 'Write to a file, whole or not at all, instead of stdout.' -rF
complete -c feyn -n '__fish_seen_subcommand_from wigner' -l threads -d 'Threads; the result is the same, bit by bit, for any number. (default: all cores)' -x
complete -c feyn -n '__fish_seen_subcommand_from wigner' -l seed -d 'Seed of all randomness.' -x
complete -c feyn -n '__fish_seen_subcommand_from wigner' -l quiet -d 'No progress and no cost on stderr.'
complete -c feyn -n '__fish_seen_subcommand_from wigner' -l help -d 'Show this page.'
complete -c feyn -n __fish_use_subcommand -a band -d 'Compares the dynamics of random band matrices with the proved diffusion, d = 1.'
complete -c feyn -n '__fish_seen_subcommand_from band' -l width -d 'Width of the band.' -x
complete -c feyn -n '__fish_seen_subcommand_from band' -l size -d 'Length of the ring.' -x
complete -c feyn -n '__fish_seen_subcommand_from band' -l microscopic-time -d 'Times of e^{−itH/2}.' -x
complete -c feyn -n '__fish_seen_subcommand_from band' -l entries -d 'phase: uniform on the unit circle; sign: ±1, real; gaussian: complex; real-gaussian.' -x -a 'phase sign gaussian real-gaussian'
complete -c feyn -n '__fish_seen_subcommand_from band' -l realisations -d 'Number of matrices.' -x
complete -c feyn -n '__fish_seen_subcommand_from band' -l profile -d 'Print the mean density at each place instead of the displacement.'
complete -c feyn -n '__fish_seen_subcommand_from band' -l json -d 'Print JSON instead of a table.'
complete -c feyn -n '__fish_seen_subcommand_from band' -l output -d 'Write to a file, whole or not at all, instead of stdout.' -rF
complete -c feyn -n '__fish_seen_subcommand_from band' -l plot -d 'Draw the result: FILE.svg, .png or .pdf, with the data (.tsv) and the gnuplot script beside it.' -rF
complete -c feyn -n '__fish_seen_subcommand_from band' -l threads -d 'Threads; the result is the same, bit by bit, for any number. (default: all cores)' -x
complete -c feyn -n '__fish_seen_subcommand_from band' -l seed -d 'Seed of all randomness.' -x
complete -c feyn -n '__fish_seen_subcommand_from band' -l quiet -d 'No progress and no cost on stderr.'
complete -c feyn -n '__fish_seen_subcommand_from band' -l help -d 'Show this page.'
complete -c feyn -n __fish_use_subcommand -a study -d 'Runs the whole comparison and writes a report with the data behind every picture.'
complete -c feyn -n '__fish_seen_subcommand_from study' -l directory -d 'Where the report and its data go.' -rF
complete -c feyn -n '__fish_seen_subcommand_from study' -l print -d 'Print the study as JSON, to be changed and given as FILE, and run nothing.'
complete -c feyn -n '__fish_seen_subcommand_from study' -l json -d 'Print JSON instead of a table.'
complete -c feyn -n '__fish_seen_subcommand_from study' -l output -d 'Write to a file, whole or not at all, instead of stdout.' -rF
complete -c feyn -n '__fish_seen_subcommand_from study' -l threads -d 'Threads; the result is the same, bit by bit, for any number. (default: all cores)' -x
complete -c feyn -n '__fish_seen_subcommand_from study' -l seed -d 'Seed of all randomness.' -x
complete -c feyn -n '__fish_seen_subcommand_from study' -l quiet -d 'No progress and no cost on stderr.'
complete -c feyn -n '__fish_seen_subcommand_from study' -l help -d 'Show this page.'
complete -c feyn -n '__fish_seen_subcommand_from study' -F
complete -c feyn -n __fish_use_subcommand -a completions -d 'Prints the completion script of a shell.'
complete -c feyn -n '__fish_seen_subcommand_from completions' -l help -d 'Show this page.'
complete -c feyn -n '__fish_seen_subcommand_from completions' -a 'bash zsh fish'
complete -c feyn -n __fish_use_subcommand -a manual -d 'Prints a page of the manual, or writes them all.'
complete -c feyn -n '__fish_seen_subcommand_from manual' -l format -d 'man (roff) or markdown.' -x -a 'man markdown'
complete -c feyn -n '__fish_seen_subcommand_from manual' -l directory -d 'Write the pages of all commands to this directory.' -rF
complete -c feyn -n '__fish_seen_subcommand_from manual' -l help -d 'Show this page.'
