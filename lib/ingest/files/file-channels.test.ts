import { describe, expect, it } from 'vitest';
import { emptyRecording, type Recording, type RecordingBlock, type RecordingChannel } from '@/lib/formats/recording';
import { fileChannels } from './file-channels';

function channel(
  lead: string | null,
  change: Partial<RecordingChannel> & { start_ms?: number } = {},
): RecordingChannel {
  const { start_ms = 0, ...fields } = change;
  return {
    label: 'as the file says',
    lead,
    unit: 'uV',
    rate: { numerator: 100, denominator: 1 },
    encoding: 'int16',
    segments: [{ start_ms, scale: 2.5, offset: 0, samples: Int16Array.of(1, 2, 3) }],
    status: null,
    ...fields,
  };
}

function block(kind: RecordingBlock['kind'], channels: RecordingChannel[], start_ms = 0): RecordingBlock {
  return { kind, label: null, start_ms, duration_ms: 30, channels };
}

const recording = (...blocks: RecordingBlock[]): Recording => ({ ...emptyRecording('dicom'), blocks, warnings: [] });

describe('the channels of a file', () => {
  it('are its segments as they are, by lead or label, rhythm before median, without calibration pulses', () => {
    const own = channel('II');
    const { channels, duration_ms } = fileChannels(
      recording(
        block('median', [channel('I')]),
        block('calibration', [channel('I')]),
        block('rhythm', [channel(null), own]),
      ),
    );
    expect(channels.map(({ id, name, kind }) => [id, name, kind])).toEqual([
      ['0', 'II', 'rhythm'],
      ['1', 'as the file says', 'rhythm'],
      ['2', 'I', 'median'],
    ]);
    expect(channels[0]?.segments).toBe(own.segments);
    expect(duration_ms).toBe(30);
  });

  it('join a lead that goes on in the next block, and keep apart what overlaps', () => {
    const next = fileChannels(
      recording(block('rhythm', [channel('II')]), block('rhythm', [channel('II', { start_ms: 50 })], 50)),
    );
    expect(next.channels.map(({ segments }) => segments.map(({ start_ms }) => start_ms))).toEqual([[0, 50]]);
    expect(next.duration_ms).toBe(80);
    const same = fileChannels(recording(block('rhythm', [channel('II')]), block('rhythm', [channel('II')])));
    expect(same.channels).toHaveLength(2);
  });

  it('without a unit are no voltage', () => {
    const { channels, is_ecg } = fileChannels(recording(block('rhythm', [channel('II', { unit: null })])));
    expect(channels[0]?.unit).toBe('1');
    expect(is_ecg).toBe(true);
  });

  it('are no ECG where none is a lead or a voltage', () => {
    expect(fileChannels(recording(block('rhythm', [channel(null, { unit: 'L/s' })]))).is_ecg).toBe(false);
    expect(fileChannels(recording(block('calibration', [channel('I')]))).is_ecg).toBe(false);
  });

  it('are completed to twelve where eight were recorded', () => {
    const eight = ['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'].map((lead) => channel(lead));
    const { channels } = fileChannels(recording(block('rhythm', eight)));
    expect(channels.filter(({ derived }) => derived).map(({ name }) => name)).toEqual(['III', 'aVR', 'aVL', 'aVF']);
  });
});
