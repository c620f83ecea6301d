// HDF5. Types, property lists and flags are macros that call the library or cast, which Swift does
// not import.
#ifndef CHDF5_SHIM_H
#define CHDF5_SHIM_H
#include <hdf5.h>

static inline hid_t chdf5_file_double(void) { return H5T_IEEE_F64LE; }
static inline hid_t chdf5_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t chdf5_file_integer(void) { return H5T_STD_I64LE; }
static inline hid_t chdf5_integer(void) { return H5T_NATIVE_INT64; }
static inline hid_t chdf5_file_byte(void) { return H5T_STD_U8LE; }
static inline hid_t chdf5_byte(void) { return H5T_NATIVE_UINT8; }
static inline hid_t chdf5_c_string(void) { return H5T_C_S1; }
static inline hid_t chdf5_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t chdf5_dataset_create(void) { return H5P_DATASET_CREATE; }
static inline hid_t chdf5_link_create(void) { return H5P_LINK_CREATE; }
static inline hid_t chdf5_group_create(void) { return H5P_GROUP_CREATE; }

static const hid_t chdf5_default = H5P_DEFAULT;
static const hid_t chdf5_all = H5S_ALL;

static inline hid_t chdf5_create(const char *name, hid_t access) {
  return H5Fcreate(name, H5F_ACC_TRUNC, H5P_DEFAULT, access);
}
static inline hid_t chdf5_open(const char *name, hid_t access) {
  return H5Fopen(name, H5F_ACC_RDONLY, access);
}
// Makes a string type one of any length.
static inline herr_t chdf5_set_variable(hid_t type) { return H5Tset_size(type, H5T_VARIABLE); }
// The number of attributes of a file, group or dataset.
static inline int chdf5_attributes(hid_t object) {
#if H5_VERSION_GE(1, 12, 0)
  H5O_info2_t info;
  return H5Oget_info3(object, &info, H5O_INFO_NUM_ATTRS) < 0 ? -1 : (int)info.num_attrs;
#else
  H5O_info_t info;
  return H5Oget_info(object, &info) < 0 ? -1 : (int)info.num_attrs;
#endif
}
static inline void chdf5_silence(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

#endif
