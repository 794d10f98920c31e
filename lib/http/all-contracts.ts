import { changePasswordContract } from '@/lib/accounts/contracts';
import { getComputedValuesContract, setComputedValuesContract } from '@/lib/computed-values/contracts';
import { alignClocksContract, listClockOffsetsContract } from '@/lib/correlation/clock-contracts';
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
import {
  addAnnotationContract,
  listAnnotationsContract,
  removeAnnotationContract,
} from '@/lib/ecg/annotations/endpoints';
import { chooseBaselineContract } from '@/lib/ecg/endpoints';
import {
  exportJsonContract,
  exportSamplesContract,
  getComparisonReportContract,
  getReportContract,
  notePictureContract,
} from '@/lib/ecg/export-contracts';
import { getPhrasesContract, setPhrasesContract } from '@/lib/ecg/phrase-contracts';
import { changeReadingContract, getReadingHistoryContract, requestRepeatContract } from '@/lib/ecg/reading-contracts';
import { batchContract, uploadContract } from '@/lib/ingest/contracts';
import { getHeldContract } from '@/lib/ingest/quarantine-contracts';
import { attachReportContract } from '@/lib/ingest/report/contracts';
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
  readBeatsContract,
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
import {
  createReportContract,
  getReportInputsContract,
  getReportPdfContract,
  getReportSharingContract,
  listReportsContract,
  setReportSharingContract,
} from '@/lib/reports/contracts';
import {
  createLinkContract,
  listLinksContract,
  openLinkContract,
  revokeLinkContract,
} from '@/lib/reports/link-contracts';
import { getRetentionContract, setRetentionContract } from '@/lib/retention/contracts';
import { getSitesContract, setSitesContract } from '@/lib/sites/contracts';
import { exportNightsContract, listNightsContract } from '@/lib/therapy/contracts';
import { setExclusionContract } from '@/lib/therapy/exclusion-contracts';
import { getNextUnreadContract, getPreviewsContract, getWorklistContract } from '@/lib/worklist/contracts';
import type { ContractInfo } from './contract';
import { healthContract, openApiContract, readyContract } from './system-contracts';

/** Every operation of the API; a test fails when a route is not here or does not exist. */
export const ALL_CONTRACTS: readonly ContractInfo[] = [
  uploadContract,
  batchContract,
  attachReportContract,
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
  readBeatsContract,
  readEventsContract,
  listNightsContract,
  exportNightsContract,
  setExclusionContract,
  listClockOffsetsContract,
  alignClocksContract,
  findPatientsContract,
  identifyPatientContract,
  searchPatientsContract,
  countFacetsContract,
  getPatientContract,
  updatePatientContract,
  getTimelineContract,
  addAnnotationContract,
  listAnnotationsContract,
  removeAnnotationContract,
  chooseBaselineContract,
  changeReadingContract,
  requestRepeatContract,
  getReadingHistoryContract,
  getComparisonReportContract,
  getReportContract,
  exportSamplesContract,
  exportJsonContract,
  notePictureContract,
  createReportContract,
  listReportsContract,
  getReportPdfContract,
  getReportInputsContract,
  createLinkContract,
  listLinksContract,
  revokeLinkContract,
  openLinkContract,
  getPhrasesContract,
  setPhrasesContract,
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
  getNextUnreadContract,
  createKeyContract,
  listKeysContract,
  rotateKeyContract,
  revokeKeyContract,
  getRetentionContract,
  setRetentionContract,
  getSitesContract,
  setSitesContract,
  getComputedValuesContract,
  setComputedValuesContract,
  getReportSharingContract,
  setReportSharingContract,
  changePasswordContract,
  healthContract,
  readyContract,
  openApiContract,
];
