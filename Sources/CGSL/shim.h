// Single headers of GSL: gsl_cblas.h clashes with OpenBLAS' cblas.h, so nothing here includes it.
#ifndef CGSL_SHIM_H
#define CGSL_SHIM_H
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_bessel.h>
#include <gsl/gsl_sf_ellint.h>

#endif
