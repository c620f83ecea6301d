// MPI, as much as feyn needs: bytes between two processes, and from one to all. Communicators, types
// and statuses are macros or opaque, which Swift does not import.
#ifndef CMPI_SHIM_H
#define CMPI_SHIM_H
#include <mpi.h>
#include <sched.h>
#include <stddef.h>
#include <unistd.h>

// One thread at a time calls MPI.
static inline int cmpi_begin(int *rank, int *size) {
  int provided = 0;
  if (MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &provided) != MPI_SUCCESS) return 0;
  MPI_Comm_rank(MPI_COMM_WORLD, rank);
  MPI_Comm_size(MPI_COMM_WORLD, size);
  return provided >= MPI_THREAD_SERIALIZED;
}

static inline void cmpi_end(void) { MPI_Finalize(); }
static inline void cmpi_abort(int code) { MPI_Abort(MPI_COMM_WORLD, code); }

static inline void cmpi_send(const void *bytes, int count, int to, int tag) {
  MPI_Send(bytes, count, MPI_BYTE, to, tag, MPI_COMM_WORLD);
}

// Whether a message with the tag is there, and from whom and how long.
static inline int cmpi_probe(int tag, int *source, int *count) {
  int there = 0;
  MPI_Status status;
  MPI_Iprobe(MPI_ANY_SOURCE, tag, MPI_COMM_WORLD, &there, &status);
  if (!there) return 0;
  *source = status.MPI_SOURCE;
  MPI_Get_count(&status, MPI_BYTE, count);
  return 1;
}

static inline void cmpi_receive(void *bytes, int count, int source, int tag) {
  MPI_Recv(bytes, count, MPI_BYTE, source, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

// Looks at once and often for some 20 µs, which is what a plane of a halo takes; then waits asleep:
// a library that spins takes the processor from those who still work.
static inline void cmpi_wait(MPI_Request *request) {
  int done = 0;
  unsigned pause = 10;
  for (int look = 0;; look++) {
    MPI_Test(request, &done, MPI_STATUS_IGNORE);
    if (done) return;
    if (look < 100) {
      sched_yield();
      continue;
    }
    usleep(pause);
    if (pause < 500) pause += pause / 2;
  }
}

// From process 0 to all.
static inline void cmpi_broadcast(void *bytes, size_t count) {
  const size_t most = (size_t)1 << 30;
  for (size_t start = 0; start < count; start += most) {
    size_t length = count - start < most ? count - start : most;
    MPI_Request request;
    MPI_Ibcast((char *)bytes + start, (int)length, MPI_BYTE, 0, MPI_COMM_WORLD, &request);
    cmpi_wait(&request);
  }
}

// What goes to and comes from the two neighbours on a ring, each of which may be this very process.
typedef struct { MPI_Request requests[4]; } cmpi_halo;

static inline void cmpi_exchange_begin(cmpi_halo *halo, int before, int behind,
                                       const void *to_before, int to_before_count,
                                       const void *to_behind, int to_behind_count,
                                       void *from_before, int from_before_count,
                                       void *from_behind, int from_behind_count) {
  // tag 5 goes forwards, 6 backwards: of two processes each is both neighbours of the other
  MPI_Irecv(from_before, from_before_count, MPI_BYTE, before, 5, MPI_COMM_WORLD, &halo->requests[0]);
  MPI_Irecv(from_behind, from_behind_count, MPI_BYTE, behind, 6, MPI_COMM_WORLD, &halo->requests[1]);
  MPI_Isend(to_behind, to_behind_count, MPI_BYTE, behind, 5, MPI_COMM_WORLD, &halo->requests[2]);
  MPI_Isend(to_before, to_before_count, MPI_BYTE, before, 6, MPI_COMM_WORLD, &halo->requests[3]);
}

static inline void cmpi_exchange_end(cmpi_halo *halo) {
  for (int k = 0; k < 4; k++) cmpi_wait(&halo->requests[k]);
}

// The pieces of all, one after the other in the order of the processes, in every process.
static inline void cmpi_gather(const void *out, int count, void *in, const int *counts,
                               const int *starts) {
  MPI_Request request;
  MPI_Iallgatherv(out, count, MPI_BYTE, in, counts, starts, MPI_BYTE, MPI_COMM_WORLD, &request);
  cmpi_wait(&request);
}

#endif
