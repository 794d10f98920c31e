/** A signal of a made-up EDF file: digital numbers, as many per record as `samples` says. */
export interface EdfSignalFixture {
  label: string;
  unit?: string;
  physical?: [number, number];
  digital?: [number, number];
  samples: number;
  /** Samples of all records, or the text of each record's annotations. */
  data: number[] | string[];
}

export interface EdfFixture {
  kind?: string;
  patient?: string;
  recording?: string;
  date?: string;
  time?: string;
  records?: number;
  recordSeconds?: number;
  signals: EdfSignalFixture[];
  bytesPerSample?: 2 | 3;
}

/** Bytes of an EDF file (BDF with 3 bytes a sample), written from the published description. */
export function edfBytes(fixture: EdfFixture): Uint8Array {
  const { signals, bytesPerSample = 2, recordSeconds = 1 } = fixture;
  const [first] = signals;
  const records = first === undefined ? 0 : first.data.length / (typeof first.data[0] === 'string' ? 1 : first.samples);
  const column = (width: number, text: (signal: EdfSignalFixture) => string | number) =>
    signals.map((signal) => String(text(signal)).padEnd(width)).join('');
  const header = [
    bytesPerSample === 3 ? '\xffBIOSEMI' : '0       ',
    (fixture.patient ?? 'X X X X').padEnd(80),
    (fixture.recording ?? 'Startdate X X X X').padEnd(80),
    fixture.date ?? '03.11.26',
    fixture.time ?? '22.30.00',
    String(256 * (signals.length + 1)).padEnd(8),
    (fixture.kind ?? '').padEnd(44),
    String(fixture.records ?? records).padEnd(8),
    String(recordSeconds).padEnd(8),
    String(signals.length).padEnd(4),
    column(16, ({ label }) => label),
    column(80, () => ''),
    column(8, ({ unit = 'uV' }) => unit),
    column(8, ({ physical = [-100, 100] }) => physical[0]),
    column(8, ({ physical = [-100, 100] }) => physical[1]),
    column(8, ({ digital = [-1000, 1000] }) => digital[0]),
    column(8, ({ digital = [-1000, 1000] }) => digital[1]),
    column(80, () => 'HP:0.05Hz LP:150Hz'),
    column(8, ({ samples }) => samples),
    column(32, () => ''),
  ].join('');
  const body = Array.from({ length: records }, (_, record) =>
    signals.map((one) => recordOf(one, record, bytesPerSample)),
  );
  return Buffer.concat([Buffer.from(header, 'latin1'), ...body.flat()]);
}

function recordOf({ samples, data }: EdfSignalFixture, record: number, width: 2 | 3): Buffer {
  const block = Buffer.alloc(samples * width);
  for (let i = 0; i < samples; i++) {
    const value = data[record * samples + i];
    if (typeof value === 'number') block.writeIntLE(value, i * width, width);
  }
  const text = data[record];
  if (typeof text === 'string') block.write(text, 'utf8');
  return block;
}
