import { changePasswordContract } from '@/lib/accounts/contracts';
import { getComputedValuesContract, setComputedValuesContract } from '@/lib/computed-values/contracts';
import {
  assignDeviceContract,
  changeAssignmentContract,
  removeAssignmentContract,
} from '@/lib/devices/assignment-contracts';
import { createKeyContract, listKeysContract, revokeKeyContract, rotateKeyContract } from '@/lib/devices/contracts';
import {
  getDeviceContract,
  getDeviceHealthContract,
  identifyAssigneeContract,
  listDevicesContract,
  registerDeviceContract,
  updateDeviceContract,
} from '@/lib/devices/device-contracts';
import { chooseBaselineContract } from '@/lib/ecg/endpoints';
import { batchContract, uploadContract } from '@/lib/ingest/contracts';
import { getHeldContract } from '@/lib/ingest/quarantine-contracts';
import {
  abortUploadContract,
  completeUploadContract,
  getRecordOrUploadContract,
  openUploadContract,
} from '@/lib/ingest/uploads/contracts';
import {
  countFacetsContract,
  findPatientsContract,
  getPatientContract,
  getTimelineContract,
  searchPatientsContract,
  updatePatientContract,
} from '@/lib/patients/endpoints';
import { identifyPatientContract } from '@/lib/patients/identify-contracts';
import {
  getRecordingFileContract,
  listRecordingsContract,
  readEventsContract,
  readSignalsContract,
} from '@/lib/recordings/endpoints';
import {
  assignHeldContract,
  deleteRecordingContract,
  listQuarantineContract,
  moveRecordingContract,
  rejectHeldContract,
  restoreRecordingContract,
  setLegalHoldContract,
} from '@/lib/recordings/lifecycle/contracts';
import { getRetentionContract, setRetentionContract } from '@/lib/retention/contracts';
import { exportNightsContract, listNightsContract } from '@/lib/therapy/contracts';
import { setExclusionContract } from '@/lib/therapy/exclusion-contracts';
import { getPreviewsContract, getWorklistContract } from '@/lib/worklist/contracts';
import type { ContractInfo } from './contract';
import { healthContract, openApiContract, readyContract } from './system-contracts';

/** Every operation of the API; a test fails when a route is not here or does not exist. */
export const ALL_CONTRACTS: readonly ContractInfo[] = [
  uploadContract,
  batchContract,
  openUploadContract,
  completeUploadContract,
  abortUploadContract,
  listQuarantineContract,
  getHeldContract,
  assignHeldContract,
  rejectHeldContract,
  moveRecordingContract,
  deleteRecordingContract,
  restoreRecordingContract,
  setLegalHoldContract,
  listRecordingsContract,
  getRecordOrUploadContract,
  getRecordingFileContract,
  readSignalsContract,
  readEventsContract,
  listNightsContract,
  exportNightsContract,
  setExclusionContract,
  findPatientsContract,
  identifyPatientContract,
  searchPatientsContract,
  countFacetsContract,
  getPatientContract,
  updatePatientContract,
  getTimelineContract,
  chooseBaselineContract,
  listDevicesContract,
  registerDeviceContract,
  getDeviceContract,
  updateDeviceContract,
  getDeviceHealthContract,
  identifyAssigneeContract,
  assignDeviceContract,
  changeAssignmentContract,
  removeAssignmentContract,
  getWorklistContract,
  getPreviewsContract,
  createKeyContract,
  listKeysContract,
  rotateKeyContract,
  revokeKeyContract,
  getRetentionContract,
  setRetentionContract,
  getComputedValuesContract,
  setComputedValuesContract,
  changePasswordContract,
  healthContract,
  readyContract,
  openApiContract,
];
