import { changePasswordContract } from '@/lib/accounts/contracts';
import { createKeyContract, listKeysContract, revokeKeyContract } from '@/lib/devices/contracts';
import { uploadContract } from '@/lib/ingest/contracts';
import { findPatientsContract, getPatientContract, searchPatientsContract } from '@/lib/patients/contracts';
import {
  getRecordingContract,
  getRecordingFileContract,
  listRecordingsContract,
  readSignalsContract,
} from '@/lib/recordings/endpoints';
import { getPreviewsContract, getWorklistContract } from '@/lib/worklist/contracts';
import type { ContractInfo } from './contract';
import { healthContract, openApiContract, readyContract } from './system-contracts';

/** Every operation of the API; a test fails when a route is not here or does not exist. */
export const ALL_CONTRACTS: readonly ContractInfo[] = [
  uploadContract,
  listRecordingsContract,
  getRecordingContract,
  getRecordingFileContract,
  readSignalsContract,
  findPatientsContract,
  searchPatientsContract,
  getPatientContract,
  getWorklistContract,
  getPreviewsContract,
  createKeyContract,
  listKeysContract,
  revokeKeyContract,
  changePasswordContract,
  healthContract,
  readyContract,
  openApiContract,
];
