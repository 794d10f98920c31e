import { changePasswordContract } from '@/lib/accounts/contracts';
import { createKeyContract, listKeysContract, revokeKeyContract } from '@/lib/devices/contracts';
import { uploadContract } from '@/lib/ingest/contracts';
import {
  countFacetsContract,
  findPatientsContract,
  getPatientContract,
  getTimelineContract,
  searchPatientsContract,
  updatePatientContract,
} from '@/lib/patients/endpoints';
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
  listRecordingsContract,
  getRecordingContract,
  getRecordingFileContract,
  readSignalsContract,
  findPatientsContract,
  searchPatientsContract,
  countFacetsContract,
  getPatientContract,
  updatePatientContract,
  getTimelineContract,
  createKeyContract,
  listKeysContract,
  revokeKeyContract,
  changePasswordContract,
  healthContract,
  readyContract,
  openApiContract,
];
