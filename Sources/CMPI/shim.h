// MPI, as much as feyn needs: bytes between two processes, and from one to all. Communicators, types
// and statuses are macros or opaque, which Swift does not import.
#ifndef CMPI_SHIM_H
#define CMPI_SHIM_H
#include <mpi.h>
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

// Waits asleep: a library that spins takes the processor from those who still work.
static inline void cmpi_wait(MPI_Request *request) {
  int done = 0;
  unsigned pause = 10;
  for (;;) {
    MPI_Test(request, &done, MPI_STATUS_IGNORE);
    if (done) return;
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

// What each sends to one and receives from another, of the same length; any may be itself.
static inline void cmpi_exchange(const void *out, int to, void *in, int from, size_t count, int tag) {
  const size_t most = (size_t)1 << 30;
  for (size_t start = 0; start < count; start += most) {
    int length = (int)(count - start < most ? count - start : most);
    MPI_Request requests[2];
    MPI_Irecv((char *)in + start, length, MPI_BYTE, from, tag, MPI_COMM_WORLD, &requests[0]);
    MPI_Isend((const char *)out + start, length, MPI_BYTE, to, tag, MPI_COMM_WORLD, &requests[1]);
    cmpi_wait(&requests[0]);
    cmpi_wait(&requests[1]);
  }
}

// The pieces of all, one after the other in the order of the processes, in every process.
static inline void cmpi_gather(const void *out, int count, void *in, const int *counts,
                               const int *starts) {
  MPI_Request request;
  MPI_Iallgatherv(out, count, MPI_BYTE, in, counts, starts, MPI_BYTE, MPI_COMM_WORLD, &request);
  cmpi_wait(&request);
}

#endif
