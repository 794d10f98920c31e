import type { NamedBytes } from '@/lib/formats/common/archive';
import { dicomBytes, waveformElements } from '@/lib/formats/dicom/dicom.fixture';
import { edfBytes } from '@/lib/formats/edf/edf.fixture';
import { ishneAnnotationBytes, ishneBytes, museDocument } from '@/lib/formats/made-up-files.fixture';
import { recordingFile, recordingFolder } from '../recording-files';

/** Files of one recording that are changed in turn. */
export interface Seed {
  name: string;
  files: NamedBytes[];
}

const encode = (text: string) => new TextEncoder().encode(text);
const single = (name: string, bytes: Uint8Array): Seed => ({ name, files: [{ name, bytes }] });

const KARDIA = JSON.stringify({
  recordedAt: '2026-11-03T08:15:00+01:00',
  patientID: 'P',
  data: {
    raw: {
      frequency: 300,
      amplitudeResolution: 500,
      samples: { leadI: Array.from({ length: 300 }, (_, i) => i % 97) },
    },
  },
});
const APPLE = `Name,Jane\nDate of Birth,1 Jan 1970\nRecorded Date,2026-11-03 08:15:02 +0100\nClassification,Sinus Rhythm
Symptoms,\nSoftware Version,2.0\nDevice,"Watch6,7"\nSample Rate,512 hertz\n\nLead,Lead I\nUnit,µV\n\n${'12.5\n-3\n'.repeat(200)}`;

const WFDB_FOLDERS = ['E07500', 'ludb-1', 's25047', 'data_101_6', '03700181', 'a02'];
const FILES = [
  'ecgtoolkit/Example.scp',
  'ecgtoolkit/Example.dcm',
  'ecgtoolkit/Example.xml',
  'philips/129DYPRG.XML',
  'philips/3191723_ZZDEMOPTONLY_1-04_orig.xml',
  'fhir/Observation-ekg.json',
  'resmed/20241017_221849_PLD.edf',
  'resmed/20241018_055249_EVE.edf',
];

/** Every format as a real recording where there is one, else as a made-up one. */
export function seeds(): Seed[] {
  const annotated = {
    label: 'EDF Annotations',
    unit: '',
    samples: 30,
    data: ['+0\x14\x14\0+1\x14a\x14\0', '+9\x14\x14\0'],
  };
  const signal = { label: 'ECG II', samples: 20, data: Array.from({ length: 40 }, (_, i) => i) };
  return [
    ...FILES.map((name) => ({ name, files: [recordingFile(name)] })),
    ...WFDB_FOLDERS.map((name) => ({
      name,
      files: recordingFolder(`wfdb/${name}`, ['s25047-2704-05-04-10-44n.hea', '3234460n.dat']),
    })),
    { name: '100.zip', files: [recordingFile('wfdb/100/100.zip')] },
    single('gaps.edf', edfBytes({ kind: 'EDF+D', signals: [signal, annotated] })),
    single('explicit.dcm', dicomBytes('explicit', waveformElements(false))),
    single('deflated.dcm', dicomBytes('deflated', waveformElements(false))),
    single('big-endian.dcm', dicomBytes('big', waveformElements(true))),
    single('muse.xml', encode(museDocument())),
    single('kardia.json', encode(KARDIA)),
    single('apple.csv', encode(APPLE)),
    {
      name: 'ishne',
      files: [
        { name: 'a.ecg', bytes: ishneBytes() },
        { name: 'a.ann', bytes: ishneAnnotationBytes() },
      ],
    },
  ];
}
