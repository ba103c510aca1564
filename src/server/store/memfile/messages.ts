import { error, info, warn } from '../../log/logger.js'

export const DB = info('DHCPSRV_MEMFILE_DB', 'opening memory file lease database: %1')
export const NO_STORAGE = warn(
  'DHCPSRV_MEMFILE_NO_STORAGE',
  'running in non-persistent mode, leases will be lost after restart',
)
export const LEASE_FILE_LOAD = info('DHCPSRV_MEMFILE_LEASE_FILE_LOAD', 'loading leases from file %1')
export const LEASE_LOAD_ROW_ERROR = error('DHCPSRV_MEMFILE_LEASE_LOAD_ROW_ERROR', 'discarding row %1, error: %2')
export const NEEDS_UPGRADING = warn(
  'DHCPSRV_MEMFILE_NEEDS_UPGRADING',
  'version of lease file: %1 schema is earlier than version %2',
)
export const NEEDS_DOWNGRADING = warn(
  'DHCPSRV_MEMFILE_NEEDS_DOWNGRADING',
  'version of lease file: %1 schema is later than version %2',
)
export const CONVERTING_LEASE_FILES = warn(
  'DHCPSRV_MEMFILE_CONVERTING_LEASE_FILES',
  'running LFC now to convert lease files to the current schema: %1.%2',
)
export const LFC_SETUP = info('DHCPSRV_MEMFILE_LFC_SETUP', 'setting up the Lease File Cleanup interval to %1 sec')
export const LFC_START = info('DHCPSRV_MEMFILE_LFC_START', 'starting Lease File Cleanup')
export const LFC_LEASE_FILE_RENAME_FAIL = error(
  'DHCPSRV_MEMFILE_LFC_LEASE_FILE_RENAME_FAIL',
  'failed to rename the current lease file %1 to %2, reason: %3',
)
export const LFC_READ_STATS = info('LFC_READ_STATS', 'Leases: %1, attempts: %2, errors: %3.')
export const LFC_WRITE_STATS = info('LFC_WRITE_STATS', 'Leases: %1, attempts: %2, errors: %3.')
export const LFC_FAIL_PROCESS = error('LFC_FAIL_PROCESS', ': %1')
export const LFC_FAIL_ROTATE = error('LFC_FAIL_ROTATE', ': %1')

// Kea has no message for these: there, a write that fails is an exception of the packet's
export const WRITE_FAIL = error(
  'KEATS_MEMFILE_WRITE_FAIL',
  'cannot write to lease file %1: %2; lease changes are undone and not answered until it succeeds again',
)
export const WRITE_RECOVERED = info(
  'KEATS_MEMFILE_WRITE_RECOVERED',
  'lease file %1 is written again, after %2 batches that were undone',
)
export const SYNC_FAIL = error('KEATS_MEMFILE_SYNC_FAIL', 'cannot sync lease file %1: %2; it is written anew')
export const ROW_LINE = error('KEATS_MEMFILE_BAD_ROW_LINE', 'the discarded row is line %1 of %2')
