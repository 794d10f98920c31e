import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { EarlySignals } from '@/components/ecg/early-signals';
import { EcgViewer } from '@/components/ecg/ecg-viewer';
import { beatsPath } from '@/components/ecg/long/beats-path';
import { firstSignalsPath } from '@/components/ecg/paper/signals-path';
import { UnreadyRecording } from '@/components/ecg/unready-recording';
import { HeldBanner, PatientBanner } from '@/components/patients/patient-banner';
import { PageRecordActions } from '@/components/recordings/page-record';
import { DataAsOf } from '@/components/shell/data-age';
import type { Actor } from '@/lib/accounts/actor';
import type { Permission } from '@/lib/accounts/permissions';
import { momentIn } from '@/lib/correlation/domain/ecg-lane/moments';
import { ageAtRecording } from '@/lib/ecg/domain/qtc-cautions';
import { getBaselineEcg } from '@/lib/ecg/get-baseline-ecg';
import { getPhrases } from '@/lib/ecg/reading/get-phrases';
import { orNotFound, portalContext } from '@/lib/http/next/portal-context';
import type { Patient } from '@/lib/patients/contracts';
import { getPatient } from '@/lib/patients/get-patient';
import type { Services } from '@/lib/platform/services';
import type { Recording } from '@/lib/recordings/contracts';
import { getRecording } from '@/lib/recordings/get-recording';

export const metadata: Metadata = { title: 'ECG' };

interface EcgPageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ version?: string | string[]; at?: string | string[] }>;
}

function versionOf(value: string | string[] | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !/^[1-9]\d{0,5}$/.test(value)) notFound();
  return Number(value);
}

/** What this person may do as a reader, and the department's phrases. */
async function readingSettingOf(services: Services, actor: Actor) {
  const { phrases } = await getPhrases(services, actor);
  const may = (permission: Permission) => actor.permissions.has(permission);
  return { rights: { write: may('reading:write'), confirm: may('reading:confirm') }, phrases };
}

/** What QTc of this ECG is judged by: age and baseline of whoever it belongs to. */
async function qtcSettingOf(services: Services, actor: Actor, recording: Recording, patient: Patient | null) {
  const { id: beside, recording_date } = recording;
  const baseline = patient && (await getBaselineEcg(services, actor, { patient_ref: patient.patient_ref, beside }));
  return { age_years: ageAtRecording(patient?.birth_date, recording_date), baseline };
}

/** Asks for what the viewer asks for first. The look at it is the look at the page: one event of the audit trail. */
async function Early({ recording, openAtMs }: { recording: Recording; openAtMs: number | null }) {
  const paths = [firstSignalsPath(recording, openAtMs), beatsPath(recording)].filter((path) => path !== null);
  return <EarlySignals paths={paths} nonce={(await headers()).get('x-nonce') ?? ''} />;
}

/** Where this person decides whose a held recording is; null where there is nothing to decide. */
function decideAtOf({ permissions }: Actor, { id, status }: Recording): string | null {
  return status === 'quarantined' && permissions.has('quarantine:resolve') ? `/quarantine/${id}` : null;
}

export default async function EcgPage({ params, searchParams }: EcgPageProps) {
  const [{ id }, { version, at }] = await Promise.all([params, searchParams]);
  const { services, actor, organization } = await portalContext();
  const name = { modality: 'ecg', id, version: versionOf(version) } as const;
  const [recording, reading] = await Promise.all([
    orNotFound(getRecording(services, actor, name)),
    orNotFound(readingSettingOf(services, actor)),
  ]);
  const { patient_ref } = recording;
  const openAtMs = momentIn(at, recording.duration_ms);
  const patient = patient_ref ? await orNotFound(getPatient(services, actor, { patient_ref })) : null;
  const qtc = await qtcSettingOf(services, actor, recording, patient);
  const now = services.clock.now().toISOString();
  const actions = (
    <PageRecordActions
      recording={{ id: recording.id, modality: recording.modality, status: recording.status }}
      rights={{ move: actor.permissions.has('record:move'), delete: actor.permissions.has('record:delete') }}
      now={now}
      timeZone={organization.time_zone}
    />
  );
  const readable = recording.status === 'stored' || recording.status === 'quarantined';
  return (
    <>
      {readable && <Early recording={recording} openAtMs={openAtMs} />}
      <DataAsOf at={now} />
      {patient ? (
        <PatientBanner patient={patient} now={now} timeZone={organization.time_zone} />
      ) : (
        <HeldBanner reasons={recording.reasons} decideAt={decideAtOf(actor, recording)} />
      )}
      {readable ? (
        <EcgViewer
          // nothing that is being written of one ECG may turn up beside another
          key={`${recording.id} ${openAtMs}`}
          {...{ recording, openAtMs, now, patient, reading, qtc }}
          timeZone={organization.time_zone}
          mayAnnotate={actor.permissions.has('ecg:annotate')}
          mayAttach={actor.permissions.has('ecg:ingest')}
          actions={recording.version === recording.latest_version ? actions : null}
        />
      ) : (
        <UnreadyRecording status={recording.status} restore={actions} />
      )}
    </>
  );
}
