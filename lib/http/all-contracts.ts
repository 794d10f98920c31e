import { changePasswordContract } from '@/lib/accounts/contracts';
import { createKeyContract, listKeysContract, revokeKeyContract } from '@/lib/devices/contracts';
import { batchContract, uploadContract } from '@/lib/ingest/contracts';
import { findPatientsContract, getPatientContract, searchPatientsContract } from '@/lib/patients/contracts';
import {
  getRecordingContract,
  getRecordingFileContract,
  listRecordingsContract,
  readSignalsContract,
} from '@/lib/recordings/endpoints';
import type { ContractInfo } from './contract';
import { healthContract, openApiContract, readyContract } from './system-contracts';

/** Every operation of the API; a test fails when a route is not here or does not exist. */
export const ALL_CONTRACTS: readonly ContractInfo[] = [
  uploadContract,
  batchContract,
  listRecordingsContract,
  getRecordingContract,
  getRecordingFileContract,
  readSignalsContract,
  findPatientsContract,
  searchPatientsContract,
  getPatientContract,
  createKeyContract,
  listKeysContract,
  revokeKeyContract,
  changePasswordContract,
  healthContract,
  readyContract,
  openApiContract,
];
