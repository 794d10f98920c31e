import { Buffer } from 'node:buffer';

/*
 * Files of formats of which no real one with a clear licence was found, made from the published descriptions. They show
 * that a description is followed, not that devices follow it.
 */

const base64 = (samples: readonly number[]) => Buffer.from(Int16Array.from(samples).buffer).toString('base64');

/** A MUSE lead: samples of 4.88 µV. */
function museLead(name: string, samples: readonly number[], perBit: string): string {
  return `<LeadData><LeadByteCountTotal>${2 * samples.length}</LeadByteCountTotal>
    <LeadSampleCountTotal>${samples.length}</LeadSampleCountTotal>
    <LeadAmplitudeUnitsPerBit>${perBit}</LeadAmplitudeUnitsPerBit><LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits>
    <LeadID>${name}</LeadID><LeadSampleSize>2</LeadSampleSize><LeadOff>FALSE</LeadOff>
    <WaveFormData>\n  ${base64(samples)}\n</WaveFormData></LeadData>`;
}

/** A GE MUSE document with a median, put first as real ones do, and a rhythm of two leads. */
export function museDocument(change: { date?: string; perBit?: string; doctype?: string } = {}): string {
  const { date = '11-23-2026', perBit = '4.88', doctype = '<!DOCTYPE RestingECG SYSTEM "restecg.dtd">' } = change;
  return `<?xml version="1.0" encoding="ISO-8859-1"?>${doctype}
<RestingECG><MuseInfo><MuseVersion>9.0</MuseVersion></MuseInfo>
<PatientDemographics><PatientID>M-1</PatientID><PatientAge>64</PatientAge><AgeUnits>YEARS</AgeUnits>
 <DateofBirth>03-22-1962</DateofBirth><Gender>FEMALE</Gender><PatientLastName>Doe</PatientLastName></PatientDemographics>
<TestDemographics><AcquisitionDevice>MAC55</AcquisitionDevice><AcquisitionTime>08:15:00</AcquisitionTime>
 <AcquisitionDate>${date}</AcquisitionDate></TestDemographics>
<RestingECGMeasurements><VentricularRate>72</VentricularRate><PRInterval>160</PRInterval><QTCorrected>450</QTCorrected>
 <ECGSampleBase>500</ECGSampleBase><ECGSampleExponent>0</ECGSampleExponent></RestingECGMeasurements>
<OriginalRestingECGMeasurements><VentricularRate>71</VentricularRate><PRInterval>158</PRInterval>
 <RAxis>-12</RAxis></OriginalRestingECGMeasurements>
<Diagnosis><DiagnosisStatement><StmtText>Sinus rhythm &amp; normal axis</StmtText></DiagnosisStatement>
 <DiagnosisStatement><StmtFlag>ENDSLINE</StmtFlag><StmtText>seen by a reader</StmtText></DiagnosisStatement></Diagnosis>
<OriginalDiagnosis><DiagnosisStatement><StmtFlag>ENDSLINE</StmtFlag><StmtText>Sinus rhythm</StmtText>
 </DiagnosisStatement></OriginalDiagnosis>
<QRSTimesTypes><QRS><Number>1</Number><Type>0</Type><Time>250</Time></QRS></QRSTimesTypes>
<Waveform><WaveformType>Median</WaveformType><SampleBase>500</SampleBase><SampleExponent>0</SampleExponent>
 ${museLead('I', [7, 8, 9], perBit)}</Waveform>
<Waveform><WaveformType>Rhythm</WaveformType><SampleBase>25</SampleBase><SampleExponent>1</SampleExponent>
 <HighPassFilter>16</HighPassFilter><LowPassFilter>150</LowPassFilter><ACFilter>60</ACFilter>
 ${museLead('I', [1, -2, 300, -32768], perBit)}${museLead('V1', [0, 100, -100, 50], perBit)}</Waveform>
</RestingECG>`;
}

/** An ISHNE recording of two leads (II at 2500 nV, X at 1000 nV), 200 Hz. */
export function ishneBytes(change: { samples?: number; birth?: [number, number, number] } = {}): Uint8Array {
  const rows = [
    [1, -1],
    [200, -200],
    [3, 4],
  ];
  const bytes = Buffer.alloc(522 + rows.length * 4);
  const i16s = (at: number, values: readonly number[]) => {
    for (const [i, value] of values.entries()) bytes.writeInt16LE(value, at + 2 * i);
  };
  bytes.write('ISHNE1.0', 0, 'latin1');
  bytes.writeInt32LE(change.samples ?? rows.length, 14);
  bytes.writeInt32LE(522, 18);
  bytes.writeInt32LE(522, 22);
  i16s(26, [1]);
  bytes.write('Jane', 28, 'latin1');
  bytes.write('Doe', 68, 'latin1');
  bytes.write('H-7', 108, 'latin1');
  i16s(128, [2, 1, ...(change.birth ?? [22, 3, 1962]), 3, 11, 2026, 4, 11, 2026, 22, 30, 5, 2, 6, 2]);
  i16s(182, [1, 4]);
  i16s(206, [2500, 1000]);
  bytes.write('Recorder', 232, 'latin1');
  i16s(272, [200]);
  for (const [i, row] of rows.entries()) i16s(522 + 4 * i, row);
  return bytes;
}

/** An ISHNE annotation file: first point at sample 100, then N, a filler, V. */
export function ishneAnnotationBytes(): Uint8Array {
  const bytes = Buffer.alloc(522 + 4 + 3 * 4);
  bytes.write('ANN  1.0', 0, 'latin1');
  bytes.writeUInt32LE(100, 522);
  for (const [i, [label = '', step = 0]] of (
    [
      ['N', 10],
      ['!', 65_535],
      ['V', 5],
    ] as const
  ).entries()) {
    bytes.write(label, 526 + 4 * i, 'latin1');
    bytes.writeUInt16LE(step, 528 + 4 * i);
  }
  return bytes;
}
