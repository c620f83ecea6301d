// FFTW, double precision. Plans are made and destroyed under a lock by the caller.
#ifndef CFFTW_SHIM_H
#define CFFTW_SHIM_H
#include <fftw3.h>

// The flags are macros with casts, which Swift does not import.
static const unsigned cfftw_estimate = FFTW_ESTIMATE;
static const unsigned cfftw_measure = FFTW_MEASURE;
static const unsigned cfftw_unaligned = FFTW_UNALIGNED;

#endif
