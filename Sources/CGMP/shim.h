// GMP as Swift sees it: its macros are not imported, the functions behind them are.
#ifndef CGMP_SHIM_H
#define CGMP_SHIM_H
#include <gmp.h>

// mpz_sgn is a macro over a field of the struct.
static inline int cgmp_sign(mpz_srcptr a) { return a->_mp_size < 0 ? -1 : a->_mp_size > 0; }

#endif
