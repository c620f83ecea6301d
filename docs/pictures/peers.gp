# Draw it again with: gnuplot peers.gp
data = 'peers.tsv'
set encoding utf8
set terminal svg size 980,520 dynamic enhanced font 'Helvetica,14'
set output 'peers.svg'
set datafile separator tab
set border 3 linewidth 1
set tics nomirror
set key above horizontal noautotitle
set boxwidth 0.8
set logscale y
set rmargin 16
set ylabel 'time, in units of the first feyn of its group'
set format y '%g'
set yrange [0.000335:*]
set xrange [-1:*]
set xtics rotate by -40 noenhanced
plot \
  data using 1:(NaN):xtic(2), 1 with lines lc rgb '#808890' dt '-', \
  data using ($4 == 0 ? $1 : NaN):3 with boxes fs pattern 3 lc rgb '#000000' title 'enumeration', \
  data using ($4 == 1 ? $1 : NaN):3 with boxes fs pattern 1 lc rgb '#0072B2' title 'crossing integral', \
  data using ($4 == 2 ? $1 : NaN):3 with boxes fs pattern 2 lc rgb '#D55E00' title 'amplitude', \
  data using ($4 == 3 ? $1 : NaN):3 with boxes fs pattern 6 lc rgb '#009E73' title 'evolution, 32³', \
  data using ($4 == 4 ? $1 : NaN):3 with boxes fs pattern 4 lc rgb '#CC79A7' title 'evolution, 64³'
